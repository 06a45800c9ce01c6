"""From an award to its obligations: each with its day, norm, version, status, arithmetic and reason.

Pure: the award and, if wanted, the day of looking go in. What the officer confirmed in the notice wins
(``from_notice``), then what someone read (``confirmed``), then a stand-in (``unconfirmed``). The readings behind it
are in docs/decisions/0002-deadline-readings.md and docs/methods/fristen.md.
"""

from datetime import date

from wandel.core.foerderung.award import Award
from wandel.core.foerderung.drawdown import first_in_first_used
from wandel.core.foerderung.obligations.afterwards import purpose_binding, retention
from wandel.core.foerderung.obligations.notice import notice_days
from wandel.core.foerderung.obligations.proof import award_period, interim_proofs, proof_of_use
from wandel.core.foerderung.obligations.spending import spending, window_of
from wandel.core.foerderung.obligations.values import (
    KINDS,
    LABELS,
    NOTICE,
    Lateness,
    Obligation,
    ObligationPlan,
    ValueUsed,
)
from wandel.core.foerderung.obligations.work import Work

__all__ = [
    "KINDS", "LABELS", "NOTICE", "Lateness", "Obligation", "ObligationPlan", "ValueUsed", "first_in_first_used", "obligations_of",
    "window_of",
]  # fmt: skip
ORDER = {kind: index for index, kind in enumerate(KINDS)}


def obligations_of(award: Award, *, on: date | None = None) -> ObligationPlan:
    """Every obligation of the award. ``on`` is the day of looking: payments after it do not count yet, what is over
    says so, and lateness uses that day's Basiszinssatz."""
    work = Work(award, on)
    notice_days(work)
    spending(work)
    award_period(work)
    interim_proofs(work)
    proof = proof_of_use(work)
    purpose_binding(work, proof)
    retention(work, proof)
    found = sorted(work.found, key=lambda one: (one.due_on, ORDER[one.kind], one.key))
    return ObligationPlan(tuple(found), (*award.remarks, *work.remarks), tuple(work.values.values()))
