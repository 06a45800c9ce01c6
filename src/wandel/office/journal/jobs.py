"""What the worker does for the journal."""

from datetime import datetime

from wandel.office.journal.actions import anchor


def anchor_daily(now: datetime) -> None:
    """Note the head outside the database once a day."""
    anchor(at=now)
