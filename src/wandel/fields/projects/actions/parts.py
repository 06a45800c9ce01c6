"""The parts of a project: applicants, years, risks, milestones, decisions – noted, changed, taken away."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.fields.projects.actions.project import both_labels, locked_project, tell, write_around, write_milestone
from wandel.fields.projects.models import BudgetYear, Decision, Milestone, Project, ProjectParty, Risk
from wandel.fields.projects.queries.score import standing_on
from wandel.office.desk.actions.entry import close_entry
from wandel.office.files.actions import remove, store
from wandel.office.files.models import StoredFile
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase

Part = ProjectParty | BudgetYear | Risk | Milestone | Decision
NAMES = {
    ProjectParty: gettext_noop("Applicant"),
    BudgetYear: gettext_noop("Budget year"),
    Risk: gettext_noop("Risk"),
    Milestone: gettext_noop("Milestone"),
    Decision: gettext_noop("Decision"),
}


def _named(part: Part) -> str:
    if isinstance(part, ProjectParty):
        return part.organisation.name
    if isinstance(part, BudgetYear):
        return str(part.year)
    return part.text if isinstance(part, Decision) else str(part)


def _tell_part(project: Project, part: Part, msgid: str, *, by: User | None) -> None:
    params = {"what": both_labels(NAMES[type(part)]), "name": _named(part)}
    tell(project, Phrase(msgid, params), by=by)


@transaction.atomic
def save_part(*, part: Part, by: User | None, on: date) -> Part:
    """Note a part or change one. A new lead turns the former one into an applicant.

    Raises ValidationError where the same organisation or year stands there already.
    """
    project = locked_project(part.project)
    created = part.pk is None
    _refuse_twice(project, part)
    if isinstance(part, ProjectParty) and part.part == ProjectParty.Part.LEAD:
        for former in project.parties.filter(part=ProjectParty.Part.LEAD).exclude(pk=part.pk):
            former.part = ProjectParty.Part.APPLICANT
            former.save(update_fields=["part"])
    if isinstance(part, Decision) and created:
        standing = standing_on(project, day=part.decided_on)
        part.score = standing.low if standing and standing.is_complete else None
    part.project = project
    part.save()
    write_around(project, by=by, on=on)
    message = gettext_noop("%(what)s noted: %(name)s") if created else gettext_noop("%(what)s changed: %(name)s")
    _tell_part(project, part, message, by=by)
    return part


def _refuse_twice(project: Project, part: Part) -> None:
    if isinstance(part, ProjectParty):
        if project.parties.filter(organisation=part.organisation_id).exclude(pk=part.pk).exists():
            raise ValidationError(_("This organisation takes part already. Change its row instead."))
    elif isinstance(part, BudgetYear) and project.years.filter(year=part.year).exclude(pk=part.pk).exists():
        raise ValidationError(_("This year stands there already. Change its row instead."))


@transaction.atomic
def remove_part(*, part: Part, by: User | None, on: date) -> None:
    """Take a part away; the journal keeps that it was there."""
    project = locked_project(part.project)
    if isinstance(part, Milestone):
        close_entry(key=f"project-milestone-{part.pk}", by=by, on=on)
    _tell_part(project, part, gettext_noop("%(what)s removed: %(name)s"), by=by)
    part.delete()
    write_around(project, by=by, on=on)


@transaction.atomic
def reach_milestone(*, milestone: Milestone, reached_on: date | None, by: User | None, on: date) -> Milestone:
    """Note that a milestone is reached; None takes that back."""
    project = locked_project(milestone.project)
    milestone.done_on = reached_on
    milestone.save(update_fields=["done_on"])
    milestone.project = project
    write_milestone(milestone, by=by, on=on)
    message = (
        gettext_noop("Milestone reached: %(name)s") if reached_on else gettext_noop("Milestone open again: %(name)s")
    )
    tell(project, Phrase(message, {"name": milestone.title}), by=by)
    return milestone


@transaction.atomic
def add_document(*, project: Project, upload: UploadedFile, by: User) -> StoredFile:
    """Keep a paper with a project. Raises ValidationError for a file that cannot be taken."""
    stored = store(upload=upload, subject=project.ref, by=by)
    tell(project, Phrase(gettext_noop("File added: %(name)s"), {"name": stored.name}), by=by)
    return stored


@transaction.atomic
def remove_document(*, project: Project, stored: StoredFile, by: User) -> None:
    """Delete a file of a project."""
    name = stored.name
    remove(stored=stored)
    tell(project, Phrase(gettext_noop("File removed: %(name)s"), {"name": name}), by=by)
