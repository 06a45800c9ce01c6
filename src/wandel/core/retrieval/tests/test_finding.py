"""Asking a collection: what is found, why, and where it stands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wandel.core.retrieval.analysis import DocumentTerms, pair_of
from wandel.core.retrieval.bm25 import Query, QueryTerm, explain, query_of, score
from wandel.core.retrieval.highlighting import highlights
from wandel.core.retrieval.index import Document, Index
from wandel.core.retrieval.tests.programmes import DOCUMENTS, index

WORDS = st.sampled_from(["rad", "weg", "bau", "see", "burg"])
COUNTS = st.dictionaries(WORDS, st.integers(1, 20), max_size=5)
PAIRS = st.dictionaries(st.builds(pair_of, WORDS, WORDS), st.integers(1, 9), max_size=5)
TERMS = st.builds(DocumentTerms, COUNTS, COUNTS, COUNTS, PAIRS)
ASKED = st.lists(
    st.builds(QueryTerm, WORDS, st.floats(0.1, 3), st.floats(0.01, 9))
    | st.builds(QueryTerm, st.builds(pair_of, WORDS, WORDS), st.floats(0.1, 3), st.floats(0.01, 9), st.just(True)),
    max_size=8, unique_by=lambda term: term.term,
)  # fmt: skip


def ids(found: Index, asked: str, limit: int = 10) -> list[str]:
    return [hit.id for hit in found.search(asked, limit)]


def test_a_word_is_found_alone_in_compounds_and_in_its_forms() -> None:
    made = index()
    assert set(ids(made, "Breitband")) == {"p1", "p4"}
    assert ids(made, "Netz")[0] == "p4"
    assert "p1" in ids(made, "Netz")
    assert ids(made, "Wohnungen bauen")[0] == "p3"
    assert ids(made, "Wie fördert das Land Radwege?")[0] == "p2"


def test_a_compound_asked_for_finds_its_words_standing_apart() -> None:
    assert set(ids(index(), "Netzausbau")) == {"p1", "p3", "p4"}
    assert ids(index(), "Netzausbau")[0] == "p1"


def test_a_place_is_not_found_by_what_its_name_sounds_like() -> None:
    assert ids(index(), "Brandenburg") == ["p5"]
    assert "p5" not in ids(index(), "Burg")


def test_chinese_and_english_are_found_too() -> None:
    assert ids(index(), "结构转型") == ["p6"]
    assert ids(index(), "broadband for schools")[0] == "p7"


@pytest.mark.parametrize("asked", ["", "   ", "und oder", "?!", "Quantenphysik", "\ud800", "的"])
def test_what_nothing_answers_finds_nothing(asked: str) -> None:
    assert ids(index(), asked) == []


def test_an_empty_collection_and_empty_documents_are_no_trouble() -> None:
    assert ids(Index.of([]), "Rad") == []
    made = Index.of([Document("a", "", ""), Document("b", "", "und"), Document("c", "", "Rad")])
    assert ids(made, "Rad") == ["c"]
    assert ids(Index.of([Document("a", "", "")]), "Rad") == []


def test_equals_come_in_the_order_they_were_indexed_whatever_the_limit() -> None:
    made = Index.of([Document(str(number), "", "Radweg") for number in range(30)])
    assert ids(made, "Radweg", 7) == [str(number) for number in range(7)]
    assert ids(made, "Radweg", 100) == [str(number) for number in range(30)]
    assert ids(made, "Radweg", 0) == []


@pytest.mark.parametrize(
    "asked", ["Breitbandausbau", "Wer fördert Radwege und Wohnungsbau?", "Ausbau von Netzen in Schulen", "结构转型"]
)
def test_one_document_alone_scores_as_in_the_index(asked: str) -> None:
    made = index()
    query = made.query(asked)
    found = {hit.id: hit.score for hit in made.search(query, 100)}
    for document in DOCUMENTS:
        terms = made.analysis.document(document.title, document.text)
        assert score(terms, query) == pytest.approx(found.get(document.id, 0.0), rel=1e-6)


@given(TERMS, ASKED, st.floats(0.5, 500))
@settings(max_examples=300, deadline=None)
def test_contributions_sum_to_the_score(document: DocumentTerms, asked: list[QueryTerm], average: float) -> None:
    query = Query(tuple(asked), (), average)
    reasons = explain(document, query)
    assert sum(reason.value for reason in reasons) == pytest.approx(score(document, query), rel=1e-12, abs=1e-12)
    assert all(reason.value > 0 and reason.count > 0 for reason in reasons)
    assert [reason.value for reason in reasons] == sorted((reason.value for reason in reasons), reverse=True)


def test_an_explanation_names_the_field() -> None:
    made = index()
    query = made.query("Breitbandausbau")
    reasons = explain(made.analysis.document(DOCUMENTS[0].title, DOCUMENTS[0].text), query)
    assert ("breitbandausbau", "title", 1) in {(one.term, one.field, one.count) for one in reasons}
    # "Ausbau" stands once as a word of the text and once inside the title's compound.
    assert {(one.field, one.count) for one in reasons if one.term == "ausbau"} == {("text", 1), ("parts", 1)}


def test_a_word_more_never_lowers_the_score_and_a_longer_text_never_raises_it() -> None:
    query = Query((QueryTerm("rad", 1.0, 2.0),), ("rad",), 10.0)
    one, two = (DocumentTerms({}, {"rad": count, "weg": 20 - count}, {}, {}) for count in (1, 2))
    longer = DocumentTerms({}, {"rad": 1, "weg": 40}, {}, {})
    assert score(two, query) > score(one, query) > score(longer, query) > 0


WORDS_30 = [f"{one}{other}{one}ak" for one in "bdfgkm" for other in "aeiou"]


def test_a_short_question_keeps_its_twelve_rarest_terms_and_a_long_idea_more() -> None:
    made = Index.of(Document(str(n), "", " ".join(WORDS_30[: n + 1])) for n in range(30))
    short = query_of(" ".join(WORDS_30[:20]), made.analysis, made)
    assert [term.term for term in short.terms if not term.pair] == WORDS_30[19:7:-1]
    assert short.candidates == tuple(WORDS_30[19:7:-1])
    long = query_of(" ".join(WORDS_30), made.analysis, made)
    kept = [term.term for term in long.terms if not term.pair]
    # Terms 29, 28 … stand in 1, 2 … of 30 documents: two fifths are 12, a fifth is 6.
    assert kept == WORDS_30[29:17:-1]
    assert long.candidates == tuple(WORDS_30[29:23:-1])


def test_a_long_idea_of_frequent_words_only_still_finds() -> None:
    made = Index.of(Document(str(n), "", " ".join(WORDS_30)) for n in range(3))
    assert len(ids(made, " ".join(WORDS_30))) == 3


def test_words_side_by_side_count_more_than_the_same_words_apart() -> None:
    made = Index.of(
        [
            Document("apart", "", "Haus liegt fern, Blick auf Berge, grünes Dach"),
            Document("beside", "", "Blick liegt fern, Berge, auf grünes Haus Dach"),
            Document("other", "", "Berge"),
        ]
    )
    assert ids(made, "Dach Haus") == ["beside", "apart"]


def marked(text: str, asked: str) -> list[str]:
    made = index()
    return [text[span.start : span.end] for span in highlights(text, made.query(asked), made.analysis)]


def test_what_was_asked_for_is_marked_also_inside_compounds() -> None:
    assert marked("Der Breitbandausbau stockt.", "Breitband") == ["Breitband"]
    assert marked("Der Breitbandausbau stockt.", "Ausbau") == ["ausbau"]
    assert marked("Der Breitbandausbau stockt.", "Breitbandausbau") == ["Breitbandausbau"]
    assert marked("Straßenbau und Wohnungsbau", "bauen") == ["bau", "bau"]
    assert marked("Wohnungen, Bau, WOHNUNG", "Wohnungsbau") == ["Wohnungen", "Bau", "WOHNUNG"]


def test_marks_fit_the_text_as_it_was_given() -> None:
    decomposed = "Die Schu\u00adlgeba\u0308ude, Schulen"
    assert marked(decomposed, "Schule")[-1] == "Schulen"
    assert marked("煤矿区的结构转型", "结构转型") == ["结构转型"]
    assert marked("", "Rad") == marked("Rad", "") == []


TEXTS = st.lists(
    st.sampled_from(["Radwegebau", "Rad", "Weg", "Burg", "See", "und", "Seeburg", "bauen"]), max_size=12
).map(" ".join)


@settings(max_examples=100)
@given(documents=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6), asked=TEXTS)
def test_the_index_explains_a_document_as_reading_its_text_would(documents: list[tuple[str, str]], asked: str) -> None:
    made = Index.of(Document(str(number), title, text) for number, (title, text) in enumerate(documents))
    query = made.query(asked)
    explained = made.explainer(query)
    for number, (title, text) in enumerate(documents):
        read = explain(made.analysis.document(title, text), query)
        assert explained(str(number)) == read
