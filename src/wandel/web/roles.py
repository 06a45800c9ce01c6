"""The demo's one-click roles: who is behind each button."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class RoleButton:
    """A button on the demo's start page; ``email`` is the demo user it signs in."""

    slug: str
    email: str
    label: str | Promise
    hint: str | Promise


ROLE_BUTTONS = [
    RoleButton("head", "leitung@demo.example", _("Head of unit"), _("sees what everybody is working on")),
    RoleButton(
        "funding", "foerdermittel@demo.example", _("Funding officer"), _("records notices and watches every date")
    ),
    RoleButton("land", "flaechen@demo.example", _("Land officer"), _("asks the town halls for their areas")),
    RoleButton("growth", "wachstum@demo.example", _("Growth officer"), _("keeps in touch with the municipalities")),
    RoleButton("projects", "projekte@demo.example", _("Projects officer"), _("takes ideas from the town halls")),
    RoleButton("investors", "investoren@demo.example", _("Investor officer"), _("answers companies")),
    RoleButton("relocation", "neubuerger@demo.example", _("Relocation officer"), _("helps newcomers")),
    RoleButton("vettweiss", "vettweiss@demo.example", _("Town hall Vettweiß"), _("sees its own awards and questions")),
    RoleButton("juelich", "juelich@demo.example", _("Town hall Jülich"), _("sees its own, nothing of Vettweiß")),
    RoleButton("treasury", "kaemmerei@demo.example", _("County treasury"), _("sees what it must co-sign")),
    RoleButton("council", "kreistag@demo.example", _("Council"), _("reads figures, no names")),
    RoleButton("admin", "verwaltung@demo.example", _("Administrator"), _("keeps users and roles")),
]
BY_SLUG = {button.slug: button for button in ROLE_BUTTONS}
