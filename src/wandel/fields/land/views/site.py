"""Reading sites: the list and the parts of one site's page."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.fields.land.actions.site import confidentiality_of
from wandel.fields.land.forms.steps import FarmForm, KeyDateForm, SiteFilter, StepForm, UploadForm
from wandel.fields.land.models import Site
from wandel.fields.land.queries.capacity import capacity_of_site, densities_on
from wandel.fields.land.queries.constraint import constraints_of
from wandel.fields.land.queries.facts import fact_groups
from wandel.fields.land.queries.site import (
    SiteFilters,
    editable_sites_for,
    gap_sentences,
    list_sites,
    municipalities_with_sites,
    possible_owners,
    publication_blocks,
    sees_owner,
    site_for,
    sites_for,
    step_rows,
    summary_of,
    warnings_of,
    ways_of,
)
from wandel.fields.land.queries.site_map import site_svg
from wandel.fields.land.queries.stock import stock_on, sums_of
from wandel.fields.land.workflow import DECIDE, TABLE
from wandel.office.files.queries import file_about, files_about
from wandel.office.files.responses import file_response
from wandel.office.journal.queries import entries_about
from wandel.office.people.access import access_for, allowed
from wandel.ui.formats import reader_language
from wandel.ui.slots import panels
from wandel.ui.tables import Column, asked_kind, table_file

KIND = "land.site"


def language() -> str:
    return reader_language()


def _filters(form: SiteFilter) -> SiteFilters:
    if not form.is_valid():
        return SiteFilters()
    values = form.cleaned_data
    return SiteFilters(
        text=values["q"],
        municipality=values["municipality"].pk if values["municipality"] else None,
        kind=values["kind"],
        state=values["state"],
        use=values["use"],
        development=values["development"],
        least_ha=values["least_ha"],
        year=values["year"],
        retired=values["retired"],
        sort=values["sort"],
    )


@allowed("land.site.view")
def site_list(request: HttpRequest) -> HttpResponse:
    access = access_for(request.user)
    form = SiteFilter(request.GET or None, municipalities=municipalities_with_sites(access))
    found = list_sites(access, _filters(form))
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    densities = densities_on(timezone.localdate())
    rows = [(site, capacity_of_site(site, densities)) for site in page.object_list]
    return render(
        request,
        "land/site_list.html",
        {
            "page": page,
            "rows": rows,
            "filter_form": form,
            "filtered": any(request.GET.get(name) for name in form.fields),
            "summary": summary_of(found),
            "may_record": access.may("land.site.edit"),
        },
    )


def _columns(densities: Any) -> tuple[Column, ...]:
    def homes(site: Site, name: str) -> Any:
        found = capacity_of_site(site, densities)
        return getattr(found, name) if found and found.known else None

    return (
        (_("Site number"), lambda site: site.number),
        (_("Name"), lambda site: site.name),
        (_("Municipality"), lambda site: site.municipality.name),
        (_("Kind"), lambda site: site.get_kind_display()),
        (_("Use of the site"), lambda site: site.get_use_display()),
        (_("State"), lambda site: site.state_label),
        (_("In this state since"), lambda site: site.state_on),
        (_("Hectares"), lambda site: None if site.size_ha is None else round(site.size_ha, 4)),
        (_("Possible from"), lambda site: site.available_from),
        (_("Homes at least"), lambda site: homes(site, "low")),
        (_("Homes likely"), lambda site: homes(site, "likely")),
        (_("Homes at most"), lambda site: homes(site, "high")),
        (_("Price per m²"), lambda site: site.price),
        (_("Published"), lambda site: site.published),
    )


@allowed("land.site.view")
def site_export(request: HttpRequest) -> HttpResponse:
    """The filtered list for a spreadsheet."""
    access = access_for(request.user)
    form = SiteFilter(request.GET or None, municipalities=municipalities_with_sites(access))
    rows = list_sites(access, _filters(form)).iterator(chunk_size=500)
    return table_file(asked_kind(request), _("sites"), _columns(densities_on(timezone.localdate())), rows)


def _tabs(site: Site, current: str) -> list[dict[str, Any]]:
    names = [
        ("overview", _("Overview"), "land:site"),
        ("facts", _("Facts"), "land:site-facts"),
        ("planning", _("Planning"), "land:site-planning"),
        ("documents", _("Documents"), "land:site-documents"),
        ("history", _("History"), "land:site-history"),
    ]
    return [
        {"label": label, "url": reverse(url, args=[site.pk]), "current": name == current} for name, label, url in names
    ]


def page(request: HttpRequest, site: Site, tab: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """One part of a site's page with its frame."""
    access = access_for(request.user)
    capacity = capacity_of_site(site, densities_on(timezone.localdate()))
    ways = ways_of(site, access)
    forward = [way for way in ways if not (way.move.is_back or way.excluded or way.move.state == "dropped")]
    editable = site.retired_on is None and editable_sites_for(access).filter(pk=site.pk).exists()
    return render(
        request,
        f"land/site_{tab}.html",
        {
            "site": site,
            "tabs": _tabs(site, tab),
            "capacity": capacity,
            "capacity_steps": [step.to(language()) for step in capacity.steps] if capacity else [],
            "capacity_missing": [step.to(language()) for step in (*capacity.missing, *capacity.missing_people)]
            if capacity
            else [],
            "forward": forward,
            "some_open": any(way.open for way in forward),
            "some_missing": any(way.missing for way in forward),
            "may_decide": access.may(DECIDE),
            "drop": next((way for way in ways if way.move.state == "dropped"), None),
            "back": [way for way in ways if way.move.is_back],
            "may_edit": editable,
            "sees_owner": sees_owner(access, site),
            "may_see_layers": access.may("land.layer.view"),
            "today": timezone.localdate(),
            "crumbs": [(_("Sites"), reverse("land:sites"))],
            **context,
        },
        status=status,
    )


@allowed("land.site.view")
def site_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return overview(request, site_for(access_for(request.user), pk))


def overview(request: HttpRequest, site: Site, *, farm_form: Any = None, status: int = 200) -> HttpResponse:
    """What is missing for the next step, what it holds, where it lies."""
    access = access_for(request.user)
    sees = sees_owner(access, site)
    related = sites_for(access)
    return page(
        request,
        site,
        "overview",
        status=status,
        map=site_svg(site),
        warnings=[*warnings_of(site), *gap_sentences(site)],
        blocks=publication_blocks(site, on=timezone.localdate()) if sees else [],
        farms=list(site.farms.select_related("organisation", "person", "contact")) if sees else [],
        farm_form=farm_form or FarmForm(people=possible_owners(access, site), prefix="farm") if sees else None,
        predecessors=list(related.filter(successors=site)),
        successors=list(related.filter(predecessors=site)),
        step_form=StepForm(initial={"day": timezone.localdate()}),
        confidentiality=confidentiality_of(site),
        party_ids=[site.organisation_id],
        aside_panels=list(panels(KIND, request, site)),
    )


@allowed("land.site.view")
def site_facts(request: HttpRequest, pk: int) -> HttpResponse:
    access = access_for(request.user)
    site = site_for(access, pk)
    groups = fact_groups(site, with_owner=sees_owner(access, site))
    return page(request, site, "facts", groups=groups, constraints=constraints_of(site, on=timezone.localdate()))


@allowed("land.site.view")
def site_planning(request: HttpRequest, pk: int) -> HttpResponse:
    return planning(request, site_for(access_for(request.user), pk))


def planning(request: HttpRequest, site: Site, *, step_form: Any = None, status: int = 200) -> HttpResponse:
    """The steps with their dates, and the next one."""
    events = list(site.events.all())
    return page(
        request,
        site,
        "planning",
        status=status,
        steps=step_rows(site, events),
        events=list(reversed(events)),
        step_form=step_form or StepForm(initial={"day": timezone.localdate()}),
    )


@allowed("land.site.view")
def site_documents(request: HttpRequest, pk: int) -> HttpResponse:
    """Papers may name owners, so they stay between the unit and the town hall."""
    access = access_for(request.user)
    site = site_for(access, pk)
    files = list(files_about(KIND, site.pk)) if sees_owner(access, site) else []
    return page(request, site, "documents", files=files, upload_form=UploadForm())


@allowed("land.site.view")
def site_file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponseBase:
    access = access_for(request.user)
    site = site_for(access, pk)
    if not sees_owner(access, site):
        raise Http404
    return file_response(file_about(KIND, site.pk, file_pk))


@allowed("land.site.view")
def site_history(request: HttpRequest, pk: int) -> HttpResponse:
    access = access_for(request.user)
    site = site_for(access, pk)
    # A town hall reads the whole history of its own site; others only what the journal shows them.
    seen = entries_about(KIND, site.pk, access=None if sees_owner(access, site) else access)
    return page(request, site, "history", history=seen[:100])


@allowed("land.site.view")
def site_outline(request: HttpRequest, pk: int) -> HttpResponse:
    """The outline as a GeoJSON feature, for the map on the page."""
    site = site_for(access_for(request.user), pk)
    feature = {
        "type": "Feature",
        "id": site.pk,
        "geometry": site.geometry,
        "properties": {"number": site.number, "name": site.name, "state": site.state},
    }
    return JsonResponse(feature, content_type="application/geo+json", json_dumps_params={"ensure_ascii": False})


@allowed("land.site.view")
def stock(request: HttpRequest) -> HttpResponse:
    """The stock on a key date (``?on=``) by state; what each municipality has and what was built stands in the balance."""
    access = access_for(request.user)
    form = KeyDateForm(request.GET or None, initial={"on": timezone.localdate()})
    day = form.cleaned_data["on"] if form.is_valid() else timezone.localdate()
    rows = stock_on(access, day)
    context = {
        "form": form,
        "day": day,
        "sums": sums_of(rows),
        "total": sum((row.area_m2 or 0) / 10_000 for row in rows),
        "count": len(rows),
        "crumbs": [(_("Sites"), reverse("land:sites"))],
    }
    return render(request, "land/stock.html", context)


@allowed("land.site.view")
def stock_export(request: HttpRequest) -> HttpResponse:
    """The stock of a key date, one line per site."""
    form = KeyDateForm(request.GET or None)
    day = form.cleaned_data["on"] if form.is_valid() else timezone.localdate()
    columns: tuple[Column, ...] = (
        (_("Site number"), lambda row: row.site.number),
        (_("Name"), lambda row: row.site.name),
        (_("Municipality"), lambda row: row.site.municipality.name),
        (_("State"), lambda row: _(TABLE[row.state].label)),
        (_("In this state since"), lambda row: row.since),
        (_("Hectares"), lambda row: None if row.area_m2 is None else round(row.area_m2 / 10_000, 4)),
    )
    name = f"{_('stock')}-{day.isoformat()}"
    return table_file(asked_kind(request), name, columns, stock_on(access_for(request.user), day))
