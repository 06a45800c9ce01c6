"""The award as its notice states it, what follows from it, its money and contracts, and who takes part."""

from .application import Application, ApplicationStep
from .award import AwardVersion, Zuwendungsbescheid
from .bookings import BookingMapping
from .contract import Contract, ContractAdvice, ContractStep
from .money import Booking, Mittelabruf, PlannedPayment
from .obligation import Obligation
from .plan import CostItem, CostYear, FundingSource, PlanRule, SourceYear
from .programme import Programme, ProgrammeMark, ProgrammeVersion, ProgrammeWatch
from .proof import ProgressNote, Proof, ProofFinding, ProofStep
from .setup import AwardParty, ChecklistItem

__all__ = [
    "Application", "ApplicationStep", "AwardParty", "AwardVersion", "Booking", "BookingMapping", "ChecklistItem", "Contract", "ContractAdvice", "ContractStep", "CostItem",
    "CostYear", "FundingSource", "Mittelabruf", "Obligation", "PlanRule", "PlannedPayment", "Programme", "ProgrammeMark", "ProgrammeVersion", "ProgrammeWatch", "ProgressNote", "Proof", "ProofFinding", "ProofStep", "SourceYear", "Zuwendungsbescheid",
]  # fmt: skip
