"""Taking an answer over into the field it is about: first what would change, then one click."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wandel.office.desk.models import Answer, Round
from wandel.office.desk.queries import round as queries
from wandel.office.desk.registry import RoundForm
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.undo import offer_undo


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


@allowed("round.manage")
def round_take_over(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All answers of a round: GET shows what each would change and writes nothing; POST does what was chosen, in one go."""
    a_round = queries.round_for(access_for(request.user), pk)
    forms = [form for form in queries.round_forms_of(a_round) if form.all_proposals and form.take_over_all]
    if not forms:
        raise Http404
    page = reverse("rounds:take-over-all", args=[pk])
    if request.method == "POST":
        chosen = request.POST.getlist("chosen")
        if not chosen:
            messages.error(request, _("Nothing is chosen. Tick what shall be taken over."))
            return redirect(page)

        def perform() -> str:
            for form in forms:
                _take_over_all(request, form, a_round, chosen)
            return page

        try:
            return redirect(submit_once(request, perform))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(page)
    answers = [
        {
            "answer": answer,
            "changes": [one for one in proposals if one.applies],
            "by_hand": [one for one in proposals if not one.applies],
        }
        for form in forms
        for answer, proposals in (form.all_proposals(a_round) if form.all_proposals else [])
    ]
    context = {
        "round": a_round,
        "answers": [one for one in answers if one["changes"] or one["by_hand"]],
        "answered": len(answers),
        "count": sum(len(one["changes"]) for one in answers),
        "crumbs": [
            (_("Rounds"), reverse("rounds:list")),
            (a_round.title, reverse("rounds:compare", args=[a_round.pk])),
        ],
    }
    return render(request, "desk/round/take_over_all.html", context)


def _take_over_all(request: HttpRequest, form: RoundForm, a_round: Round, chosen: list[str]) -> None:
    if form.take_over_all is None:
        return
    count, left, number = form.take_over_all(a_round=a_round, chosen=chosen, by=request.user, on=timezone.localdate())
    text = ngettext("%(count)s change is taken over.", "%(count)s changes are taken over.", count) % {"count": count}
    if number and form.take_back:
        url = reverse("rounds:take-back", args=[a_round.pk])
        offer_undo(request, text, url=url, data={"form": form.key, "number": number})
    else:
        messages.success(request, text)
    if left:
        sentence = ngettext(
            "%(count)s change is not as it was shown any more and was left out. Look at it again.",
            "%(count)s changes are not as they were shown any more and were left out. Look at them again.",
            left,
        )
        messages.warning(request, sentence % {"count": left})


@require_POST
@allowed("round.manage")
def round_take_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Undo a taking over of all answers; what was changed since stays."""
    a_round = queries.round_for(access_for(request.user), pk)
    form = next((one for one in queries.round_forms_of(a_round) if one.key == request.POST.get("form")), None)
    if form is None or form.take_back is None:
        raise Http404
    try:
        back, kept = form.take_back(
            number=request.POST.get("number", ""), a_round=a_round, by=request.user, on=timezone.localdate()
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("rounds:take-over-all", pk=pk)
    text = ngettext("%(count)s change is taken back.", "%(count)s changes are taken back.", back)
    messages.success(request, text % {"count": back})
    if kept:
        sentence = ngettext(
            "%(count)s site was changed since and stays as it is.",
            "%(count)s sites were changed since and stay as they are.",
            kept,
        )
        messages.warning(request, sentence % {"count": kept})
    return redirect("rounds:take-over-all", pk=pk)
