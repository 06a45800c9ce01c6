"""Everything that changes an offer: entering, changing, publishing, withdrawing, running out, taking a list in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.fields.relocation.models import Offering
from wandel.fields.relocation.queries.offerings import FIELD, run_out
from wandel.fields.relocation.states import EXPIRED, PUBLISHED, TABLE, WITHDRAWN
from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.journal.actions import record
from wandel.office.people.models import Organisation
from wandel.office.search.actions import index
from wandel.ui.formats import format_date
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import OPEN, SearchText

EDITABLE = (
    "kind", "deal", "title", "municipality", "place", "rooms", "size_m2", "price", "available_from", "barrier_free", "organisation",
    "contact_name", "contact_email", "contact_phone", "description", "expires_on", "reference",
)  # fmt: skip
SAID = {
    PUBLISHED: gettext_noop("Offer published"),
    WITHDRAWN: gettext_noop("Offer withdrawn"),
    EXPIRED: gettext_noop("Offer has run out"),
}


def _tell(offering: Offering, message: Phrase, by: Any) -> None:
    record(
        by=by,
        message=message,
        subject=offering.ref,
        organisation_ids=[offering.organisation_id],
        field=FIELD,
        confidentiality=OPEN,
    )


@transaction.atomic
def save_offering(*, offering: Offering, values: Mapping[str, Any], by: Any, on: date) -> Offering:
    """Enter an offer or change it. The same values change nothing."""
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise ValueError(f"an offer has no {', '.join(sorted(unknown))}")
    created = offering.pk is None
    found = offering if created else _locked(offering)
    changed = [name for name in values if created or getattr(found, name) != values[name]]
    if not changed:
        return found
    for name in changed:
        setattr(found, name, values[name])
    found.version += not created
    found.save()
    write_around(found, by=by, on=on)
    _tell(found, Phrase(gettext_noop("Offer entered") if created else gettext_noop("Offer changed")), by)
    return found


@transaction.atomic
def move_offering(*, offering: Offering, to: str, by: Any, at: datetime, on: date) -> Offering:
    """Publish, withdraw or let run out. Raises ValidationError for a step the table does not know, or for publishing what
    has run out already. Staying where it is changes nothing."""
    found = _locked(offering)
    if found.state == to:
        return found
    if to not in TABLE[found.state].following:
        raise ValidationError(_("This offer cannot go there from where it is. Look at its page again."), code="step")
    if to == PUBLISHED and found.expires_on < on:
        raise ValidationError(
            _("Its last day, %(day)s, is over. Set a later day under “shown until”, then publish it."),
            code="over",
            params={"day": format_date(found.expires_on)},
        )
    found.state = to
    if to == PUBLISHED:
        found.published_at = at
    found.version += 1
    found.save()
    write_around(found, by=by, on=on)
    _tell(found, Phrase(SAID[to]), by)
    return found


def expire_offerings(*, on: date, at: datetime) -> int:
    """What the daily job does: offers whose last day is over are shown no more. Returns how many."""
    found = list(run_out(on=on))
    for offering in found:
        move_offering(offering=offering, to=EXPIRED, by=None, at=at, on=on)
    return len(found)


def _locked(offering: Offering) -> Offering:
    return Offering.objects.select_for_update(of=("self",)).select_related("municipality", "organisation").get(pk=offering.pk)  # fmt: skip


def write_around(offering: Offering, *, by: Any, on: date) -> None:
    """Search and the desk follow: a published offer stands on the provider's desk with its last day."""
    index(offering_search_text(offering))
    key = f"offering-{offering.pk}-runs-out"
    if offering.state not in {PUBLISHED, EXPIRED}:
        close_entry(key=key, by=by, on=on)
        return
    upsert_entry(
        key=key,
        kind="offering_runs_out",
        subject=offering.ref,
        title=Phrase(gettext_noop("Is this home still free?")),
        due_on=offering.expires_on,
        organisation_ids=[offering.organisation_id],
        owner=None,
        field=FIELD,
        confidentiality=OPEN,
        context=plain(f"{offering.title} · {offering.municipality.name}"),
        basis=Phrase(gettext_noop("last day the offer is shown")),
        waiting_for=plain(offering.organisation.name),
        by=by,
    )


def offering_search_text(offering: Offering) -> SearchText:
    return SearchText(
        subject=offering.ref,
        title=offering.title,
        words=f"{offering.place} {offering.municipality.name} {offering.reference}",
        context=offering.municipality.name,
        organisation_ids=(offering.organisation_id,),
        field=FIELD,
        confidentiality=OPEN,
    )


def all_offering_search_texts() -> Iterator[SearchText]:
    """Every offer as the search box knows it, for rebuilding the index."""
    for offering in (
        Offering.objects.select_related("municipality").defer("municipality__boundary").iterator(chunk_size=500)
    ):
        yield offering_search_text(offering)


@dataclass
class OffersTaken:
    """What a list did or would do; ``changes`` are (action, title)."""

    new: int = 0
    changed: int = 0
    same: int = 0
    changes: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def take_in_offerings(
    rows: Iterable[Mapping[str, Any]], *, organisation: Organisation, publish: bool, by: Any, at: datetime, on: date, dry_run: bool = False
) -> OffersTaken:  # fmt: skip
    """Bring a provider's offers in line with a list, found again by their ``reference``. What the list does not name stays.

    ``rows`` are checked values of ``EDITABLE`` without the organisation. With ``publish`` drafts of the list are shown at once.
    """
    known = {one.reference: one for one in Offering.objects.filter(organisation=organisation).exclude(reference="")}
    taken = OffersTaken()
    for row in rows:
        values = {**row, "organisation": organisation}
        found = known.get(values["reference"])
        differs = found is None or any(getattr(found, name) != value for name, value in values.items())
        action = "new" if found is None else "changed" if differs else "same"
        setattr(taken, action, getattr(taken, action) + 1)
        if action != "same":
            taken.changes.append((action, values["title"]))
        if dry_run:
            continue
        if differs:
            found = save_offering(offering=found or Offering(), values=values, by=by, on=on)
        if publish and found is not None and found.state == "draft":
            move_offering(offering=found, to=PUBLISHED, by=by, at=at, on=on)
    return taken
