"""The personal plan on the public pages: questions, plan, calendar file, document. Stored only if the person wants it."""

import secrets
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from wandel.core.law.parameters import NotCovered
from wandel.core.relocation.plan import Plan, plan_of
from wandel.fields.relocation.actions.plan import forget_plan, keep_plan, plan_link, tick_step
from wandel.fields.relocation.forms.plan import KeepForm, PlanForm
from wandel.fields.relocation.models import KeptPlan
from wandel.fields.relocation.papers import calendar_of, document_of, reason, when
from wandel.fields.relocation.queries.plan import kept_plan_by_pk, kept_plan_by_token
from wandel.office.desk.queries.intake import CARRIED, deletion_day
from wandel.office.people import scoped
from wandel.office.places.profile import active_profile
from wandel.office.runs.once import submit_once
from wandel.ui.documents import document_response
from wandel.ui.formats import reader_language

# What a link opens, and how much one connection may ask of us.
GRANT, PLANS_PER_HOUR, LONGEST_UID = "plan", 30, 80


@never_cache
def plan(request: HttpRequest) -> HttpResponseBase:
    """The questions; after them the plan, or what was asked of it: calendar file, document, a word with a person."""
    form = PlanForm(request.POST or None)
    if request.method != "POST" or "change" in request.POST or not form.is_valid() or form.situation is None:
        failed = bool(form.errors) and "change" not in request.POST
        return render(request, "relocation/plan_form.html", {"form": form}, status=422 if failed else 200)
    try:
        found = plan_of(form.situation, active_profile(), on=timezone.localdate())
    except NotCovered as error:
        form.add_error("moving_in_on", error.text.to(reader_language()))
        return render(request, "relocation/plan_form.html", {"form": form}, status=422)
    return _made(request, form, found)


def _made(request: HttpRequest, form: PlanForm, found: Plan) -> HttpResponseBase:
    language = reader_language()
    wanted = request.POST.get("make", "")
    keeping = KeepForm(request.POST if wanted == "keep" else None)
    status = 200
    if wanted == "keep":
        status = 422
        if scoped.is_too_often(request, "plan", per_hour=PLANS_PER_HOUR):
            keeping.add_error(None, _("Many plans have come from your connection. Please try again in an hour."))
            status = 429
        elif keeping.is_valid():
            return _keep(request, form, email=keeping.cleaned_data["email"])
    elif wanted == "person":
        request.session[CARRIED] = _told(form, found, language)
        return redirect(reverse("public:front-door", args=["move"]))
    elif wanted:
        return _paper(found, wanted)
    context = _shown(form, found) | {
        "carried": form.carried(),
        "keeping": keeping,
        "delete_on": deletion_day(timezone.localdate()),
    }
    return render(request, "relocation/plan.html", context, status=status)


def _paper(found: Plan, wanted: str) -> HttpResponseBase:
    """The plan as a file; an unknown kind is a 404."""
    language, now = reader_language(), timezone.localtime()
    if wanted == "calendar":
        host = urlparse(settings.WANDEL_BASE_URL).hostname or "localhost"
        content = calendar_of(found, language=language, host=host, visit=secrets.token_hex(8), at=now)
        name = _("plan") + ".ics"
        return HttpResponse(
            content,
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    if wanted not in {"pdf", "docx"}:
        raise Http404
    return document_response(document_of(found, language=language, day=now), wanted, _("My plan for moving here"))


def _shown(form: PlanForm, found: Plan) -> dict[str, Any]:
    language = reader_language()
    rows = [
        {
            "task": task,
            "when": when(task),
            "reason": reason(task, language),
            "finder": _finder(task, form.cleaned_data["municipality"]),
        }
        | _words(task, language)
        for task in found.tasks
    ]
    return {
        "rows": rows,
        "notes": [{"text": note.text.to(language), "norm": note.norm} for note in found.notes],
        "odd": [remark.text.to(language) for remark in form.situation.remarks] if form.situation else [],
    }


def _keep(request: HttpRequest, form: PlanForm, *, email: str) -> HttpResponseBase:
    def perform() -> str:
        row = keep_plan(answers=form.carried(), language=reader_language(), email=email, at=timezone.now())
        return reverse("relocation:kept", args=[row.pk])

    path = submit_once(request, perform)
    scoped.grant(request, GRANT, resolve(path).kwargs["pk"])
    return redirect(path)


def _kept(request: HttpRequest, pk: int) -> KeptPlan:
    scoped.require(request, GRANT, pk)
    return kept_plan_by_pk(pk)


def _form_of(row: KeptPlan) -> PlanForm:
    data = QueryDict(mutable=True)
    for name, value in row.answers:
        data.appendlist(name, value)
    return PlanForm(data)


@never_cache
def kept_enter(request: HttpRequest, token: str) -> HttpResponseBase:
    """The secret link: exchanged for a short session, so the token leaves the address bar."""
    row = kept_plan_by_token(token)
    scoped.grant(request, GRANT, row.pk)
    response = redirect("relocation:kept", pk=row.pk)
    if not request.user.is_authenticated and row.language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            row.language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE or "Lax",
        )
    return response


@never_cache
def kept(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The kept plan, worked out anew with the law of today; its files and the way to a person."""
    row = _kept(request, pk)
    form = _form_of(row)
    if not form.is_valid() or form.situation is None:
        return redirect("relocation:kept-change", pk=pk)
    try:
        found = plan_of(form.situation, active_profile(), on=timezone.localdate())
    except NotCovered:
        return redirect("relocation:kept-change", pk=pk)
    wanted = request.POST.get("make", "")
    if wanted == "person":
        request.session[CARRIED] = _told(form, found, reader_language())
        return redirect(reverse("public:front-door", args=["move"]))
    if wanted:
        return _paper(found, wanted)
    context = _shown(form, found)
    for shown in context["rows"]:
        shown["done"] = shown["task"].uid in row.done
    context |= {
        "kept": row,
        "open_count": sum(not shown["done"] for shown in context["rows"]),
        "link": request.build_absolute_uri(plan_link(row)),
    }
    return render(request, "relocation/plan.html", context)


@never_cache
def kept_change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same questions again; the link stays."""
    row = _kept(request, pk)
    form = PlanForm(request.POST) if request.method == "POST" else _form_of(row)
    failed = not form.is_valid()
    if request.method == "POST" and not failed and form.situation is not None:
        try:
            plan_of(form.situation, active_profile(), on=timezone.localdate())
        except NotCovered as error:
            form.add_error("moving_in_on", error.text.to(reader_language()))
            failed = True
        else:
            keep_plan(answers=form.carried(), language=reader_language(), email="", at=timezone.now(), plan=row)
            return redirect("relocation:kept", pk=pk)
    status = 422 if failed and request.method == "POST" else 200
    return render(request, "relocation/plan_form.html", {"form": form, "kept": row}, status=status)


def kept_tick(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One step done, or open again."""
    row = _kept(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    uid = request.POST.get("uid", "")[:LONGEST_UID]
    if uid:
        tick_step(plan=row, uid=uid, done=request.POST.get("done") == "1")
    return redirect(f"{reverse('relocation:kept', args=[pk])}#{uid}")


def kept_delete(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Delete before the named day."""
    row = _kept(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    forget_plan(plan=row, at=timezone.now())
    messages.success(request, _("Your plan is deleted."))
    return redirect("relocation:plan")


# Which steps the finder of schools helps with, and what it looks for then.
LOOKS_FOR = {"kita": "childcare", "schulanmeldung": "primary", "schule": "", "berufsschule": "vocational"}


def _finder(task: Any, ags: str) -> str:
    """The finder, narrowed to what the step needs in the municipality moved to; empty for other steps."""
    if task.kind not in LOOKS_FOR:
        return ""
    kept = {name: value for name, value in (("what", LOOKS_FOR[task.kind]), ("ags", ags)) if value}
    return reverse("relocation:schools") + (f"?{urlencode(kept)}" if kept else "")


def _words(task: Any, language: str) -> dict[str, Any]:
    person = task.step.person
    return {
        "title": task.title.to(language),
        "what": task.what.to(language),
        "why": task.why.to(language),
        "office": task.office.name.to(language),
        "documents": [one.to(language) for one in task.documents],
        "whom": _("for your partner") if person == "partner" else _("for child %(number)s") % {"number": person.split()[1]} if person != "you" else "",
    }  # fmt: skip


def _told(form: PlanForm, found: Plan, language: str) -> str:
    """The answers in sentences, for the person who helps."""
    lines = [_("My answers for the plan:")]
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if not value:
            continue
        choices = dict(getattr(field, "choices", ()))
        shown = [str(choices.get(one, one)) for one in (value if isinstance(value, list) else [value])]
        lines.append(f"{field.label}: {', '.join(_('yes') if one == 'True' else one for one in shown)}")
    lines.append(_("My question:"))
    return "\n".join([*lines, ""])
