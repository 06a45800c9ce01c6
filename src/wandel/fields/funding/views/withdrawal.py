"""Taking back an award that was recorded in error: say what follows, ask why, and the way back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.funding.actions.withdrawal import put_back_award, withdraw_award
from wandel.fields.funding.forms.withdrawal import WithdrawForm
from wandel.fields.funding.queries.awards import editable_award_for, withdrawn_award_for
from wandel.fields.funding.queries.withdrawal import consequences_of
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.undo import offer_undo


@allowed("funding.award.record")
def award_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """What follows from it, then the reason; the list afterwards offers the way back."""
    award = editable_award_for(access_for(request.user), pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            withdraw_award(award=award, reason=form.cleaned_data["reason"], by=request.user, on=timezone.localdate())
            url = reverse("funding:award-put-back", args=[pk])
            offer_undo(request, _("“%(title)s” is withdrawn.") % {"title": award.title}, url=url, data={})
            return reverse("funding:awards")

        try:
            return redirect(submit_once(request, perform))
        except ValidationError as error:
            form.add_error(None, error)
    return render(
        request,
        "funding/award_withdraw.html",
        {
            "award": award,
            "form": form,
            "consequences": consequences_of(award),
            "crumbs": [(_("Awards"), reverse("funding:awards")), (award.title, award.get_absolute_url())],
        },
    )


@allowed("funding.award.record")
@require_POST
def award_put_back(request: HttpRequest, pk: int) -> HttpResponse:
    award = withdrawn_award_for(access_for(request.user), pk)
    try:
        put_back_award(award=award, by=request.user, on=timezone.localdate())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The award stands again; its dates are back on the desks."))
    return redirect(award.get_absolute_url())
