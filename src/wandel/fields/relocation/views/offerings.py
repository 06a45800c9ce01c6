"""Offers of homes for the staff: what is on offer, entering, changing, publishing, and taking a list in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wandel.fields.relocation.actions.offerings import move_offering, save_offering, take_in_offerings
from wandel.fields.relocation.forms.offering import OfferingFilter, OfferingForm, OfferListForm, read_offers
from wandel.fields.relocation.models import Offering
from wandel.fields.relocation.queries.offerings import (
    editable_offering_for,
    list_offerings,
    offering_for,
)
from wandel.fields.relocation.states import DRAFT, PUBLISHED, TABLE, WITHDRAWN
from wandel.office.journal.queries import entries_about
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.tables import Column, saved_list
from wandel.ui.undo import offer_undo

ROWS = 50
COLUMNS: tuple[Column, ...] = (
    (gettext_lazy("Your own number"), lambda home: home.reference),
    (gettext_lazy("What"), lambda home: home.title),
    (gettext_lazy("Kind"), lambda home: home.get_kind_display()),
    (gettext_lazy("To rent or to buy"), lambda home: home.get_deal_display()),
    (gettext_lazy("Where"), lambda home: home.municipality.name),
    (gettext_lazy("Rooms"), lambda home: home.rooms),
    (gettext_lazy("Size in m²"), lambda home: home.size_m2),
    (gettext_lazy("Rent or price"), lambda home: home.price),
    (gettext_lazy("Offered by"), lambda home: home.organisation.name),
    (gettext_lazy("Shown until"), lambda home: home.expires_on),
    (gettext_lazy("State"), lambda home: home.step.label),
)


def _crumbs(offering: Offering | None = None) -> list[tuple[str, str]]:
    found = [(_("Homes on offer"), reverse("newcomers:offerings"))]
    return [*found, (offering.title, offering.get_absolute_url())] if offering else found


@allowed("offering.view")
def offering_list(request: HttpRequest) -> HttpResponse:
    """What this reader may see: drafts first, then what is shown, the soonest to run out on top."""
    access = access_for(request.user)
    form = OfferingFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {"state": "", "q": ""}
    found = list_offerings(access, state=chosen["state"], text=chosen["q"])
    saved = saved_list(request, _("Homes on offer"), COLUMNS, found)
    if saved:
        return saved
    context = {
        "filter_form": form,
        "filtered": bool(chosen["state"] or chosen["q"]),
        "page": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "may_edit": access.may("offering.edit"),
        "today": timezone.localdate(),
    }
    return render(request, "relocation/offering_list.html", context)


@allowed("offering.view")
def offering_detail(request: HttpRequest, pk: int) -> HttpResponse:
    access = access_for(request.user)
    offering = offering_for(access, pk)
    may_edit = access.may("offering.edit")
    names = {PUBLISHED: _("Publish"), WITHDRAWN: _("Withdraw")}
    context = {
        "offering": offering,
        "steps": [(key, names[key]) for key in TABLE[offering.state].following if key in names] if may_edit else [],
        "may_edit": may_edit,
        "is_draft": offering.state == DRAFT,
        "shown": offering.state == PUBLISHED and offering.expires_on >= timezone.localdate(),
        "history": entries_about("relocation.offering", offering.pk)[:30],
        "crumbs": _crumbs(),
    }
    return render(request, "relocation/offering_detail.html", context)


def _form_page(request: HttpRequest, form: Any, **context: Any) -> HttpResponse:
    page = {"form": form, "cancel": reverse("newcomers:offerings"), "crumbs": _crumbs(), **context}
    return render(request, "relocation/form.html", page, status=422 if form.errors else 200)


@allowed("offering.edit")
def offering_new(request: HttpRequest) -> HttpResponseBase:
    day = timezone.localdate()
    form = OfferingForm(request.POST or None, access=access_for(request.user), day=day)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            return save_offering(offering=Offering(), values=form.values(), by=request.user, on=day).get_absolute_url()

        path = submit_once(request, perform)
        messages.success(request, _("The offer is here as a draft. Publish it when it is complete."))
        return redirect(path)
    return _form_page(request, form, heading=_("Enter a home or a plot"))


@allowed("offering.edit")
def offering_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    access, day = access_for(request.user), timezone.localdate()
    form = OfferingForm(request.POST or None, instance=editable_offering_for(access, pk), access=access, day=day)
    if request.method == "POST" and form.is_valid():
        fresh = editable_offering_for(access, pk)
        if not form.conflict_with(fresh) and form.is_valid():

            def perform() -> str:
                return save_offering(offering=fresh, values=form.values(), by=request.user, on=day).get_absolute_url()

            path = submit_once(request, perform)
            messages.success(request, _("Saved."))
            return redirect(path)
    stored = editable_offering_for(access, pk)
    return _form_page(request, form, heading=stored.title, cancel=stored.get_absolute_url(), crumbs=_crumbs(stored))


@require_POST
@allowed("offering.edit")
def offering_move(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Publish or withdraw; the message takes it back."""
    offering = editable_offering_for(access_for(request.user), pk)
    to, before = request.POST.get("to", ""), offering.state
    try:
        move_offering(offering=offering, to=to, by=request.user, at=timezone.now(), on=timezone.localdate())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(offering)
    said = _("The offer is published.") if to == PUBLISHED else _("The offer is withdrawn.")
    back = PUBLISHED if to == WITHDRAWN and before == PUBLISHED else WITHDRAWN if to == PUBLISHED else ""
    if back:
        offer_undo(request, said, url=reverse("newcomers:offering-move", args=[pk]), data={"to": back})
    else:
        messages.success(request, said)
    return redirect(offering)


@allowed("offering.edit")
def offering_import(request: HttpRequest) -> HttpResponseBase:
    """A list: the first button says what would change, the second takes it in. One wrong line and nothing is taken in."""
    access, day = access_for(request.user), timezone.localdate()
    form = OfferListForm(request.POST or None, request.FILES or None, access=access)
    context: dict[str, Any] = {"form": form, "crumbs": _crumbs()}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        reading = read_offers(values["file"].read(), organisation=values["organisation"], access=access, day=day)
        context["problems"] = reading.problems

        def take_in(*, dry_run: bool) -> Any:
            return take_in_offerings(
                reading.rows, organisation=values["organisation"], publish=values["publish"], by=request.user,
                at=timezone.now(), on=day, dry_run=dry_run,
            )  # fmt: skip

        if reading.problems:
            form.add_error("file", _("Nothing is taken in. Below stands what is wrong in which line."))
        elif "save" in request.POST:

            def perform() -> str:
                take_in(dry_run=False)
                return reverse("newcomers:offerings")

            path = submit_once(request, perform)
            messages.success(request, _("The list is taken in."))
            return redirect(path)
        else:
            context["taken"] = take_in(dry_run=True)
    return render(request, "relocation/offering_import.html", context, status=422 if form.errors else 200)
