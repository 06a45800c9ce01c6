"""Pages of an award."""

import csv
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.funding.actions.money import note_booking, note_drawdown, remove_booking, remove_drawdown
from wandel.fields.funding.actions.setup import ask_treasury, complete, reopen, set_up, tick
from wandel.fields.funding.forms.setup import AwardFilter, BookingForm, DrawdownForm, SetupForm, UploadForm
from wandel.fields.funding.kinds import VALUE_LABELS
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.funding.queries.awards import (
    award_for,
    awards_for,
    booking_for,
    checklist_item_for,
    checklist_rows,
    drawdown_for,
    editable_award_for,
    editable_awards_for,
    fact_rows,
    gap_titles,
    list_awards,
    money_of,
    obligation_for,
    obligation_rows,
    recipients,
    summary_of,
    with_next_due,
)
from wandel.fields.funding.queries.cosign import own_share_cosign
from wandel.office.desk.queries.cosign import cosigns_about
from wandel.office.files.actions import store
from wandel.office.files.queries import file_about, files_about
from wandel.office.files.responses import file_response
from wandel.office.journal.queries import entries_about
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.documents import document_response
from wandel.ui.formats import format_date, format_money, format_number
from wandel.ui.slots import panels
from wandel.ui.undo import offer_undo

from .document import obligations_document


def _tabs(award: Zuwendungsbescheid, current: str, gaps: int) -> list[dict[str, Any]]:
    names = [
        ("obligations", _("Duties"), reverse("funding:award", args=[award.pk]), None),
        ("money", _("Money"), reverse("funding:award-money", args=[award.pk]), None),
        ("notice", _("Notice"), reverse("funding:award-notice", args=[award.pk]), None),
        ("setup", _("Set-up"), reverse("funding:award-setup", args=[award.pk]), gaps or None),
        ("history", _("History"), reverse("funding:award-history", args=[award.pk]), None),
    ]
    return [
        {"label": label, "url": url, "count": count, "current": name == current} for name, label, url, count in names
    ]


def _page(request: HttpRequest, award: Zuwendungsbescheid, tab: str, **context: Any) -> HttpResponse:
    access = access_for(request.user)
    gaps = gap_titles(award)
    return render(
        request,
        f"funding/award_{tab}.html",
        {
            "award": award,
            "tabs": _tabs(award, tab, len(gaps)),
            "money": money_of(award),
            "rate_text": f"{format_number(award.rate * 100, places=0 if award.rate * 100 % 1 == 0 else 2)} %"
            if award.rate
            else "",
            "parties": award.parties.select_related("organisation"),
            "gaps": gaps,
            "may_edit": editable_awards_for(access).filter(pk=award.pk).exists(),
            "today": timezone.localdate(),
            "aside_panels": list(panels("funding.award", request, award)),
            "crumbs": [(_("Awards"), reverse("funding:awards"))],
            **context,
        },
    )


@allowed("funding.award.view")
def award_list(request: HttpRequest) -> HttpResponse:
    access = access_for(request.user)
    form = AwardFilter(request.GET or None, recipients=recipients(awards_for(access)))
    found = list_awards(access, **_filters(form))
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    with_next_due(page.object_list)
    return render(
        request,
        "funding/award_list.html",
        {
            "page": page,
            "filter_form": form,
            "filtered": any(request.GET.get(name) for name in form.fields),
            "summary": summary_of(found),
            "may_record": access.may("funding.award.record"),
            "today": timezone.localdate(),
        },
    )


def _filters(form: AwardFilter) -> dict[str, Any]:
    if not form.is_valid():
        return {}
    values = form.cleaned_data
    return {
        "text": values["q"],
        "state": values["state"],
        "recipient": values["recipient"].pk if values["recipient"] else None,
    }


@allowed("funding.award.view")
def award_export(request: HttpRequest) -> HttpResponse:
    """The filtered list as CSV; cells that a spreadsheet would run as a formula are defused."""
    access = access_for(request.user)
    form = AwardFilter(request.GET or None, recipients=recipients(awards_for(access)))
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{_("awards")}.csv"'},
    )
    response.write("\ufeff")
    # A spreadsheet adds up only what is written with the decimal sign of its language, and without grouping.
    point = "," if (get_language() or "de").startswith("de") else "."

    def amount(value: Decimal) -> str:
        return f"{value:.2f}".replace(".", point)

    writer = csv.writer(response, delimiter=";")
    writer.writerow(
        [_("Project"), _("Reference"), _("Funder"), _("Recipient"), _("Notice of"), _("Granted"), _("State")]
    )
    for award in list_awards(access, **_filters(form)).iterator(chunk_size=500):
        cells = [award.title, award.reference, award.funder.name, award.recipient.name]
        writer.writerow(
            [f"'{cell}" if cell[:1] in "=+-@\t\r" else cell for cell in cells]
            + [award.dated_on.isoformat(), amount(award.grant), str(award.get_state_display())]
        )
    return response


@allowed("funding.award.view")
def award_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Duties first: the page answers "until when, and why"."""
    award = award_for(access_for(request.user), pk)
    language = "de" if (get_language() or "de").startswith("de") else "en"
    return _page(
        request,
        award,
        "obligations",
        rows=obligation_rows(award, on=timezone.localdate()),
        warnings=[warning[language] for warning in award.warnings],
        party_ids=[party.organisation_id for party in award.parties.all()],
    )


@allowed("funding.award.view")
def award_money(request: HttpRequest, pk: int) -> HttpResponse:
    return _money_page(request, award_for(access_for(request.user), pk))


def _money_page(
    request: HttpRequest, award: Zuwendungsbescheid, *, drawdown: Any = None, booking: Any = None
) -> HttpResponse:
    return _page(
        request,
        award,
        "money",
        drawdowns=award.drawdowns.all(),
        bookings=award.bookings.all(),
        drawdown_form=drawdown or DrawdownForm(prefix="drawdown"),
        booking_form=booking or BookingForm(prefix="booking"),
    )


@allowed("funding.award.edit")
@require_POST
def drawdown_new(request: HttpRequest, pk: int) -> HttpResponse:
    award = editable_award_for(access_for(request.user), pk)
    form = DrawdownForm(request.POST, prefix="drawdown")
    if not form.is_valid():
        return _money_page(request, award, drawdown=form)
    back = reverse("funding:award-money", args=[pk])

    def perform() -> str:
        row = note_drawdown(award=award, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        text = _("%(amount)s received, noted.") % {"amount": format_money(row.amount)}
        offer_undo(request, text, url=reverse("funding:drawdown-remove", args=[row.pk]), data={})
        return back

    return redirect(submit_once(request, perform))


@allowed("funding.award.edit")
@require_POST
def booking_new(request: HttpRequest, pk: int) -> HttpResponse:
    award = editable_award_for(access_for(request.user), pk)
    form = BookingForm(request.POST, prefix="booking")
    if not form.is_valid():
        return _money_page(request, award, booking=form)
    back = reverse("funding:award-money", args=[pk])

    def perform() -> str:
        row = note_booking(award=award, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        text = _("Payment of %(amount)s noted.") % {"amount": format_money(row.amount)}
        offer_undo(request, text, url=reverse("funding:booking-remove", args=[row.pk]), data={})
        return back

    return redirect(submit_once(request, perform))


@allowed("funding.award.edit")
@require_POST
def drawdown_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = drawdown_for(access_for(request.user), pk)
    data = {"drawdown-paid_on": row.paid_on.isoformat(), "drawdown-amount": f"{row.amount:.2f}"}
    remove_drawdown(drawdown=row, by=request.user, on=timezone.localdate())
    offer_undo(request, _("Removed."), url=reverse("funding:drawdown-new", args=[row.award_id]), data=data)
    return redirect("funding:award-money", row.award_id)


@allowed("funding.award.edit")
@require_POST
def booking_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = booking_for(access_for(request.user), pk)
    data = {
        "booking-paid_on": row.paid_on.isoformat(),
        "booking-amount": f"{row.amount:.2f}",
        "booking-purpose": row.purpose,
    }
    remove_booking(booking=row, by=request.user, on=timezone.localdate())
    offer_undo(request, _("Removed."), url=reverse("funding:booking-new", args=[row.award_id]), data=data)
    return redirect("funding:award-money", row.award_id)


@allowed("funding.award.view")
def award_notice(request: HttpRequest, pk: int) -> HttpResponse:
    award = award_for(access_for(request.user), pk)
    values = [{**value, "label": VALUE_LABELS.get(value["key"], value["key"])} for value in award.values]
    return _page(
        request,
        award,
        "notice",
        facts=fact_rows(award),
        values=values,
        files=files_about("funding.award", str(pk)),
        upload_form=UploadForm(),
        versions=award.versions.all()[:20],
    )


@allowed("funding.award.edit")
@require_POST
def award_upload(request: HttpRequest, pk: int) -> HttpResponse:
    award = editable_award_for(access_for(request.user), pk)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            store(upload=form.cleaned_data["upload"], subject=award.ref, by=request.user)
            messages.success(request, _("The file is kept with the notice."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    else:
        messages.error(request, _("Please choose a file first."))
    return redirect("funding:award-notice", pk)


@allowed("funding.award.view")
def award_file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    award = award_for(access_for(request.user), pk)
    return file_response(file_about("funding.award", str(award.pk), file_pk))


@allowed("funding.award.view")
def award_setup(request: HttpRequest, pk: int) -> HttpResponse:
    access = access_for(request.user)
    award = award_for(access, pk)
    form = SetupForm(request.POST or None, award=award)
    if request.method == "POST":
        award = editable_award_for(access, pk)
        if form.is_valid():
            values = form.cleaned_data
            set_up(
                award=award,
                lead=values["lead"],
                deputy=values["deputy"],
                offices=form.offices(),
                signatories=values["signatories"],
                by=request.user,
                on=timezone.localdate(),
            )
            messages.success(request, _("The set-up is saved."))
            return redirect("funding:award-setup", pk)
    own = own_share_cosign(award)
    return _page(
        request,
        award,
        "setup",
        form=form,
        checklist=checklist_rows(award),
        requests=cosigns_about("funding.award", str(pk)),
        own_share=own,
        has_treasury=award.parties.filter(part="treasury").exists(),
        may_ask=access.is_unit and bool(own.amount) and not own.asked and not own.signed,
    )


@allowed("funding.award.edit")
@require_POST
def award_cosign(request: HttpRequest, pk: int) -> HttpResponse:
    award = editable_award_for(access_for(request.user), pk)

    def perform() -> str:
        ask_treasury(award=award, by=request.user, on=timezone.localdate())
        return reverse("funding:award-setup", args=[pk])

    try:
        path = submit_once(request, perform)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("funding:award-setup", pk)
    messages.success(request, _("The treasury has been asked."))
    return redirect(path)


@allowed("funding.award.view")
def award_history(request: HttpRequest, pk: int) -> HttpResponse:
    award = award_for(access_for(request.user), pk)
    return _page(request, award, "history", history=entries_about("funding.award", str(pk))[:100])


@allowed("funding.award.view")
def award_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts in the form the command line reads: ``wandel obligations FILE``."""
    award = award_for(access_for(request.user), pk)
    return JsonResponse(
        award.facts,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Disposition": f'attachment; filename="award-{pk}.json"'},
    )


@allowed("funding.award.view")
def award_document(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    award = award_for(access_for(request.user), pk)
    if form not in {"pdf", "docx"}:
        raise Http404
    today = timezone.localdate()
    document = obligations_document(award, obligation_rows(award, on=today), day=today)
    word_url = reverse("funding:award-document", args=[pk, "docx"])
    return document_response(document, form, f"{award.title} {format_date(today)}", request=request, word_url=word_url)


@allowed("funding.award.edit")
@require_POST
def obligation_done(request: HttpRequest, pk: int) -> HttpResponse:
    obligation = obligation_for(access_for(request.user), pk)
    url = reverse("funding:obligation-done", args=[pk])
    if request.POST.get("reopen"):
        reopen(obligation=obligation, by=request.user, on=timezone.localdate())
        messages.success(request, _("The duty is open again."))
    else:
        complete(obligation=obligation, by=request.user, on=timezone.localdate())
        offer_undo(request, _("Done."), url=url, data={"reopen": "1"})
    return redirect("funding:award", obligation.award_id)


@allowed("funding.award.edit")
@require_POST
def checklist_tick(request: HttpRequest, pk: int) -> HttpResponse:
    item = checklist_item_for(access_for(request.user), pk)
    tick(item=item, done=not request.POST.get("reopen"), by=request.user, on=timezone.localdate())
    return redirect("funding:award-setup", item.award_id)
