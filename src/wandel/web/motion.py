"""The motion that created the posts: its demands in our own words, each with the screen that serves it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Demand:
    """One demand: area it belongs to, what it asks for, and where it is served (empty: in preparation)."""

    area: str
    text: str
    links: list[tuple[str, str]]


def demands() -> list[Demand]:
    """Rows in the order of the motion. Only this page may say that something is in preparation."""
    desk = (_("Desk"), reverse("desk:desk"))
    contacts = (_("Municipalities and contacts"), reverse("people:municipalities"))
    return [
        Demand(
            _("Steering"),
            _("Five new posts beside three, twelve thinkable; weigh priorities; compare with other counties."),
            [],
        ),
        Demand(_("Steering"), _("Evaluate the work and decide on further steps of the organisation."), []),
        Demand(_("Coordination"), _("Coordinate the activities across the county administration."), [desk]),
        Demand(
            _("Growth"),
            _("Steer the growth offensive towards 300,000 inhabitants and give it content."),
            [
                (_("Path to the target"), reverse("growth:path")),
                (_("Scenarios"), reverse("growth:scenarios")),
                (_("Measures and campaigns"), reverse("growth:offensive")),
            ],
        ),
        Demand(
            _("Land"),
            _("Identify, locate and manage areas for building."),
            [
                (_("Sites"), reverse("land:sites")),
                (_("Balance of land"), reverse("land:balance")),
                (_("Key dates"), reverse("land:snapshots")),
                (_("Yearly question to the town halls"), reverse("rounds:list")),
                (_("Sites to build on"), reverse("sites:list")),
            ],
        ),
        Demand(
            _("Growth"),
            _("Market the location, compared within the region and with others."),
            [
                (_("Counties compared"), reverse("growth:benchmark")),
                (_("Municipalities compared"), reverse("growth:neighbours")),
            ],
        ),
        Demand(
            _("Growth"),
            _("Work closely and lastingly with the 15 municipalities and with others such as agriculture."),
            [contacts],
        ),
        Demand(
            _("Projects"),
            _("Be the contact point for innovative model projects, funded projects and topics of the future."),
            [
                (_("Projects"), reverse("projects:projects")),
                (_("Portfolio"), reverse("projects:portfolio")),
                (_("Future topics"), reverse("projects:topics")),
                (_("Ideas that came in"), reverse("intake:list")),
            ],
        ),
        Demand(
            _("Funding"),
            _("Scout funding for county and municipalities and bundle what exists."),
            [
                (_("Programmes"), reverse("programmes:programmes")),
                (_("Who advises on what"), reverse("projects:advisers")),
            ],
        ),
        Demand(
            _("Funding"),
            _(
                "After the award: project structures, procurement, accounting, payout, dates and conditions; advise the municipalities."
            ),
            [(_("Awards"), reverse("funding:awards"))],
        ),
        Demand(
            _("Welcome centre"),
            _(
                "Win investors and look after them, also international ones; foreign-trade contacts and exchange with partners."
            ),
            [(_("Front door"), reverse("public:welcome"))],
        ),
        Demand(
            _("Welcome centre"),
            _("Help newcomers: information, housing and building land, dealings with authorities, school search."),
            [(_("Front door"), reverse("public:welcome")), (_("Plan for newcomers"), reverse("relocation:plan"))],
        ),
    ]
