"""``{% comment_thread subject organisation_ids field confidentiality %}`` puts the comments of a thing on its page."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils import formats, timezone
from django.utils.translation import pgettext

from wandel.office.desk.forms.comment import CommentForm
from wandel.office.desk.queries.thread import Thread, thread_of
from wandel.office.people.access import access_for
from wandel.ui.sinks import INTERNAL
from wandel.ui.subjects import SubjectRef

register = template.Library()


def thread_context(request: HttpRequest, thread: Thread, form: CommentForm | None = None) -> dict[str, Any]:
    """What ``desk/_comments.html`` needs."""
    access = access_for(request.user)
    may_write = access.may("desk.comment")
    if form is None and may_write:
        form = CommentForm(
            people=thread.people(access, timezone.localdate()), may_be_internal=thread.may_be_internal(access)
        )
    return {
        "request": request,
        "thread": thread,
        "comments": thread.comments(access, timezone.now()),
        "comment_form": form if may_write else None,
    }


@register.inclusion_tag("desk/_comments.html", takes_context=True)
def comment_thread(
    context: Context,
    subject: SubjectRef,
    organisation_ids: Iterable[int] = (),
    field: str = "",
    confidentiality: str = INTERNAL,
) -> dict[str, Any]:
    """The page has authorised the thing; comments carry its houses, field and confidentiality."""
    drawn = thread_context(context["request"], thread_of(subject, organisation_ids or (), field, confidentiality))
    return {**drawn, "csrf_token": context.get("csrf_token")}


@register.filter
def short_day(value: Any) -> str:
    """22.11. – a day without its year."""
    # Translators: day and month without the year, in Django's date letters
    return formats.date_format(value, pgettext("short day", "j M")) if value else ""


@register.filter
def unbroken_money(text: object) -> str:
    """A sentence whose amounts stay on one line with their €."""
    return str(text).replace(" €", "\N{NO-BREAK SPACE}€")
