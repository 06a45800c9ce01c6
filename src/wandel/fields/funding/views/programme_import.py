"""Taking the programmes of the Förderdatenbank in: look first, then take in."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wandel.fields.funding.actions.programme_import import PROGRAMME_IMPORT, start_import, take_in_seen
from wandel.fields.funding.forms.programme import ProgrammeImportForm
from wandel.fields.funding.models import ProgrammeVersion
from wandel.fields.funding.queries.programmes import changed_in_words
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.incoming import keep_upload
from wandel.office.runs.once import submit_once
from wandel.office.runs.queries import run_for
from wandel.ui.formats import reader_language


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Programmes"), reverse("programmes:programmes"))]


@allowed("programme.edit")
def programme_import(request: HttpRequest) -> HttpResponseBase:
    """Choose a file; it is read in the background, and nothing is written before somebody has seen what would change."""
    form = ProgrammeImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            values = form.cleaned_data
            params = {
                "path": str(keep_upload("funding", values["file"], "export")), "name": str(values["file"].name)[:100],
                "whole": values["whole"], "skip_broken": values["skip_broken"], "check": True,
            }  # fmt: skip
            return reverse("runs:detail", args=[start_import(params=params, by=request.user).pk])

        return redirect(submit_once(request, perform))
    context = {
        "form": form,
        "heading": _("Take in programmes"),
        "lead": _(
            "First you see what would change. The same file twice changes nothing; our own entries are never touched."
        ),
        "submit": _("Look what would change"),
        "cancel_url": reverse("programmes:programmes"),
        "crumbs": _crumbs(),
    }
    return render(request, "funding/programme_form.html", context, status=422 if form.errors else 200)


@allowed("programme.edit")
def import_result(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """What a file would change, with the button that takes it in; after that, what it did."""
    run = run_for(access_for(request.user), pk)
    if run.kind != PROGRAMME_IMPORT or "seen" not in run.result:
        raise Http404
    if request.method == "POST":

        def perform() -> str:
            return reverse("runs:detail", args=[take_in_seen(run=run, by=request.user).pk])

        try:
            return redirect(submit_once(request, perform))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("programmes:programme-import")
    seen, language = run.result["seen"], reader_language()
    kinds = dict(ProgrammeVersion.Kind.choices)
    context = {
        "run": run,
        "seen": seen,
        "checking": run.params["check"],
        "changes": [
            (kinds[kind], title, ", ".join(map(changed_in_words, names))) for kind, title, names in seen["changes"]
        ],
        "remarks": [remark[language] for remark in seen["remarks"]],
        "crumbs": _crumbs(),
    }
    return render(request, "funding/programme_import.html", context)
