"""Background work on awards."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_noop

from wandel.fields.funding.actions.law import open_awards, raise_changes
from wandel.office.runs.actions import start
from wandel.office.runs.execution import RunHandle
from wandel.ui.phrases import Phrase

LAW_CHECK = "funding.law-check"


def check_law_of_awards(run: RunHandle) -> dict[str, int]:
    """Look at every running award once; goes on behind the last one looked at when it was interrupted."""
    after = int((run.cursor or {}).get("after", 0))
    seen = changed = 0
    for award in open_awards(after=after):
        changed += len(raise_changes(award=award, on=timezone.localdate()))
        seen += 1
        if seen % 100 == 0:
            run.checkpoint({"after": award.pk})
            run.progress(seen, 0)
            if run.cancelled():
                break
    return {"awards": seen, "changes": changed}


def queue_law_check(now: datetime) -> None:
    """Once a day, after an update may have brought new legal values."""
    start(kind=LAW_CHECK, params={}, by=None, label=Phrase(gettext_noop("Compare awards with today's law")))
