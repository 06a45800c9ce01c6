"""The proof of use: the funders' forms as data, and the figures every one of them asks for."""

from wandel.core.foerderung.proofs.figures import (
    CostActual,
    Finding,
    IncomeActual,
    ProofFigures,
    ReceiptLine,
    proof_figures,
)
from wandel.core.foerderung.proofs.forms import Confirmation, Form, ReportText, form_named, forms_for

__all__ = [
    "Confirmation", "CostActual", "Finding", "Form", "IncomeActual", "ProofFigures", "ReceiptLine", "ReportText",
    "form_named", "forms_for", "proof_figures",
]  # fmt: skip
