"""The personal plan on the public pages: questions, plan, calendar file, document. Nothing of it is stored."""

import secrets
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from wandel.core.law.parameters import NotCovered
from wandel.core.relocation.plan import Plan, plan_of
from wandel.fields.relocation.forms.plan import PlanForm
from wandel.fields.relocation.papers import calendar_of, document_of, reason, when
from wandel.office.desk.queries.intake import CARRIED
from wandel.office.places.profile import active_profile
from wandel.ui.documents import document_response


def _language() -> str:
    return "en" if (get_language() or "de").startswith("en") else "de"


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
        form.add_error("moving_in_on", error.text.to(_language()))
        return render(request, "relocation/plan_form.html", {"form": form}, status=422)
    return _made(request, form, found)


def _made(request: HttpRequest, form: PlanForm, found: Plan) -> HttpResponseBase:
    language, now = _language(), timezone.localtime()
    wanted = request.POST.get("make", "")
    if wanted == "calendar":
        host = urlparse(settings.WANDEL_BASE_URL).hostname or "localhost"
        content = calendar_of(found, language=language, host=host, visit=secrets.token_hex(8), at=now)
        name = _("plan") + ".ics"
        return HttpResponse(
            content,
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    if wanted in {"pdf", "docx"}:
        return document_response(document_of(found, language=language, day=now), wanted, _("My plan for moving here"))
    if wanted == "person":
        request.session[CARRIED] = _told(form, found, language)
        return redirect(reverse("public:front-door", args=["move"]))
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
    context = {
        "rows": rows,
        "notes": [{"text": note.text.to(language), "norm": note.norm} for note in found.notes],
        "odd": [remark.text.to(language) for remark in form.situation.remarks] if form.situation else [],
        "carried": form.carried(),
    }
    return render(request, "relocation/plan.html", context)


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
