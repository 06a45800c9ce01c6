"""Background work on sites."""

from datetime import datetime

from wandel.fields.land.actions.snapshot import take_yearly


def write_down_the_year(now: datetime) -> None:
    """Every day: the first run of a year writes the stock of the last 31 December down."""
    take_yearly(now)
