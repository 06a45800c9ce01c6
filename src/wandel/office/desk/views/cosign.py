"""Four eyes: the page on which somebody signs or refuses."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wandel.office.desk.actions import cosign as actions
from wandel.office.desk.forms.cosign import DecisionForm
from wandel.office.desk.models import CoSignRequest
from wandel.office.desk.queries.cosign import cosign_for, may_decide
from wandel.office.desk.registry import may_see_subject
from wandel.office.people.access import access_for, allowed

STATES = {
    "sign": CoSignRequest.State.SIGNED,
    "refuse": CoSignRequest.State.REFUSED,
    "withdraw": CoSignRequest.State.WITHDRAWN,
}
COLOURS = {"asked": "amber", "signed": "green", "refused": "red", "withdrawn": "line"}


@require_GET
@allowed("desk.view")
def cosign(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, cosign_for(access_for(request.user), pk), DecisionForm())


def _page(request: HttpRequest, found: CoSignRequest, form: DecisionForm) -> HttpResponse:
    access, day = access_for(request.user), timezone.localdate()
    context = {
        "cosign": found,
        "form": form,
        "colour": COLOURS[found.state],
        "may_decide": may_decide(access.user, found, day),
        "may_withdraw": found.is_open and found.asked_by_id == access.user.pk,
        "may_open": bool(found.subject_path) and may_see_subject(access, found.subject_kind, found.subject_pk),
        "today": day,
        "crumbs": [(_("Desk"), reverse("desk:desk"))],
    }
    return render(request, "desk/cosign.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("desk.cosign")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    found = cosign_for(access_for(request.user), pk)
    form = DecisionForm(request.POST)
    state = STATES.get(request.POST.get("step", ""))
    if state is None:
        raise Http404
    if form.is_valid():
        try:
            actions.decide(request=found, to=state, note=form.cleaned_data["note"], by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error("note" if error.code == "note" else None, error)
        except PermissionDenied:
            form.add_error(None, _("Four eyes: only somebody of the asked side who has not asked can sign."))
        else:
            messages.success(request, _("Thank you. The other side can see it now."))
            return redirect("desk:desk")
    return _page(request, cosign_for(access_for(request.user), pk), form)
