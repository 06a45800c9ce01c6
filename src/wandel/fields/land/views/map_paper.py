"""The map on paper: which shapes in which class, and the document around them."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wandel.fields.land.map_svg import SvgClass, SvgMap, SvgShape
from wandel.fields.land.queries import map as queries
from wandel.office.people.access import Access
from wandel.ui.documents import Document, Figure, Paragraph, Table
from wandel.ui.formats import format_number


def _classes() -> list[SvgClass]:
    low, high = queries.CLASS_BOUNDS
    return [
        SvgClass("low", _("Suitability low (below %(points)s)") % {"points": low}, "#c9d6f7"),
        SvgClass("medium", _("medium"), "#7f9bea"),
        SvgClass("high", _("high (from %(points)s)") % {"points": high}, "#2144ab"),
    ]


def class_of(score: float) -> str:
    """Name of the class a score falls into."""
    low, high = queries.CLASS_BOUNDS
    return "low" if score < low else "medium" if score < high else "high"


def map_of(access: Access, found: queries.Analysis | None) -> SvgMap:
    """The drawing of an analysis; without one, of the reader's sites."""
    sites = queries.sites(access) if access.may("land.site.view") and found is None else []
    shapes = [SvgShape(one.geometry, "high") for one in sites]
    classes = [SvgClass("high", _("Sites"), "#2144ab")] if sites else []
    if found:
        classes = _classes()
        shapes = [SvgShape(one.geometry, class_of(found.score(one.values))) for one in found.candidates]
    source = " · ".join(part for part in (queries.boundaries_attribution(), found.source if found else "") if part)
    return SvgMap(
        title=found.title if found else _("Sites in the county"),
        boundaries=[(one.name, one.geometry) for one in queries.boundaries()],
        shapes=shapes,
        classes=classes,
        source=source,
        north=_("N"),
    )


def map_svg_of(access: Access, found: queries.Analysis | None) -> str:
    return map_of(access, found).svg()


def map_document(access: Access, found: queries.Analysis | None) -> Document:
    """Map and table as one paper."""
    drawing = map_of(access, found)
    blocks: list[Figure | Paragraph | Table] = []
    if found:
        blocks.append(Paragraph(found.base))
    svg = drawing.svg()
    if svg:
        caption = " ".join(part for part in (drawing.alternative(), drawing.source) if part)
        blocks.append(Figure(svg=svg, alt=drawing.alternative(), caption=caption))
    if found and found.candidates:
        rows = sorted(((one, found.score(one.values)) for one in found.candidates), key=lambda row: -row[1])
        blocks.append(
            Table(
                columns=[_("Candidate"), _("Municipality"), _("Hectares"), _("Homes"), _("Suitability of 100")],
                rows=[
                    [
                        str(one.number),
                        one.municipality,
                        format_number(one.area_ha, places=1),
                        " – ".join(format_number(homes) for homes in one.dwellings) if one.dwellings else "–",
                        format_number(score),
                    ]
                    for one, score in rows
                ],
                caption=_("Candidates, the most suitable first"),
                numeric=frozenset({2, 3, 4}),
            )
        )
    language = (get_language() or "de")[:2]
    return Document(title=drawing.title, language=language if language in {"de", "en"} else "de", blocks=list(blocks))
