"""Pages of an award."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wandel.fields.funding.actions.setup import complete, reopen
from wandel.fields.funding.forms.setup import AwardFilter, UploadForm
from wandel.fields.funding.kinds import VALUE_LABELS
from wandel.fields.funding.models.award import WITHDRAWN
from wandel.fields.funding.queries.awards import (
    award_for,
    awards_for,
    editable_award_for,
    fact_rows,
    list_awards,
    obligation_for,
    obligation_rows,
    readable_award_for,
    recipients,
    summary_of,
    with_next_due,
    withdrawn_awards_for,
)
from wandel.office.files.actions import store
from wandel.office.files.queries import file_about, files_about
from wandel.office.files.responses import file_response
from wandel.office.journal.queries import entries_about
from wandel.office.people.access import access_for, allowed
from wandel.ui.documents import document_response
from wandel.ui.formats import format_date, reader_language
from wandel.ui.tables import Column, asked_kind, table_file
from wandel.ui.undo import offer_undo

from .document import obligations_document
from .page import award_page

COLUMNS: tuple[Column, ...] = (
    (gettext_lazy("Project"), lambda award: award.title),
    (gettext_lazy("Reference"), lambda award: award.reference),
    (gettext_lazy("Funder"), lambda award: award.funder.name),
    (gettext_lazy("Recipient"), lambda award: award.recipient.name),
    (gettext_lazy("Notice of"), lambda award: award.dated_on),
    (gettext_lazy("Granted"), lambda award: award.grant),
    (gettext_lazy("State"), lambda award: award.shown_state_label),
)


@allowed("funding.award.view")
def award_list(request: HttpRequest) -> HttpResponse:
    access = access_for(request.user)
    form = _filter_form(request)
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
            "withdrawn_only": _filters(form).get("state") == WITHDRAWN,
            "summary": summary_of(found),
            "may_record": access.may("funding.award.record"),
            "may_edit": access.may("funding.award.edit"),
            "today": timezone.localdate(),
        },
    )


def _filter_form(request: HttpRequest) -> AwardFilter:
    access = access_for(request.user)
    return AwardFilter(
        request.GET or None,
        recipients=recipients(awards_for(access) | withdrawn_awards_for(access)),
        may_record=access.is_unit and access.may("funding.award.record"),
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
    """The filtered list for a spreadsheet."""
    access = access_for(request.user)
    rows = list_awards(access, **_filters(_filter_form(request)))
    return table_file(asked_kind(request), _("awards"), COLUMNS, rows.iterator(chunk_size=500))


@allowed("funding.award.view")
def award_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Duties first: the page answers "until when, and why"."""
    award = readable_award_for(access_for(request.user), pk)
    language = reader_language()
    return award_page(
        request,
        award,
        "obligations",
        rows=obligation_rows(award, on=timezone.localdate()),
        warnings=[warning[language] for warning in award.warnings],
        party_ids=[party.organisation_id for party in award.parties.all()],
    )


@allowed("funding.award.view")
def award_notice(request: HttpRequest, pk: int) -> HttpResponse:
    award = readable_award_for(access_for(request.user), pk)
    values = [{**value, "label": VALUE_LABELS.get(value["key"], value["key"])} for value in award.values]
    return award_page(
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
    award = readable_award_for(access_for(request.user), pk)
    return file_response(file_about("funding.award", str(award.pk), file_pk))


@allowed("funding.award.view")
def award_history(request: HttpRequest, pk: int) -> HttpResponse:
    award = readable_award_for(access_for(request.user), pk)
    return award_page(request, award, "history", history=entries_about("funding.award", str(pk))[:100])


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
