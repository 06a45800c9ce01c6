"""The sheet of a published site (Exposé): one source for PDF and Word file, in German and English."""

from datetime import date

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wandel.fields.land.map_svg import SvgClass, SvgMap, SvgShape
from wandel.fields.land.models import Site
from wandel.fields.land.queries.map import boundaries_attribution
from wandel.fields.land.queries.public import contact_rows, is_invented, public_groups
from wandel.ui.documents import Document, Facts, Figure, Heading, Note, Paragraph
from wandel.ui.documents.model import Block
from wandel.ui.formats import format_date

LANGUAGES = ("de", "en")


def _drawing(site: Site) -> Figure | None:
    """Where the site lies in its municipality, with scale and source; None while it is not drawn."""
    if not site.geometry or not site.municipality.boundary:
        return None
    label = _("Where %(name)s lies in %(municipality)s") % {"name": site.name, "municipality": site.municipality.name}
    drawing = SvgMap(
        title=label,
        boundaries=[(site.municipality.name, site.municipality.boundary)],
        shapes=[SvgShape(site.geometry, "site")],
        classes=[SvgClass("site", site.name, "#2144ab")],
        source=boundaries_attribution(),
        north=_("N"),
    )
    return Figure(svg=drawing.svg(), alt=drawing.alternative(), caption=f"{label}. {drawing.source}")


def sheet_document(site: Site, *, language: str, on: date, base_url: str) -> Document:
    """Only what is published; ``base_url`` is this installation's address without a slash at its end."""
    with translation.override(language):
        blocks: list[Block] = []
        if is_invented():
            blocks.append(Note(_("Please note"), _("This site is invented for the demo. It does not exist.")))
        blocks.append(
            Paragraph(f"{site.get_kind_display()} · {site.municipality.name} · {site.public_label}", bold=True)
        )
        for group in public_groups(site, on=on):
            blocks += [Heading(2, group.title), Facts(group.rows)]
        drawing = _drawing(site)
        if drawing:
            blocks.append(drawing)
        blocks += [Heading(2, _("Contact")), Facts(contact_rows(site))]
        blocks.append(
            Paragraph(
                _("As of %(day)s. The newest state stands at %(address)s. The sheet is no offer and binds nobody.")
                % {"day": format_date(on), "address": f"{base_url}{reverse('sites:site', args=[site.number])}"}
            )
        )
        return Document(
            title=site.name,
            language=language,
            subject=_("Site %(number)s in %(municipality)s")
            % {"number": site.number, "municipality": site.municipality.name},
            blocks=blocks,
            footer=f"{site.municipality.name} · {site.number}",
        )
