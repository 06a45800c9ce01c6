"""A proof field by field, as a funder's portal asks for it: each value ready to be copied."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from wandel.fields.funding.models import Proof
from wandel.fields.funding.queries.proof import Line, cost_lines, income_lines
from wandel.ui.formats import format_date, format_number, reader_language


@dataclass(frozen=True)
class PortalField:
    """A field with the value as it is typed into a portal: money without sign and unit."""

    label: str
    value: str
    long: bool = False


@dataclass(frozen=True)
class Section:
    title: str
    fields: list[PortalField]


def _plain(amount: Decimal) -> str:
    return format_number(amount, places=2)


def field_list(proof: Proof, figures: dict[str, Any]) -> list[Section]:
    """The sections in the order of the form; what a portal takes as a file (receipts, signature) is not among them."""
    makers = {
        "grants": _grants,
        "report": _report,
        "income": lambda one, found: _money_section(_("Income"), income_lines(found)),
        "expenditure": lambda one, found: _money_section(_("Expenses"), cost_lines(one, found)),
        "result": _result,
    }
    return [makers[name](proof, figures) for name in proof.pattern.blocks if name in makers]


def _grants(proof: Proof, figures: dict[str, Any]) -> Section:
    award = proof.award
    return Section(
        _("Award"),
        [
            PortalField(_("reference number"), award.reference),
            PortalField(_("date of the notice"), format_date(award.dated_on)),
            PortalField(_("Recipient"), award.recipient.name),
            PortalField(_("Project"), award.title),
            PortalField(_("Granted"), _plain(award.grant)),
            PortalField(_("From"), format_date(proof.from_on)),
            PortalField(_("Until"), format_date(proof.until_on)),
        ],
    )


def _report(proof: Proof, figures: dict[str, Any]) -> Section:
    language = reader_language()
    return Section(
        _("Report (Sachbericht)"),
        [
            PortalField(part.label.to(language), proof.texts.get(part.key, ""), long=True)
            for part in proof.pattern.report
        ],
    )


def _money_section(title: str, lines: list[Line]) -> Section:
    fields = []
    for line in lines:
        fields.append(PortalField(f"{line.title}: {_('by the notice')}", _plain(line.agreed)))
        fields.append(PortalField(f"{line.title}: {_('as it came')}", _plain(line.actual)))
        if line.explanation:
            fields.append(PortalField(f"{line.title}: {_('why it differs')}", line.explanation, long=True))
    return Section(title, fields)


def _result(proof: Proof, figures: dict[str, Any]) -> Section:
    return Section(
        _("Result"),
        [
            PortalField(_("Expenses"), _plain(Decimal(figures["actual_costs"]))),
            PortalField(_("Income"), _plain(Decimal(figures["actual_income"]))),
            PortalField(_("Result"), _plain(Decimal(figures["result"]))),
        ],
    )
