"""What the worker does by itself for rounds and inquiries; ``apps.py: ready()`` registers it."""

from datetime import datetime

from django.utils import timezone

from wandel.office.desk.actions.intake import erase_expired
from wandel.office.desk.actions.reminder import remind_by_itself


def remind_rounds(now: datetime) -> None:
    """Rounds: 7 days and 1 day before the due date, 3 days after it; looking twice on one day mails nobody twice."""
    remind_by_itself(on=timezone.localdate(now))


def erase_inquiries(now: datetime) -> None:
    """Inquiries whose promised day of deletion has come."""
    erase_expired(on=timezone.localdate(now))
