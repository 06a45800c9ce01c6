"""Laying out the demo's projects: each walks its way through the table as a real one would."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from wandel.fields.land.models import Site
from wandel.fields.projects.actions.parts import reach_milestone, save_part
from wandel.fields.projects.actions.project import change_project, suggest_project
from wandel.fields.projects.actions.score import WeighedQuestion, decide_criteria, judge
from wandel.fields.projects.actions.stage import move_project
from wandel.fields.projects.actions.topic import save_adviser, save_topic
from wandel.fields.projects.models import (
    Adviser,
    BudgetYear,
    Decision,
    FutureTopic,
    Milestone,
    Project,
    ProjectParty,
    Risk,
)
from wandel.office.people.models import Organisation, User
from wandel.web.demo.project_facts import ADVISERS, CRITERIA, PROJECTS, SITES, TOPICS, DemoProject

INVENTED = "Erfunden für die Demo."
# The way to each stage; a project of its own money is not among them.
WAY = ["screening", "shaping", "regional", "application", "granted", "running", "done"]


def lay_out_projects(*, day: date, organisations: dict[str, Organisation]) -> None:
    """Twenty projects in all stages, criteria somebody decided, five topics and who advises on them."""
    officer = User.objects.get(email="projekte@demo.example")
    decide_criteria(
        valid_from=day - timedelta(days=400),
        decided_by="Steuerungsgruppe Strukturwandel (Demo)",
        note="Arbeitsplätze zählen am meisten, weil mit der Kohle Arbeit wegfällt.",
        criteria=[WeighedQuestion(*row) for row in CRITERIA],
        by=officer,
    )
    for demo in PROJECTS:
        _project(demo, organisations, officer, day)
    _topics(organisations, officer, day)


def _project(demo: DemoProject, organisations: dict[str, Organisation], officer: User, day: date) -> None:
    begun = demo.stage != "idea"
    project = suggest_project(
        values={"title": demo.title, "idea": demo.idea, "place": demo.place, "note": INVENTED},
        submitted_by=organisations[demo.hall],
        by=officer,
        on=day - timedelta(days=demo.received),
        owner=officer if begun else None,
    )
    change_project(project=project, values=_shape(demo, day), by=officer, on=day)
    _parts(demo, project, organisations, officer, day)
    end = demo.rested_in or demo.stage
    way = WAY[: WAY.index(end) + 1] if end in WAY else []
    stages = [*way, *([demo.stage] if demo.rested_in else [])]
    span = demo.received - demo.since
    for number, stage in enumerate(stages, start=1):
        reached = day - timedelta(days=demo.received - span * number // len(stages))
        if stage == "done":
            for milestone in project.milestones.all():
                reach_milestone(milestone=milestone, reached_on=milestone.due_on, by=officer, on=day)
        resting = demo.reason if stage == demo.stage and demo.rested_in else ("", "")
        move_project(project=project, to=stage, by=officer, on=day, day=reached, reason=resting[0], text=resting[1])


def _shape(demo: DemoProject, day: date) -> dict[str, Any]:
    values: dict[str, Any] = {
        "future_field": demo.field,
        "smart": demo.smart,
        "goal": demo.goal,
        "jobs_new": demo.jobs,
        "co2_tonnes": demo.co2,
        "award_reference": demo.reference,
        "result": demo.result,
    }
    if demo.chain:
        values |= dict(zip(("input", "output", "outcome", "impact"), demo.chain, strict=True))
    if demo.jobs is not None or demo.co2 is not None:
        values["effect_source"] = "Schätzung der Antragstellenden (Demo)"
    if demo.title in SITES:
        values["sites"] = list(Site.objects.filter(name__in=SITES[demo.title]))
    if demo.step or demo.stars:
        values["procedure"] = "stars" if demo.stars else "consensus"
        values["procedure_step"] = "star3" if demo.stars else demo.step
        values["procedure_on"] = day - timedelta(days=demo.since)
    return values


def _parts(
    demo: DemoProject, project: Project, organisations: dict[str, Organisation], officer: User, day: date
) -> None:
    parts: list[Any] = []
    if demo.partners:
        share = Decimal(1) / (len(demo.partners) + 1)
        rounded = share.quantize(Decimal("0.01"))
        lead = project.parties.get()
        lead.share = 1 - rounded * len(demo.partners)
        parts += [lead, *(ProjectParty(organisation=organisations[name], share=rounded) for name in demo.partners)]
    first = day.year + 1 if demo.since < 400 else day.year - 1
    thousands = [demo.costs // demo.years] * demo.years
    thousands[-1] += demo.costs - sum(thousands)
    parts += [
        BudgetYear(year=first + number, costs=Decimal(1000 * thousand), own=Decimal(10 * thousand * demo.own))
        for number, thousand in enumerate(thousands)
        if demo.costs
    ]
    if demo.chain:
        parts.append(Risk(text="Die Kosten steigen, bevor gebaut wird", likelihood=2, damage=2, remedy="Reserve von zehn Prozent im Kostenplan"))  # fmt: skip
    if demo.points:
        decided = day - timedelta(days=demo.since)
        parts.append(Decision(body=f"Rat {demo.hall}", decided_on=decided, outcome="agreed", text="Vorhaben und Eigenanteil beschlossen", reference=f"Vorlage {decided:%m}/{decided.year} (Demo)"))  # fmt: skip
    parts += [Milestone(title=title, due_on=day + timedelta(days=days)) for title, days in demo.milestones]
    for part in parts:
        part.project = project
    scored = [part for part in parts if not isinstance(part, Decision)]
    for part in scored:
        save_part(part=part, by=officer, on=day)
    if demo.points:
        reason = "Nach Gespräch mit dem Rathaus geschätzt (Demo)."
        points = {row[0]: (given, reason) for row, given in zip(CRITERIA, demo.points, strict=True)}
        judge(project=project, points=points, by=officer, on=day)
    for part in parts:
        if isinstance(part, Decision):
            save_part(part=part, by=officer, on=day)


def _topics(organisations: dict[str, Organisation], officer: User, day: date) -> None:
    topics = {}
    for title, question, known, state, field, places, projects, step, days in TOPICS:
        values = {
            "title": title,
            "question": question,
            "known": known,
            "state": state,
            "future_field": field,
            "next_step": step,
            "review_on": day + timedelta(days=days),
            "owner": officer,
            "municipalities": [organisations[name].municipality for name in places],
            "projects": list(Project.objects.filter(title__in=projects)),
        }
        topics[title] = save_topic(topic=FutureTopic(), values=values, by=officer, on=day)
    for name, subject, about, days in ADVISERS:
        save_adviser(
            adviser=Adviser(),
            values={
                "organisation": organisations[name],
                "subject": subject,
                "checked_on": day - timedelta(days=days),
                "note": INVENTED,
                "topics": [topics[title] for title in about],
            },
            by=officer,
        )
