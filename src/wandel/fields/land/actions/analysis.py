"""Deciding rules, starting an analysis, taking a candidate over as a site."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.fields.land.actions.site import record_site
from wandel.fields.land.models import Candidate, RuleSet, Site
from wandel.office.journal.actions import record
from wandel.office.people.models import Organisation, User
from wandel.office.runs.actions import start
from wandel.office.runs.incoming import to_take_in
from wandel.office.runs.models import Run
from wandel.ui.phrases import Phrase
from wandel.ui.subjects import SubjectRef

FIELD = "land"
ANALYSIS = "land.analysis"
LAYER_IMPORT = "land.layer-import"


def rule_set_ref(rule_set: RuleSet) -> SubjectRef:
    return SubjectRef("land.rules", str(rule_set.pk), f"/land/rules/{rule_set.pk}/", rule_set.title)


@transaction.atomic
def decide_rules(*, values: Mapping[str, Any], by: User | None) -> RuleSet:
    """Record rules as decided from a day on; older ones stay, with what was analysed by them."""
    rule_set = RuleSet.objects.create(**values)
    record(
        by=by,
        message=Phrase(gettext_noop("Rules recorded, decided by %(who)s"), {"who": rule_set.decided_by}),
        subject=rule_set_ref(rule_set),
        field=FIELD,
    )
    return rule_set


def start_analysis(*, rule_set: RuleSet, by: User | None) -> Run:
    """Put an analysis into the background; its page shows bar and cancel."""
    label = Phrase(gettext_noop("Search for areas: %(title)s"), {"title": rule_set.title})
    return start(kind=ANALYSIS, params={"rule_set": rule_set.pk}, by=by, label=label)


@transaction.atomic
def adopt_candidate(*, candidate: Candidate, by: User, on: date) -> Site:
    """Make a site of a candidate: outline, municipality, parcels, and what was found as a note. Once only.

    Raises ValidationError where no town hall can maintain it, or where it has become a site already.
    """
    found = (
        Candidate.objects.select_for_update(of=("self",))
        .select_related("municipality", "analysis")
        .get(pk=candidate.pk)
    )
    if found.site_id:
        raise ValidationError(_("This candidate is a site already."), code="adopted")
    hall = Organisation.objects.filter(municipality=found.municipality, kind=Organisation.Kind.TOWN_HALL).first()
    if found.municipality is None or hall is None:
        raise ValidationError(
            _(
                "No town hall is recorded for this municipality. Record it under Organisations, then take the area over."
            ),
            code="no_town_hall",
        )
    site = record_site(
        values={
            "name": _("Candidate %(number)s · %(municipality)s")
            % {"number": found.number, "municipality": found.municipality.name},
            "kind": Site.Kind.NEUBAUGEBIET,
            "municipality": found.municipality,
            "organisation": hall,
            "geometry": found.geometry,
            "parcels": found.parcels,
            "use": Site.Use.RESIDENTIAL,
            "note": _("From the analysis “%(title)s” with %(points)s of 100 points. %(why)s")
            % {"title": found.analysis.title, "points": round(found.points), "why": found.why_de},
        },
        by=by,
        on=on,
    )
    found.site = site
    found.save(update_fields=["site"])
    return site


def start_layer_import(*, params: dict[str, Any], by: User | None) -> Run:
    """Put an import into the background; the layer keeps its version until the new one is whole.

    With ``check`` the run reads everything and says what would change; ``take_in_checked`` then does it.
    """
    name = params["description"]["name_de"]
    message = (
        gettext_noop("Check the layer %(name)s") if params.get("check") else gettext_noop("Import the layer %(name)s")
    )
    return start(kind=LAYER_IMPORT, params=params, by=by, label=Phrase(message, {"name": name}))


def take_in_checked(*, run: Run, by: User) -> Run:
    """Import what a checking run has read; what it fetched is not fetched again.

    Raises ValidationError where the file is no longer kept.
    """
    return start_layer_import(params=to_take_in(run), by=by)
