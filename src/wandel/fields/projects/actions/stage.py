"""Moving a project along its table of stages."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.fields.projects.actions.project import both_labels, locked_project, note_event, tell, write_around
from wandel.fields.projects.models import Project
from wandel.fields.projects.queries.stage import facts_of
from wandel.fields.projects.stages import FACTS, LEAVE, TABLE, exists, is_back, missing
from wandel.office.people.models import User
from wandel.ui.formats import format_date
from wandel.ui.phrases import Phrase


@transaction.atomic
def move_project(
    *, project: Project, to: str, by: User | None, on: date, day: date | None = None, reason: str = "", text: str = ""
) -> Project:
    """Take one step, reached on ``day``. ``reason`` is a key of the stage's reasons, ``text`` says it in words.

    Raises ValidationError with what is missing and what to do.
    """
    found = locked_project(project)
    if to not in TABLE or not exists(found.stage, to, found.rested_in):
        raise ValidationError(
            _("From “%(stage)s” this step is not possible. Somebody may have moved the project; please look again."),
            params={"stage": found.stage_label},
            code="no_way",
        )
    back = is_back(found.stage, to, found.rested_in)
    lacking = missing(found.stage, to, facts_of(found, day=on), found.rested_in)
    if lacking:
        raise ValidationError([ValidationError(_(FACTS[fact]), code=fact) for fact in lacking])
    reached, said = day or on, " ".join(text.split())[:500]
    _check_reason(found, to, back, reason, said)
    if reached > on:
        raise ValidationError(_("A step is noted when it has happened. Please choose today or an earlier day."))
    if not back and reached < found.stage_on:
        raise ValidationError(
            _("The project has been in its present stage only since %(day)s; the next step cannot be earlier."),
            params={"day": format_date(found.stage_on)},
        )
    before = found.stage
    resting = to in LEAVE
    found.rested_in = (found.rested_in or before) if resting else ""
    found.stage, found.stage_on = to, reached
    found.reason, found.reason_text = (reason, said) if resting else ("", "")
    found.version += 1
    found.save()
    note_event(found, before, on=reached, by=by, reason=found.reason, reason_text=said)
    write_around(found, by=by, on=on)
    params = {"before": both_labels(TABLE[before].label), "now": both_labels(TABLE[to].label)}
    why = [TABLE[to].reasons[reason]] if resting else []
    if why:
        words = {key: f"{label}. {said}".rstrip(". ") for key, label in both_labels(why[0]).items()}
        tell(found, Phrase(gettext_noop("%(before)s → %(now)s: %(reason)s"), {**params, "reason": words}), by=by)
    elif said:
        tell(found, Phrase(gettext_noop("%(before)s → %(now)s: %(reason)s"), {**params, "reason": said}), by=by)
    else:
        tell(found, Phrase(gettext_noop("%(before)s → %(now)s"), params), by=by)
    return found


def _check_reason(project: Project, to: str, back: bool, reason: str, said: str) -> None:
    if TABLE[to].reasons and reason not in TABLE[to].reasons:
        raise ValidationError(_("Please choose why; the reason stays with the project."), code="reason")
    if back and project.stage not in LEAVE and not said:
        raise ValidationError(_("Please say why it goes back; the sentence stays with the project."), code="reason")
