"""The table twin of the map: parcels in view, of a candidate or by number, and both lists as CSV."""

import csv
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wandel.fields.land.forms.rules import ParcelFilter
from wandel.fields.land.models import SuitabilityRun
from wandel.fields.land.queries import map as map_queries
from wandel.fields.land.queries import parcel as queries
from wandel.fields.land.queries.analysis import analysis_for
from wandel.office.people.access import access_for, allowed

ROWS = 50
MOST_BY_NUMBER = 200


class _Echo:
    """What a CSV writer writes to comes back as text, so lines can be streamed."""

    def write(self, line: str) -> str:
        return line


def _safe(cell: str) -> str:
    """A spreadsheet runs what begins like a formula; an apostrophe keeps it a text."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell


def _number(value: float | None, places: int) -> str:
    return "" if value is None else f"{value:.{places}f}"


def _positions(request: HttpRequest, run: SuitabilityRun) -> tuple[Sequence[int], str]:
    """Which parcels the address asks for, and what they are called together. Raises ValidationError."""
    access = access_for(request.user)
    candidate, box, number = (request.GET.get(name, "") for name in ("candidate", "box", "number"))
    if candidate:
        if not (candidate.isdecimal() and len(candidate) < 10):
            raise Http404
        row = get_object_or_404(run.candidates.select_related("municipality"), pk=int(candidate))
        return queries.positions_of_candidate(run, row), _("Parcels of candidate %(number)s") % {"number": row.number}
    if number:
        found = queries.found_in(access, number[:100], run.pk, MOST_BY_NUMBER)
        return [one.position for one in found], _("Parcels with the number “%(number)s”") % {"number": number[:100]}
    if box:
        return queries.positions_in(run, queries.read_box(box[:200])), _("Parcels in this part of the map")
    return range(run.parcels), _("All parcels of the analysis")


@require_GET
@allowed("land.analysis.view")
def parcel_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Parcels with points, what excludes them and what was measured; ``candidate``, ``box`` or ``number`` narrows them."""
    run = analysis_for(access_for(request.user), pk)
    wrong = ""
    try:
        positions, heading = _positions(request, run)
    except ValidationError as error:
        positions, heading, wrong = [], _("Parcels"), " ".join(error.messages)
    page = Paginator(positions, ROWS).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "run": run,
        "heading": heading,
        "wrong": wrong,
        "filter_form": ParcelFilter(request.GET or None),
        "page": page,
        "count": len(positions),
        "columns": queries.parcel_columns(run),
        "rows": list(queries.parcel_rows(run, list(page.object_list))),
        "csv_url": f"{reverse('land:parcels-csv', args=[pk])}?{kept.urlencode()}",
        "too_many": len(positions) > queries.MOST_ROWS,
        "most": queries.MOST_ROWS,
        "crumbs": [(_("Where can be built?"), f"{reverse('land:map')}?analysis={pk}")],
    }
    return render(request, "land/parcels.html", context, status=422 if wrong else 200)


@require_GET
@allowed("land.analysis.view")
def parcels_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same as CSV, line by line; at most fifty thousand."""
    run = analysis_for(access_for(request.user), pk)
    try:
        positions, _heading = _positions(request, run)
    except ValidationError:
        raise Http404 from None
    return _streamed(_parcel_lines(run, list(positions[: queries.MOST_ROWS])), f"flurstuecke-analyse-{pk}.csv")


def _streamed(lines: Iterator[Sequence[Any]], name: str) -> StreamingHttpResponse:
    writer = csv.writer(_Echo(), delimiter=";")

    def text() -> Iterator[str]:
        yield "\ufeff"
        for line in lines:
            yield writer.writerow(line)

    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(text(), content_type="text/csv; charset=utf-8", headers=headers)


def _parcel_lines(run: SuitabilityRun, positions: list[int]) -> Iterator[Sequence[Any]]:
    columns = queries.parcel_columns(run)
    yield [
        _("Parcel"), _("Municipality"), "m²", _("Suitability of 100"), _("Excluded by"),
        *(_safe(label) for label, _weighed in columns),
        *(_("%(label)s: points lost") % {"label": label} for label, weighed in columns if weighed),
    ]  # fmt: skip
    for row in queries.parcel_rows(run, positions):
        yield [
            _safe(row.label), row.municipality, _number(row.area_m2, 1), _number(row.points, 2), _safe(row.excluded),
            *row.cells,
            *(_number(cost, 2) for cost, (_label, weighed) in zip(row.costs, columns, strict=True) if weighed),
        ]  # fmt: skip


@require_GET
@allowed("land.analysis.view")
def candidates_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The candidates of an analysis with hectares, points, homes and what costs most."""
    found = map_queries.analysis(access_for(request.user), pk, on=timezone.localdate())
    if found is None:
        raise Http404
    return _streamed(_candidate_lines(found), f"kandidaten-analyse-{pk}.csv")


def _candidate_lines(found: map_queries.Analysis) -> Iterator[Sequence[Any]]:
    yield [
        _("Candidate"), _("Municipality"), _("Hectares"), _("Suitability of 100"),
        _("Homes at least"), _("Homes likely"), _("Homes at most"), _("What is missing"), _("Why"),
    ]  # fmt: skip
    for one in sorted(found.candidates, key=lambda one: -found.score(one.values)):
        yield [
            one.number, one.municipality, _number(one.area_ha, 4), _number(found.score(one.values), 2),
            *(one.dwellings or ("", "", "")), " ".join(one.missing), _safe(one.why),
        ]  # fmt: skip


@require_GET
@allowed("land.layer.view")
def parcel_outline(request: HttpRequest, pk: int) -> JsonResponse:
    """A parcel of the cadastre in force as GeoJSON, for taking it over into a drawing."""
    geometry = queries.parcel_outline(access_for(request.user), pk)
    if geometry is None:
        raise Http404
    return JsonResponse({"geometry": geometry})
