"""The fact sheet of a municipality, ready for the mayor: one source for PDF and Word file."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.fields.growth.charts import age_groups, population_chart, projection_chart
from wandel.fields.growth.models import ProjectionRun
from wandel.fields.growth.queries.figures import population_series
from wandel.fields.growth.queries.projections import shown_run
from wandel.fields.growth.queries.targets import target_on
from wandel.fields.land.queries.pipeline import dwellings_by_year_for
from wandel.office.people.access import Access, access_for, allowed
from wandel.office.people.models import Organisation
from wandel.office.people.queries.organisation import contact_state, promises_for
from wandel.office.places.models import Municipality
from wandel.ui.charts import on_paper
from wandel.ui.documents import Bullets, Document, Facts, Figure, Heading, Note, Paragraph, Table
from wandel.ui.documents.model import Block
from wandel.ui.documents.response import document_response
from wandel.ui.formats import format_date, format_number, reader_language

FORMATS = ("pdf", "docx")


def sheet_of(place: Municipality, access: Access, *, on: date, language: str) -> Document:
    """Where the municipality stands, where it goes, what it takes, what is agreed. Confidential sites of others are not in."""
    blocks: list[Block] = []
    found, run = population_series(place.ags), shown_run()
    if run and place.ags not in run.result["areas"]:
        run = None
    newest = max(
        (one for segment in found.segments for one in segment.points), key=lambda one: one.on or on, default=None
    )
    if newest is not None:
        blocks.append(
            Paragraph(
                _("%(count)s inhabitants on %(day)s (%(base)s)")
                % {"count": format_number(newest.number or 0), "day": format_date(newest.on), "base": newest.base},
                bold=True,
            )
        )
    chart = projection_chart(run, found, place.name, area=place.ags) if run else population_chart(found, place.name)
    if chart is not None:
        blocks.append(Figure(svg=on_paper(chart, language=language), alt=chart.summary, caption=chart.caption))
    if run:
        blocks += [Heading(2, _("What it takes")), _needs(run, place)]
    homes = [row for row in dwellings_by_year_for(access, on) if row.ags == place.ags]
    if homes:
        rows = [
            [
                str(row.year or _("no year said")),
                format_number(row.low),
                format_number(row.likely),
                format_number(row.high),
            ]
            for row in homes
        ]
        columns = [_("Year"), _("at least"), _("likely"), _("at most")]
        caption = _("Homes reported in sites, by year")
        blocks += [Heading(2, _("New homes")), Table(columns, rows, caption, numeric=frozenset({1, 2, 3}))]
    blocks += _agreed(place, access)
    target = target_on(on)
    if target:
        said = _("The county's target is %(count)s inhabitants until %(day)s (%(who)s).") % {
            "count": format_number(target.inhabitants), "day": format_date(target.until), "who": target.decided_by,
        }  # fmt: skip
        blocks.append(Note(_("Please note"), said))
    return Document(
        title=_("%(name)s: growth") % {"name": place.name}, language=language, subject=_("Fact sheet"), blocks=blocks, day=on
    )  # fmt: skip


def _needs(run: ProjectionRun, place: Municipality) -> Table:
    first, last = run.years[0], run.years[-1]
    rows = []
    for group, title in age_groups():
        low, middle, high = (run.band(place.ags, group, quantile) for quantile in ("0.1", "0.5", "0.9"))
        rows.append(
            [title, format_number(middle[0]), format_number(middle[-1]), f"{format_number(low[-1])} – {format_number(high[-1])}"]
        )  # fmt: skip
    caption = _("Middle of the trajectories and what 80 % of them stay within")
    return Table([_("Age"), str(first), str(last), "80 %"], rows, caption, numeric=frozenset({1, 2, 3}))


def _agreed(place: Municipality, access: Access) -> list[Block]:
    """Last contact, rhythm and open promises, for readers of the unit."""
    hall = Organisation.objects.current().filter(kind=Organisation.Kind.TOWN_HALL, municipality=place).first()
    if hall is None or not access.is_unit:
        return []
    state = contact_state(hall)
    facts = [(_("Last contact"), format_date(state.last_on) if state.last_on else "–")]
    if hall.contact_rhythm_days:
        facts.append((_("Agreed rhythm"), _("every %(days)s days") % {"days": hall.contact_rhythm_days}))
    promises = [str(promise) for promise in promises_for(access, hall) if promise.kept_on is None]
    return [Heading(2, _("What is agreed")), Facts(facts), *([Bullets(promises)] if promises else [])]


@allowed("growth.view")
def sheet(request: HttpRequest, ags: str, form: str) -> HttpResponse:
    """PDF or Word file of the fact sheet."""
    place = get_object_or_404(Municipality.objects.defer("boundary"), ags=ags)
    language = reader_language()
    document = sheet_of(place, access_for(request.user), on=timezone.localdate(), language=language)
    word = reverse("growth:sheet", args=[ags, "docx"])
    return document_response(
        document, "docx" if form == "docx" else "pdf", f"{place.name} {_('growth')}", request=request, word_url=word
    )
