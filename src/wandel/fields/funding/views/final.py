"""Closing an award with its final notice, and opening it again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.funding.actions.final import close_award, reopen_award
from wandel.fields.funding.forms.final import FinalNoticeForm
from wandel.fields.funding.queries.awards import editable_award_for, money_of, proof_is_open
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.formats import format_money


@allowed("funding.award.edit")
def award_final(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The final notice is here: its day and amount close the award."""
    award, today = editable_award_for(access_for(request.user), pk), timezone.localdate()
    form = FinalNoticeForm(request.POST or None, award=award, day=today, initial={"final_grant": award.grant})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data

        def perform() -> str:
            close_award(award=award, by=request.user, on=today, **values)
            return award.get_absolute_url()

        try:
            path = submit_once(request, perform)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The award is closed; nothing of it waits on a desk any more."))
            if values["final_grant"] > award.grant:
                said = _("%(amount)s is more than was granted (%(granted)s). Please look at the notice again.")
                amounts = {"amount": format_money(values["final_grant"]), "granted": format_money(award.grant)}
                messages.warning(request, said % amounts)
            return redirect(path)
    context = {
        "award": award,
        "form": form,
        "drawn": money_of(award).drawn,
        "open_duties": proof_is_open(award),
        "crumbs": [(_("Awards"), reverse("funding:awards")), (award.title, award.get_absolute_url())],
    }
    return render(request, "funding/award_final.html", context, status=422 if form.errors else 200)


@allowed("funding.award.edit")
@require_POST
def award_reopen(request: HttpRequest, pk: int) -> HttpResponseBase:
    award = editable_award_for(access_for(request.user), pk)
    try:
        reopen_award(award=award, by=request.user, on=timezone.localdate())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The award is open again; its duties are back on the desks."))
    return redirect(award.get_absolute_url())
