"""How long each kind of a newcomer's data is kept: ``retention.yaml`` beside this module says so by date."""

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from wandel.core.law.parameters import Parameters

RULES = Path(__file__).with_name("retention.yaml")
KINDS = ("case", "settled", "closed", "paper", "appointment")


@lru_cache(maxsize=1)
def rules() -> Parameters:
    return Parameters.read(RULES)


def deletion_day(kind: str, since: date) -> date:
    """The day on which data of a kind are deleted, counted from the event that begins the time."""
    return since + timedelta(days=int(rules().at(kind, since).value))


def latest_event(kind: str, on: date) -> date:
    """Events on or before this day are over on ``on``: what began then is deleted today at the latest."""
    return on - timedelta(days=int(rules().at(kind, on).value))
