"""The dates of an award on paper: one source for PDF and Word file."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.funding.queries.awards import ObligationRow
from wandel.ui.documents import Document, Facts, Heading, Paragraph, Table
from wandel.ui.formats import format_date, format_money


def obligations_document(award: Zuwendungsbescheid, rows: list[ObligationRow], *, day: date) -> Document:
    """Facts of the notice, then every date with norm and reason."""
    status = {"from_notice": _("confirmed in the notice"), "confirmed": _("confirmed")}
    return Document(
        title=_("Dates and duties: %(title)s") % {"title": award.title},
        language=(get_language() or "de")[:2],
        subject=award.reference,
        blocks=[
            Facts(
                [
                    (_("Funder"), award.funder.name),
                    (_("Reference"), award.reference),
                    (_("Notice of"), format_date(award.dated_on)),
                    (_("Recipient"), award.recipient.name),
                    (_("Granted"), format_money(award.grant, cents=True)),
                    (_("Award period"), f"{format_date(award.period_from)} – {format_date(award.period_until)}"),
                ]
            ),
            Heading(2, _("Dates and duties")),
            Table(
                columns=[_("Until"), _("Duty"), _("Basis"), _("State")],
                rows=[
                    [
                        format_date(row.obligation.due_on),
                        f"{row.title}\n{row.obligation.reason}",
                        f"{row.obligation.norm} {row.version_text}".strip(),
                        status.get(row.obligation.status, _("to be confirmed")),
                    ]
                    for row in rows
                ],
                caption=_("Dates and duties that follow from the notice"),
            ),
            Paragraph(
                _("Worked out on %(day)s with the law of %(law_day)s. The notice governs.")
                % {"day": format_date(day), "law_day": format_date(award.law_day)}
            ),
        ],
        footer=f"{award.recipient.name} · {award.reference}",
        day=day,
    )
