"""What a user sets for themselves."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.office.people.access import access_for
from wandel.office.people.actions.account import set_away, set_preferences
from wandel.office.people.models import Deputy, User


class PreferencesForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "language", "digest_wanted"]
        labels = {"digest_wanted": gettext_lazy("Send me a mail in the morning when something is due")}
        widgets = {"language": forms.Select(choices=[("de", "Deutsch"), ("en", "English")])}


class AwayForm(forms.ModelForm):
    class Meta:
        model = Deputy
        fields = ["away_from", "away_until"]
        labels = {"away_from": gettext_lazy("Away from"), "away_until": gettext_lazy("Away until")}
        widgets = {
            "away_from": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "away_until": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        first, last = values.get("away_from"), values.get("away_until")
        if first and last and last < first:
            self.add_error("away_until", _("The last day lies before the first. Please turn them round."))
        return values


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Name, language, morning mail, and who stands in while I am away."""
    deputies = list(request.user.deputies.select_related("deputy").order_by("pk"))
    posted = request.POST if request.method == "POST" else None
    form = PreferencesForm(posted if posted and "preferences" in posted else None, instance=request.user)
    away = AwayForm(
        posted if posted and "away" in posted else None, instance=deputies[0] if deputies else None, prefix="away"
    )
    if form.is_bound and form.is_valid():
        set_preferences(user=form.save(commit=False), on=timezone.localdate())
        messages.success(request, _("Saved."))
        return redirect("account")
    if deputies and away.is_bound and away.is_valid():
        set_away(
            deputies=deputies,
            away_from=away.cleaned_data["away_from"],
            away_until=away.cleaned_data["away_until"],
            by=request.user,
        )
        messages.success(request, _("Saved. Your deputy's desk shows your entries during this time."))
        return redirect("account")
    access = access_for(request.user)
    return render(
        request,
        "web/account.html",
        {"form": form, "away_form": away, "deputies": deputies, "roles": sorted(access.roles)},
    )
