"""What the worker does for the desk."""

from datetime import datetime

from django.utils import timezone

from wandel.office.desk.actions.digest import escalate, send_digests


def daily_digest(now: datetime) -> None:
    """Every morning: one mail per reader, and a word to the deputy where something lies."""
    day = timezone.localdate(now)
    send_digests(on=day)
    escalate(on=day)
