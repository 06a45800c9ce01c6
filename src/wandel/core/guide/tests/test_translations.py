"""How a translation stands: the rules as sentences, and what holds for every history."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandel.core.guide.translations import (
    NOTHING,
    Review,
    SourceCircle,
    State,
    Translation,
    Version,
    chain,
    shown,
    standing,
    state,
    states,
)

SOURCES: dict[str, str | None] = {"de": None, "en": "de", "ar": "en"}


History = dict[str, Translation]


def wrote(*versions: Version, reviews: Iterable[Review] = (), in_translation: bool = False) -> Translation:
    return Translation(tuple(versions), tuple(reviews), in_translation)


def stands(**translations: Translation) -> dict[str, str]:
    return {code: str(found) for code, found in states(SOURCES, translations).items()}


def test_a_page_nobody_wrote_is_missing_everywhere() -> None:
    assert set(stands().values()) == {"missing"}


def test_a_translation_of_the_standing_version_is_current() -> None:
    assert stands(de=wrote(Version(1)), en=wrote(Version(1, follows=1))) == {
        "de": "current", "en": "current", "ar": "missing",
    }  # fmt: skip


def test_a_change_outdates_the_translation_and_what_was_translated_from_it() -> None:
    found = stands(de=wrote(Version(1), Version(2)), en=wrote(Version(1, follows=1)), ar=wrote(Version(1, follows=1)))
    assert found == {"de": "current", "en": "outdated", "ar": "outdated"}


def test_a_minor_edit_of_the_source_outdates_nothing() -> None:
    assert stands(de=wrote(Version(1), Version(2, minor=True)), en=wrote(Version(1, follows=1)))["en"] == "current"


def test_a_minor_edit_of_a_translation_does_not_bring_it_up_to_date() -> None:
    en = wrote(Version(1, follows=1), Version(2, minor=True, follows=2))
    assert stands(de=wrote(Version(1), Version(2)), en=en)["en"] == "outdated"


def test_a_page_with_minor_versions_only_still_stands() -> None:
    assert stands(de=wrote(Version(1, minor=True)), en=wrote(Version(1, minor=True, follows=1)))["en"] == "current"


def test_a_draft_outdates_nothing_until_it_is_published() -> None:
    en = wrote(Version(1, follows=1))
    assert stands(de=wrote(Version(1), Version(2, published=False)), en=en)["en"] == "current"
    assert stands(de=wrote(Version(1), Version(2)), en=en)["en"] == "outdated"


def test_a_draft_alone_is_still_missing() -> None:
    assert stands(de=wrote(Version(1, published=False)))["de"] == "missing"


def test_who_is_at_it_is_said_before_anything_else() -> None:
    en = wrote(Version(1, follows=1), in_translation=True)
    found = stands(de=wrote(Version(1), Version(2)), en=en, ar=wrote(in_translation=True))
    assert (found["en"], found["ar"]) == ("in_translation", "in_translation")


def test_being_at_english_does_not_hide_that_arabic_is_outdated() -> None:
    found = stands(
        de=wrote(Version(1), Version(2)), en=wrote(Version(1, follows=1), in_translation=True),
        ar=wrote(Version(1, follows=1)),
    )  # fmt: skip
    assert found["ar"] == "outdated"


def test_a_machine_translation_is_one_until_somebody_reviews_it() -> None:
    de = wrote(Version(1))
    machine = Version(1, machine=True, follows=1)
    assert stands(de=de, en=wrote(machine))["en"] == "machine"
    assert stands(de=de, en=wrote(machine, reviews=[Review(1, 1)]))["en"] == "reviewed"


def test_a_new_machine_translation_needs_a_review_of_its_own() -> None:
    en = wrote(Version(1, machine=True, follows=1), Version(2, machine=True, follows=2), reviews=[Review(1, 1)])
    assert stands(de=wrote(Version(1), Version(2)), en=en)["en"] == "machine"


def test_a_review_brings_an_unchanged_text_up_to_date() -> None:
    en = wrote(Version(1, follows=1), reviews=[Review(1, 2)])
    assert stands(de=wrote(Version(1), Version(2)), en=en)["en"] == "reviewed"


def test_a_review_survives_a_minor_edit_and_ends_with_a_real_one() -> None:
    de = wrote(Version(1))
    reviewed = [Review(1, 1)]
    minor = wrote(Version(1, follows=1), Version(2, minor=True, follows=1), reviews=reviewed)
    major = wrote(Version(1, follows=1), Version(2, follows=1), reviews=reviewed)
    assert stands(de=de, en=minor)["en"] == "reviewed"
    assert stands(de=de, en=major)["en"] == "current"


def test_a_translation_without_its_source_is_outdated() -> None:
    assert stands(de=wrote(Version(1)), ar=wrote(Version(1)))["ar"] == "outdated"


def test_the_public_reads_the_last_published_version_and_no_draft() -> None:
    found = wrote(Version(1), Version(2, minor=True), Version(3, published=False))
    assert shown(found) == found.versions[1]
    assert standing(found) == found.versions[0]
    assert shown(NOTHING) is None


def test_a_circle_of_sources_is_an_error_that_names_it() -> None:
    with pytest.raises(SourceCircle, match="en → ar → en"):
        chain("en", {"en": "ar", "ar": "en"})


@st.composite
def histories(draw: st.DrawFn) -> History:
    """A German, English and Arabic history in which each version follows what stood when it was written."""
    kept: dict[str, list[Version]] = {"de": [], "en": [], "ar": []}
    for code in draw(st.lists(st.sampled_from(["de", "en", "ar"]), max_size=14)):
        above = SOURCES[code]
        source = standing(wrote(*kept[above])) if above else None
        kept[code].append(
            Version(
                len(kept[code]) + 1, published=draw(st.booleans()), minor=draw(st.booleans()),
                machine=draw(st.booleans()), follows=source.number if source else 0,
            )
        )  # fmt: skip
    return {code: wrote(*versions) for code, versions in kept.items()}


@given(histories())
def test_whoever_follows_an_outdated_language_is_outdated_or_missing(found: History) -> None:
    if state("en", SOURCES, found) in {State.OUTDATED, State.MISSING}:
        assert state("ar", SOURCES, found) in {State.OUTDATED, State.MISSING}


@given(histories(), st.sampled_from(["de", "en"]))
def test_drafts_and_minor_edits_of_a_source_change_no_other_language(found: History, code: str) -> None:
    later = [Version(len(found[code].versions) + 1, published=False)]
    if standing(found[code]):
        later.append(Version(len(found[code].versions) + 2, minor=True))
    after = found | {code: wrote(*found[code].versions, *later)}
    for other in SOURCES:
        if other != code:
            assert state(other, SOURCES, found) == state(other, SOURCES, after)


@given(histories())
def test_a_new_major_version_outdates_every_written_language_below(found: History) -> None:
    after = found | {"de": wrote(*found["de"].versions, Version(len(found["de"].versions) + 1))}
    for code in ("en", "ar"):
        assert state(code, SOURCES, after) == (State.OUTDATED if standing(found[code]) else State.MISSING)


@given(histories())
def test_reviewing_every_language_from_the_top_leaves_nothing_outdated(found: History) -> None:
    for code in ("de", "en", "ar"):
        here = standing(found[code])
        if here is None:
            break
        source = SOURCES[code]
        above = standing(found[source]) if source else None
        reviewed = wrote(*found[code].versions, reviews=[Review(here.number, above.number if above else 0)])
        found = found | {code: reviewed}
        assert state(code, SOURCES, found) == State.REVIEWED
