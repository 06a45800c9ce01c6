"""Recording and correcting a notice, with a preview of what follows from it."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.core.foerderung.award import AwardErrors
from wandel.fields.funding.actions.application import link_award
from wandel.fields.funding.actions.record import correct_award, preview_of, record_award
from wandel.fields.funding.forms.award import AwardForm
from wandel.fields.funding.kinds import title_of
from wandel.fields.funding.models import Application, Zuwendungsbescheid
from wandel.fields.funding.queries.applications import editable_application_for
from wandel.fields.funding.queries.awards import editable_award_for
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.formats import reader_language

FIELD_OF_PATH = {
    "conditions": "conditions", "notice.dated_on": "dated_on", "notice.sent_on": "sent_on", "financing.rate": "rate",
    "financing.grant": "grant", "financing.eligible_costs": "eligible_costs", "financing.cap": "cap",
    "award_period.until": "period_until", "award_period.from": "period_from", "completed_on": "completed_on",
    "purpose_binding.years": "binding_years",
}  # fmt: skip


def _preview(form: AwardForm) -> dict[str, Any]:
    """Duties and warnings of what is typed so far, also while title, parties or money are still missing."""
    if not form.is_bound:
        # A notice being corrected has everything; the page asks for its dates once it is there.
        return {"preview": [], "preview_warnings": [], "preview_needs": [] if form.instance.pk else form.still_needed}
    form.is_valid()
    if form.still_needed:
        return {"preview": [], "preview_warnings": form.wrong_days, "preview_needs": form.still_needed}
    odd = form.odd_ahead
    try:
        reckoning = preview_of(form.preview_values(), on=timezone.localdate())
    except AwardErrors as errors:
        return {"preview": [], "preview_warnings": [problem.text.to(reader_language()) for problem in errors.problems]}
    rows = [
        {
            "obligation": found,
            "title": title_of(found.kind, found.amount, form.cleaned_data["remedy"]),
            "reason": found.because.to(reader_language()),
        }
        for found in reckoning.obligations
    ]
    warnings = form.wrong_days + odd + [warning.text.to(reader_language()) for warning in reckoning.warnings]
    return {"preview": rows, "preview_warnings": warnings}


def _add_problems(form: AwardForm, errors: AwardErrors) -> None:
    for problem in errors.problems:
        place = next((name for path, name in FIELD_OF_PATH.items() if problem.where.startswith(path)), None)
        form.add_error(place, problem.text.to(reader_language()))


def _reference_taken(form: AwardForm) -> bool:
    values = form.cleaned_data
    others = (
        Zuwendungsbescheid.objects.standing()
        .filter(funder=values["funder"], reference=values["reference"])
        .exclude(pk=form.instance.pk)
    )
    if others.exists():
        form.add_error(
            "reference",
            _(
                "This funder's notice with this reference is already recorded. Open it in the list and correct it there."
            ),
        )
        return True
    return False


def _page(request: HttpRequest, form: AwardForm, heading: str, crumbs: list[tuple[str, str]]) -> HttpResponse:
    return render(
        request, "funding/award_form.html", {"form": form, "heading": heading, "crumbs": crumbs, **_preview(form)}
    )


def _application(request: HttpRequest) -> Application | None:
    """The granted application the notice answers (``?application=``); 404 for a foreign one."""
    asked = request.GET.get("application", "")
    if not asked.isdigit():
        return None
    found = editable_application_for(access_for(request.user), int(asked))
    return found if found.state == Application.State.GRANTED and found.award_id is None else None


def _known(application: Application | None) -> dict[str, Any]:
    """What the application says already; everything is compared with the notice before it is saved."""
    if application is None:
        return {"dated_on": None}
    return {
        "dated_on": application.decided_on,
        "title": application.project.title,
        "recipient": application.applicant_id,
        "reference": application.reference,
        "eligible_costs": application.costs,
        "grant": application.decided_grant,
    }


@allowed("funding.award.record")
def award_new(request: HttpRequest) -> HttpResponse:
    """An empty notice, or what was typed with sentences at the fields."""
    application = _application(request)
    form = AwardForm(request.POST or None, initial=_known(application), day=timezone.localdate())
    crumbs = [(_("Awards"), reverse("funding:awards"))]
    if request.method == "POST" and "refresh" not in request.POST and form.is_valid():

        def perform() -> str:
            award = record_award(values=form.award_values(), by=request.user, on=timezone.localdate())
            if application is not None:
                link_award(application=application, award=award, by=request.user, on=timezone.localdate())
            return award.get_absolute_url()

        try:
            # The same form sent twice must meet its own first record, so the reference is checked after the key.
            path = submit_once(request, perform)
        except AwardErrors as errors:
            _add_problems(form, errors)
        except IntegrityError:
            if not _reference_taken(form):
                raise
        else:
            messages.success(request, _("The notice is recorded. Its dates are on the desk."))
            for sentence in form.odd:
                messages.warning(request, sentence)
            return redirect(path)
    return _page(request, form, _("Record a notice"), crumbs)


@allowed("funding.award.edit")
def award_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the notice; a second editor sees what changed and chooses."""
    award = editable_award_for(access_for(request.user), pk)
    form = AwardForm(request.POST or None, instance=award, day=timezone.localdate())
    if request.method == "POST" and "refresh" not in request.POST and form.is_valid():
        fresh = Zuwendungsbescheid.objects.select_related("funder", "recipient").get(pk=pk)
        if not form.conflict_with(fresh) and not _reference_taken(form):

            def perform() -> str:
                return correct_award(
                    award=fresh, values=form.award_values(), by=request.user, on=timezone.localdate()
                ).get_absolute_url()

            try:
                path = submit_once(request, perform)
            except AwardErrors as errors:
                _add_problems(form, errors)
            else:
                messages.success(request, _("The correction is saved. The earlier version stays readable."))
                for sentence in form.odd:
                    messages.warning(request, sentence)
                return redirect(path)
    return _page(
        request, form, award.title, [(_("Awards"), reverse("funding:awards")), (award.title, award.get_absolute_url())]
    )


@allowed("funding.award.edit")
@require_POST
def award_preview(request: HttpRequest) -> HttpResponse:
    """What follows from the facts typed so far, for the column beside the form; with ``rows``, the values to tick."""
    form = AwardForm(request.POST, day=timezone.localdate())
    if "rows" in request.GET:
        return render(request, "funding/_proposals.html", {"form": form})
    return render(request, "funding/_preview.html", _preview(form))
