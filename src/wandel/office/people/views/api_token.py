"""The user's own tokens for other programs."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.office.people.access import access_for
from wandel.office.people.actions.api_token import create_token, revoke_token
from wandel.office.people.forms.api_token import TokenForm
from wandel.office.people.queries.api_token import scopes_open_to, token_for, tokens_of

USUAL = timedelta(days=180)


@login_required
def token_list(request: HttpRequest) -> HttpResponse:
    """A new token stands on the answer to the form and nowhere else: it is not kept, so it cannot be shown again."""
    today, made = timezone.localdate(), ""
    scopes = scopes_open_to(access_for(request.user))
    begin = {"expires_on": today + USUAL}
    form = TokenForm(request.POST if request.method == "POST" else None, scopes=scopes, initial=begin)
    if form.is_bound and form.is_valid():
        try:
            _row, made = create_token(user=request.user, on=today, **form.cleaned_data)
            form = TokenForm(scopes=scopes, initial=begin)
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "form": form if scopes else None,
        "made": made,
        "tokens": [(row, row.works_on(today)) for row in tokens_of(request.user)],
        "crumbs": [(_("My account"), reverse("account"))],
    }
    response = render(request, "people/api_tokens.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@login_required
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    revoke_token(token=token_for(request.user, pk), by=request.user, on=timezone.localdate())
    messages.success(request, _("The token no longer works."))
    return redirect("people:api-tokens")
