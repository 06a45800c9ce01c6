"""The county beside others and the municipalities beside each other: pages for unit, town halls and council, and a sheet
for companies in German and English."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wandel.fields.growth.charts import benchmark_chart
from wandel.fields.growth.queries.benchmark import Beside, comparison
from wandel.fields.growth.queries.municipal import municipalities_compared
from wandel.fields.growth.queries.placing import Row
from wandel.office.people.access import allowed
from wandel.office.places.models import Municipality
from wandel.office.places.queries import county
from wandel.ui.charts import on_paper
from wandel.ui.documents import Document, Figure, Heading, Paragraph, Table, document_response
from wandel.ui.documents.model import Block
from wandel.ui.formats import format_number, reader_language

LANGUAGES = ("de", "en")


@allowed("growth.view")
def benchmark(request: HttpRequest) -> HttpResponse:
    one, language = county(), reader_language()
    found = comparison(language)
    name = "" if one is None else (one.name_en if language == "en" else one.name_de)
    context = {
        "found": found,
        "name": name,
        "one": found.county if found else None,
        "chart": benchmark_chart(found.county, name) if found else None,
        "crumbs": [(_("Growth"), reverse("growth:path"))],
    }
    return render(request, "growth/benchmark.html", context)


@allowed("growth.view")
def neighbours(request: HttpRequest, ags: str = "") -> HttpResponse:
    """The municipalities beside each other; one of them closer, the first in the index while none is chosen."""
    found = municipalities_compared(list(Municipality.objects.defer("boundary")), reader_language())
    if found is None:
        chosen = None
    else:
        chosen = found.of(ags) if ags else found.rows[0]
        if chosen is None:
            raise Http404
    place, one = chosen or (None, None)
    context = {
        "found": found,
        "place": place,
        "one": one,
        "name": place.name if place else "",
        "chart": benchmark_chart(one, place.name) if one and place else None,
        "crumbs": [(_("Growth"), reverse("growth:path"))],
    }
    return render(request, "growth/neighbours.html", context)


def marketing_sheet(found: Beside, name: str, *, language: str) -> Document:
    """What speaks for the county, in figures with year and source. Weak points are for the page, not for the sheet."""
    chart = benchmark_chart(found.county, name)
    others = ", ".join(other for other, _why in found.others)
    blocks: list[Block] = [
        Paragraph(_("Compared with %(others)s, from official statistics.") % {"others": others}, bold=True),
        Figure(svg=on_paper(chart, language=language), alt=chart.summary, caption=chart.caption),
        Heading(2, _("Strong points")),
        _table(found.county.strengths, name),
        Paragraph(_("Sources: %s.") % "; ".join(sorted({row.source for row in found.county.strengths}))),
    ]
    return Document(
        title=_("%(name)s as a location") % {"name": name}, language=language, subject=_("Location sheet"), blocks=blocks,
        day=timezone.localdate(),
    )  # fmt: skip


def _table(rows: list[Row], name: str) -> Table:
    columns = [_("Indicator"), name, _("median of the others"), _("Unit"), _("Year")]
    cells = [[row.name, _number(row.value), _number(row.median), row.unit, str(row.year)] for row in rows]
    return Table(columns, cells, _("Indicators in which the county is ahead"), numeric=frozenset({1, 2}))


def _number(value: float | None) -> str:
    return "–" if value is None else format_number(value, places=0 if abs(value) >= 1000 else 1)


@allowed("growth.view")
def sheet(request: HttpRequest, language: str, form: str) -> HttpResponse:
    """PDF or Word file of the location sheet in the language of the address."""
    language = language if language in LANGUAGES else "de"
    with translation.override(language):
        one, found = county(), comparison(language)
        if one is None or found is None:
            return benchmark(request)
        name = one.name_en if language == "en" else one.name_de
        document = marketing_sheet(found, name, language=language)
        word = reverse("growth:location-sheet", args=[language, "docx"])
        return document_response(
            document, "docx" if form == "docx" else "pdf", _("Location sheet %s") % name, request=request, word_url=word
        )
