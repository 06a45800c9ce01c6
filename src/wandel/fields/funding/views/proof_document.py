"""A proof of use as paper: the blocks of the funder's form in its order, and the tables as a workbook."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from wandel.core.foerderung.proofs.figures import share
from wandel.fields.funding.models import Proof
from wandel.fields.funding.queries.proof import Line, cost_lines, income_lines
from wandel.ui.documents import Document, Facts, Heading, Note, Paragraph, Sheet, Signature, Table
from wandel.ui.formats import format_date, format_money, format_number, reader_language

Blocks = list[Any]


def proof_document(proof: Proof, figures: dict[str, Any], *, day: date) -> Document:
    """The proof as the funder's form asks for it. What is not released yet says so at the top."""
    award, form = proof.award, proof.pattern
    makers = {
        "grants": _grants,
        "report": _report,
        "income": _income,
        "expenditure": _expenditure,
        "result": _result,
        "receipts": _receipts,
        "publicity": _publicity,
        "confirmations": _confirmations,
        "signature": _signature,
    }
    blocks: Blocks = []
    if proof.figures is None:
        blocks.append(Note(_("Draft"), _("Not released yet; figures of %(day)s.") % {"day": format_date(day)}))
    for name in form.blocks:
        blocks += makers[name](proof, figures)
    return Document(
        title=f"{proof}: {award.title}",
        language=reader_language(),
        subject=award.reference,
        blocks=blocks,
        footer=f"{award.recipient.name} · {award.reference}",
        day=day,
    )


def _money(amount: Decimal) -> str:
    return format_money(amount, cents=True)


def _percent(part: Decimal, whole: Decimal) -> str:
    found = share(part, whole)
    return "–" if found is None else f"{format_number(found, places=1)} %"


def _grants(proof: Proof, figures: dict[str, Any]) -> Blocks:
    award = proof.award
    granted = next(Decimal(one["actual"]) for one in figures["income"] if one["kind"] == "grant")
    return [
        Facts(
            [
                (_("Recipient"), award.recipient.name),
                (_("Funder"), award.funder.name),
                (_("Project"), award.title),
                (_("Notice"), f"{format_date(award.dated_on)}, {award.reference}"),
                (_("Granted"), _money(award.grant)),
                (_("Paid out"), _money(granted)),
                (_("Award period"), f"{format_date(award.period_from)} – {format_date(award.period_until)}"),
                (_("Time of this proof"), f"{format_date(proof.from_on)} – {format_date(proof.until_on)}"),
                (_("Form"), proof.pattern.label.to(reader_language())),
            ]
        )
    ]


def _report(proof: Proof, figures: dict[str, Any]) -> Blocks:
    language = reader_language()
    blocks: Blocks = [Heading(2, _("Report (Sachbericht)"))]
    for part in proof.pattern.report:
        text = proof.texts.get(part.key, "").strip()
        if text or part.needed:
            blocks.append(Heading(3, part.label.to(language)))
            blocks += [Paragraph(one) for one in text.splitlines() if one.strip()] or [Paragraph("–")]
    reasons = [(line.title, line.explanation) for line in cost_lines(proof, figures) if line.explanation]
    if reasons:
        blocks += [Heading(3, _("Why items differ")), Facts(reasons)]
    return blocks


def _amounts(lines: list[Line], heading: str, caption: str, total: str) -> Blocks:
    agreed, actual = sum((one.agreed for one in lines), Decimal(0)), sum((one.actual for one in lines), Decimal(0))
    rows = [
        [
            one.title,
            _money(one.agreed),
            _percent(one.agreed, agreed),
            _money(one.actual),
            _percent(one.actual, actual),
            _money(one.difference),
        ]
        for one in [*lines, Line("", total, agreed, actual)]
    ]
    columns = [heading, _("By the notice"), "%", _("As it came"), "%", _("Difference")]
    return [
        Table(
            columns=columns, rows=rows, caption=caption, numeric=frozenset({1, 2, 3, 4, 5}), widths=(5, 3, 2, 3, 2, 3)
        )
    ]


def _income(proof: Proof, figures: dict[str, Any]) -> Blocks:
    lines = income_lines(figures)
    return [
        Heading(2, _("Income")),
        *_amounts(lines, _("From whom"), _("Income by the notice and as it came"), _("Total")),
    ]


def _expenditure(proof: Proof, figures: dict[str, Any]) -> Blocks:
    lines = cost_lines(proof, figures)
    return [
        Heading(2, _("Expenses")),
        *_amounts(lines, _("Cost item"), _("Expenses by the notice and as they came"), _("Total")),
    ]


def _result(proof: Proof, figures: dict[str, Any]) -> Blocks:
    result = Decimal(figures["result"])
    word = _("spent beyond what came in") if result > 0 else _("left over") if result < 0 else _("nothing left over")
    rows = [
        (_("Expenses"), _money(Decimal(figures["actual_costs"]))),
        (_("Income"), _money(Decimal(figures["actual_income"]))),
        (_("Result"), f"{_money(abs(result))} {word}"),
    ]
    blocks: Blocks = [Heading(2, _("Result")), Facts(rows)]
    settled = figures["settled"]
    if settled:
        blocks.append(Paragraph(settled["because"][reader_language()]))
        blocks.append(
            Facts(
                [
                    (_("Grant that remains due"), _money(Decimal(settled["grant_due"]))),
                    (_("Paid out beyond it"), _money(Decimal(settled["overpaid"]))),
                ]
            )
        )
    return blocks


def _receipts(proof: Proof, figures: dict[str, Any]) -> Blocks:
    if not figures["receipts"]:
        return [Heading(2, _("List of receipts")), Paragraph(_("Nothing was paid in this time."))]
    titles = {line.key: line.title for line in cost_lines(proof, figures)}
    rows = [
        [
            str(number),
            voucher or "–",
            format_date(date.fromisoformat(day)),
            payee or "–",
            purpose or "–",
            titles.get(item, "–"),
            _money(Decimal(amount)),
        ]
        for number, (voucher, day, payee, purpose, item, amount) in enumerate(figures["receipts"], start=1)
    ]
    rows.append(["", "", "", "", "", _("Total"), _money(Decimal(figures["actual_costs"]))])
    columns = [_("No."), _("Receipt"), _("Paid on"), _("Paid to"), _("For what"), _("Cost item"), _("Amount")]
    return [
        Heading(2, _("List of receipts")),
        Table(
            columns=columns,
            rows=rows,
            caption=_("Every payment with its receipt"),
            numeric=frozenset({0, 6}),
            widths=(1, 2, 2, 4, 5, 4, 3),
        ),
    ]


def _publicity(proof: Proof, figures: dict[str, Any]) -> Blocks:
    rows = [(format_date(note.happened_on), note.text) for note in proof.award.progress.filter(publicity=True)]
    return [Heading(2, _("Publicity")), Facts(rows)] if rows else []


def _confirmations(proof: Proof, figures: dict[str, Any]) -> Blocks:
    language = reader_language()
    mark = {True: "☒", False: "☐"}
    return [
        Heading(2, _("Confirmations")),
        *(
            Paragraph(f"{mark[one.key in proof.confirmed]} {one.text.to(language)}")
            for one in proof.pattern.confirmations
        ),
    ]


def _signature(proof: Proof, figures: dict[str, Any]) -> Blocks:
    signatories = [person.name for person in proof.award.signatories.all()]
    return [Signature(signatories or [proof.award.recipient.name])]


def proof_sheets(proof: Proof, figures: dict[str, Any]) -> list[Sheet]:
    """Income, expenses and receipts as sheets whose numbers can be added up."""
    titles = {line.key: line.title for line in cost_lines(proof, figures)}
    amounts = [_("By the notice"), _("As it came"), _("Difference")]
    receipts = [
        [voucher, date.fromisoformat(day), payee, purpose, titles.get(item, ""), Decimal(amount)]
        for voucher, day, payee, purpose, item, amount in figures["receipts"]
    ]
    return [
        Sheet(_("Income"), [_("From whom"), *amounts], _summed(income_lines(figures)), (36, 18, 18, 18), True),
        Sheet(_("Expenses"), [_("Cost item"), *amounts], _summed(cost_lines(proof, figures)), (36, 18, 18, 18), True),
        Sheet(
            _("List of receipts"),
            [_("Receipt"), _("Paid on"), _("Paid to"), _("For what"), _("Cost item"), _("Amount")],
            [*receipts, ["", None, "", "", _("Total"), Decimal(figures["actual_costs"])]],
            (16, 12, 32, 40, 28, 16),
            True,
        ),
    ]


def _summed(lines: list[Line]) -> list[list[Any]]:
    rows = [[one.title, one.agreed, one.actual, one.difference] for one in lines]
    agreed, actual = sum((one.agreed for one in lines), Decimal(0)), sum((one.actual for one in lines), Decimal(0))
    return [*rows, [_("Total"), agreed, actual, actual - agreed]]
