"""Which procurement law governs an award, and which procedures it allows: threshold, regime, statute, splitting.

Pure: kind, value, day and buyer go in. What somebody read is ``confirmed``, what nobody has read is said to be open
(``permitted`` None) or ``unconfirmed``, never guessed. Readings: docs/decisions/0010-procurement.md.
"""

from wandel.core.foerderung.procurement.answer import Procurement, procurement_of
from wandel.core.foerderung.procurement.assess import ProcedureAnswer
from wandel.core.foerderung.procurement.buyer import Buyer, UnknownMunicipality, buyer_of
from wandel.core.foerderung.procurement.splitting import PlannedContract, Splitting, splitting
from wandel.core.foerderung.procurement.thresholds import NoThreshold, covered, is_above, threshold_on
from wandel.core.foerderung.procurement.words import KINDS, PROCEDURES

__all__ = [
    "KINDS", "PROCEDURES", "Buyer", "NoThreshold", "PlannedContract", "ProcedureAnswer", "Procurement", "Splitting",
    "UnknownMunicipality", "buyer_of", "covered", "is_above", "procurement_of", "splitting", "threshold_on",
]  # fmt: skip
