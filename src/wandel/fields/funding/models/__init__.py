"""The award as its notice states it, what follows from it, and who takes part."""

from .award import AwardVersion, Zuwendungsbescheid
from .money import Booking, Mittelabruf
from .obligation import Obligation
from .setup import AwardParty, ChecklistItem

__all__ = ["AwardParty", "AwardVersion", "Booking", "ChecklistItem", "Mittelabruf", "Obligation", "Zuwendungsbescheid"]
