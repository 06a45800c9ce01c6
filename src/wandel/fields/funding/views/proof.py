"""Proofs of use of an award: the list with the notes of the project, one proof with its figures, its writing and its steps."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.funding.actions.proof import (
    answer_finding,
    ask_finding,
    move_proof,
    note_progress,
    remove_progress,
    reopen_finding,
    start_proof,
    write_proof,
)
from wandel.fields.funding.forms.proof import (
    AnswerForm,
    FindingForm,
    NewProofForm,
    ProgressForm,
    ProofForm,
    ProofStepForm,
)
from wandel.fields.funding.models import Proof, ProofFinding, Zuwendungsbescheid
from wandel.fields.funding.models.proof import PROOF_MOVES
from wandel.fields.funding.queries.awards import editable_award_for, editable_awards_for, readable_award_for
from wandel.fields.funding.queries.proof import (
    cost_lines,
    editable_proof_for,
    figures_of,
    finding_for,
    income_lines,
    missing_for_release,
    moved_since_release,
    next_steps,
    open_duties,
    progress_note_for,
    proof_for,
    proofs_of,
)
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.ui.documents import XLSX, document_response, file_response, to_xlsx
from wandel.ui.formats import format_date, reader_language

from .page import award_page
from .proof_document import proof_document as drawn
from .proof_document import proof_sheets
from .proof_fields import field_list

State = Proof.State
PAPER = {"pdf", "docx", "xlsx"}


@allowed("funding.award.view")
def proof_list(request: HttpRequest, pk: int) -> HttpResponse:
    return _list_page(request, readable_award_for(access_for(request.user), pk))


def _list_page(request: HttpRequest, award: Zuwendungsbescheid, *, form: ProgressForm | None = None) -> HttpResponse:
    return award_page(
        request,
        award,
        "proofs",
        proofs=list(proofs_of(award)),
        duties=open_duties(award),
        notes=list(award.progress.all()),
        progress_form=form or ProgressForm(prefix="progress", day=timezone.localdate()),
    )


@allowed("funding.award.edit")
@require_POST
def progress_new(request: HttpRequest, pk: int) -> HttpResponse:
    award = editable_award_for(access_for(request.user), pk)
    form = ProgressForm(request.POST, prefix="progress", day=timezone.localdate())
    if not form.is_valid():
        return _list_page(request, award, form=form)
    values = {name: form.cleaned_data[name] for name in ("happened_on", "text", "publicity")}

    def perform() -> str:
        note_progress(award=award, by=request.user, **values)
        messages.success(request, _("Noted; the report of the next proof starts from it."))
        return reverse("funding:proofs", args=[pk])

    return redirect(submit_once(request, perform))


@allowed("funding.award.edit")
@require_POST
def progress_remove(request: HttpRequest, pk: int) -> HttpResponse:
    note = progress_note_for(access_for(request.user), pk)
    award_pk = note.award_id
    remove_progress(note=note, by=request.user)
    messages.success(request, _("Removed."))
    return redirect("funding:proofs", award_pk)


def _crumbs(award: Zuwendungsbescheid, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        (_("Awards"), reverse("funding:awards")),
        (award.title, award.get_absolute_url()),
        (_("Proofs"), reverse("funding:proofs", args=[award.pk])),
        *more,
    ]


def _form_page(request: HttpRequest, form: Any, heading: str, lead: str, **context: Any) -> HttpResponse:
    return render(
        request,
        "funding/contract_form.html",
        {"form": form, "heading": heading, "lead_text": lead, **context},
        status=422 if form.errors else 200,
    )


@allowed("funding.award.edit")
def proof_new(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Begin a proof, from the duty that asks for it (``?duty=``) or without one."""
    if kind not in Proof.Kind.values:
        raise Http404
    award = editable_award_for(access_for(request.user), pk)
    wanted = request.POST.get("duty") or request.GET.get("duty", "")
    duty = next((one for one in open_duties(award) if one.kind == kind and one.obligation.key == wanted), None)
    initial = {
        "from_on": duty.from_on if duty else award.period_from,
        "until_on": duty.until_on if duty else award.completed_on or award.period_until,
    }
    form = NewProofForm(request.POST or None, award=award, kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            row = start_proof(
                award=award,
                kind=kind,
                duty=duty.obligation.key if duty else "",
                by=request.user,
                on=timezone.localdate(),
                **form.cleaned_data,
            )
            return reverse("funding:proof-edit", args=[row.pk])

        try:
            return redirect(submit_once(request, perform))
        except ValidationError as error:
            form.add_error(None, error)
    return _form_page(
        request,
        form,
        _("Begin the Verwendungsnachweis") if kind == Proof.Kind.FINAL else _("Begin a Zwischennachweis"),
        award.title,
        submit=_("Begin"),
        crumbs=_crumbs(award),
        cancel_url=reverse("funding:proofs", args=[pk]),
        action=f"{request.path}?duty={duty.obligation.key}" if duty else "",
    )


@allowed("funding.award.view")
def proof_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A proof with its figures, what is missing, the questions about it, and the next steps."""
    access = access_for(request.user)
    proof = proof_for(access, pk)
    figures = figures_of(proof)
    missing = missing_for_release(proof, figures) if proof.state in {State.DRAFT, State.CHECK} else []
    may_edit = editable_awards_for(access).filter(pk=proof.award_id).exists()
    language = reader_language()
    return render(
        request,
        "funding/proof_detail.html",
        {
            "proof": proof,
            "award": proof.award,
            "pattern": proof.pattern,
            "pattern_label": proof.pattern.label.to(language),
            "figures": figures,
            "income": income_lines(figures),
            "costs": cost_lines(proof, figures),
            "findings": [one[language] for one in figures["findings"]],
            "settled": _settled(figures, language),
            "receipt_count": len(figures["receipts"]),
            "missing": missing,
            "moved": moved_since_release(proof),
            "report": [(part.label.to(language), proof.texts.get(part.key, "")) for part in proof.pattern.report],
            "questions": proof.findings.all(),
            "steps": proof.steps.all(),
            "may_edit": may_edit,
            "next_steps": next_steps(proof, user_id=request.user.pk, missing=missing) if may_edit else [],
            "may_ask": may_edit and proof.state in {State.SENT, State.QUESTIONED},
            "may_close": may_edit and proof.state == State.ACCEPTED and proof.kind == Proof.Kind.FINAL,
            "crumbs": _crumbs(proof.award),
        },
    )


def _settled(figures: dict[str, Any], language: str) -> dict[str, Any] | None:
    found = figures["settled"]
    if found is None:
        return None
    steps = [step[language] for step in found["steps"]]
    return {**found, "because": found["because"][language], "steps": steps}


@allowed("funding.award.edit")
def proof_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the proof; a second editor sees what changed and chooses."""
    proof = editable_proof_for(access_for(request.user), pk)
    if proof.state != State.DRAFT:
        messages.error(request, _("This proof is no longer being written. Open it again first."))
        return redirect(proof.get_absolute_url())
    figures = figures_of(proof)
    form = ProofForm(request.POST or None, instance=proof, figures=figures)
    if request.method == "POST" and form.is_valid():
        fresh = editable_proof_for(access_for(request.user), pk)
        if not form.conflict_with(fresh) and form.is_valid():
            write_proof(proof=fresh, values=form.cleaned_values(), by=request.user)
            messages.success(request, _("Saved."))
            return redirect(fresh.get_absolute_url())
    return _form_page(
        request,
        form,
        _("Write the proof: %(proof)s") % {"proof": proof},
        proof.award.title,
        submit=_("Save"),
        crumbs=_crumbs(proof.award, (str(proof), proof.get_absolute_url())),
        cancel_url=proof.get_absolute_url(),
    )


@allowed("funding.award.edit")
def proof_step(request: HttpRequest, pk: int, state: str) -> HttpResponseBase:
    """One step of the table. The everyday ones are one press; those with a word or a day of their own have a page."""
    proof, today = editable_proof_for(access_for(request.user), pk), timezone.localdate()
    move = next((one for one in PROOF_MOVES[proof.state] if one.to == state), None)
    if move is None:
        if state not in State.values:
            raise Http404
        sentence = _("From “%(state)s” this step is not possible. Nothing was changed.")
        messages.error(request, sentence % {"state": proof.get_state_display()})
        return redirect(proof.get_absolute_url())
    form = ProofStepForm(request.POST or None, day=today, needs_note=move.note)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            move_proof(proof=proof, to=state, by=request.user, on=today, **form.cleaned_data)
            messages.success(request, _("%(proof)s: %(state)s.") % {"proof": proof, "state": State(state).label})
            return proof.get_absolute_url()

        try:
            return redirect(submit_once(request, perform))
        except ValidationError as error:
            form.add_error(None, error)
    return _form_page(
        request,
        form,
        move.button,
        f"{proof} · {proof.award.title}",
        submit=move.button,
        crumbs=_crumbs(proof.award, (str(proof), proof.get_absolute_url())),
        cancel_url=proof.get_absolute_url(),
    )


@allowed("funding.award.edit")
def finding_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Note what the funder asks; it waits on a desk until it is answered."""
    proof, today = editable_proof_for(access_for(request.user), pk), timezone.localdate()
    form = FindingForm(request.POST or None, initial={"asked_on": today})
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            ask_finding(proof=proof, by=request.user, on=today, **form.cleaned_data)
            messages.success(request, _("The question waits on the desk until it is answered."))
            return proof.get_absolute_url()

        try:
            return redirect(submit_once(request, perform))
        except ValidationError as error:
            form.add_error(None, error)
    return _form_page(
        request,
        form,
        _("The funder asks"),
        f"{proof} · {proof.award.title}",
        submit=_("Note the question"),
        crumbs=_crumbs(proof.award, (str(proof), proof.get_absolute_url())),
        cancel_url=proof.get_absolute_url(),
    )


@allowed("funding.award.edit")
def finding_answer(request: HttpRequest, pk: int) -> HttpResponseBase:
    finding = finding_for(access_for(request.user), pk)
    form = AnswerForm(request.POST or None, initial={"answer": finding.answer})
    if request.method == "POST" and form.is_valid():
        answer_finding(finding=finding, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        messages.success(request, _("Answered; it is off the desk."))
        return redirect(finding.proof.get_absolute_url())
    return _form_page(
        request,
        form,
        _("Answer the funder"),
        finding.question,
        submit=_("It is answered"),
        crumbs=_crumbs(finding.proof.award, (str(finding.proof), finding.proof.get_absolute_url())),
        cancel_url=finding.proof.get_absolute_url(),
    )


@allowed("funding.award.edit")
@require_POST
def finding_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    finding: ProofFinding = finding_for(access_for(request.user), pk)
    reopen_finding(finding=finding, by=request.user, on=timezone.localdate())
    messages.success(request, _("The question waits again."))
    return redirect(finding.proof.get_absolute_url())


@allowed("funding.award.view")
def proof_fields(request: HttpRequest, pk: int) -> HttpResponse:
    """Every field in the order of the form, to copy into a funder's portal."""
    proof = proof_for(access_for(request.user), pk)
    return render(
        request,
        "funding/proof_fields.html",
        {
            "proof": proof,
            "award": proof.award,
            "sections": field_list(proof, figures_of(proof)),
            "crumbs": _crumbs(proof.award, (str(proof), proof.get_absolute_url())),
        },
    )


@allowed("funding.award.view")
def proof_document(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The proof in the order of the funder's form: PDF, Word file, or the tables as a workbook."""
    proof = proof_for(access_for(request.user), pk)
    if form not in PAPER:
        raise Http404
    day = _day_of(proof)
    figures = figures_of(proof)
    name = f"{proof} {proof.award.title} {format_date(day)}"
    if form == "xlsx":
        return file_response(to_xlsx(proof_sheets(proof, figures)), XLSX, f"{name}.xlsx")
    document = drawn(proof, figures, day=day)
    word_url = reverse("funding:proof-document", args=[pk, "docx"])
    return document_response(document, form, name, request=request, word_url=word_url)


def _day_of(proof: Proof) -> date:
    return proof.sent_on or proof.released_on or timezone.localdate()
