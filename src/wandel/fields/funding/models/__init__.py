"""The award as its notice states it, what follows from it, its money and contracts, and who takes part."""

from .award import AwardVersion, Zuwendungsbescheid
from .contract import Contract, ContractAdvice, ContractStep
from .money import Booking, Mittelabruf, PlannedPayment
from .obligation import Obligation
from .setup import AwardParty, ChecklistItem

__all__ = [
    "AwardParty", "AwardVersion", "Booking", "ChecklistItem", "Contract", "ContractAdvice", "ContractStep", "Mittelabruf",
    "Obligation", "PlannedPayment", "Zuwendungsbescheid",
]  # fmt: skip
