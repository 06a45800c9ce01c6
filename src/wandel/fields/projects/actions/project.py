"""Everything that changes a project itself: suggesting, taking an idea over, shaping."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from wandel.fields.projects.models import Project, ProjectParty, StageEvent
from wandel.fields.projects.queries.project import FIELD, organisation_ids_of
from wandel.fields.projects.stages import FIRST, TABLE
from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.desk.actions.intake import take_over
from wandel.office.desk.models import Intake
from wandel.office.journal.actions import record
from wandel.office.people.models import Organisation, User
from wandel.office.search.actions import index
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import CONFIDENTIAL, OPEN, SearchText

# What a town hall or partner says in three minutes.
SUGGESTED = ("title", "idea", "municipality", "place")
# What ``change_project`` takes beside the set "sites".
EDITABLE = (
    *SUGGESTED, "goal", "input", "output", "outcome", "impact", "result", "future_field", "smart", "jobs_new", "jobs_kept",
    "co2_tonnes", "effect_source", "procedure", "procedure_step", "procedure_on", "award_reference", "own_money", "owner",
    "confidential", "note",
)  # fmt: skip
LONGEST_TITLE = 120
# An idea is looked at within two weeks.
LOOK_WITHIN = timedelta(days=TABLE[FIRST].usual_days)


def confidentiality_of(project: Project) -> str:
    return CONFIDENTIAL if project.confidential else OPEN


def both_labels(msgid: str) -> dict[str, str]:
    """A word of the house in both languages, as a parameter of a stored sentence."""
    spoken = {}
    for language in ("de", "en"):
        with override(language):
            spoken[language] = _(msgid)
    return spoken


def tell(project: Project, message: Phrase, *, by: User | None) -> None:
    """One line in the journal about a project."""
    record(
        by=by,
        message=message,
        subject=project.ref,
        organisation_ids=organisation_ids_of(project),
        field=FIELD,
        confidentiality=confidentiality_of(project),
    )


def locked_project(project: Project) -> Project:
    """The row as it stands now, held until the transaction ends."""
    related = Project.objects.select_for_update(of=("self",)).select_related("municipality", "submitted_by", "owner")
    return related.get(pk=project.pk)


@transaction.atomic
def suggest_project(
    *,
    values: Mapping[str, Any],
    submitted_by: Organisation | None,
    by: User | None,
    on: date,
    intake: Intake | None = None,
    owner: User | None = None,
) -> Project:
    """Take an idea in. Its organisation, if it has one, leads until somebody says otherwise."""
    _refuse_unknown(values, (*EDITABLE, "sites"))
    project = Project(stage=FIRST, stage_on=on, received_on=on, submitted_by=submitted_by, intake=intake, owner=owner)
    _assign(project, values)
    if project.municipality_id is None and submitted_by is not None:
        project.municipality = submitted_by.municipality
    project.save()
    project.sites.set(values.get("sites", ()))
    if submitted_by is not None:
        ProjectParty.objects.create(project=project, organisation=submitted_by, part=ProjectParty.Part.LEAD)
    note_event(project, "", on=on, by=by)
    write_around(project, by=by, on=on)
    tell(project, Phrase(gettext_noop("Idea received")), by=by)
    return project


@transaction.atomic
def take_idea(*, intake: Intake, by: User, at: datetime) -> Project:
    """Make a project of an inquiry without typing anything again; a second time gives the same project.

    The person's details stay with the inquiry and are erased there; only the idea itself comes along. Raises
    ValidationError when somebody else looks after the inquiry or it is no idea.
    """
    held = Intake.objects.select_for_update(of=("self",)).select_related("organisation__municipality").get(pk=intake.pk)
    known = Project.objects.filter(intake=held).first()
    if known is not None:
        return known
    if held.kind != Intake.Kind.IDEA:
        raise ValidationError(_("Only an inquiry with a project idea becomes a project."))
    take_over(intake=held, at=at, by=by)
    return suggest_project(
        values={"title": title_of(held.message) or held.ref.label, "idea": held.message},
        submitted_by=held.organisation,
        by=by,
        on=timezone.localdate(at),
        intake=held,
        owner=by,
    )


def title_of(text: str) -> str:
    """The first sentence, or as many whole words of it as fit."""
    first = " ".join(text.split("\n", maxsplit=1)[0].split())
    for mark in (". ", ": ", "! ", "? "):
        first = first.split(mark)[0]
    if len(first) <= LONGEST_TITLE:
        return first.rstrip(".:")
    return first[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _refuse_unknown(values: Mapping[str, Any], known: Iterable[str]) -> None:
    unknown = set(values) - set(known)
    if unknown:
        raise ValueError(f"a project has no {', '.join(sorted(unknown))}")


def _assign(project: Project, values: Mapping[str, Any]) -> None:
    for name in EDITABLE:
        if name in values:
            setattr(project, name, values[name])


@transaction.atomic
def change_project(*, project: Project, values: Mapping[str, Any], by: User | None, on: date) -> Project:
    """Change what is known of a project. The same values change nothing."""
    _refuse_unknown(values, (*EDITABLE, "sites"))
    found = locked_project(project)
    changed = [name for name in EDITABLE if name in values and getattr(found, name) != values[name]]
    wanted = None if "sites" not in values else {site.pk for site in values["sites"]}
    if wanted is not None and wanted != set(found.sites.values_list("pk", flat=True)):
        changed.append("sites")
    if not changed:
        return found
    _assign(found, values)
    found.version += 1
    found.save()
    if "sites" in changed:
        found.sites.set(values["sites"])
    write_around(found, by=by, on=on)
    tell(found, Phrase(gettext_noop("Changed: %(what)s"), {"what": spoken_columns(Project, changed)}), by=by)
    return found


def spoken_columns(model: Any, names: Iterable[str]) -> dict[str, str]:
    """Which facts changed, in both languages; values stay out of the journal."""
    spoken = {}
    for language in ("de", "en"):
        with override(language):
            spoken[language] = ", ".join(str(model._meta.get_field(name).verbose_name) for name in names)
    return spoken


def note_event(
    project: Project, before: str, *, on: date, by: User | None, reason: str = "", reason_text: str = ""
) -> None:
    StageEvent.objects.create(
        project=project,
        from_stage=before,
        stage=project.stage,
        on=on,
        reason=reason,
        reason_text=reason_text,
        actor_id=str(by.pk) if by else "",
        actor_name=by.name if by else "",
    )


# ── desk and search ───────────────────────────────────────────────────────────────────────────────────────────────────


def write_around(project: Project, *, by: User | None, on: date) -> None:
    """Bring the desk and the search box in line with a project."""
    look = f"project-{project.pk}-look"
    if project.stage == FIRST:
        upsert_entry(
            key=look,
            kind="project_idea",
            subject=project.ref,
            title=Phrase(gettext_noop("Look at the idea")),
            due_on=project.stage_on + LOOK_WITHIN,
            organisation_ids=[],
            owner=project.owner,
            field=FIELD,
            confidentiality=confidentiality_of(project),
            context=context_of(project),
            basis=Phrase(gettext_noop("two weeks after it came")),
            waiting_for=Phrase(""),
            by=by,
        )
    else:
        close_entry(key=look, by=by, on=on)
    for milestone in project.milestones.all():
        milestone.project = project
        write_milestone(milestone, by=by, on=on)
    index(project_search_text(project))


def context_of(project: Project) -> Phrase:
    """Which project, for the second line of an entry."""
    place = f" · {project.municipality.name}" if project.municipality_id else ""
    return plain(f"{project.title}{place}")


def write_milestone(milestone: Any, *, by: User | None, on: date) -> None:
    """An open milestone of a project that goes on stands on the desk."""
    project, key = milestone.project, f"project-milestone-{milestone.pk}"
    if milestone.done_on or project.is_over or project.stage == "paused":
        close_entry(key=key, by=by, on=on)
        return
    upsert_entry(
        key=key,
        kind="project_milestone",
        subject=project.ref,
        title=plain(milestone.title),
        due_on=milestone.due_on,
        organisation_ids=organisation_ids_of(project),
        owner=milestone.owner or project.owner,
        field=FIELD,
        confidentiality=confidentiality_of(project),
        context=context_of(project),
        basis=Phrase(gettext_noop("milestone of the project")),
        waiting_for=Phrase(""),
        by=by,
    )


def project_search_text(project: Project) -> SearchText:
    place = project.municipality.name if project.municipality_id else ""
    return SearchText(
        subject=project.ref,
        title=project.title,
        words=" ".join(filter(None, [project.number, project.place, project.award_reference])),
        context=" · ".join(filter(None, [project.number, place])),
        organisation_ids=tuple(organisation_ids_of(project)),
        field=FIELD,
        confidentiality=confidentiality_of(project),
    )


def all_search_texts() -> Iterator[SearchText]:
    """Every project as the search box knows it, for rebuilding the index."""
    rows = Project.objects.select_related("municipality").defer("municipality__boundary")
    for project in rows.prefetch_related(Prefetch("parties")).iterator(chunk_size=500):
        yield project_search_text(project)
