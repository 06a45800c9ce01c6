"""Taking an answer over into the field it is about: first what would change, then one click."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wandel.office.desk.models import Answer
from wandel.office.desk.queries import round as queries
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once


@allowed("round.manage")
def answer_take_over(request: HttpRequest, pk: int) -> HttpResponseBase:
    """GET lists what taking over would change and writes nothing; POST does it. A second time nothing is left to do."""
    answer = queries.answer_for(access_for(request.user), pk)
    forms = queries.round_forms_of(answer.round)
    if not forms or answer.state != Answer.State.ANSWERED:
        raise Http404
    page = reverse("rounds:take-over", args=[pk])
    if request.method == "POST":

        def perform() -> str:
            today = timezone.localdate()
            count = sum(form.take_over(answer=answer, by=request.user, on=today) for form in forms)
            text = ngettext("%(count)s change is taken over.", "%(count)s changes are taken over.", count)
            messages.success(request, text % {"count": count})
            return page

        try:
            return redirect(submit_once(request, perform))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(page)
    proposals = [proposal for form in forms for proposal in form.proposals(answer)]
    compare = reverse("rounds:compare", args=[answer.round_id])
    context = {
        "answer": answer,
        "round": answer.round,
        "changes": [proposal for proposal in proposals if proposal.applies],
        "by_hand": [proposal for proposal in proposals if not proposal.applies],
        "crumbs": [(_("Rounds"), reverse("rounds:list")), (answer.round.title, compare)],
    }
    return render(request, "desk/round/take_over.html", context)
