"""A later change of law: stored dates stay, the award's lead is told to look."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.core.foerderung.proposals import LawChange, check_law
from wandel.fields.funding.actions.record import FIELD
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.office.desk.actions.entry import upsert_entry
from wandel.ui.phrases import Phrase, both, plain
from wandel.ui.sinks import INTERNAL


@transaction.atomic
def raise_changes(*, award: Zuwendungsbescheid, on: date) -> list[LawChange]:
    """Compare the values the award was recorded with against today's; each difference becomes an entry "check"."""
    changes = list(check_law(award.values))
    for change in changes:
        upsert_entry(
            key=f"award-{award.pk}-law-{change.key}",
            kind="check",
            subject=award.ref,
            title=Phrase(gettext_noop("Check: the conditions are read differently now")),
            due_on=on,
            organisation_ids=(),
            owner=award.lead,
            field=FIELD,
            confidentiality=INTERNAL,
            context=plain(award.title),
            basis=both(change.text),
            waiting_for=Phrase(""),
            by=None,
            reopen=False,
        )
    return changes


def open_awards(*, after: int) -> Iterator[Zuwendungsbescheid]:
    """Awards still running, in the order of their keys, beginning behind ``after``."""
    running = Zuwendungsbescheid.objects.standing().exclude(state=Zuwendungsbescheid.State.CLOSED).filter(pk__gt=after)
    return running.select_related("lead").order_by("pk").iterator(chunk_size=200)
