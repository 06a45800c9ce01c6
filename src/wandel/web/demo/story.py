"""Laying out the demo: the shipped county, its people, awards, a running round and what came through the front door."""

import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from wandel.fields.funding.actions.final import close_award
from wandel.fields.funding.actions.money import note_booking, note_drawdown
from wandel.fields.funding.actions.record import record_award
from wandel.fields.funding.actions.setup import ask_treasury, complete, set_up, skip, tick
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.growth.actions.profile import load_growth
from wandel.office.desk.actions.answer import give_answer
from wandel.office.desk.actions.intake import IntakeDetails, receive
from wandel.office.desk.actions.round import close_round, create_round, follow_round, open_round
from wandel.office.desk.actions.site_questions import site_round_questions
from wandel.office.desk.models import Answer
from wandel.office.journal.actions import set_anchors_aside
from wandel.office.people.models import Organisation, User
from wandel.office.places.actions import load_profile
from wandel.office.places.profile import active_profile
from wandel.web.demo.applications import lay_out_applications
from wandel.web.demo.award_lives import lay_out_award_lives
from wandel.web.demo.award_plans import lay_out_award_plans
from wandel.web.demo.awards import AWARDS, BUND, DemoAward, values_of
from wandel.web.demo.cases import lay_out_cases
from wandel.web.demo.growth import lay_out_offensive, lay_out_scenarios
from wandel.web.demo.guide import lay_out_guide
from wandel.web.demo.land import queue_land, wanted_parcels
from wandel.web.demo.newcomers import lay_out_newcomers
from wandel.web.demo.people import lay_out_people
from wandel.web.demo.programmes import lay_out_programmes
from wandel.web.demo.projects import lay_out_projects
from wandel.web.demo.proofs import lay_out_proofs
from wandel.web.demo.site_lives import lay_out_lives
from wandel.web.demo.sites import AREAS, lay_out_sites

# Rows that are not the story's: schema bookkeeping and the cache of rate limits.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def start_story_over(*, on: date) -> None:
    """Empty every table and lay the demo out as of ``on``. Only ever called in a demo."""
    with transaction.atomic():
        _empty_tables()
        set_anchors_aside(at=timezone.now())
        lay_out(day=on)


def _empty_tables() -> None:
    tables = [name for name in connection.introspection.table_names() if name not in KEPT]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 – names come from the schema itself
        else:
            cursor.execute("TRUNCATE {} RESTART IDENTITY CASCADE".format(", ".join(f'"{table}"' for table in tables)))


def lay_out(*, day: date) -> None:
    """Fill an empty database. Dates are relative to ``day``; figures of the county are real, persons and awards invented."""
    load_profile(active_profile(), by=None, on=day)
    load_growth(active_profile(), by=None, on=day)
    total = 15 + len(AWARDS)
    organisations = lay_out_people(day=day, tick=lambda done: _tell(done, total))
    officer = User.objects.get(email="foerdermittel@demo.example")
    for number, award in enumerate(AWARDS, start=1):
        _award(award, organisations, officer, day)
        _tell(15 + number, total)
    lay_out_sites(day=day)
    lay_out_lives(day=day)
    lay_out_projects(day=day, organisations=organisations)
    lay_out_newcomers(day=day)
    lay_out_guide(day=day)
    lay_out_offensive(day=day)
    lay_out_scenarios(day=day)
    lay_out_cases(day=day)
    queue_land(parcels=wanted_parcels(), by=User.objects.get(email="flaechen@demo.example"), on=day)
    _rounds(organisations, day)
    _front_door(organisations, day)
    lay_out_award_lives(day=day)
    lay_out_award_plans()
    lay_out_proofs(day=day)
    lay_out_programmes(day=day)
    lay_out_applications(day=day)


def _tell(done: int, total: int) -> None:
    ending = "\r" if sys.stderr.isatty() and done < total else "\n"
    if sys.stderr.isatty() or done == total:
        sys.stderr.write(f"  demo data {done}/{total}{ending}")


def _award(demo: DemoAward, organisations: dict[str, Organisation], officer: User, day: date) -> None:
    federal = demo.funder == BUND
    recipient = organisations[demo.hall]
    purpose = "investment" if demo.binding else "other"
    values: dict[str, Any] = {
        **values_of(demo, day),
        "funder": organisations[demo.funder],
        "recipient": recipient,
        "condition_set": "anbest_gk_bund" if federal else "anbest_g_nrw",
        "condition_version": _version(federal, day + timedelta(days=demo.notice)),
        "confirmed": {"drawdown_window_months": 2, "verwendungsnachweis_months": 6, "retention_years": 5}
        if not federal
        else {"verwendungsnachweis_months": 12},
        "purpose": purpose,
    }
    award = record_award(values=values, by=officer, on=day)
    for days, thousand in demo.drawn:
        note_drawdown(
            award=award, paid_on=day + timedelta(days=days), amount=Decimal(thousand * 1000), by=officer, on=day
        )
    for number, (days, thousand, purpose_text) in enumerate(demo.paid, start=1):
        note_booking(
            award=award,
            paid_on=day + timedelta(days=days),
            amount=Decimal(thousand * 1000),
            purpose=purpose_text,
            payee="Auftragnehmer (Beispiel)",
            voucher=f"{demo.reference[-4:].strip('/-')}-{number:03d}",
            by=officer,
            on=day,
        )
    if demo.set_up:
        _set_up(award, organisations, officer, day)
    _settle_past(award, officer, day)
    if demo.closed:
        close_award(award=award, final_notice_on=day - timedelta(days=20), final_grant=award.grant, by=officer, on=day)
    elif demo.title in {"Brainergy-Anbindung", "Gigabit Nörvenich"}:
        ask_treasury(award=award, by=officer, on=day)


def _settle_past(award: Zuwendungsbescheid, officer: User, day: date) -> None:
    """What fell due long ago was handed in; the demo's one late case is the money of the Dorfplatz."""
    for obligation in award.obligations.filter(
        due_on__lt=day, state="open", kind__in=["zwischennachweis", "verwendungsnachweis"]
    ):
        complete(obligation=obligation, by=officer, on=obligation.due_on)


def _version(federal: bool, notice: date) -> str:
    """The version in force on the day of the notice."""
    if federal:
        return "2025-04" if notice >= date(2025, 4, 1) else "2024-05" if notice >= date(2024, 5, 1) else "2019-06"
    chain = ["2003-09-30", "2020-06-10", "2022-06-06", "2023-06-20", "2024-02-29", "2025-05-25", "2026-04-10"]
    in_force = {"2022-06-06": "2022-06-08", "2026-04-10": "2026-04-22"}
    return [version for version in chain if date.fromisoformat(in_force.get(version, version)) <= notice][-1]


def _set_up(award: Zuwendungsbescheid, organisations: dict[str, Organisation], officer: User, day: date) -> None:
    """Every point to begin with settled, and every office named: the award runs."""
    for item in award.checklist.all():
        if item.key == "accept" and award.remedy == "klage":
            skip(item=item, reason="Der Bescheid verlangt keinen Rechtsbehelfsverzicht.", by=officer, on=day)
        else:
            tick(item=item, done=True, by=officer, on=day)
    award.refresh_from_db()
    set_up(
        award=award,
        lead=officer,
        deputy=User.objects.get(email="projekte@demo.example"),
        offices={
            "treasury": organisations["Kämmerei"],
            "procurement": organisations["Zentrale Vergabestelle"],
            "auditor": organisations["Rechnungsprüfungsamt"],
        },
        signatories=list(award.recipient.persons.all()[:1]),
        by=officer,
        on=day,
    )


def _areas(index: int, last_year: bool) -> dict[str, Any]:
    rows = []
    for turn in range(2):
        name, kind, size, state, dwellings = AREAS[(index + turn) % len(AREAS)]
        rows.append(
            {
                "id": f"r{index}{turn}",
                "name": name,
                "type": kind,
                "size": size,
                "state": "idee" if last_year and turn else state,
                "dwellings": dwellings,
                "remark": "",
            }
        )
    return {"areas": rows, "publish": "yes", "change": "no"}


def _rounds(organisations: dict[str, Organisation], day: date) -> None:
    """Last year's round answered by all; this year's open, eleven have answered – Vettweiß, Heimbach, Linnich and Titz have not."""
    officer = User.objects.get(email="flaechen@demo.example")
    halls = list(Organisation.objects.filter(kind=Organisation.Kind.TOWN_HALL).order_by("sort_key"))
    questions = site_round_questions()
    keys = [question["key"] for question in questions]
    before = day - timedelta(days=365)
    earlier = create_round(
        title=f"Flächenabfrage {before.year}",
        text="Bitte prüfen und ergänzen Sie Ihre Flächen. Was Sie melden, hilft Familien und Betrieben, einen Platz zu finden.",
        due_on=before + timedelta(days=11),
        field="land",
        questions=questions,
        previous=None,
        by=officer,
    )
    earlier = open_round(a_round=earlier, organisations=halls, on=before, by=officer)
    for index, answer in enumerate(Answer.objects.filter(round=earlier).select_related("organisation").order_by("pk")):
        _give(answer, _only(keys, _areas(index, True)), before + timedelta(days=5))
    close_round(a_round=earlier, on=before + timedelta(days=12), by=officer)
    earlier.refresh_from_db()
    current = follow_round(previous=earlier, on=day - timedelta(days=6), by=officer)
    current = open_round(a_round=current, organisations=halls, on=day - timedelta(days=6), by=officer)
    waiting = {organisations[name].pk for name in ("Vettweiß", "Heimbach", "Linnich", "Titz")}
    for index, answer in enumerate(Answer.objects.filter(round=current).select_related("organisation").order_by("pk")):
        if answer.organisation_id not in waiting:
            _give(answer, _only(keys, _areas(index, False)), day - timedelta(days=1 + index % 4))


def _only(keys: list[str], data: dict[str, Any]) -> dict[str, Any]:
    return {key: data.get(key, "no") for key in keys}


def _give(answer: Answer, data: dict[str, Any], on: date) -> None:
    give_answer(
        answer=answer, data=data, how=Answer.How.LINK, who=str(answer.organisation), edited_by="demo", on=on, by=None
    )


INQUIRIES = [
    ("move", 0, IntakeDetails(name="Ana Reyes", email="ana.reyes@mail.example", language="en", message="I am a nurse in Manila and have an offer from a hospital in Düren. What do I need first?", moving_from="Manila", moving_when="next spring")),
    ("move", 1, IntakeDetails(name="Familie Sommer", email="sommer@mail.example", message="Wir suchen ein Grundstück für ein Einfamilienhaus, gern mit Bahnanschluss nach Köln.", moving_from="Köln", moving_when="in einem Jahr")),
    ("invest", 1, IntakeDetails(name="Wei Chen", email="chen@servers.example", language="en", company="Formosa Server Works", country="Taiwan", message="We look for five hectares with 20 MW and fibre, close to Jülich.", area_wish="5 ha")),
    ("invest", 3, IntakeDetails(name="Paul Jacobs", email="jacobs@batterij.example", company="Batterij Limburg BV", country="Niederlande", message="Wir möchten eine Halle mit 4.000 m² und Gleisanschluss bauen.", area_wish="2 ha")),
    ("other", 0, IntakeDetails(name="Renate Kuhn", email="kuhn@mail.example", message="Wo erfahre ich, wann die Umgehungsstraße gebaut wird?")),
    ("idea", 2, IntakeDetails(name="Bauamt Merzenich", email="bauamt@merzenich.example", message="Morschenich-Alt als Ort der Zukunft: leer stehende Höfe werden zu Forschungs- und Wohnhäusern.")),
]  # fmt: skip


def _front_door(organisations: dict[str, Organisation], day: date) -> None:
    projects = User.objects.get(email="projekte@demo.example")
    for kind, days_ago, details in INQUIRIES:
        at = timezone.make_aware(datetime.combine(day - timedelta(days=days_ago), time(9, 10)))
        receive(
            kind=kind,
            source="phone" if kind == "idea" else "form",
            details=details,
            campaign="messe-2026" if kind == "invest" else "",
            organisation=organisations["Merzenich"] if kind == "idea" else None,
            by=projects if kind == "idea" else None,
            at=at,
        )
