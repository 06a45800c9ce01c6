"""The answer for a town hall: which programmes may pay for its project, and what to do next."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wandel.fields.funding.queries.programmes import MatchRow
from wandel.fields.funding.queries.words import spoken
from wandel.fields.projects.models import Project
from wandel.ui.documents import Bullets, Document, Facts, Heading, Note, Paragraph, Table
from wandel.ui.documents.model import Block
from wandel.ui.formats import format_date, format_money


def shortlist_document(project: Project, rows: list[MatchRow], *, day: date) -> Document:
    """An overview of the shortlist, then each programme with its rules, the money and the link."""
    overview = Table(
        columns=[_("Programme"), _("State"), _("Until"), _("Grant, up to")],
        rows=[
            [
                f"{row.programme.title}\n{row.programme.funder}",
                row.status_label,
                format_date(row.programme.closes_on) if row.programme.closes_on else "–",
                format_money(row.match.verdict.money.grant) if row.match.verdict.money.grant is not None else "–",
            ]
            for row in rows
        ],
        caption=_("Programmes on the shortlist"),
        numeric=frozenset({3}),
    )
    blocks: list[Block] = [Paragraph(_("These programmes may pay for the project. The funder decides; please read its own text before you apply.")), overview]  # fmt: skip
    for row in rows:
        blocks += _programme(row)
    return Document(
        title=_("Funding for %(project)s") % {"project": project.title},
        language=(get_language() or "de")[:2],
        subject=project.number,
        blocks=blocks,
        footer=f"{project.number} · {format_date(day)}",
        day=day,
    )


def _programme(row: MatchRow) -> list[Block]:
    facts = [(_("Funder"), row.programme.funder), (_("Link"), row.programme.url)]
    if row.mark and row.mark.note:
        facts.append((_("Our note"), row.mark.note))
    facts.append((_("Facts checked on"), format_date(row.programme.checked_on)))
    blocks: list[Block] = [
        Heading(2, row.programme.title),
        Paragraph(row.programme.short),
        Facts(facts),
        Bullets([f"{sign} {reason}" for sign, _name, reason in row.checks]),
        Paragraph(spoken(row.match.verdict.money.text)),
    ]
    if not row.programme.confirmed:
        blocks.append(Note(_("Please check"), _("Nobody has compared these facts with the funder's own text yet.")))
    return blocks
