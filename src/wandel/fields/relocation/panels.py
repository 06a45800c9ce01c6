"""What other areas' pages show of this field."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from wandel.fields.relocation.queries.cases import cases_for, cases_of_intake
from wandel.office.desk.models import Intake
from wandel.office.people.access import access_for
from wandel.ui.slots import Panel


def plan_invitation(_request: HttpRequest, _shown: Any) -> Panel:
    """The way to the personal plan, on the front door."""
    return Panel(gettext_lazy("Your plan for moving here"), "relocation/_invitation.html")


def school_invitation(_request: HttpRequest, _shown: Any) -> Panel:
    """The way to the finder of schools and day care, on the front door."""
    return Panel(gettext_lazy("Schools and day care"), "relocation/_schools_invitation.html")


def homes_invitation(_request: HttpRequest, _shown: Any) -> Panel:
    """The way to homes and building land, on the front door."""
    return Panel(gettext_lazy("Homes and building land"), "relocation/_homes_invitation.html")


def appointment_invitation(_request: HttpRequest, _shown: Any) -> Panel:
    """The way to an appointment, on the front door."""
    return Panel(gettext_lazy("Talk to a person"), "relocation/_appointment_invitation.html")


def case_of_intake(request: HttpRequest, intake: Intake) -> Panel | None:
    """On an inquiry of somebody who wants to come: its case, or the button that makes it one."""
    access = access_for(request.user)
    if intake.kind != Intake.Kind.MOVE or not access.may("case.edit"):
        return None
    case = cases_of_intake(intake.pk)
    if case and not cases_for(access).filter(pk=case.pk).exists():
        return None
    return Panel(gettext_lazy("Case"), "relocation/_panel_intake.html", {"case": case, "intake": intake})


def newcomers_of(request: HttpRequest, organisation: Any) -> Panel | None:
    """On the page of an organisation: the newcomers it brings, and the way to enter one more."""
    access = access_for(request.user)
    found = list(cases_for(access).filter(employer=organisation.pk).order_by("state", "name")[:20])
    if not found and not (organisation.kind == "company" and cases_for(access).exists()):
        return None
    context = {"cases": found, "organisation": organisation, "may_edit": access.may("case.edit")}
    return Panel(gettext_lazy("Newcomers"), "relocation/_panel_newcomers.html", context)


def guide_invitation(_request: HttpRequest, _shown: Any) -> Panel:
    """The way to the guide, on the front door."""
    return Panel(gettext_lazy("Guide for newcomers"), "relocation/_guide_invitation.html")
