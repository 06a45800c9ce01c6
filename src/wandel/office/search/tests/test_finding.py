import random

import pytest
from django.utils import timezone

from wandel.office.people.access import Access, access_for
from wandel.office.people.actions.users import give_role, set_active
from wandel.office.people.models import User
from wandel.office.people.roles import Role, permissions_of
from wandel.office.search.actions import index, index_many, reindex
from wandel.office.search.models import SearchDocument, SearchTerm
from wandel.office.search.queries import suggest
from wandel.office.search.registry import register_source, remove_source
from wandel.office.search.tests.vocabulary import CASES, search_texts, titles, typed
from wandel.office.search.words import highlighted
from wandel.ui.sinks import CONFIDENTIAL, INTERNAL, OPEN, SearchText
from wandel.ui.subjects import SubjectRef

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def put(title, pk="1", *, kind="test.thing", **values):
    index(SearchText(subject=SubjectRef(kind, pk, f"/thing/{pk}/", title), title=title, **values))


def found_by(user, text):
    return [hit.title for hit in suggest(access_for(user), text).hits]


@pytest.mark.parametrize(
    "text",
    [
        "Breitbandausbau Gürzenich",
        "breitb",
        "gürz",
        "guerzenich",
        "gurzenich",
        "ausbau gürzenich",
        "33.02.07/24",
        "33.02.07",
        "breitbandausbua",
        "breibtandasubau",
        "Breitband-Ausbau",
        "gürzenich breitb",
        "breitb gürz",
        "breidbandausb",
    ],
)
def test_a_title_is_found_however_it_is_typed(cast, text):
    put("Breitbandausbau Gürzenich", words="33.02.07/24", confidentiality=OPEN)
    put("Radweg Jülich", "2", confidentiality=OPEN)
    assert found_by(cast.head, text) == ["Breitbandausbau Gürzenich"]


def test_decomposed_umlauts_are_found_by_composed_ones(cast):
    put("Bru\u0308cke", confidentiality=OPEN)
    assert found_by(cast.head, "br\u00fccke") == ["Bru\u0308cke"]


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'; drop table", "\x00", "(", "\\", "💥", "a" * 5000])
def test_odd_input_gets_no_hit_and_no_error(cast, text):
    put("Radweg", confidentiality=OPEN)
    assert found_by(cast.head, text) == []


def test_without_a_common_hit_those_with_most_words_come_first(cast):
    put("Radweg Jülich", "1", confidentiality=OPEN)
    put("Radweg Linnich Nord", "2", confidentiality=OPEN)
    found = suggest(access_for(cast.head), "Radweg Linnich Schwimmbad")
    assert found.any_word
    assert [hit.title for hit in found.hits] == ["Radweg Linnich Nord", "Radweg Jülich"]


def test_a_correction_is_named_and_marked(cast):
    put("Bahnhofsumfeld Jülich", confidentiality=OPEN)
    found = suggest(access_for(cast.head), "bahnhofsumfedl")
    assert found.corrected == "Bahnhofsumfeld"
    assert highlighted(found.hits[0].title, found.words)[0] == ("Bahnhofsumfeld", True)


def test_a_correction_is_shown_as_people_write_it(cast):
    put("Fußgängerbrücke Rurtal", confidentiality=OPEN)
    found = suggest(access_for(cast.head), "fusgangerbrucke rurtal")
    assert found.corrected == "Fußgängerbrücke Rurtal"


@pytest.mark.parametrize("text", ["Vetweis", "Vetweiß", "Schoeler", "Schöler", "Schöller", "Schöllr"])
def test_names_of_six_letters_and_more_are_found_with_one_letter_wrong(cast, text):
    put("Gemeinde Vettweiß", "1", confidentiality=OPEN)
    put("Miriam Schoeller", "2", kind="people.user", confidentiality=INTERNAL)
    hits = found_by(cast.head, text)
    assert hits == ["Gemeinde Vettweiß" if text.startswith("V") else "Miriam Schoeller"]


def test_a_colleague_is_found_by_the_unit_and_leads_to_a_page_it_may_open(cast, client_for):
    give_role(
        user=cast.nobody, role="officer", field="land", organisation=None, valid_from=timezone.localdate(),
        valid_until=None, by=cast.head,
    )  # fmt: skip
    hit = next(hit for hit in suggest(access_for(cast.funding_officer), cast.nobody.name).hits)
    assert hit.subject_kind == "people.user"
    page = client_for(cast.funding_officer).get(hit.subject_path.split("#")[0])
    assert cast.nobody.name in page.content.decode()
    assert found_by(cast.vettweiss, cast.nobody.name) == []
    set_active(user=cast.nobody, active=False, on=timezone.localdate(), by=cast.head)
    assert found_by(cast.funding_officer, cast.nobody.name) == []


def test_a_word_nobody_uses_any_more_leaves_the_vocabulary_with_its_thing(cast):
    put("Erika Unverwechselbar", "1", confidentiality=OPEN)
    put("Erika Radweg", "2", confidentiality=OPEN)
    put("", "1", removed=True)
    assert not SearchTerm.objects.filter(text__startswith="unverwechselbar").exists()
    assert SearchTerm.objects.filter(text="erika").exists()


def test_the_second_part_of_a_compound_is_marked():
    assert highlighted("Breitbandausbau Jülich", ["ausbau", "juel"]) == [
        ("Breitband", False), ("ausbau", True), (" Jülich", False),
    ]  # fmt: skip
    assert highlighted("Breitbandausbau Jülich", ["jul"])[1:] == [("Jül", True), ("ich", False)]
    assert highlighted("Große Straße", ["strasse"]) == [("Große ", False), ("Straße", True)]


def test_a_title_that_begins_like_it_stands_before_one_that_holds_it(cast):
    put("Neubau am Radweg Nord", "1", confidentiality=OPEN)
    put("Radweg Nord", "2", confidentiality=OPEN)
    put("Konzept", "3", words="Radweg", confidentiality=OPEN)
    assert found_by(cast.head, "radweg") == ["Radweg Nord", "Neubau am Radweg Nord", "Konzept"]


def test_indexing_again_rewrites_and_removing_takes_out(cast):
    put("Radweg", words="alt", confidentiality=OPEN)
    put("Fahrradstraße", confidentiality=OPEN)
    assert found_by(cast.head, "alt") == []
    assert found_by(cast.head, "fahrrad") == ["Fahrradstraße"]
    assert SearchDocument.objects.filter(subject_kind="test.thing").count() == 1
    put("Fahrradstraße", removed=True)
    assert found_by(cast.head, "fahrrad") == []


def test_internal_stays_in_the_unit_and_confidential_in_the_field(cast):
    hall = (cast.town_hall_vettweiss.pk,)
    put("Radweg offen", "1", organisation_ids=hall, field="funding", confidentiality=OPEN)
    put("Radweg intern", "2", organisation_ids=hall, field="funding", confidentiality=INTERNAL)
    put("Radweg vertraulich", "3", organisation_ids=hall, field="funding", confidentiality=CONFIDENTIAL)
    everything = ["Radweg intern", "Radweg offen", "Radweg vertraulich"]
    assert sorted(found_by(cast.head, "radweg")) == everything
    assert sorted(found_by(cast.funding_officer, "radweg")) == everything
    assert sorted(found_by(cast.land_officer, "radweg")) == everything[:2]
    assert found_by(cast.vettweiss, "radweg") == ["Radweg offen"]
    assert found_by(cast.juelich, "radweg") == []
    assert found_by(cast.nobody, "radweg") == []


def test_a_correction_never_reveals_a_word_the_reader_may_not_see(cast):
    put("Geheimprojekt Kristall", confidentiality=INTERNAL)
    found = suggest(access_for(cast.vettweiss), "geheimprojetk")
    assert found.hits == []
    assert "geheimprojekt" not in (found.corrected, *found.words)


@pytest.mark.parametrize(
    "text", ["radweg", "radwge jülihc", "gibt es nicht", "ein zwei drei vier fünf sechs sieben acht"]
)
def test_the_number_of_queries_does_not_grow(cast, django_assert_max_num_queries, text):
    index_many(search_texts(titles(300)))
    put("Radweg Jülich", confidentiality=OPEN)
    access = access_for(cast.funding_officer)
    with django_assert_max_num_queries(4):
        suggest(access, text)


def test_reindexing_writes_what_a_source_names_and_forgets_what_it_does_not(cast):
    put("Alter Schuppen", "9", kind="test.house", confidentiality=OPEN)
    put("Radweg", confidentiality=OPEN)
    told = []
    register_source(
        "test.house",
        lambda: [SearchText(subject=SubjectRef("test.house", "1", "/", ""), title="Neues Haus", confidentiality=OPEN)],
    )
    try:
        done = reindex(progress=told.append)
    finally:
        remove_source("test.house")
    assert done == told[-1] >= 1
    assert found_by(cast.head, "schuppen") == []
    assert found_by(cast.head, "neues haus") == ["Neues Haus"]
    assert found_by(cast.head, "radweg") == ["Radweg"]
    assert {"Gemeinde Vettweiß", "Vettweiß"} <= set(found_by(cast.head, "vettweiß"))
    assert not SearchTerm.objects.filter(text="schuppen").exists()


def test_among_25000_titles_the_right_one_is_in_the_first_ten():
    stock = titles(25_000)
    index_many(search_texts(stock))
    roles = frozenset({Role.OFFICER})
    access = Access(User(name="Officer"), roles, frozenset({"funding"}), frozenset(), permissions_of(roles))
    success = {}
    for case in CASES:
        dice, asked, right = random.Random(3), 0, 0  # noqa: S311 – an experiment to repeat
        while asked < 40:
            title = dice.choice(stock)
            text = typed(case, title, dice)
            if text is not None:
                asked += 1
                right += any(hit.title == title.text for hit in suggest(access, text).hits)
        success[case] = right / asked
    assert all(share >= 0.97 for share in success.values()), success


def test_the_page_groups_hits_by_kind_and_marks_them(cast, client_for):
    put("Radweg Jülich", "1", kind="people.person", confidentiality=OPEN)
    put("Radweg <b>", "2", kind="places.municipality", confidentiality=OPEN)
    page = client_for(cast.head).get("/search/", {"q": "radw"}).content.decode()
    assert "<mark>Radw</mark>eg Jülich" in page
    assert "&lt;b&gt;" in page
    assert page.index("Radw</mark>eg &lt;b&gt;") != -1


def test_without_a_hit_the_page_says_what_was_tried(cast, client_for):
    page = client_for(cast.head).get("/search/", {"q": "unauffindbar"}).content.decode()
    assert "Nichts gefunden" in page
    assert "Schreibfehler" in page


def test_suggestions_are_links_while_typing(cast, client_for):
    put("Radweg Jülich", "1", confidentiality=OPEN)
    answer = client_for(cast.head).get("/search/suggest/", {"q": "radweg jü"}).content.decode()
    assert 'href="/thing/1/">' in answer
    assert "<html" not in answer
