"""Who may do what: the one table. Permissions are words; which *objects* a permission reaches, the ``…_for`` queries say.

Reading rule for object rights: the unit sees the county's business; a town hall, a county office, an auditor or a partner
sees what carries their organisation; council sees figures without names; admin keeps users and the system, not the cases.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    HEAD = "head", _("head of unit")
    OFFICER = "officer", _("officer")
    TOWN_HALL = "townhall", _("town hall")
    COUNTY_OFFICE = "county_office", _("county office")
    AUDITOR = "auditor", _("auditor")
    PARTNER = "partner", _("partner")
    COUNCIL = "council", _("council")
    ADMIN = "admin", _("administrator")


class Field(models.TextChoices):
    GROWTH = "growth", _("Growth")
    LAND = "land", _("Land")
    PROJECTS = "projects", _("Projects")
    FUNDING = "funding", _("Funding")
    INVESTORS = "investors", _("Investors")
    RELOCATION = "relocation", _("Newcomers")


UNIT_ROLES = frozenset({Role.HEAD, Role.OFFICER})

#                          head  officer  town hall  county office  auditor  partner  council  admin
_TABLE = {
    "desk.view":           "head  officer  townhall   county_office  auditor  partner  ·        admin",
    "desk.entry.edit":     "head  officer  townhall   county_office  ·        partner  ·        ·",
    "desk.comment":        "head  officer  townhall   county_office  auditor  partner  ·        ·",
    "desk.cosign":         "head  officer  townhall   county_office  ·        ·        ·        ·",
    "round.manage":        "head  officer  ·          ·              ·        ·        ·        ·",
    "round.answer":        "head  officer  townhall   county_office  ·        partner  ·        ·",
    "intake.view":         "head  officer  ·          ·              ·        ·        ·        ·",
    "search.use":          "head  officer  townhall   county_office  auditor  partner  ·        admin",
    "people.view":         "head  officer  townhall   county_office  auditor  partner  ·        admin",
    "people.edit":         "head  officer  ·          ·              ·        ·        ·        ·",
    "people.merge":        "head  officer  ·          ·              ·        ·        ·        ·",
    "interaction.view":    "head  officer  townhall   county_office  ·        partner  ·        ·",
    "interaction.edit":    "head  officer  ·          ·              ·        ·        ·        ·",
    "places.view":         "head  officer  townhall   county_office  auditor  partner  council  admin",
    "funding.award.view":  "head  officer  townhall   county_office  auditor  ·        ·        ·",
    "funding.award.edit":  "head  officer  townhall   ·              ·        ·        ·        ·",
    "funding.award.record": "head officer  ·          ·              ·        ·        ·        ·",
    "programme.view":      "head  officer  townhall   county_office  ·        partner  ·        ·",
    "programme.edit":      "head  officer  ·          ·              ·        ·        ·        ·",
    "growth.view":         "head  officer  townhall   county_office  auditor  partner  council  ·",
    "growth.measure.view": "head  officer  townhall   ·              ·        ·        ·        ·",
    "growth.edit":         "head  officer  ·          ·              ·        ·        ·        ·",
    "land.site.view":      "head  officer  townhall   county_office  ·        partner  ·        ·",
    "land.site.edit":      "head  officer  townhall   ·              ·        ·        ·        ·",
    "land.site.decide":    "head  officer  ·          ·              ·        ·        ·        ·",
    "land.layer.view":     "head  officer  townhall   county_office  ·        ·        ·        ·",
    "land.layer.edit":     "head  officer  ·          ·              ·        ·        ·        ·",
    "land.analysis.view":  "head  officer  townhall   county_office  ·        ·        ·        ·",
    "land.analysis.run":   "head  officer  ·          ·              ·        ·        ·        ·",
    "project.view":        "head  officer  townhall   county_office  ·        partner  council  ·",
    "project.suggest":     "head  officer  townhall   county_office  ·        partner  ·        ·",
    "project.edit":        "head  officer  ·          ·              ·        ·        ·        ·",
    "project.criteria":    "head  ·        ·          ·              ·        ·        ·        ·",
    "topic.view":          "head  officer  townhall   county_office  ·        partner  council  ·",
    "topic.edit":          "head  officer  ·          ·              ·        ·        ·        ·",
    "offering.view":       "head  officer  townhall   ·              ·        partner  ·        ·",
    "offering.edit":       "head  officer  townhall   ·              ·        partner  ·        ·",
    "case.view":           "head  officer  ·          ·              ·        ·        ·        ·",
    "case.edit":           "head  officer  ·          ·              ·        ·        ·        ·",
    "case.answer":         "head  officer  townhall   county_office  ·        ·        ·        ·",
    "school.edit":         "head  officer  ·          ·              ·        ·        ·        ·",
    "guide.edit":          "head  officer  ·          ·              ·        ·        ·        ·",
    "journal.view":        "head  ·        ·          ·              ·        ·        ·        admin",
    "runs.view":           "head  officer  ·          ·              ·        ·        ·        admin",
    "runs.manage":         "head  ·        ·          ·              ·        ·        ·        admin",
    "outbox.view":         "·     ·        ·          ·              ·        ·        ·        admin",
    "users.manage":        "head  ·        ·          ·              ·        ·        ·        admin",
    "figures.view":        "head  officer  townhall   county_office  auditor  partner  council  admin",
}  # fmt: skip

PERMISSIONS: dict[str, frozenset[Role]] = {
    permission: frozenset(Role(word) for word in row.split() if word != "·") for permission, row in _TABLE.items()
}


def permissions_of(roles: frozenset[Role]) -> frozenset[str]:
    """Every permission any of the roles gives."""
    return frozenset(permission for permission, may in PERMISSIONS.items() if may & roles)
