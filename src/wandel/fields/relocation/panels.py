"""What other areas' pages show of this field."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

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


def guide_invitation(_request: HttpRequest, _shown: Any) -> Panel:
    """The way to the guide, on the front door."""
    return Panel(gettext_lazy("Guide for newcomers"), "relocation/_guide_invitation.html")
