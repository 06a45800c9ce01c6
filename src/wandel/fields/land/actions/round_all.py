"""All answers of a round at once: what would change, the chosen changes in one go, and back again."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.fields.land.actions.round import Change, apply_change, plan, sites_of, told_of
from wandel.fields.land.actions.site import FIELD, change_site, locked_site, retire_site, tell, write_around
from wandel.fields.land.models import RoundTakeOver, Site, SiteEvent
from wandel.fields.land.queries.stock import STATE_KINDS
from wandel.office.desk.models import Answer, Round
from wandel.office.desk.registry import Proposal
from wandel.office.journal.actions import record
from wandel.office.people.models import Organisation, User
from wandel.ui.phrases import Phrase


def _answers(a_round: Round) -> list[Answer]:
    return list(
        a_round.answers.filter(state=Answer.State.ANSWERED)
        .select_related("round", "organisation__municipality")
        .order_by("organisation__sort_key", "pk")
    )


def _plans(answers: list[Answer]) -> list[tuple[Answer, list[Change], list[Site]]]:
    by_hall: dict[int, list[Site]] = defaultdict(list)
    for site in sites_of([answer.organisation for answer in answers]):
        by_hall[site.organisation_id].append(site)
    return [(answer, *plan(answer, by_hall[answer.organisation_id])) for answer in answers]


def all_proposals(a_round: Round) -> list[tuple[Answer, list[Proposal]]]:
    """What every answer would change, town hall by town hall; writes nothing. Two queries however many have answered."""
    return [(answer, told_of(changes, gone)) for answer, changes, gone in _plans(_answers(a_round))]


@transaction.atomic
def take_over_all(*, a_round: Round, chosen: Collection[str], by: User, on: date) -> tuple[int, int, str]:
    """Do the chosen changes (keys of the proposals) of all answers, or none of them if one cannot be done.

    Returns how many sites changed, how many chosen ones are not as they were shown any more and were left, and the number
    under which ``take_back`` undoes it (empty if nothing changed). Raises ValidationError naming the site that refused.
    """
    answers = _answers(a_round)
    list(Organisation.objects.select_for_update().filter(pk__in=[answer.organisation_id for answer in answers]))
    done: list[dict[str, Any]] = []
    for answer, changes, _gone in _plans(answers):
        for change in changes:
            if change.applies and change.key in chosen:
                done.append(_done(change, answer, by=by, on=on))
    if not done:
        return 0, len(set(chosen)), ""
    kept = RoundTakeOver.objects.create(round=a_round, data=done, changes=len(done), by_id=str(by.pk), by_name=by.name)
    message = Phrase(gettext_noop("Taken over from the answers into the sites: %(count)s"), {"count": len(done)})
    record(by=by, message=message, subject=a_round.ref, field=FIELD)
    return len(done), len(set(chosen)) - len(done), str(kept.pk)


def _done(change: Change, answer: Answer, *, by: User, on: date) -> dict[str, Any]:
    """Do one change and say how it was before."""
    site = change.site
    before = {name: getattr(site, name) for name in change.values} if site else {}
    state, state_on = (site.state, site.state_on.isoformat()) if site else ("", "")
    row_before = site.round_row if site else ""
    try:
        now = apply_change(change, answer, by=by, on=on)
    except ValidationError as error:
        name = site.name if site else str(change.row.get("name"))
        sentence = _("%(site)s: %(problem)s Leave it out and press again.")
        raise ValidationError(sentence % {"site": name, "problem": " ".join(error.messages)}) from None
    if now is None:
        raise ValueError("a change that applies changed nothing")
    return {
        "site": now.pk,
        "version": now.version,
        "created": site is None,
        "before": before,
        "state": state if change.to else "",
        "state_on": state_on,
        "round_row": row_before,
    }


@transaction.atomic
def take_back(*, number: str, a_round: Round, by: User, on: date) -> tuple[int, int]:
    """Undo a taking over: how many sites are as before, and how many were changed since and stay. Again: nothing.

    Raises ValidationError where there is no such taking over.
    """
    found = (
        RoundTakeOver.objects.select_for_update().filter(pk=int(number), round=a_round).first()
        if number.isdecimal() and len(number) < 12
        else None
    )
    if found is None:
        raise ValidationError(_("This taking over is not known. Open the round and look at its sites."))
    if found.undone_at:
        return 0, 0
    back = 0
    for row in reversed(found.data):
        back += _back(row, by=by, on=on)
    found.undone_at = timezone.now()
    found.save(update_fields=["undone_at"])
    message = Phrase(gettext_noop("Taking over taken back; sites as before: %(count)s"), {"count": back})
    record(by=by, message=message, subject=a_round.ref, field=FIELD)
    return back, len(found.data) - back


def _back(row: dict[str, Any], *, by: User, on: date) -> bool:
    """One site as it was before, if nobody has changed it since."""
    known = Site.objects.filter(pk=row["site"]).first()
    if known is None or known.version != row["version"] or known.retired_on:
        return False
    if row["created"]:
        # The number is never given twice, so the site stays as a retired one; its row may be taken over again.
        site = retire_site(site=known, reason=_("taking over of the round taken back"), by=by, on=on)
        Site.objects.filter(pk=site.pk).update(round_row="")
        return True
    site = known
    if row["before"]:
        site = change_site(site=site, values=row["before"], by=by, on=on, source=_("taking back"))
    if row["state"]:
        _state_back(site, row, by=by, on=on)
    Site.objects.filter(pk=site.pk).update(round_row=row["round_row"])
    return True


def _state_back(site: Site, row: dict[str, Any], *, by: User, on: date) -> None:
    """The step of the take-over never happened: its event goes, and the site is where it was since when it was."""
    found = locked_site(site)
    event = SiteEvent.objects.filter(site=found, kind__in=STATE_KINDS).order_by("pk").last()
    if event and event.state == found.state and event.from_state == row["state"]:
        event.delete()
    found.state, found.state_on = row["state"], date.fromisoformat(row["state_on"])
    found.version += 1
    found.save()
    write_around(found, by=by, on=on)
    tell(found, Phrase(gettext_noop("Step of the round taken back")), by=by)
