"""The public finder of schools and day care."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from wandel.fields.relocation.queries.schools import origin_of
from wandel.office.places.actions import load_profile
from wandel.office.places.models import Childcare, Municipality, School
from wandel.office.places.profile import active_profile

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2026, 11, 23)


@pytest.fixture
def county():
    load_profile(active_profile(), by=None, on=DAY)


def finder(**given):
    return Client().get(reverse("relocation:schools"), given)


def names(page):
    return [row.place.name for row in page.context["page"].paginator.object_list]


def test_the_whole_county_stands_in_the_list_without_an_account(county):
    page = finder()
    assert len(names(page)) == 79
    assert len(page.content) < 120_000
    assert "dl-de/by-2-0" in page.content.decode()
    assert "Schulamt für den Kreis" in page.content.decode()


def test_the_list_narrows_by_type_and_municipality(county):
    assert len(names(finder(what="primary"))) == 42
    assert len(names(finder(what="primary", ags="05358024"))) == 4
    assert {row.place.kind for row in finder(what="secondary").context["page"].object_list} >= {
        "gymnasium",
        "gesamtschule",
    }
    assert names(finder(q="zitadelle")) == ["Gymnasium Zitadelle der Stadt Jülich"]


def test_the_nearest_school_stands_first_and_the_page_says_how_it_was_measured(county):
    page = finder(what="primary", near="Markt 1, 52428 Jülich")
    rows = page.context["page"].object_list
    assert rows[0].place.municipality.name == "Jülich"
    assert [row.distance for row in rows] == sorted(row.distance for row in rows)
    assert "52428" in page.content.decode()
    assert "Luftlinie" in page.content.decode() or "straight line" in page.content.decode()


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("52428", "postcode"), ("Kleine Gasse 3, 52428 Jülich", "postcode"), ("Vettweiß", "municipality"), ("vettweiss", "municipality"),
        ("Hauptstraße 1, Titz", "municipality"), ("50,80 6,48", "point"), ("50.8022, 6.4827", "point"), ("Düren Annakirmesplatz", "stop"),
        ("12345", None), ("Timbuktu", None), ("", None), ("1.0, 2.0", None), ("   ,,, ", None), ("\x00", None),
    ],
)  # fmt: skip
def test_an_origin_is_found_from_what_people_write(county, text, how):
    found = origin_of(text)
    assert (found.how if found else None) == how


def test_an_unknown_place_gets_a_sentence_and_the_list_stays(county):
    page = finder(near="Timbuktu <b>")
    assert page.status_code == 200
    assert len(names(page)) == 79
    assert "Timbuktu &lt;b&gt;" in page.content.decode()


def test_a_wrong_value_in_the_address_does_not_throw_the_others_away(county):
    page = finder(what="palace", ags="05358024", page="x")
    assert page.status_code == 200
    assert {row.place.municipality.name for row in page.context["page"].object_list} == {"Jülich"}


def test_languages_and_all_day_count_only_where_somebody_said_so(county):
    assert len(names(finder(all_day="on"))) == 2
    assert names(finder(language="fr")) == []
    School.objects.filter(number="167587").update(languages="en fr")
    assert names(finder(language="fr")) == ["Gymnasium Zitadelle der Stadt Jülich"]


def test_what_is_gone_does_not_exist(county):
    School.objects.filter(number="167587").update(gone_on=DAY)
    assert names(finder(q="zitadelle")) == []
    assert Client().get(reverse("relocation:school", args=["167587"])).status_code == 404


def test_day_care_stands_in_its_own_list_and_on_the_map(county):
    assert finder(what="childcare").status_code == 200
    kita = Childcare.objects.create(
        name="Kita Rur", municipality=Municipality.objects.get(ags="05358024"), places=75, from_months=4, languages="en", lat=50.92,
        lon=6.36, source="Jugendamt", as_of=DAY,
    )  # fmt: skip
    assert names(finder(what="childcare", language="en")) == ["Kita Rur"]
    points = Client().get(reverse("relocation:school-points"), {"what": "childcare"}).json()
    number = points["features"][0]["id"]
    assert Client().get(reverse("relocation:school-on-map", args=[number])).status_code == 200
    assert Client().get(kita.get_absolute_url()).status_code == 200


def test_the_map_shows_what_the_list_shows(county):
    points = Client().get(reverse("relocation:school-points"), {"what": "primary", "ags": "05358024"}).json()
    assert len(points["features"]) == 4
    assert {feature["geometry"]["type"] for feature in points["features"]} == {"Point"}


def test_the_town_of_dueren_has_its_own_youth_office_and_the_others_the_countys(county):
    dueren = [row["name"] for row in finder(ags="05358008").context["offices"] if row["office"].service == "jugendamt"]
    juelich = [row["name"] for row in finder(ags="05358024").context["offices"] if row["office"].service == "jugendamt"]
    assert dueren == ["Stadt Düren, Jugendamt"]
    assert juelich == ["Kreis Düren, Jugendamt"]


def test_a_page_of_a_school_says_source_and_day_in_english_too(county):
    page = Client(headers={"accept-language": "en"}).get(reverse("relocation:school", args=["167587"]))
    text = page.content.decode()
    assert "8 September 2021" in text
    assert "Gymnasium (to Abitur)" in text


def test_an_empty_county_gets_an_empty_page_not_an_error():
    assert finder().status_code == 200
    assert finder(near="52428", what="childcare").status_code == 200


def test_the_page_asks_the_database_a_handful_of_times(county, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        finder(near="52428", what="primary")


def test_the_plans_steps_lead_to_the_finder(county):
    answers = {
        "origin": "germany", "municipality": "05358024", "moving_in_on": "2027-03-01", "children": "04.05.2021\n31.01.2023", "car": "",
    }  # fmt: skip
    text = Client().post(reverse("relocation:plan"), answers).content.decode()
    assert f"{reverse('relocation:schools')}?what=primary&amp;ags=05358024" in text
    assert "what=childcare" in text


def test_the_front_door_leads_to_the_finder(county):
    for path in (reverse("public:welcome"), reverse("public:front-door", args=["move"])):
        assert reverse("relocation:schools") in Client().get(path).content.decode()
