"""Applications: begun from the shortlist with the project's figures, handed in when complete, decided, and turned into a notice."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from wandel.conftest import Cast
from wandel.fields.funding.actions.application import begin_application, change_application, move_application
from wandel.fields.funding.actions.programme import save_programme
from wandel.fields.funding.models import Application, Programme, Zuwendungsbescheid
from wandel.fields.funding.models.application import APPLICATION_MOVES
from wandel.fields.funding.queries.applications import (
    amounts_of,
    applications_for,
    editable_applications_for,
    missing_of,
    odd_of,
    success_of,
)
from wandel.fields.projects.models import BudgetYear, Project, ProjectParty
from wandel.office.desk.models import Entry
from wandel.office.people.access import access_for
from wandel.office.people.models import User

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ClientFor = Callable[..., Client]
DAY = date(2026, 11, 23)
MONEY = {"costs": Decimal(100000), "grant": Decimal(80000), "own": Decimal(20000)}


@pytest.fixture
def project(cast: Cast) -> Project:
    row = Project.objects.create(
        title="Dorfladen Vettweiß", stage_on=DAY, received_on=DAY, submitted_by=cast.town_hall_vettweiss
    )
    ProjectParty.objects.create(project=row, organisation=cast.town_hall_vettweiss, part="lead")
    return row


@pytest.fixture
def programme(cast: Cast) -> Programme:
    row = Programme(checked_on=DAY)
    values = {
        "title": "Dorferneuerung",
        "funder": "Land NRW",
        "short": "Läden im Dorf",
        "closes_on": DAY + timedelta(days=20),
    }
    return save_programme(programme=row, values=values, by=cast.funding_officer)


def begin(project: Project, programme: Programme, cast: Cast, **values: Any) -> Application:
    return begin_application(
        project=project, programme=programme, applicant=cast.town_hall_vettweiss, values={**MONEY, **values}, by=cast.funding_officer, on=DAY
    )  # fmt: skip


def step(row: Application, to: str, by: User, **values: Any) -> Application:
    return move_application(application=row, to=to, by=by, on=DAY, **{"taken_on": DAY, **values})


def entry(row: Application, part: str = "step") -> Entry | None:
    return Entry.objects.filter(key=f"application-{row.pk}-{part}", state="open").first()


def test_the_project_proposes_its_own_figures(project: Project, cast: Cast) -> None:
    BudgetYear.objects.create(project=project, year=2027, costs=Decimal(60000), own=Decimal(10000))
    BudgetYear.objects.create(project=project, year=2028, costs=Decimal(40000), own=Decimal(10000))
    assert amounts_of(project) == {"costs": Decimal(100000), "own": Decimal(20000), "grant": Decimal(80000)}


def test_what_is_to_be_handed_in_lies_on_the_desk_with_its_day(
    project: Project, programme: Programme, cast: Cast
) -> None:
    row = begin(project, programme, cast, due_on=DAY + timedelta(days=20))
    waiting = entry(row)
    assert waiting is not None
    assert (waiting.due_on, waiting.owner) == (DAY + timedelta(days=20), cast.funding_officer)
    step(row, "submitted", cast.funding_officer)
    assert entry(row) is None


def test_one_project_asks_one_programme_once_at_a_time(project: Project, programme: Programme, cast: Cast) -> None:
    row = begin(project, programme, cast)
    with pytest.raises(ValidationError):
        begin(project, programme, cast)
    step(row, "withdrawn", cast.funding_officer, reason="Zu früh")
    begin(project, programme, cast)


def test_nothing_goes_out_with_gaps(project: Project, programme: Programme, cast: Cast) -> None:
    row = begin(project, programme, cast, own=None)
    assert len(missing_of(row)) == 1
    with pytest.raises(ValidationError):
        step(row, "submitted", cast.funding_officer)
    row = change_application(application=row, values={"own": Decimal(0)}, by=cast.funding_officer, on=DAY)
    # Nothing is an answer too.
    assert missing_of(row) == []
    assert step(row, "submitted", cast.funding_officer).submitted_on == DAY


def test_no_state_is_dead_and_every_one_is_reached() -> None:
    reached = {move.to for moves in APPLICATION_MOVES.values() for move in moves}
    assert reached == set(Application.State.values) == set(APPLICATION_MOVES)
    assert all(APPLICATION_MOVES.values())


@pytest.mark.parametrize("to", ["granted", "refused", "questioned", "withdrawn"])
def test_decisions_and_questions_need_their_facts(project: Project, programme: Programme, cast: Cast, to: str) -> None:
    row = step(begin(project, programme, cast), "submitted", cast.funding_officer)
    with pytest.raises(ValidationError):
        step(row, to, cast.funding_officer)


def test_nothing_is_decided_before_it_was_handed_in(project: Project, programme: Programme, cast: Cast) -> None:
    row = step(begin(project, programme, cast), "submitted", cast.funding_officer)
    with pytest.raises(ValidationError):
        step(row, "refused", cast.funding_officer, reason="voll", taken_on=DAY - timedelta(days=1))


def test_success_counts_what_was_decided(project: Project, programme: Programme, cast: Cast) -> None:
    access = access_for(cast.funding_officer)
    assert success_of(access).rate is None
    row = step(begin(project, programme, cast), "submitted", cast.funding_officer)
    assert (success_of(access).handed_in, success_of(access).rate) == (1, None)
    step(row, "granted", cast.funding_officer, decided_grant=Decimal(70000))
    found = success_of(access)
    assert (found.asked, found.granted, found.rate, found.wanted, found.given) == (
        1,
        1,
        100,
        Decimal(80000),
        Decimal(70000),
    )


def test_the_end_of_an_early_start_waits_on_the_desk_and_is_said_when_it_passes(
    project: Project, programme: Programme, cast: Cast
) -> None:
    row = begin(project, programme, cast, early="granted", early_until_on=DAY + timedelta(days=10))
    waiting = entry(row, "early")
    assert waiting is not None
    assert waiting.due_on == DAY + timedelta(days=10)
    assert len(odd_of(row, on=DAY)) == 1
    assert "abgelaufen" in odd_of(row, on=DAY + timedelta(days=11))[0]


def test_the_applicant_works_on_its_own_and_nobody_else_sees_it(
    project: Project, programme: Programme, cast: Cast, client_for: ClientFor
) -> None:
    row = begin(project, programme, cast)
    own, other = access_for(cast.vettweiss), access_for(cast.juelich)
    assert list(editable_applications_for(own)) == [row]
    assert not applications_for(other).exists()
    stranger = client_for(cast.juelich)
    for path in ("", "edit/", "step/submitted/"):
        assert stranger.get(f"/applications/{row.pk}/{path}").status_code == 404
    assert client_for(cast.vettweiss).get(f"/applications/{row.pk}/").status_code == 200


def test_a_confidential_project_keeps_its_application_to_itself(
    project: Project, programme: Programme, cast: Cast
) -> None:
    row = begin(project, programme, cast)
    project.confidential = True
    project.save()
    assert not applications_for(access_for(cast.land_officer)).exists()
    assert list(applications_for(access_for(cast.head))) == [row]


def test_from_the_shortlist_to_the_notice(
    project: Project, programme: Programme, cast: Cast, client_for: ClientFor, typed: dict[str, Any]
) -> None:
    officer = client_for(cast.head)
    new = f"/applications/new/{project.pk}/{programme.pk}/"
    page = officer.get(new).content.decode()
    assert "2026-12-13" in page
    posted = {
        "kind": "first",
        "applicant": cast.town_hall_vettweiss.pk,
        "costs": "100.000",
        "grant": "80.000",
        "own": "20.000",
        "early": "",
        "once_key": "a" * 32,
    }
    address = officer.post(new, posted)["Location"]
    row = Application.objects.get()
    assert address == f"/applications/{row.pk}/"
    assert officer.get(new)["Location"] == address
    assert (
        officer.post(f"{address}step/submitted/", {"taken_on": DAY.isoformat(), "once_key": "b" * 32}).status_code
        == 302
    )
    granted = {"taken_on": DAY.isoformat(), "decided_grant": "640.000", "once_key": "c" * 32}
    assert officer.post(f"{address}step/granted/", granted).status_code == 302
    record = f"/awards/new/?application={row.pk}"
    assert "Dorfladen Vettweiß" in officer.get(record).content.decode()
    assert officer.post(record, typed).status_code == 302
    row.refresh_from_db()
    project.refresh_from_db()
    award = Zuwendungsbescheid.objects.get()
    assert (row.award, project.award_reference) == (award, award.reference)
    assert entry(row) is None
    assert officer.get(f"/projects/{project.pk}/").status_code == 200
    listed = officer.get("/applications/?state=granted").content.decode()
    assert "Dorfladen Vettweiß" in listed
