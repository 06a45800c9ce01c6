"""A newcomer's own page behind a secret link: where it stands, words both ways, appointments, and the button that deletes."""

from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from wandel.core.relocation.retention import deletion_day
from wandel.core.relocation.slots import Slot
from wandel.fields.relocation.actions.appointment import book, cancel, when_words
from wandel.fields.relocation.actions.case import case_link, forget_case, newcomer, open_case, say_why
from wandel.fields.relocation.actions.message import receive_word
from wandel.fields.relocation.forms.case_portal import BookingForm, TimesFilter, WhyForm, WordForm, slot_key
from wandel.fields.relocation.models import Case
from wandel.fields.relocation.models.case import CaseSource
from wandel.fields.relocation.papers import appointment_calendar
from wandel.fields.relocation.queries import appointments as times
from wandel.fields.relocation.queries import cases as queries
from wandel.office.files.responses import file_response
from wandel.office.people import scoped
from wandel.office.runs.once import submit_once

GRANT, WORDS_PER_HOUR, BOOKINGS_PER_HOUR = "case", 30, 20
DAYS_SHOWN = 6
TOO_OFTEN = "Many messages have come from your connection. Please try again in an hour, or call us."


def _case(request: HttpRequest, pk: int) -> Case:
    scoped.require(request, GRANT, pk)
    return queries.case_by_pk(pk)


@never_cache
def enter(request: HttpRequest, token: str) -> HttpResponseBase:
    """The secret link: exchanged for a short session, so the token leaves the address bar. It changes nothing."""
    case = queries.case_by_token(token)
    scoped.grant(request, GRANT, case.pk)
    response = redirect("relocation:case", pk=case.pk)
    if not request.user.is_authenticated and case.language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            case.language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE or "Lax",
        )
    return response


def _page(request: HttpRequest, case: Case, *, status: int = 200, **forms: Any) -> HttpResponse:
    now = timezone.now()
    context = {
        "case": case,
        "said": queries.timeline(case, staff=False),
        "appointments": [(one, when_words(one)) for one in times.appointments_of(case, after=now)],
        "form": WordForm(),
        "why_form": WhyForm(initial={"origin": case.origin, "reason": case.reason}),
        "link": request.build_absolute_uri(case_link(case)),
        **forms,
    }
    return render(request, "relocation/case_page.html", context, status=status)


@never_cache
def page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Where it stands, and room for a word with a paper."""
    case = _case(request, pk)
    if request.method != "POST":
        return _page(request, case)
    form = WordForm(request.POST, request.FILES)
    if scoped.is_too_often(request, "case-word", per_hour=WORDS_PER_HOUR):
        form.add_error(None, _(TOO_OFTEN))
        return _page(request, case, form=form, status=429)
    if form.is_valid():
        values = form.cleaned_data

        def perform() -> str:
            papers = [values["paper"]] if values["paper"] else []
            receive_word(case=case, text=values["text"], papers=papers, at=timezone.now())
            return reverse("relocation:case", args=[pk])

        try:
            path = submit_once(request, perform)
        except ValidationError as error:
            form.add_error("paper", error)
        else:
            messages.success(request, _("Your message is here."))
            return redirect(path)
    return _page(request, case, form=form, status=422)


@never_cache
def paper(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    case = _case(request, pk)
    return file_response(queries.paper_of(case, number, staff=False))


@never_cache
def why(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The two voluntary questions."""
    case = _case(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _page(request, case, why_form=form, status=422)
    say_why(case=case, **form.cleaned_data)
    messages.success(request, _("Thank you. It is only counted, together with others."))
    return redirect("relocation:case", pk=pk)


@never_cache
def delete(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Everything goes at once."""
    case = _case(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    forget_case(case=case, by=newcomer(case), at=timezone.now())
    messages.success(request, _("Deleted: your details, your messages, your papers and your appointments."))
    return redirect("public:welcome")


def _choice(request: HttpRequest) -> dict[str, Any]:
    """The free times as a page shows them: the next days with a free time, narrowed to a language."""
    now = timezone.now()
    form = TimesFilter(request.GET or None, languages=times.languages_offered(timezone.localdate(now)))
    language = form.cleaned_data.get("language", "") if form.is_valid() else ""
    free = times.free_times(at=now, language=language)
    days: dict[Any, list[tuple[str, Slot]]] = {}
    for slot in free:
        shown = days.setdefault(slot.begins_at.date(), [])
        # Whoever of the advisers is free at that time: one button.
        if not shown or shown[-1][1].begins_at != slot.begins_at:
            shown.append((slot_key(slot), slot))
    skipped = request.GET.get("skip", "")
    skip = min(int(skipped), 60) if skipped.isascii() and skipped.isdigit() and len(skipped) < 4 else 0
    rows = list(days.items())
    return {
        "free": {slot_key(slot): slot for slot in free},
        "days": rows[skip : skip + DAYS_SHOWN],
        "later": skip + DAYS_SHOWN if len(rows) > skip + DAYS_SHOWN else 0,
        "language": language,
        "filter_form": form,
    }


@never_cache
def appointment_choose(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Choose a time for the own case; one press books it."""
    case = _case(request, pk)
    found = _choice(request)
    if request.method == "POST":
        slot = times_by_key().get(request.POST.get("slot", ""))
        try:
            if slot is None:
                raise ValidationError(_("Somebody was faster, or this time is over. Please choose another one."))
            book(case=case, slot=slot, by=None, at=timezone.now())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("relocation:case-appointment", pk=pk)
        messages.success(request, _("The appointment is booked."))
        return redirect("relocation:case", pk=pk)
    context = {**found, "case": case, "crumbs": [(_("My page"), reverse("relocation:case", args=[pk]))]}
    return render(request, "relocation/times.html", context)


def times_by_key() -> dict[str, Slot]:
    return {slot_key(slot): slot for slot in times.free_times(at=timezone.now())}


@never_cache
def appointment_cancel(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    case = _case(request, pk)
    found = times.appointment_of(case, number)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        cancel(appointment=found, by=None, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The appointment is cancelled."))
    return redirect("relocation:case", pk=pk)


@never_cache
def appointment_file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """The appointment for one's own calendar."""
    found = times.appointment_of(_case(request, pk), number)
    host = urlparse(settings.WANDEL_BASE_URL).hostname or "localhost"
    name = _("appointment") + ".ics"
    return HttpResponse(
        appointment_calendar(found, host=host, at=timezone.now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def appointment_new(request: HttpRequest) -> HttpResponseBase:
    """Book without a case yet: first a time, then who comes. Who is known already books on the own page."""
    chosen = request.GET.get("slot", "")
    if not chosen:
        return render(request, "relocation/times.html", _choice(request))
    now = timezone.now()
    slot = times_by_key().get(chosen)
    if slot is None and request.method != "POST":
        messages.error(request, _("Somebody was faster, or this time is over. Please choose another one."))
        return redirect("relocation:appointment")
    form = BookingForm(request.POST or None, now=now, delete_on=deletion_day("case", timezone.localdate(now)))
    status = 200
    if request.method == "POST":
        status = 422
        if scoped.is_too_often(request, "appointment", per_hour=BOOKINGS_PER_HOUR):
            form.add_error(None, _(TOO_OFTEN))
            status = 429
        elif form.is_valid():
            try:
                path = submit_once(request, lambda: _book_new(request, form, slot))
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
                return redirect("relocation:appointment")
            scoped.grant(request, GRANT, resolve(path).kwargs["pk"])
            messages.success(request, _("The appointment is booked. We have sent you the link to this page."))
            return redirect(path)
    context = {"form": form, "slot": slot, "crumbs": [(_("Choose a time"), reverse("relocation:appointment"))]}
    return render(request, "relocation/booking.html", context, status=status)


def _book_new(request: HttpRequest, form: BookingForm, slot: Slot | None) -> str:
    """Case and appointment together: without the time there is no case either."""
    if slot is None:
        raise ValidationError(_("Somebody was faster, or this time is over. Please choose another one."))
    now, values = timezone.now(), form.cleaned_data
    case = open_case(
        values={
            **{name: values[name] for name in ("name", "email", "phone", "language", "question")},
            "source": CaseSource.BOOKING, "consent_on": timezone.localdate(now), "consent_how": _("ticked on the booking page"),
        },
        by=None, at=now, campaign=request.session.get("campaign", ""),
    )  # fmt: skip
    book(case=case, slot=slot, by=None, at=now)
    return reverse("relocation:case", args=[case.pk])
