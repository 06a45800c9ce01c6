"""The front door: three choices, one short form, a status page by secret link – and the rounds' links. No account anywhere."""

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wandel.office.desk.actions import intake as intake_actions
from wandel.office.desk.actions.answer import link_actor
from wandel.office.desk.forms.intake import FRONT_DOOR_FORMS, FrontDoorForm, IdeaForm, LostLinkForm, PublicMessageForm
from wandel.office.desk.models import Answer, Intake
from wandel.office.desk.queries import intake as intake_queries
from wandel.office.desk.queries import round as round_queries
from wandel.office.desk.views import answer as answer_views
from wandel.office.people.access import access_for, allowed
from wandel.office.people.models import Organisation
from wandel.office.runs.once import submit_once
from wandel.ui import visitors as scoped
from wandel.ui.slots import panels

# A whole trade fair may stand behind one address.
FORMS_PER_HOUR, MESSAGES_PER_HOUR, LOST_LINKS_PER_HOUR = 60, 60, 20
CAMPAIGN = re.compile(r"[\w.\-]{1,60}")


def _speak(request: HttpRequest, response: HttpResponseBase, intake: Intake) -> HttpResponseBase:
    """From here on the pages speak the language the person asked the answer in; the switch on the page changes it again."""
    if not request.user.is_authenticated and intake.language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            intake.language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE or "Lax",
        )
    return response


def _keep_campaign(request: HttpRequest) -> None:
    """``?utm_campaign=`` or ``?k=`` of the first page stays with the visit; what is no key is ignored."""
    given = request.GET.get("utm_campaign") or request.GET.get("k") or ""
    if CAMPAIGN.fullmatch(given):
        request.session["campaign"] = given


@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """Three choices."""
    _keep_campaign(request)
    context = {"target": intake_queries.response_days(), "panels": panels("public.welcome", request, None)}
    return render(request, "desk/public/welcome.html", context)


def _front_door(
    request: HttpRequest,
    form_class: type[FrontDoorForm],
    *,
    source: str,
    organisation: Organisation | None = None,
    initial: dict[str, Any] | None = None,
) -> HttpResponseBase:
    now = timezone.now()
    form = form_class(
        request.POST or None,
        initial=initial,
        now=now,
        delete_on=intake_queries.deletion_day(timezone.localdate(now)),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if scoped.is_too_often(request, "intake", per_hour=FORMS_PER_HOUR):
            form.add_error(
                None, _("Many messages have come from your connection. Please try again in an hour, or call us.")
            )
            status = 429
        elif form.is_valid():
            return _submit(request, form, source=source, organisation=organisation)
    kind = str(form_class.kind.value)
    shown = panels(f"public.{kind}", request, None) if not (initial or {}).get("message") else []
    context = {"form": form, "kind": kind, "organisation": organisation, "panels": shown}
    return render(request, "desk/public/form.html", context, status=status)


def _submit(
    request: HttpRequest, form: FrontDoorForm, *, source: str, organisation: Organisation | None
) -> HttpResponseBase:
    def perform() -> str:
        intake = intake_actions.receive(
            kind=form.kind,
            source=source,
            details=form.details(),
            campaign=request.session.get("campaign", ""),
            organisation=organisation,
            by=request.user if request.user.is_authenticated else None,
            at=timezone.now(),
        )
        return reverse("public:thanks", args=[intake.pk])

    path = submit_once(request, perform)
    request.session.pop(intake_queries.CARRIED, None)
    pk = resolve(path).kwargs["pk"]
    scoped.grant(request, "intake", pk)
    return _speak(request, redirect(path), intake_queries.intake_by_pk(pk))


def front_door(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The short form of one choice."""
    if kind not in FRONT_DOOR_FORMS:
        raise Http404
    _keep_campaign(request)
    answer = _scoped_answer(request) if kind == Intake.Kind.IDEA else None
    if answer is None:
        carried = {"message": request.session.get(intake_queries.CARRIED, "")} if kind == Intake.Kind.MOVE else None
        return _front_door(request, FRONT_DOOR_FORMS[kind], source=Intake.Source.FORM, initial=carried)
    initial = {"company": answer.organisation.name, "email": answer.email, "name": answer.answered_by}
    return _front_door(request, IdeaForm, source=Intake.Source.ROUND, organisation=answer.organisation, initial=initial)


def _scoped_answer(request: HttpRequest) -> Answer | None:
    """The round's answer from whose page the visitor comes (``?answer=``), if this browser may see it."""
    given = request.GET.get("answer", "")
    if not (
        given.isascii() and given.isdigit() and len(given) < 12 and scoped.is_granted(request, "answer", int(given))
    ):
        return None
    return round_queries.answer_by_pk(int(given))


@allowed("round.answer")
def idea_new(request: HttpRequest) -> HttpResponseBase:
    """A signed-in town hall sends a project idea."""
    access = access_for(request.user)
    organisation = Organisation.objects.filter(pk__in=access.organisation_ids).first()
    initial = {
        "company": organisation.name if organisation else "",
        "name": request.user.name,
        "email": request.user.email,
    }
    return _front_door(request, IdeaForm, source=Intake.Source.TOWN_HALL, organisation=organisation, initial=initial)


@never_cache
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """What happens next and until when; the link to come back."""
    scoped.require(request, "intake", pk)
    intake = intake_queries.intake_by_pk(pk)
    context = {"intake": intake, "status_link": request.build_absolute_uri(intake_actions.status_link(intake))}
    return render(request, "desk/public/thanks.html", context)


@never_cache
def status_enter(request: HttpRequest, token: str) -> HttpResponseBase:
    """The secret link: exchanged for a short session, so the token leaves the address bar."""
    intake = intake_queries.intake_by_token(token)
    scoped.grant(request, "intake", intake.pk)
    return _speak(request, redirect("public:status", pk=intake.pk), intake)


@never_cache
def status(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Where the matter stands, what was said, and room for another message."""
    scoped.require(request, "intake", pk)
    intake = intake_queries.intake_by_pk(pk)
    form = PublicMessageForm(request.POST or None)
    code = 200
    if request.method == "POST":
        code = 422
        if scoped.is_too_often(request, "message", per_hour=MESSAGES_PER_HOUR):
            form.add_error(
                None, _("Many messages have come from your connection. Please try again in an hour, or call us.")
            )
            code = 429
        elif form.is_valid():

            def perform() -> str:
                intake_actions.add_message(intake=intake, text=form.cleaned_data["text"], at=timezone.now())
                return reverse("public:status", args=[pk])

            path = submit_once(request, perform)
            messages.success(request, _("Your message is here."))
            return redirect(path)
    context = {
        "intake": intake,
        "public_label": intake.step.public_label,
        "conversation": list(intake.messages.all()),
        "form": form,
        "status_link": request.build_absolute_uri(intake_actions.status_link(intake)),
    }
    return render(request, "desk/public/status.html", context, status=code)


def lost_link(request: HttpRequest) -> HttpResponseBase:
    """Send the links again. The page says the same whether we know the address or not."""
    form = LostLinkForm(request.POST or None)
    code = 200
    if request.method == "POST":
        code = 422
        if scoped.is_too_often(request, "lost", per_hour=LOST_LINKS_PER_HOUR):
            form.add_error(
                None, _("Many messages have come from your connection. Please try again in an hour, or call us.")
            )
            code = 429
        elif form.is_valid():
            intake_actions.send_status_links(email=form.cleaned_data["email"], at=timezone.now())
            return redirect("public:lost-link-sent")
    return render(request, "desk/public/lost_link.html", {"form": form}, status=code)


@require_GET
def lost_link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/public/lost_link_sent.html")


@never_cache
def answer_enter(request: HttpRequest, token: str) -> HttpResponseBase:
    """The link in a round's mail. After the days of grace it still shows what was answered, nothing more."""
    answer = round_queries.answer_by_token(token)
    scoped.grant(request, "answer", answer.pk)
    return redirect("public:answer", pk=answer.pk)


def _answer_desk(answer: Answer) -> answer_views.Desk:
    return answer_views.Desk(
        template="desk/public/answer.html",
        done_template="desk/public/answer_done.html",
        page_url=reverse("public:answer", args=[answer.pk]),
        done_url=reverse("public:answer-done", args=[answer.pk]),
        pdf_url=reverse("public:answer-copy", args=[answer.pk]),
        idea_url=f"{reverse('public:front-door', args=['idea'])}?answer={answer.pk}",
        how=Answer.How.LINK,
        by=link_actor(answer),
    )


def _answer(request: HttpRequest, pk: int) -> Answer:
    scoped.require(request, "answer", pk)
    return round_queries.answer_by_pk(pk)


@never_cache
def answer_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    answer = _answer(request, pk)
    return answer_views.answer_page(request, answer, _answer_desk(answer))


@never_cache
def answer_done(request: HttpRequest, pk: int) -> HttpResponse:
    answer = _answer(request, pk)
    return answer_views.done_page(request, answer, _answer_desk(answer))


@never_cache
def answer_copy(request: HttpRequest, pk: int) -> HttpResponseBase:
    return answer_views.copy_page(request, _answer(request, pk))
