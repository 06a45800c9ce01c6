"""The frame every page of an award shares: its tabs, its figures, who takes part, whether it may be changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.funding.queries.awards import editable_awards_for, gap_titles, money_of
from wandel.office.people.access import access_for
from wandel.ui.formats import format_number
from wandel.ui.slots import panels


def _tabs(award: Zuwendungsbescheid, current: str, gaps: int) -> list[dict[str, Any]]:
    names = [
        ("obligations", _("Duties"), reverse("funding:award", args=[award.pk]), None),
        ("money", _("Money"), reverse("funding:award-money", args=[award.pk]), None),
        ("plan", _("Financing plan"), reverse("funding:award-plan", args=[award.pk]), None),
        ("contracts", _("Contracts"), reverse("funding:contracts", args=[award.pk]), None),
        ("proofs", _("Proofs"), reverse("funding:proofs", args=[award.pk]), None),
        ("notice", _("Notice"), reverse("funding:award-notice", args=[award.pk]), None),
        ("setup", _("Set-up"), reverse("funding:award-setup", args=[award.pk]), gaps or None),
        ("history", _("History"), reverse("funding:award-history", args=[award.pk]), None),
    ]
    return [
        {"label": label, "url": url, "count": count, "current": name == current} for name, label, url, count in names
    ]


def award_page(request: HttpRequest, award: Zuwendungsbescheid, tab: str, **context: Any) -> HttpResponse:
    """A tab of the award; a withdrawn one is for reading, and those who record may put it back."""
    access = access_for(request.user)
    gaps = [] if award.withdrawn_on else gap_titles(award)
    return render(
        request,
        f"funding/award_{tab}.html",
        {
            "award": award,
            "tabs": _tabs(award, tab, len(gaps)),
            "money": money_of(award),
            "rate_text": f"{format_number(award.rate * 100, places=0 if award.rate * 100 % 1 == 0 else 2)} %"
            if award.rate
            else "",
            "parties": award.parties.select_related("organisation"),
            "gaps": gaps,
            "may_edit": editable_awards_for(access).filter(pk=award.pk).exists(),
            "may_withdraw": access.is_unit and access.may("funding.award.record") and not award.withdrawn_on,
            "today": timezone.localdate(),
            "aside_panels": [] if award.withdrawn_on else list(panels("funding.award", request, award)),
            "crumbs": [(_("Awards"), reverse("funding:awards"))],
            **context,
        },
    )
