"""Applications of the demo's projects: being prepared, handed in, asked about, refused with its lesson, granted with their notice."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from wandel.fields.funding.actions.application import begin_application, link_award, move_application
from wandel.fields.funding.models import Application, Programme, Zuwendungsbescheid
from wandel.fields.funding.queries.applications import amounts_of, possible_applicants
from wandel.fields.projects.models import Project
from wandel.office.people.models import User

State = Application.State


@dataclass(frozen=True)
class DemoApplication:
    """Project, programme, days of beginning and of every step after it, counted from the demo's first day."""

    project: str
    programme: str
    begun: int
    steps: tuple[tuple[int, str, str], ...] = ()
    due: int | None = None
    early: tuple[str, int, int] | None = None
    award: str = ""


APPLICATIONS = [
    DemoApplication("Mobilstation am Haltepunkt Merzenich", "oepnv-nrw", -20, due=37),
    DemoApplication("Biomasse-Werk Nörvenich", "progres-nrw", -150, ((-104, "submitted", ""),), early=("granted", -80, 18)),
    DemoApplication(
        "Bildungscampus Handwerk", "invkg-nrw", -120,
        ((-70, "submitted", ""), (-8, "questioned", "Die Betriebskosten der ersten fünf Jahre fehlen.")),
    ),
    DemoApplication(
        "Seilbahn zum Burgberg", "grw-infra", -400,
        ((-340, "submitted", ""), (-210, "refused", "Kein gewerblicher Nutzen nachgewiesen; vorher eine Bedarfsstudie machen.")),
    ),
    DemoApplication(
        "Coworking Nörvenich", "invkg-nrw", -420, ((-370, "submitted", ""), (-250, "granted", "")), award="35.06.12/24"
    ),
    DemoApplication(
        "Tagebaurand Inden", "invkg-nrw", -700, ((-640, "submitted", ""), (-515, "granted", "")), award="35.01.04/24"
    ),
]  # fmt: skip


def lay_out_applications(*, day: date) -> None:
    """Call it after projects, programmes and awards."""
    officer = User.objects.get(email="foerdermittel@demo.example")
    for demo in APPLICATIONS:
        _application(demo, officer, day)


def _application(demo: DemoApplication, officer: User, day: date) -> None:
    project = Project.objects.select_related("submitted_by").get(title=demo.project)
    award = Zuwendungsbescheid.objects.standing().filter(reference=demo.award).first() if demo.award else None
    amounts: dict[str, Any] = amounts_of(project)
    if award is not None:
        amounts = {"costs": award.eligible_costs, "grant": award.grant, "own": award.eligible_costs - award.grant}
    elif amounts["grant"] is None:
        amounts = {"costs": Decimal(480000), "grant": Decimal(384000), "own": Decimal(96000)}
    early: dict[str, Any] = {}
    if demo.early:
        early = {
            "early": demo.early[0],
            "early_on": day + timedelta(days=demo.early[1]),
            "early_until_on": day + timedelta(days=demo.early[2]),
        }
    row = begin_application(
        project=project,
        programme=Programme.objects.get(key=demo.programme),
        applicant=award.recipient if award else possible_applicants(project)[0],
        values={**amounts, **early, "due_on": day + timedelta(days=demo.due) if demo.due else None},
        by=officer,
        on=day + timedelta(days=demo.begun),
    )
    for days, state, reason in demo.steps:
        on = day + timedelta(days=days)
        granted = award.grant if award and state == State.GRANTED else None
        row = move_application(
            application=row, to=state, taken_on=on, by=officer, on=on, reason=reason, decided_grant=granted
        )
    if award is not None:
        link_award(application=row, award=award, by=officer, on=day)
