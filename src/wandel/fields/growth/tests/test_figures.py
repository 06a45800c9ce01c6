"""Figures come in whole, repeatable, with base and source; what an office kept secret never becomes a zero."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wandel.core.statistics.problems import Problems, StatisticsError
from wandel.fields.growth.actions.figures import Wanted, read_file, take_in
from wandel.fields.growth.actions.profile import load_growth
from wandel.fields.growth.models import Figure, FigureImport, GrowthTarget
from wandel.fields.growth.queries import figures as queries
from wandel.office.journal.models import JournalEntry
from wandel.office.places.actions import load_profile
from wandel.office.places.profile import active_profile

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2026, 11, 23)
REGISTER = "Stichtag;AGS;Einwohner\n31.12.2024;05358060;9.902\n31.12.2024;05358024;.\n"


def take(text: str, *, dry_run: bool = False):
    problems = Problems()
    wanted = Wanted(("05358",), source="Melderegister der Gemeinde")
    found = read_file(text.encode(), kind="register", file="register.csv", wanted=wanted, problems=problems)
    taken = take_in(
        found, kind="register", file_name="register.csv", sha256="", problems=problems, by=None, on=DAY, dry_run=dry_run
    )
    return taken, problems


def test_a_dry_run_says_what_would_change_and_writes_nothing():
    taken, _problems = take(REGISTER, dry_run=True)
    assert taken.new == 2
    assert not Figure.objects.exists()
    assert not FigureImport.objects.exists()


def test_the_same_file_twice_changes_nothing_and_leaves_no_trace():
    take(REGISTER)
    before = JournalEntry.objects.count()
    taken, _problems = take(REGISTER)
    assert (taken.new, taken.changed, taken.same) == (0, 0, 2)
    assert FigureImport.objects.count() == 1
    assert JournalEntry.objects.count() == before


def test_a_corrected_count_replaces_the_old_one_and_names_both():
    take(REGISTER)
    taken, _problems = take(REGISTER.replace("9.902", "9.910"))
    assert [(one.before, one.after) for one in taken.changes] == [(9902.0, 9910.0)]
    assert Figure.objects.get(area="05358060").value == 9910


def test_a_secret_value_stays_secret_with_its_reason_and_is_no_zero():
    _taken, problems = take(REGISTER)
    secret = Figure.objects.get(area="05358024")
    assert (secret.state, secret.value) == ("secret", None)
    assert any(one.line == 3 for one in problems)


def test_a_file_dropped_on_the_page_is_recognised_shown_and_taken_in(cast, client_for):
    client, page = client_for(cast.head), reverse("growth:figure-import")
    looked = client.post(page, {"file": SimpleUploadedFile("register.csv", REGISTER.encode()), "look": "1"})
    assert looked.context["taken"].new == 2
    assert not Figure.objects.exists()
    answer = client.post(page, {"file": SimpleUploadedFile("register.csv", REGISTER.encode()), "save": "1"})
    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 200
    assert FigureImport.objects.get().kind == "register"
    refused = client.post(page, {"file": SimpleUploadedFile("x.csv", b"Hallo\n1;2\n"), "save": "1"})
    assert refused.status_code == 422
    assert "file" in refused.context["form"].errors


def test_what_is_no_statistics_is_refused_with_a_sentence():
    with pytest.raises(StatisticsError, match=r"\w+ "):
        take("Hallo\n1;2;3\n")


@pytest.fixture
def shipped():
    load_profile(active_profile(), by=None, on=DAY)
    return load_growth(active_profile(), by=None, on=DAY)


def test_the_shipped_county_brings_its_figures_and_targets_once(shipped):
    assert shipped.new > 2000
    assert not load_growth(active_profile(), by=None, on=DAY).anything
    assert GrowthTarget.objects.count() == 2


def test_the_balance_of_2015_has_its_residual_and_the_municipalities_sum_to_the_county(shipped):
    balance = queries.balance_of(2015).found
    county = balance.county
    assert (county.births, county.deaths, county.net, county.end) == (2205, 3168, 4652, 262_828)
    assert county.residual == 66
    assert balance.sums["end"] == Decimal(262_828)
    assert balance.differences["end"] == 0
    assert balance.sums["births"] is None, "nobody has given the births of the municipalities, so there is no sum"


def test_two_ways_of_counting_are_two_lines(shipped):
    bases = [segment.base for segment in queries.population_series("05358").segments]
    assert len(bases) == len(set(bases)) > 1


def test_ages_of_a_municipality_follow_each_other_and_add_up(shipped):
    ages = queries.ages_of("05358024")
    assert ages is not None
    for (before, *_), (after, *_) in zip(ages.groups, ages.groups[1:], strict=False):
        assert before.until == after.low
    assert ages.total == next(
        float(one.number)
        for segment in queries.population_series("05358024").segments
        for one in segment.points
        if one.on == ages.on and segment.base == ages.base
    )


def test_the_county_page_asks_as_often_for_many_figures_as_for_few(cast, client_for, django_assert_max_num_queries):
    load_growth(active_profile(), by=None, on=DAY)
    client = client_for(cast.head)
    client.get(reverse("growth:path"))
    with django_assert_max_num_queries(30):
        assert client.get(reverse("growth:path")).status_code == 200


def test_a_town_hall_reads_figures_and_takes_none_in(cast, client_for):
    client = client_for(cast.vettweiss)
    assert client.get(reverse("growth:figures")).status_code == 200
    assert client.get(reverse("growth:figure-import")).status_code == 403
