"""Layers: what is there, where it comes from, and how a new version gets in."""

import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.land.actions.analysis import LAYER_IMPORT, start_layer_import, take_in_checked
from wandel.fields.land.actions.layer import make_current
from wandel.fields.land.forms.layer import LayerForm
from wandel.fields.land.queries.layer import layer_for, layers_for
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once
from wandel.office.runs.queries import run_for
from wandel.ui.formats import reader_language
from wandel.ui.slots import panels


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Where can be built?"), reverse("land:map")), (_("Layers"), reverse("land:layers"))]


@allowed("land.layer.view")
def layer_list(request: HttpRequest) -> HttpResponse:
    access = access_for(request.user)
    context = {
        "layers": layers_for(access),
        "may_edit": access.may("land.layer.edit"),
        "map_panels": list(panels("land.map", request, None)),
        "crumbs": _crumbs()[:1],
    }
    return render(request, "land/layer_list.html", context)


@allowed("land.layer.view")
def layer_detail(request: HttpRequest, key: str) -> HttpResponse:
    access = access_for(request.user)
    layer = layer_for(access, key)
    language = reader_language()
    versions = [(version, _report_lines(version.report, language)) for version in layer.versions.all()]
    context = {
        "layer": layer,
        "versions": versions,
        "may_edit": access.may("land.layer.edit"),
        "crumbs": _crumbs(),
    }
    return render(request, "land/layer_detail.html", context)


def _report_lines(report: dict[str, Any], language: str) -> list[str]:
    lines = []
    for name, word in (("repaired", _("repaired")), ("dropped", _("left out"))):
        for row in report.get(name, []):
            first = ", ".join(str(number) for number in row["first"])
            lines.append(_("%(count)s × %(word)s: %(what)s (feature %(first)s)")
                         % {"count": row["count"], "word": word, "what": row["what"][language], "first": first})  # fmt: skip
    return [*lines, *(text[language] for text in report.get("warnings", []))]


@allowed("land.layer.edit")
def layer_import(request: HttpRequest) -> HttpResponseBase:
    form = LayerForm(request.POST or None, request.FILES or None, initial={"as_of": timezone.localdate()})
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            run = start_layer_import(params=_params(form), by=request.user)
            return reverse("runs:detail", args=[run.pk])

        return redirect(submit_once(request, perform))
    return render(
        request, "land/layer_import.html", {"form": form, "crumbs": _crumbs()}, status=422 if form.errors else 200
    )


@allowed("land.layer.edit")
def layer_checked(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """What a check found, and the button that takes it in."""
    run = run_for(access_for(request.user), pk)
    if run.kind != LAYER_IMPORT or "seen" not in run.result:
        raise Http404
    if request.method == "POST":

        def perform() -> str:
            return reverse("runs:detail", args=[take_in_checked(run=run, by=request.user).pk])

        try:
            return redirect(submit_once(request, perform))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("land:layer-import")
    seen, language = run.result["seen"], reader_language()
    context = {
        "run": run,
        "seen": seen,
        "name": seen["description"]["name_en" if language == "en" else "name_de"],
        "lines": _report_lines(seen["report"], language),
        "crumbs": _crumbs(),
    }
    return render(request, "land/layer_checked.html", context)


def _params(form: LayerForm) -> dict[str, Any]:
    values = form.cleaned_data
    work = Path(settings.WANDEL_DATA_DIR) / "land" / "incoming" / uuid.uuid4().hex
    params: dict[str, Any] = {
        "work": str(work),
        "crs": values["crs"],
        "check": values["check"],
        "description": {
            "key": values["key"],
            "kind": values["kind"],
            "name_de": values["name_de"],
            "name_en": values["name_en"],
            "source": values["source"],
            "licence": values["licence"],
            "as_of": values["as_of"].isoformat(),
            "source_url": values["url"],
        },
    }
    if values["file"]:
        params |= {"path": str(_kept(values["file"], work)), "layer": values["collection"]}
    else:
        params |= {
            "service": values["service"],
            "url": values["url"],
            "collection": values["collection"],
            "private": settings.WANDEL_PRIVATE_SERVICES,
        }
    return params


def _kept(upload: UploadedFile, work: Path) -> Path:
    """The upload in the run's own folder, under a name of ours with its own ending."""
    work.mkdir(parents=True, exist_ok=True)
    endings = "".join(suffix for suffix in Path(str(upload.name)).suffixes[-2:] if suffix.lower() in {".asc", ".xyz"})
    target = work / f"upload{endings.lower()}{Path(str(upload.name)).suffix.lower()}"
    if endings and target.suffixes[-2:] == [endings.lower(), endings.lower()]:
        target = work / f"upload{endings.lower()}"
    with target.open("wb") as stream:
        for chunk in upload.chunks():
            stream.write(chunk)
    return target


@require_POST
@allowed("land.layer.edit")
def version_current(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    layer = layer_for(access_for(request.user), key)
    version = get_object_or_404(layer.versions, number=number)
    make_current(version=version, by=request.user)
    messages.success(
        request, _("Version %(number)s is in force. Analyses done before keep what they read.") % {"number": number}
    )
    return redirect(layer)
