"""An award runs only when nothing of its set-up is missing and every point to begin with is done or skipped."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from wandel.conftest import Cast
from wandel.fields.funding.actions.setup import set_up, skip, tick
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.funding.queries.awards import gaps_of
from wandel.fields.funding.tests.conftest import DAY
from wandel.fields.funding.tests.test_rights import offices
from wandel.office.desk.models import Entry
from wandel.office.people.models import Person

pytestmark = pytest.mark.database


@pytest.fixture
def named(award: Zuwendungsbescheid, cast: Cast) -> Zuwendungsbescheid:
    """Everybody is named; the points to begin with are open."""
    signatory = Person.objects.create(family_name="Bürgermeisterin", organisation=cast.town_hall_vettweiss)
    started = set_up(
        award=award,
        lead=cast.funding_officer,
        deputy=cast.head,
        offices=offices(cast),
        signatories=[signatory],
        by=cast.funding_officer,
        on=DAY,
    )
    assert not started
    return award


def state_of(award: Zuwendungsbescheid) -> str:
    return Zuwendungsbescheid.objects.get(pk=award.pk).state


def test_the_last_point_done_or_skipped_starts_the_award(
    named: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    client = client_for(cast.funding_officer)
    client.cookies["django_language"] = "en"
    assert gaps_of(named) == ["checklist"]
    assert Entry.objects.get(key=f"award-{named.pk}-gap-checklist").state == "open"
    page = client.get(f"/awards/{named.pk}/set-up/").content.decode()
    assert "Settle every point" in page
    assert "runs as soon as" in page
    *others, last = named.checklist.all()
    for item in others:
        client.post(f"/awards/checklist/{item.pk}/")
    assert state_of(named) == "setup"
    told = client.post(f"/awards/checklist/{last.pk}/skip/", {"reason": "Kein Schild nötig"}, follow=True)
    assert "the award is running" in told.content.decode()
    assert "Kein Schild nötig" in told.content.decode()
    assert state_of(named) == "running"
    assert Entry.objects.get(key=f"award-{named.pk}-gap-checklist").state == "done"


def test_a_point_is_skipped_only_with_a_reason_and_can_be_opened_again(
    named: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    item = named.checklist.get(key="publicity")
    with pytest.raises(ValidationError):
        skip(item=item, reason="  ", by=cast.funding_officer, on=DAY)
    client = client_for(cast.vettweiss)
    client.cookies["django_language"] = "en"
    refused = client.post(f"/awards/checklist/{item.pk}/skip/", {"reason": ""}).content.decode()
    assert "Please say why this point is not needed here." in refused
    assert refused.count("<details open>") == 1
    client.post(f"/awards/checklist/{item.pk}/skip/", {"reason": "Bagatelle"})
    item.refresh_from_db()
    assert (item.skipped_reason, item.done_by_name) == ("Bagatelle", cast.vettweiss.name)
    client.post(f"/awards/checklist/{item.pk}/", {"reopen": "1"})
    item.refresh_from_db()
    assert (item.skipped_reason, item.done_on) == ("", None)
    assert client_for(cast.juelich).post(f"/awards/checklist/{item.pk}/skip/", {"reason": "x"}).status_code == 404


def test_points_alone_do_not_start_an_award_nobody_leads(award: Zuwendungsbescheid, cast: Cast) -> None:
    for item in award.checklist.all():
        assert not tick(item=item, done=True, by=cast.funding_officer, on=DAY)
    assert state_of(award) == "setup"
    assert "checklist" not in gaps_of(Zuwendungsbescheid.objects.get(pk=award.pk))
