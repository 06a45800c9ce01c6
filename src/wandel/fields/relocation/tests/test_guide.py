"""The guide's rows: versions, states, places, reviews, feedback, links – what an action changes and what it leaves alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from wandel.core.guide.translations import State
from wandel.fields.relocation.actions.guide import (
    move_page,
    review_wording,
    save_language,
    save_page,
    show_page,
    withdraw_wording,
)
from wandel.fields.relocation.actions.guide_feedback import (
    KEEP_DAYS,
    check_links,
    forget_feedback,
    give_feedback,
    read_feedback,
)
from wandel.fields.relocation.models import GuideLanguage, GuideTerm, Page, PageFeedback, PageLink, PageVersion
from wandel.fields.relocation.queries.guide import broken_links, coverage, public_tree, staff_tree, translation_of
from wandel.fields.relocation.queries.guide_search import search
from wandel.fields.relocation.tests.guide_cast import language, make_page, stands, today, write
from wandel.office.desk.models import Entry
from wandel.office.journal.models import JournalEntry
from wandel.office.search.models import SearchDocument

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def waits(page, what):
    return Entry.objects.filter(key=f"guide-page-{page.pk}-{what}", state="open").first()


def review(page, code, by=None):
    return review_wording(translation=translation_of(page, language(code)), by=by, at=timezone.now())


def titles(text, code="de"):
    return [hit.title for hit in search(text, language(code), public_tree()).hits]


def test_a_change_in_german_outdates_english_and_the_arabic_made_from_it():
    page = make_page("melden")
    write(page, "en", "Register")
    write(page, "ar", "تسجيل", machine=True)
    assert stands(page) == {"de": "current", "en": "current", "ar": "machine"}
    write(page, "de", "Wohnung melden")
    assert stands(page) == {"de": "current", "en": "outdated", "ar": "outdated"}
    write(page, "en", "Register your home")
    assert stands(page)["en"] == "current"
    assert stands(page)["ar"] == "outdated"


def test_a_small_correction_outdates_nothing_and_the_same_words_make_no_version():
    page = make_page("melden")
    write(page, "en", "Register")
    write(page, "de", "melden", "Ein Satz!", minor=True)
    assert stands(page)["en"] == "current"
    versions, lines = PageVersion.objects.count(), JournalEntry.objects.count()
    write(page, "de", "melden", "Ein Satz!")
    assert (PageVersion.objects.count(), JournalEntry.objects.count()) == (versions, lines)


def test_a_draft_changes_neither_what_the_public_reads_nor_any_translation():
    page = make_page("melden")
    write(page, "en", "Register")
    write(page, "de", "Entwurf", publish=False)
    assert stands(page)["en"] == "current"
    assert translation_of(page, language("de")).shown.title == "melden"
    write(page, "de", "Entwurf")
    assert translation_of(page, language("de")).shown.title == "Entwurf"
    assert PageVersion.objects.filter(translation__language="de").count() == 2
    assert stands(page)["en"] == "outdated"


def test_a_review_brings_an_outdated_translation_up_to_date_without_new_words(cast):
    page = make_page("recht", kind="legal")
    write(page, "en", "Law")
    write(page, "de", "Recht neu")
    review(page, "en", cast.head)
    assert stands(page)["en"] == "reviewed"
    assert PageVersion.objects.filter(translation__language="en").count() == 1
    assert review(page, "en", cast.head) == review(page, "en", cast.head)


def test_nothing_is_reviewed_that_is_not_published_or_has_no_source():
    page = make_page("recht")
    write(page, "en", "Law", publish=False)
    with pytest.raises(ValidationError):
        review(page, "en")
    write(page, "ar", "قانون")
    with pytest.raises(ValidationError, match="English"):
        review(page, "ar")


def test_who_is_translating_is_said():
    page = make_page("melden")
    write(page, "en", "Register", in_translation=True, publish=False)
    assert stands(page)["en"] == "in_translation"


def test_moving_a_page_outdates_no_translation_and_keeps_the_order():
    top, _first, second = make_page("oben"), make_page("eins"), make_page("zwei")
    write(second, "en", "two")
    move_page(page=second, down=False, by=None)
    assert list(Page.objects.values_list("key", flat=True)) == ["oben", "zwei", "eins"]
    move_page(page=top, down=False, by=None)
    save_page(page=second, values={"parent": top}, by=None, on=today())
    assert [(row.page.key, row.depth) for row in staff_tree()] == [("oben", 0), ("zwei", 1), ("eins", 0)]
    assert stands(second)["en"] == "current"


def test_a_page_cannot_stand_below_itself():
    top = make_page("oben")
    below = make_page("unten", parent=top)
    with pytest.raises(ValidationError):
        save_page(page=top, values={"parent": below}, by=None, on=today())


def test_a_page_under_a_hidden_page_is_hidden_too_and_not_found():
    top = make_page("oben")
    make_page("unten", "Führerschein umtauschen", parent=top)
    assert titles("führerschein") == ["Führerschein umtauschen"]
    show_page(page=top, public=False, by=None, on=today())
    assert public_tree() == {}
    assert titles("führerschein") == []


def test_a_page_without_published_words_does_not_become_public():
    page = save_page(page=Page(), values={"key": "leer"}, by=None, on=today())
    with pytest.raises(ValidationError):
        show_page(page=page, public=True, by=None, on=today())


def test_taking_a_language_off_keeps_its_versions_and_takes_it_out_of_the_search():
    page = make_page("melden", "Wohnung anmelden")
    withdraw_wording(translation=translation_of(page, language("de")), by=None, on=today())
    assert titles("wohnung") == []
    assert not GuideTerm.objects.exists()
    assert PageVersion.objects.count() == 1
    write(page, "de", "Wohnung anmelden!")
    assert titles("wohnung") == ["Wohnung anmelden!"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("fuehrerschein", "de"), ("Fuhrersch", "de"), ("fürherschein", "de"), ("umtauschen führerscheine", "de"),
     ("licences", "en"), ("licence exchanging", "en"), ("الرخصة", "ar")],
)  # fmt: skip
def test_the_search_forgives_endings_dots_and_slips(typed, code):
    page = make_page("auto", "Führerschein umtauschen", parent=None)
    write(page, "en", "Exchange your driving licence")
    write(page, "ar", "تبديل رخصة القيادة")
    make_page("hund", "Hund anmelden")
    assert len(titles(typed, code)) == 1


def test_a_title_beats_a_text_and_pages_with_all_words_come_alone():
    make_page(
        "a",
        "Steuer",
    )
    page = make_page("b", "Hund")
    write(page, "de", "Hund", "Die Steuer für den Hund zahlen Sie bei der Stadt.")
    assert titles("steuer") == ["Steuer", "Hund"]
    assert titles("hund steuer") == ["Hund"]
    found = search("hund kindergeldxyz", language("de"), public_tree())
    assert found.any_word
    assert [hit.title for hit in found.hits] == ["Hund"]
    assert search("und der die", language("de"), public_tree()).hits == []
    assert search("", language("de"), public_tree()).hits == []


def test_the_day_to_look_again_stands_on_the_desk_of_the_responsible(cast):
    page = make_page("melden", responsible=cast.head, review_on=today() - timedelta(days=3))
    entry = waits(page, "review")
    assert (entry.due_on, entry.owner) == (today() - timedelta(days=3), cast.head)
    save_page(page=page, values={"review_on": today() + timedelta(days=200)}, by=cast.head, on=today())
    assert waits(page, "review").due_on == today() + timedelta(days=200)
    show_page(page=page, public=False, by=cast.head, on=today())
    assert waits(page, "review") is None


def test_feedback_lands_on_the_desk_until_it_is_read_and_goes_after_its_time(cast):
    page = make_page("melden", responsible=cast.head)
    give_feedback(
        translation=translation_of(page, language("de")), helpful=False, text="Telefon fehlt", at=timezone.now()
    )
    assert waits(page, "feedback").owner == cast.head
    assert read_feedback(page=page, by=cast.head, at=timezone.now()) == 1
    assert waits(page, "feedback") is None
    assert forget_feedback(on=today() + timedelta(days=KEEP_DAYS - 1)) == 0
    assert forget_feedback(on=today() + timedelta(days=KEEP_DAYS)) == 1
    assert not PageFeedback.objects.exists()
    assert not JournalEntry.objects.filter(message_params__icontains="Telefon fehlt").exists()


def test_a_link_is_broken_when_it_fails_on_two_days_and_well_again_when_it_answers():
    page = make_page("amt")
    write(page, "de", "Amt", "[Amt](https://amt.example) und [fort](https://fort.example) und [oben](page:nirgends)")
    asked = []

    def ask(url):
        asked.append(url)
        return {"de": "antwortet nicht", "en": "does not answer"} if "fort" in url else {}

    now = timezone.now()
    check_links(ask=ask, at=now)
    assert asked == ["https://amt.example", "https://fort.example"]
    assert [link.url for link in broken_links()] == ["page:nirgends"]
    check_links(ask=ask, at=now + timedelta(hours=1))
    assert len(asked) == 2
    check_links(ask=ask, at=now + timedelta(days=1))
    assert asked[2:] == ["https://fort.example"]
    assert {link.url for link in broken_links()} == {"page:nirgends", "https://fort.example"}
    assert waits(page, "links")
    write(page, "de", "Amt", "[fort](https://fort.example)")
    check_links(ask=lambda url: {}, at=now + timedelta(days=2))
    assert [link.url for link in PageLink.objects.all()] == ["https://fort.example"]
    assert not broken_links()
    assert waits(page, "links") is None


def test_languages_translated_in_a_circle_are_refused():
    english = language("en")
    with pytest.raises(ValidationError, match="en → ar → en"):
        save_language(language=english, values={"source": language("ar")}, by=None)
    save_language(language=GuideLanguage(), values={"code": "uk", "name": "Українська", "source": english}, by=None)
    assert stands(make_page("melden"))["uk"] == "missing"


def test_the_coverage_counts_public_pages_only():
    make_page("eins")
    make_page("zwei", public=False)
    counted = coverage(staff_tree())
    assert counted["de"][State.CURRENT] == 1
    assert counted["en"][State.MISSING] == 1


def test_the_staff_finds_a_page_by_its_title_in_any_language():
    page = make_page("melden", "Wohnung anmelden")
    write(page, "en", "Register your home")
    assert SearchDocument.objects.get(subject_kind="relocation.page").title == "Wohnung anmelden"
    assert SearchDocument.objects.filter(postings__term__text="register").exists()
