"""Changing sites: fetch → form → one action → back to the page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.land.actions.comparison import queue_comparison
from wandel.fields.land.actions.document import add_document, remove_document
from wandel.fields.land.actions.farm import add_farm, note_talk, remove_farm
from wandel.fields.land.actions.lineage import merge_sites, split_site
from wandel.fields.land.actions.publication import release_publication, withdraw_publication
from wandel.fields.land.actions.site import change_site, move_site, record_site, retire_site, take_up_again
from wandel.fields.land.forms.site import SiteForm
from wandel.fields.land.forms.steps import FarmForm, MergeForm, PartFormSet, ReasonForm, StepForm, UploadForm
from wandel.fields.land.models import Site
from wandel.fields.land.queries.site import editable_site_for, editable_sites_for, farm_for, possible_owners
from wandel.fields.land.views.site import KIND, overview, planning
from wandel.fields.land.workflow import DECIDE, TABLE
from wandel.office.files.queries import file_about
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.undo import offer_undo


def _crumbs(site: Site | None = None) -> list[tuple[str, str]]:
    crumbs = [(_("Sites"), reverse("land:sites"))]
    return [*crumbs, (site.name, site.get_absolute_url())] if site else crumbs


def _fail(request: HttpRequest, error: ValidationError) -> None:
    messages.error(request, " ".join(error.messages))


def _saved(form: Any, perform: Callable[[], str], request: HttpRequest) -> str | None:
    """The path to go to, or None with the sentence at the form."""
    try:
        return submit_once(request, perform)
    except ValidationError as error:
        form.add_error(None, error)
        return None


@allowed("land.site.edit")
def site_new(request: HttpRequest) -> HttpResponseBase:
    access = access_for(request.user)
    form = SiteForm(request.POST or None, request.FILES or None, access=access)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            site = record_site(values=form.site_values(), by=request.user, on=timezone.localdate())
            return site.get_absolute_url()

        path = _saved(form, perform, request)
        if path:
            messages.success(request, _("The site is recorded."))
            return redirect(path)
    context = {"form": form, "heading": _("Record a site"), "crumbs": _crumbs()}
    return render(request, "land/site_form.html", context, status=422 if form.errors else 200)


@allowed("land.site.edit")
def site_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change a site; a second editor sees what changed and chooses."""
    access = access_for(request.user)
    site = editable_site_for(access, pk)
    form = SiteForm(request.POST or None, request.FILES or None, instance=site, access=access)
    if request.method == "POST" and form.is_valid():
        fresh = editable_site_for(access, pk)
        if not form.conflict_with(fresh) and form.is_valid():

            def perform() -> str:
                changed = change_site(site=fresh, values=form.site_values(), by=request.user, on=timezone.localdate())
                return changed.get_absolute_url()

            path = _saved(form, perform, request)
            if path:
                messages.success(request, _("Saved."))
                return redirect(path)
    stored = editable_site_for(access, pk)
    context = {"form": form, "heading": stored.name, "site": stored, "crumbs": _crumbs(stored)}
    return render(request, "land/site_form.html", context, status=422 if form.errors else 200)


@allowed("land.site.edit")
@require_POST
def site_move(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One step of the table; the button says which."""
    access = access_for(request.user)
    site = editable_site_for(access, pk)
    to = request.POST.get("to", "")
    if to in TABLE and not access.may(TABLE[to].permission):
        raise PermissionDenied(TABLE[to].permission)
    form = StepForm(request.POST)
    if form.is_valid():
        before = site.state_label

        def perform() -> str:
            move_site(site=site, to=to, by=request.user, on=timezone.localdate(), **form.cleaned_data)
            return reverse("land:site-planning", args=[pk])

        path = _saved(form, perform, request)
        if path:
            now = _(TABLE[to].label)
            messages.success(request, _("“%(before)s” → “%(now)s”, noted.") % {"before": before, "now": now})
            return redirect(path)
    return planning(request, site, step_form=form, status=422)


@allowed("land.site.edit")
@require_POST
def site_publish(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Release, or with ``withdraw`` take back."""
    site = editable_site_for(access_for(request.user), pk)
    url, today = reverse("land:site-publish", args=[pk]), timezone.localdate()
    try:
        if request.POST.get("withdraw"):
            withdraw_publication(site=site, by=request.user, on=today)
            offer_undo(request, _("The site is not published any more."), url=url, data={})
        else:
            release_publication(site=site, by=request.user, on=today)
            offer_undo(request, _("The site is published."), url=url, data={"withdraw": "1"})
    except ValidationError as error:
        _fail(request, error)
    return redirect(site)


@require_POST
@allowed("land.site.edit")
def site_compare(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Have the layers asked again; the work is done in the background."""
    site = editable_site_for(access_for(request.user), pk)
    if queue_comparison():
        messages.success(request, _("The comparison waits for the worker; the result stands here in a moment."))
    else:
        messages.info(request, _("There is no layer to compare with. Layers are imported under “Where to build”."))
    return redirect("land:site-facts", pk=site.pk)


@allowed("land.site.edit")
def site_retire(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask why, then retire; ``return`` takes it up again."""
    site = editable_site_for(access_for(request.user), pk)
    url, today = reverse("land:site-retire", args=[pk]), timezone.localdate()
    if request.method == "POST" and request.POST.get("return"):
        take_up_again(site=site, by=request.user, on=today)
        messages.success(request, _("The site is in the stock again."))
        return redirect(site)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            retire_site(site=site, reason=form.cleaned_data["reason"], by=request.user, on=today)
            offer_undo(request, _("The site is retired."), url=url, data={"return": "1"})
        except ValidationError as error:
            _fail(request, error)
        return redirect(site)
    context = {
        "form": form,
        "heading": _("Retire %(name)s") % {"name": site.name},
        "lead": _("It leaves the lists; its page and its history stay readable."),
        "submit": _("Retire"),
        "site": site,
        "crumbs": _crumbs(site),
    }
    return render(request, "land/site_step.html", context, status=422 if form.errors else 200)


@allowed(DECIDE)
def site_split(request: HttpRequest, pk: int) -> HttpResponseBase:
    site = editable_site_for(access_for(request.user), pk)
    forms = PartFormSet(request.POST or None, prefix="part")
    problem = ""
    if request.method == "POST" and forms.is_valid():
        parts = [part for part in (form.part() for form in forms) if part]

        def perform() -> str:
            new = split_site(site=site, parts=parts, by=request.user, on=timezone.localdate())
            return new[0].get_absolute_url()

        try:
            path = submit_once(request, perform)
            messages.success(request, _("The site is split; the old one is retired."))
            return redirect(path)
        except ValidationError as error:
            problem = " ".join(error.messages)
    context = {"forms": forms, "problem": problem, "site": site, "crumbs": _crumbs(site)}
    failed = request.method == "POST"
    return render(request, "land/site_split.html", context, status=422 if failed else 200)


@allowed(DECIDE)
def site_merge(request: HttpRequest, pk: int) -> HttpResponseBase:
    access = access_for(request.user)
    site = editable_site_for(access, pk)
    others = (
        editable_sites_for(access)
        .filter(municipality=site.municipality_id, organisation=site.organisation_id, retired_on=None)
        .exclude(pk=pk)
    )
    form = MergeForm(request.POST or None, others=others, initial={"name": site.name})
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            chosen = [site, *form.cleaned_data["others"]]
            name = form.cleaned_data["name"]
            return merge_sites(sites=chosen, name=name, by=request.user, on=timezone.localdate()).get_absolute_url()

        path = _saved(form, perform, request)
        if path:
            messages.success(request, _("The sites are merged; the old ones are retired."))
            return redirect(path)
    context = {
        "form": form,
        "heading": _("Merge %(name)s with others") % {"name": site.name},
        "lead": _("The new site is as far as the one that is least far. The old ones retire and stay readable."),
        "submit": _("Merge"),
        "site": site,
        "crumbs": _crumbs(site),
    }
    return render(request, "land/site_step.html", context, status=422 if form.errors else 200)


@allowed("land.site.edit")
@require_POST
def site_upload(request: HttpRequest, pk: int) -> HttpResponseBase:
    site = editable_site_for(access_for(request.user), pk)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            add_document(site=site, upload=form.cleaned_data["upload"], by=request.user)
            messages.success(request, _("The file is kept with the site."))
        except ValidationError as error:
            _fail(request, error)
    else:
        messages.error(request, _("Please choose a file first."))
    return redirect("land:site-documents", pk)


@allowed("land.site.edit")
@require_POST
def site_file_remove(request: HttpRequest, pk: int, file_pk: int) -> HttpResponseBase:
    site = editable_site_for(access_for(request.user), pk)
    remove_document(site=site, stored=file_about(KIND, site.pk, file_pk), by=request.user)
    messages.success(request, _("The file is removed."))
    return redirect("land:site-documents", pk)


@allowed("land.site.edit")
@require_POST
def farm_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    access = access_for(request.user)
    site = editable_site_for(access, pk)
    form = FarmForm(request.POST, people=possible_owners(access, site), prefix="farm")
    if not form.is_valid():
        return overview(request, site, farm_form=form, status=422)

    def perform() -> str:
        add_farm(site=site, values=form.cleaned_data, by=request.user)
        return site.get_absolute_url()

    return redirect(submit_once(request, perform))


@allowed("land.site.edit")
@require_POST
def farm_talked(request: HttpRequest, pk: int) -> HttpResponseBase:
    farm = farm_for(access_for(request.user), pk)
    undone = bool(request.POST.get("undo"))
    note_talk(farm=farm, day=None if undone else timezone.localdate(), by=request.user)
    if not undone:
        offer_undo(request, _("Noted."), url=reverse("land:farm-talked", args=[pk]), data={"undo": "1"})
    return redirect(farm.site)


@allowed("land.site.edit")
@require_POST
def farm_remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    farm = farm_for(access_for(request.user), pk)
    site = farm.site
    remove_farm(farm=farm, by=request.user)
    messages.success(request, _("Removed."))
    return redirect(site)
