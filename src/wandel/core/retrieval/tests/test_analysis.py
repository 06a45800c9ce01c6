"""Text to terms: one way for everybody."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wandel.core.retrieval.analysis import Analysis
from wandel.core.retrieval.tests.programmes import analysis, parts
from wandel.core.retrieval.tokens import keys_in, words_in


def terms(text: str) -> list[str]:
    return [word.term for word in Analysis().terms(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Häuser", "HAUS"),
        ("Straße", "Strasse"),
        ("Schifffahrt", "Schiffahrt"),
        ("Gebäude", "Gebaeude"),
        ("für Mühlen", "fuer Muehle"),
        ("fördern", "Förderung"),
        ("geförderte", "Förderungen"),
        ("Jülich", unicodedata.normalize("NFD", "Jülich")),
        ("Breitband", "Breit\u00adband"),
        ("Café", "Cafe"),
    ],
)
def test_spellings_and_forms_of_one_word_are_one_term(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []


def test_stop_words_and_question_words_do_not_count() -> None:
    assert terms("Wer kann was und wofür für die Gemeinde?") == terms("Gemeinde")
    assert terms("Wie ist das?") == []


def test_a_compound_has_the_parts_the_collection_knows() -> None:
    made = analysis()
    assert parts(made, "wohnungsbau") == ["wohnung", "bau"]
    assert parts(made, "strassennetzes") == ["strass", "netz"]
    assert parts(made, "radwegebau") == ["radweg", "bau"]
    assert parts(made, "schulbau") == ["schul", "bau"]
    assert parts(made, "raketenbau") == []


def test_what_stands_before_two_heads_is_a_word_even_if_it_never_stands_alone() -> None:
    made = Analysis.learned(["Breitbandausbau", "Breitbandnetz", "Ausbau Netz", "Ausbau Netz"])
    assert parts(made, "breitbandausbau") == ["breitband", "ausbau"]
    assert parts(made, "breitbandnetze") == ["breitband", "netz"]
    assert parts(Analysis.learned(["Breitbandausbau", "Ausbau", "Ausbau"]), "breitbandausbau") == []


def test_names_of_places_stay_whole() -> None:
    made = analysis()
    assert parts(made, "brandenburg") == parts(made, "brandenburgs") == parts(made, "brandenburger") == []
    assert parts(made, "brandburg") == ["brand", "burg"]
    own = Analysis.learned(["Rad Weg Burg Brand"], names=["Radburg"])
    assert parts(own, "radburg") == []
    assert parts(own, "radbrand") == ["rad", "brand"]


def test_verbs_with_prefixes_and_derived_nouns_stay_whole() -> None:
    made = Analysis.learned(["unter suchen Gesell schaft aus bilden", "Untersuchen Gesellschaft Ausbilden"])
    assert [parts(made, word) for word in ("untersuchen", "gesellschaft", "ausbilden")] == [[], [], []]


def test_the_order_of_the_vocabulary_does_not_matter() -> None:
    made = analysis()
    other = Analysis(dict(reversed(list(made.frequencies.items()))))
    words = [*made.frequencies, "radwegebau", "netzausbauten", "schulgebäudebrand"]
    assert [made.word(key) for key in words] == [other.word(key) for key in words]


def test_without_a_vocabulary_compounds_stay_whole() -> None:
    assert parts(Analysis(), "breitbandausbau") == []


def test_a_word_much_more_frequent_than_its_parts_stays_whole() -> None:
    seldom = ["Kinder", "Garten"]
    assert parts(Analysis.learned([*seldom, *["Kindergarten"] * 2]), "kindergarten") == ["kind", "gart"]
    assert parts(Analysis.learned([*seldom, *["Kindergarten"] * 9]), "kindergarten") == []


def test_chinese_is_cut_into_pairs_of_characters() -> None:
    assert keys_in("煤矿区 A股") == ["煤矿", "矿区", "a", "股"]
    assert [word[:2] for word in words_in("煤矿区")] == [(0, 2), (1, 3)]


def test_english_and_numbers_are_found_as_they_are_written() -> None:
    assert terms("broadband networks 33.02.07/24") == ["broadband", "network", "33", "02", "07", "24"]


@given(st.text(st.characters(codec=None), max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_analysis_and_every_place_lies_inside_it(text: str) -> None:
    made = analysis_once()
    for start, end, term, _ in made.places(text):
        assert 0 <= start < end <= len(text)
        assert term
    assert [word.key for word in words_in(text)] == keys_in(text)


@given(
    st.lists(
        st.sampled_from(["Straßen", "Bau", "schul", "Breitband", "\u00ad", "ü", "u\u0308", "ß", "netz", "煤矿"]),
        max_size=6,
    )
)
@settings(max_examples=200, deadline=None)
def test_the_places_of_parts_lie_inside_their_word_and_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    inside = [(start, end) for start, end, _, part in analysis_once().places(text) if part]
    assert all(one[1] <= other[0] for one, other in pairwise(inside))


_KEPT: list[Analysis] = []


def analysis_once() -> Analysis:
    if not _KEPT:
        _KEPT.append(analysis())
    return _KEPT[0]
