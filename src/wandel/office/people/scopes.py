"""What a token of the programming interface may be limited to: each scope is a name and the permissions it lets through.

A token never does more than its user may do on the day it is used; a scope only takes away.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Scope:
    """One box on the page where tokens are made."""

    key: str
    label: Any
    permissions: frozenset[str]


SCOPES = {
    scope.key: scope
    for scope in (
        Scope("sites", _("Sites (Flächen), also unpublished ones"), frozenset({"land.site.view"})),
        Scope("projects", _("Projects"), frozenset({"project.view"})),
        Scope("programmes", _("Funding programmes"), frozenset({"programme.view"})),
        Scope("grants", _("Grants (Zuwendungsbescheide) with their money"), frozenset({"funding.award.view"})),
        Scope("obligations", _("Obligations and dates of grants"), frozenset({"funding.award.view"})),
        Scope("inquiries", _("Inquiries, without names and messages"), frozenset({"intake.view"})),
        Scope("indicators", _("Figures (Kennzahlen)"), frozenset({"growth.view"})),
    )
}
