"""The outbox as pages: in a demo everybody's letter box, elsewhere the administrator's record."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.office.outbox import actions
from wandel.office.outbox.forms import MailFilterForm
from wandel.office.outbox.queries import mail_or_404, mails
from wandel.office.runs.gate import allowed

PER_PAGE = 50
View = Callable[..., HttpResponseBase]


def open_in_demo(view: View) -> View:
    """In a demo mails are part of the story and open to every visitor; elsewhere they take ``outbox.view``."""
    guarded = allowed("outbox.view")(view)

    @wraps(guarded)
    def chosen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (view if settings.WANDEL_DEMO else guarded)(request, *args, **kwargs)

    return chosen


def _frame(request: HttpRequest) -> str:
    return "ui/staff.html" if request.user.is_authenticated else "ui/public.html"


@open_in_demo
def mail_list(request: HttpRequest) -> HttpResponse:
    form = MailFilterForm(request.GET)
    form.is_valid()
    found = mails(state=form.cleaned_data.get("state", ""), receiver=form.cleaned_data.get("to", ""))
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "filter_form": form,
        "narrowed": any(form.cleaned_data.values()),
        "frame": _frame(request),
    }
    return render(request, "outbox/mail_list.html", context)


@open_in_demo
def mail_detail(request: HttpRequest, pk: int) -> HttpResponse:
    crumbs = [(_("Outbox"), reverse("outbox:list"))]
    context = {"mail": mail_or_404(pk), "crumbs": crumbs, "frame": _frame(request)}
    return render(request, "outbox/mail_detail.html", context)


@require_POST
@allowed("outbox.view")
def mail_send_again(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    try:
        actions.send_again(mail=mail_or_404(pk))
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
    else:
        messages.success(request, _("The mail is in the queue again and leaves within a minute."))
    return redirect("outbox:detail", pk=pk)
