"""Matching: the order, the reasons, and questions that are hardly any."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandel.core.scouting.match import Band, Scout
from wandel.core.scouting.programme import Applicant, ProgrammeFacts
from wandel.core.scouting.rules import Idea

DAY = date(2026, 11, 23)
PROGRAMMES = [
    ProgrammeFacts("breitband", "Breitbandausbau im ländlichen Raum", "Zuschüsse für schnelles Internet in Dörfern.", "Gefördert wird der Ausbau von Glasfaser; Breitband für alle Orte.", applicants=frozenset({Applicant.MUNICIPALITY}), areas=frozenset({"DE"}), rate=Decimal(50)),
    ProgrammeFacts("radweg", "Radwege und Radverkehr", "Neue Radwege an Straßen und Bahnlinien.", "Auch Abstellanlagen und Fahrradstationen am Bahnhof.", applicants=frozenset({Applicant.MUNICIPALITY})),
    ProgrammeFacts("klima", "Klimaanpassung in Kommunen", "Entsiegelung, Bäume, Schatten.", "Konzepte gegen Hitze und Starkregen.", applicants=frozenset({Applicant.MUNICIPALITY, Applicant.COUNTY})),
    ProgrammeFacts("werkstatt", "Digitale Werkstätten für Unternehmen", "Beratung zur Digitalisierung.", "Nur für kleine Betriebe.", applicants=frozenset({Applicant.COMPANY})),
]  # fmt: skip
SCOUT = Scout.of(PROGRAMMES)
TOWN = frozenset({Applicant.MUNICIPALITY})


def test_a_part_of_a_compound_finds_it_and_is_shown_in_it() -> None:
    found = SCOUT.match(Idea("Breitband für Vettweiß", applicants=TOWN), on=DAY)
    best = found.matches[0]
    assert best.programme.key == "breitband"
    assert [best.programme.title[span.start : span.end] for span in best.title_spans] == ["Breitband"]


def test_a_hard_no_stands_apart_with_its_reason() -> None:
    found = SCOUT.match(Idea("Digitale Werkstatt im Feuerwehrhaus", applicants=TOWN), on=DAY)
    assert [one.programme.key for one in found.out] == ["werkstatt"]
    assert "Nur für: Unternehmen." in [one.text.de for one in found.out[0].verdict.broken]
    assert "werkstatt" not in [one.programme.key for one in found.matches]


def test_the_band_says_how_much_of_the_idea_is_there() -> None:
    found = SCOUT.match(Idea("Bäume und Schatten gegen Hitze", applicants=TOWN), on=DAY)
    assert found.matches[0].band is Band.STRONG


@pytest.mark.parametrize(
    ("idea", "said"),
    [
        (Idea("  "), "Beschreiben Sie die Idee"),
        (Idea("数字化村庄"), "auf Deutsch"),
        (Idea("zzz qqq"), "anderen Worten"),
    ],
)
def test_a_question_that_is_hardly_one_gets_a_sentence(idea: Idea, said: str) -> None:
    found = SCOUT.match(idea, on=DAY)
    assert not found.matches
    assert found.remark is not None
    assert said in found.remark.de


def test_fifty_pages_are_asked_by_their_rarest_words() -> None:
    pages = "Die Gemeinde plant und beschreibt ausführlich. " * 3000 + "Fahrradstation am Bahnhof."
    assert SCOUT.match(Idea("Unser Vorhaben", pages), on=DAY).matches[0].programme.key == "radweg"


@given(
    st.lists(
        st.sampled_from(
            ["Radweg", "Bahnhof", "Glasfaser", "Dorf", "Hitze", "Baum", "Internet", "Konzept", "Straße", "Kommune"]
        ),
        min_size=1,
        max_size=20,
    )
)
def test_the_explanation_is_the_score_and_the_best_stands_first(words: list[str]) -> None:
    found = SCOUT.match(Idea(" ".join(words)), on=DAY)
    for one in (*found.matches, *found.out):
        assert sum(part.value for part in one.contributions) == pytest.approx(one.score)
    scores = [one.score for one in found.matches]
    assert scores == sorted(scores, reverse=True)
