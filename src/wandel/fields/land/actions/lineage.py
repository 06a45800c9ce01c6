"""Sites that come from other sites: split and merged. The old ones retire and stay readable; the new ones name them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.fields.land.actions.outline import united_outline
from wandel.fields.land.actions.site import EDITABLE, record_site, retire_site, tell
from wandel.fields.land.models import Site
from wandel.fields.land.workflow import ORDER
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase

# What belongs to the whole and is not handed on to a part or a union: sizes, numbers of homes, one owner's answer.
NOT_HANDED_ON = {
    "name", "stated_area_m2", "existing_dwellings", "stated_low", "stated_likely", "stated_high", "stated_source",
    "dwellings_built",
}  # fmt: skip
OWNER = {
    "owner", "owner_kind", "owner_asked_on", "owner_due_on", "owner_answer", "owner_answered_on",
    "publication_announced_on",
}  # fmt: skip


def _handed_on(site: Site) -> dict[str, Any]:
    return {name: getattr(site, name) for name in EDITABLE if name not in NOT_HANDED_ON}


@transaction.atomic
def split_site(*, site: Site, parts: Sequence[Mapping[str, Any]], by: User, on: date) -> list[Site]:
    """Make two or more sites of one; each part gives a name and a geometry or ``stated_area_m2``. The old one retires."""
    if len(parts) < 2:
        raise ValidationError(_("A site is split into at least two parts."))
    if site.retired_on:
        raise ValidationError(_("This site is retired. Take it up again before you change it."), code="retired")
    values = _handed_on(site)
    new = []
    for part in parts:
        reason = _("part of %(number)s") % {"number": site.number}
        one = record_site(
            values={**values, "parcels": [], **part},
            by=by,
            on=on,
            state=site.state,
            state_on=site.state_on,
            reason=reason,
        )
        one.predecessors.add(site)
        new.append(one)
    numbers = ", ".join(one.number for one in new)
    retire_site(site=site, reason=_("split into %(numbers)s") % {"numbers": numbers}, by=by, on=on)
    return new


@transaction.atomic
def merge_sites(*, sites: Iterable[Site], name: str, by: User, on: date) -> Site:
    """Make one site of several of the same municipality; it is as far as the one that is least far.

    Outlines are united where all have one. A confidential part or an objection makes the whole so. Raises ValidationError.
    """
    old = sorted(sites, key=lambda one: ORDER[one.state])
    if len({one.pk for one in old}) < 2:
        raise ValidationError(_("Choose at least two sites to merge."))
    if len({one.municipality_id for one in old}) > 1 or len({one.organisation_id for one in old}) > 1:
        raise ValidationError(_("Only sites of the same municipality and the same town hall can be merged."))
    if any(one.retired_on for one in old):
        raise ValidationError(_("One of these sites is retired. Take it up again or leave it out."))
    least = old[0]
    values = _handed_on(least)
    for key in OWNER:
        if len({getattr(one, key) for one in old}) > 1:
            values[key] = Site.Owner.MANY if key == "owner_kind" else "" if key == "owner_answer" else None
    objections = [one.objection_on for one in old if one.objection_on]
    outlines = [one.geometry for one in old]
    sizes = [one.size_m2 for one in old]
    values |= {
        "name": name,
        "confidential": any(one.confidential for one in old),
        "objection_on": min(objections) if objections else None,
        "parcels": list(dict.fromkeys(parcel for one in old for parcel in one.parcels)),
        "geometry": united_outline([one for one in outlines if one]).geometry if all(outlines) else None,
        "stated_area_m2": round(sum(size or 0 for size in sizes)) if all(sizes) and not all(outlines) else None,
    }
    numbers = ", ".join(one.number for one in old)
    whole = record_site(
        values=values,
        by=by,
        on=on,
        state=least.state,
        state_on=least.state_on,
        reason=_("merged from %(numbers)s") % {"numbers": numbers},
    )
    whole.predecessors.set(old)
    for one in old:
        retire_site(site=one, reason=_("merged into %(number)s") % {"number": whole.number}, by=by, on=on)
    tell(whole, Phrase(gettext_noop("Merged from %(numbers)s"), {"numbers": numbers}), by=by)
    return whole
