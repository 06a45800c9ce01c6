"""The file note on a procurement (Vergabevermerk): one source for PDF and Word file."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wandel.fields.funding.models import Contract, ContractAdvice, ContractStep
from wandel.fields.funding.queries.contracts import Advice, procedure_name
from wandel.fields.funding.queries.words import spoken
from wandel.ui.documents import Bullets, Document, Facts, Heading, Note, Paragraph, Signature, Table
from wandel.ui.formats import format_date, format_money


def contract_note(
    contract: Contract,
    *,
    kept: ContractAdvice | None,
    advice: Advice | None,
    steps: list[ContractStep],
    day: date,
) -> Document:
    """Who buys what, which law, which procedure and why, who got it, and every step with its day.

    It speaks from the advice that was kept; without one from today's, and says so.
    """
    answer = kept.answer if kept else advice.answer if advice else {}
    findings = kept.splitting if kept else advice.splitting if advice else []
    award = contract.award
    return Document(
        title=_("Procurement note: %(title)s") % {"title": contract.title},
        language=(get_language() or "de")[:2],
        subject=award.reference,
        blocks=[
            Facts(
                [
                    (_("Project"), award.title),
                    (_("Funder"), f"{award.funder.name}, {award.reference}"),
                    (_("Contracting authority"), award.recipient.name),
                    (_("What is bought"), contract.title),
                    (_("Kind"), contract.get_kind_display()),
                    (_("Estimated value, net"), format_money(contract.estimated_value, cents=True)),
                    (_("Lots"), str(contract.lots)),
                    (_("State"), contract.get_state_display()),
                ]
            ),
            *_law(answer, kept, advice),
            *_splitting(findings, contract),
            *_decision(contract),
            Heading(2, _("Steps")),
            Table(
                columns=[_("Day"), _("Step"), _("Note"), _("Noted by")],
                rows=[
                    [format_date(one.taken_on), one.get_state_display(), one.note or "–", one.actor_name]
                    for one in steps
                ],
                caption=_("Steps of the contract"),
            ),
            Signature([award.recipient.name]),
        ],
        footer=f"{award.recipient.name} · {award.reference}",
        day=day,
    )


def _law(answer: dict[str, Any], kept: ContractAdvice | None, advice: Advice | None) -> list[Any]:
    blocks: list[Any] = [Heading(2, _("Law that applies"))]
    if not answer:
        return [*blocks, Paragraph(advice.problem if advice else _("No advice was kept."))]
    status = {"confirmed": _("confirmed")}
    permitted = {True: _("yes"), False: _("no"), None: _("under conditions")}
    if kept:
        said = _("Advice of %(day)s by %(name)s with the law of %(law_day)s, for %(value)s.")
        values = {
            "day": format_date(kept.given_on),
            "name": kept.actor_name,
            "law_day": format_date(kept.law_on),
            "value": format_money(kept.estimated_value, cents=True),
        }
        blocks.append(Paragraph(said % values))
    else:
        blocks.append(Note(_("Note"), _("No advice was kept for this contract; this is what the rules say today.")))
    threshold, regime = answer["threshold"], answer["regime"]
    sentence = (
        _("The EU threshold of %(amount)s is reached.")
        if answer["above"]
        else _("The EU threshold of %(amount)s is not reached.")
    )
    blocks += [
        Paragraph(sentence % {"amount": format_money(Decimal(threshold["amount"]), cents=True)}),
        Paragraph(f"{regime['name']}: {spoken(regime['because'])}" if regime["name"] else spoken(regime["because"])),
        Table(
            columns=[_("Procedure"), _("Permitted"), _("Up to, net"), _("Basis"), _("State")],
            rows=[
                [
                    f"{spoken(one['name'])}\n{spoken(one['because'])}",
                    permitted[one["permitted"]],
                    format_money(Decimal(one["limit"])) if one["limit"] else "–",
                    one["norm"],
                    status.get(one["status"], _("to be confirmed")),
                ]
                for one in answer["procedures"]
            ],
            caption=_("Procedures and whether they are permitted"),
            numeric=frozenset({2}),
        ),
        Bullets([spoken(step) for step in answer["steps"]]),
    ]
    if answer["statute"]:
        label = _("The municipality's statute")
        blocks.append(Paragraph(f"{label}: {spoken(answer['statute']['because'])}"))
    notice_says = answer.get("notice_says", []) if kept else advice.notice_says if advice else []
    blocks += [Paragraph(f"{one['norm']}: {spoken(one['because'])}") for one in notice_says]
    blocks += [Note(_("Please look again"), spoken(one)) for one in answer.get("warnings", [])]
    return blocks


def _splitting(findings: list[dict[str, Any]], contract: Contract) -> list[Any]:
    if not findings and not contract.separate_reason:
        return []
    blocks: list[Any] = [Heading(2, _("One contract or several"))]
    blocks += [Paragraph(spoken(one["because"])) for one in findings]
    if contract.separate_reason:
        blocks.append(
            Paragraph(_("Why it is a contract of its own: %(reason)s") % {"reason": contract.separate_reason})
        )
    return blocks


def _decision(contract: Contract) -> list[Any]:
    if not contract.procedure:
        return []
    rows = [(_("Procedure"), procedure_name(contract.procedure)), (_("Reason"), contract.procedure_reason or "–")]
    if contract.contractor is not None:
        rows += [
            (_("Contractor"), contract.contractor.name),
            (_("Awarded value, net"), format_money(contract.awarded_value, cents=True)),
        ]
    return [Heading(2, _("What was decided")), Facts(rows)]
