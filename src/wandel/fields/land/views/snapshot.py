"""Key dates: writing the stock down and comparing two of them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.fields.land.actions.snapshot import take_snapshot
from wandel.fields.land.forms.balance import CompareFilter, KeyDateForm
from wandel.fields.land.queries.snapshot import compare_for, snapshot_for, snapshots_for
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once


def _page(request: HttpRequest, form: KeyDateForm, status: int = 200) -> HttpResponse:
    access = access_for(request.user)
    snapshots = list(snapshots_for(access))
    compared = None
    compare = CompareFilter(request.GET or None, snapshots=snapshots_for(access))
    if len(snapshots) > 1 and not request.GET:
        compare = CompareFilter({"earlier": snapshots[1].pk, "later": snapshots[0].pk}, snapshots=snapshots_for(access))
    if len(snapshots) > 1 and compare.is_valid():
        pair = [snapshot_for(access, compare.cleaned_data[name].pk) for name in ("earlier", "later")]
        compared = compare_for(access, pair[0], pair[1])
    context = {
        "snapshots": snapshots,
        "form": form,
        "compare_form": compare,
        "compared": compared,
        "may_take": access.may("land.site.decide"),
        "crumbs": [(_("Sites"), reverse("land:sites")), (_("Balance of land"), reverse("land:balance"))],
    }
    return render(request, "land/snapshots.html", context, status=status)


@allowed("land.site.view")
def snapshots(request: HttpRequest) -> HttpResponse:
    return _page(request, KeyDateForm(initial={"key_date": timezone.localdate()}))


@allowed("land.site.decide")
def snapshot_new(request: HttpRequest) -> HttpResponseBase:
    """Write the stock down; what cannot be, comes back as a sentence on the same page."""
    if request.method != "POST":
        return redirect("land:snapshots")
    form = KeyDateForm(request.POST)
    if form.is_valid():

        def perform() -> str:
            values = form.cleaned_data
            take_snapshot(key_date=values["key_date"], note=values["note"], by=request.user, on=timezone.localdate())
            return reverse("land:snapshots")

        try:
            path = submit_once(request, perform)
        except ValidationError as problem:
            form.add_error("key_date", problem)
        else:
            messages.success(request, _("The stock is written down."))
            return redirect(path)
    return _page(request, form, 422)
