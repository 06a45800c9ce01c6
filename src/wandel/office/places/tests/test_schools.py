"""Taking schools and day-care centres in: repeatable, with a rehearsal, and nobody disappears without a day."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from wandel.core.schools.childcare import ChildcareRecord
from wandel.core.schools.reading import SchoolRecord
from wandel.office.journal.models import JournalEntry
from wandel.office.places.actions import load_profile
from wandel.office.places.actions.schools import change_learning_place, take_in_childcare, take_in_schools
from wandel.office.places.models import Childcare, Municipality, School
from wandel.office.places.profile import active_profile
from wandel.office.places.queries import open_schools

DAY, THEN = date(2026, 11, 23), date(2026, 9, 1)
pytestmark = [pytest.mark.django_db, pytest.mark.database]


def school(number: str = "117262", **changed: object) -> SchoolRecord:
    row = SchoolRecord(
        number=number, name="Johannesschule", short_name="Aldenhoven, GG Johannesschule", code="02", kind="primary", confession="common",
        legal="public", street="Mühlenstr. 17", postcode="52457", town="Aldenhoven", phone="02464 905151", email="a@schule.nrw.de",
        website="http://a.de", provider_key="1", ags="05358024", state="running", state_on=None, all_day=None, lat=50.9, lon=6.2,
    )  # fmt: skip
    return replace(row, **changed)


def kita(name: str = "Kita Rurwiesen", **changed: object) -> ChildcareRecord:
    row = ChildcareRecord(
        line=2, name=name, address="Uferweg 3", municipality="Jülich", places=75, from_months=4, languages=("en",), provider="AWO",
        postcode="52428", lat=None, lon=None, phone="", website="", all_day=None,
    )  # fmt: skip
    return replace(row, **changed)


@pytest.fixture
def juelich() -> Municipality:
    return Municipality.objects.create(ags="05358024", name="Jülich", designation="Stadt")


def schools(*records: SchoolRecord, as_of: date = THEN, **more: object):
    return take_in_schools(records, as_of=as_of, by=None, **more)


def test_a_rehearsal_says_what_would_change_and_writes_nothing(juelich):
    taken = schools(school(), school("100001"), dry_run=True)
    assert (taken.new, len(taken.changes)) == (2, 2)
    assert not School.objects.exists()
    assert not JournalEntry.objects.exists()


def test_the_same_list_twice_changes_nothing(juelich):
    assert schools(school(), school("100001")).new == 2
    again = schools(school(), school("100001"))
    assert (again.new, again.changed, again.same, again.gone) == (0, 0, 2, 0)
    assert JournalEntry.objects.count() == 1
    assert School.objects.get(number="117262").version == 1


def test_a_school_the_list_no_longer_names_is_marked_with_the_day_and_comes_back(juelich):
    schools(school(), school("100001"))
    assert schools(school(), as_of=DAY).gone == 1
    assert School.objects.get(number="100001").gone_on == DAY
    assert [one.number for one in open_schools()] == ["117262"]
    assert schools(school(), as_of=DAY).gone == 0
    assert schools(school(), school("100001"), as_of=DAY).changed == 1
    assert School.objects.get(number="100001").gone_on is None


def test_an_older_list_is_refused_with_a_sentence(juelich):
    schools(school(), as_of=DAY)
    with pytest.raises(ValidationError, match=r"23\.11\.2026|23 November 2026"):
        schools(school(), as_of=THEN)


def test_a_newer_list_that_says_the_same_only_renews_the_key_date(juelich):
    schools(school())
    taken = schools(school(), as_of=DAY)
    assert (taken.changed, taken.renewed) == (0, 1)
    assert School.objects.get().as_of == DAY


def test_what_an_officer_learned_survives_the_next_list(juelich):
    schools(school())
    change_learning_place(place=School.objects.get(), values={"languages": "en fr", "all_day": True}, by=None)
    taken = schools(school(phone="1"), as_of=DAY)
    assert taken.changed == 1
    found = School.objects.get()
    assert (found.languages, found.all_day, found.phone) == ("en fr", True, "1")


def test_a_school_of_a_municipality_nobody_knows_is_named_not_lost(juelich):
    taken = schools(school(), school("100001", ags="05358999"))
    assert taken.unknown == ["Johannesschule (05358999)"]


def test_day_care_centres_are_kept_per_municipality(juelich):
    Municipality.objects.create(ags="05358060", name="Vettweiß", designation="Gemeinde")
    both = [kita(), kita("Kita Dorf", municipality="05358060")]
    assert take_in_childcare(both, as_of=THEN, source="Jugendamt", by=None).new == 2
    taken = take_in_childcare([kita("Kita Neu")], as_of=DAY, source="Jugendamt", by=None)
    assert (taken.new, taken.gone) == (1, 1)
    assert set(Childcare.objects.filter(gone_on=None).values_list("name", flat=True)) == {"Kita Neu", "Kita Dorf"}


def test_the_shipped_schools_come_with_the_county_and_never_over_a_newer_list():
    load_profile(active_profile(), by=None, on=DAY)
    assert School.objects.count() == 79
    assert load_profile(active_profile(), by=None, on=DAY) == 0
    first = School.objects.order_by("number").first()
    School.objects.filter(pk=first.pk).update(as_of=DAY, phone="neu")
    assert load_profile(active_profile(), by=None, on=DAY) == 0
    assert School.objects.get(pk=first.pk).phone == "neu"
