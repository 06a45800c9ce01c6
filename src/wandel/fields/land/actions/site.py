"""Everything that changes a site: recording, changing, moving on, publishing, retiring."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from wandel.fields.land.actions.comparison import queue_comparison
from wandel.fields.land.actions.outline import put_outline
from wandel.fields.land.models import Site, SiteEvent
from wandel.fields.land.queries.site import FIELD, facts_of
from wandel.fields.land.workflow import ENDS, FACTS, FIRST, PUBLIC, TABLE, exists, is_back, missing
from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.desk.registry import READ
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.office.places.models import Municipality
from wandel.office.search.actions import index
from wandel.ui.formats import format_date
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import CONFIDENTIAL, OPEN, SearchText

# What ``record_site`` and ``change_site`` take beside "geometry" (GeoJSON or None).
EDITABLE = (
    "name", "kind", "municipality", "organisation", "stated_area_m2", "parcels", "address", "use", "development",
    "plan_basis", "plan_name", "available_from", "available_until", "reserved_until", "price", "price_on",
    "price_source", "settlement", "existing_dwellings", "stated_low", "stated_likely", "stated_high", "stated_source",
    "dwellings_built", "owner", "owner_kind", "owner_asked_on", "owner_due_on", "owner_answer", "owner_answered_on",
    "objection_on", "publication_announced_on", "confidential", "zone", "grz", "emission_class", "power_mw", "gas",
    "hydrogen", "fibre_mbit", "rail_siding", "motorway_minutes", "soil_value", "note",
)  # fmt: skip


def confidentiality_of(site: Site) -> str:
    return CONFIDENTIAL if site.confidential else OPEN


def tell(site: Site, message: Phrase, *, by: User | None) -> None:
    """One line in the journal about a site."""
    record(
        by=by,
        message=message,
        subject=site.ref,
        organisation_ids=[site.organisation_id],
        field=FIELD,
        confidentiality=confidentiality_of(site),
    )


@transaction.atomic
def record_site(
    *, values: Mapping[str, Any], by: User | None, on: date, state: str = FIRST, state_on: date | None = None,
    reason: str = "", round_row: str = "",
) -> Site:  # fmt: skip
    """Take a site into the stock, as a candidate or in the state it is in already; what that state needs and the site
    lacks stays visible on its page. Raises ValidationError for an outline that cannot be used.
    """
    if state not in TABLE:
        raise ValueError(f"{state} stands in no row of the table")
    site = Site(state=state, state_on=state_on or on, round_row=round_row)
    _assign(site, values)
    put_outline(site, values.get("geometry"))
    number_site(site)
    site.save()
    _note_event(site, SiteEvent.Kind.RECORDED, "", on=site.state_on, reason=reason, by=by)
    write_around(site, by=by, on=on)
    if site.geometry:
        queue_comparison()
    tell(site, Phrase(gettext_noop("Site recorded: %(state)s"), {"state": both_labels(TABLE[state].label)}), by=by)
    return site


def number_site(site: Site) -> None:
    """The next number of the municipality: the last three digits of its key, then a counter that never goes back."""
    # Held so that two sites recorded at the same moment do not get the same number.
    Municipality.objects.select_for_update().get(pk=site.municipality_id)
    prefix = site.municipality.ags[-3:]
    last = Site.objects.filter(number__startswith=f"{prefix}-").aggregate(last=Max("serial"))["last"] or 0
    site.serial = last + 1
    site.number = f"{prefix}-{site.serial:03d}"


def _assign(site: Site, values: Mapping[str, Any]) -> None:
    unknown = set(values) - set(EDITABLE) - {"geometry"}
    if unknown:
        raise ValueError(f"a site has no {', '.join(sorted(unknown))}")
    for name in EDITABLE:
        if name in values:
            setattr(site, name, values[name])


def locked_site(site: Site) -> Site:
    """The row as it stands now, held until the transaction ends."""
    return (
        Site.objects.select_for_update(of=("self",))
        .select_related("municipality", "organisation", "owner")
        .get(pk=site.pk)
    )


def _refuse_retired(site: Site) -> None:
    if site.retired_on:
        raise ValidationError(_("This site is retired. Take it up again before you change it."), code="retired")


@transaction.atomic
def change_site(*, site: Site, values: Mapping[str, Any], by: User | None, on: date, source: str = "") -> Site:
    """Change what is known of a site. ``source`` says where it comes from (a round). The same values change nothing."""
    found = locked_site(site)
    _refuse_retired(found)
    changed = [name for name in EDITABLE if name in values and getattr(found, name) != values[name]]
    moved = "municipality" in changed
    drawn = "geometry" in values and (values["geometry"] or None) != found.geometry
    if not changed and not drawn:
        return found
    objected = "objection_on" in changed and values["objection_on"] is not None
    _assign(found, values)
    if drawn or (moved and found.geometry):
        put_outline(found, values["geometry"] if drawn else found.geometry)
    withdrawn = _withdraw_if_it_must_be(found)
    found.version += 1
    found.save()
    if objected:
        _announce_objection(found, by=by, on=on)
    write_around(found, by=by, on=on)
    if drawn and found.geometry:
        queue_comparison()
    tell(found, _changed_message([*changed, *(["geometry"] if drawn else [])], source), by=by)
    if withdrawn:
        tell(found, Phrase(gettext_noop("Publication withdrawn")), by=by)
    return found


def _changed_message(names: Iterable[str], source: str) -> Phrase:
    """Which facts changed, in both languages; values stay out, because some are personal."""
    spoken = {}
    for language in ("de", "en"):
        with override(language):
            spoken[language] = ", ".join(str(Site._meta.get_field(name).verbose_name) for name in names)
    if source:
        return Phrase(gettext_noop("Changed by %(source)s: %(what)s"), {"source": source, "what": spoken})
    return Phrase(gettext_noop("Changed: %(what)s"), {"what": spoken})


def both_labels(msgid: str) -> dict[str, str]:
    """A word of the table in both languages, as a parameter of a stored sentence."""
    spoken = {}
    for language in ("de", "en"):
        with override(language):
            spoken[language] = _(msgid)
    return spoken


@transaction.atomic
def move_site(*, site: Site, to: str, by: User | None, on: date, day: date | None = None, reason: str = "") -> Site:
    """Take one step of the table, reached on ``day``. Raises ValidationError with what is missing and what to do."""
    found = locked_site(site)
    _refuse_retired(found)
    if to not in TABLE or not exists(found.state, to):
        raise ValidationError(
            _("From “%(state)s” this step is not possible. Somebody may have moved the site; please look at it again."),
            params={"state": found.state_label},
            code="no_way",
        )
    back = is_back(found.state, to)
    lacking = missing(found.state, to, facts_of(found))
    if lacking:
        raise ValidationError([ValidationError(_(FACTS[fact]), code=fact) for fact in lacking])
    if (back or TABLE[to].asks_reason) and not reason.strip():
        raise ValidationError(_("Please say why; the reason stays with the site."), code="reason")
    reached = day or on
    if reached > on:
        raise ValidationError(_("A step is noted when it has happened. Please choose today or an earlier day."))
    if not back and reached < found.state_on:
        raise ValidationError(
            _("The site has been in its present state only since %(day)s; the next step cannot be earlier."),
            params={"day": format_date(found.state_on)},
        )
    before = found.state
    found.state, found.state_on = to, reached
    withdrawn = _withdraw_if_it_must_be(found)
    found.version += 1
    found.save()
    _note_event(
        found, SiteEvent.Kind.BACK if back else SiteEvent.Kind.FORWARD, before, on=reached, reason=reason, by=by
    )
    write_around(found, by=by, on=on)
    message = (
        gettext_noop("Back from %(before)s to %(now)s: %(reason)s") if back else gettext_noop("%(before)s → %(now)s")
    )
    params = {"before": both_labels(TABLE[before].label), "now": both_labels(TABLE[to].label)}
    if reason.strip() and not back:
        message = gettext_noop("%(before)s → %(now)s: %(reason)s")
    tell(found, Phrase(message, {**params, "reason": reason.strip()} if reason.strip() else params), by=by)
    if withdrawn:
        tell(found, Phrase(gettext_noop("Publication withdrawn")), by=by)
    return found


def _note_event(site: Site, kind: str, before: str, *, on: date, reason: str, by: User | None) -> None:
    SiteEvent.objects.create(
        site=site,
        kind=kind,
        from_state=before,
        state=site.state,
        on=on,
        reason=reason.strip()[:500],
        area_m2=site.size_m2,
        actor_id=str(by.pk) if by else "",
        actor_name=by.name if by else "",
    )


# ── publication ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _withdraw_if_it_must_be(site: Site) -> bool:
    """Take the flag away where it may not stand any more; saves nothing. Returns whether it did."""
    if not site.published or not (
        site.objection_on or site.confidential or site.retired_on or site.state not in PUBLIC
    ):
        return False
    site.published, site.published_on = False, None
    return True


def _announce_objection(site: Site, *, by: User | None, on: date) -> None:
    """The objection is read once on the desk: the public copies elsewhere (web page, print) must go too."""
    upsert_entry(
        key=f"site-{site.pk}-objection-{site.objection_on:%Y%m%d}",
        kind=READ,
        subject=site.ref,
        title=Phrase(gettext_noop("An owner objected to publication: take the site out of every list and map")),
        due_on=on,
        organisation_ids=[site.organisation_id],
        owner=None,
        field=FIELD,
        confidentiality=confidentiality_of(site),
        context=plain(f"{site.name} · {site.municipality.name}"),
        basis=plain("§ 200 Abs. 3 BauGB"),
        waiting_for=Phrase(""),
        by=by,
    )


# ── desk and search ───────────────────────────────────────────────────────────────────────────────────────────────────


def write_around(site: Site, *, by: User | None, on: date) -> None:
    """Bring the desk and the search box in line with a site."""
    going_on = site.retired_on is None and site.state not in ENDS
    _entry(
        site,
        "owner",
        "site_owner",
        Phrase(gettext_noop("Ask the owner for the answer")),
        site.owner_due_on if going_on and site.owner_asked_on and not site.owner_answer else None,
        Phrase(gettext_noop("asked on %(day)s"), {"day": site.owner_asked_on}) if site.owner_asked_on else Phrase(""),
        by=by,
        on=on,
    )
    _entry(
        site,
        "reserved",
        "site_reservation",
        Phrase(gettext_noop("The reservation ends")),
        site.reserved_until if going_on and site.state == "reserved" else None,
        Phrase(gettext_noop("reservation of the site")),
        by=by,
        on=on,
    )
    index(site_search_text(site))


def _entry(
    site: Site, what: str, kind: str, title: Phrase, due_on: date | None, basis: Phrase, *, by: User | None, on: date
) -> None:
    key = f"site-{site.pk}-{what}"
    if due_on is None:
        close_entry(key=key, by=by, on=on)
        return
    upsert_entry(
        key=key,
        kind=kind,
        subject=site.ref,
        title=title,
        due_on=due_on,
        organisation_ids=[site.organisation_id],
        owner=None,
        field=FIELD,
        confidentiality=confidentiality_of(site),
        context=plain(f"{site.name} · {site.municipality.name}"),
        basis=basis,
        waiting_for=Phrase(""),
        by=by,
    )


def site_search_text(site: Site) -> SearchText:
    return SearchText(
        subject=site.ref,
        title=site.name,
        words=" ".join([site.number, site.address, site.plan_name, *site.parcels]),
        context=f"{site.municipality.name} · {site.number}",
        organisation_ids=(site.organisation_id,),
        field=FIELD,
        confidentiality=confidentiality_of(site),
        removed=site.retired_on is not None,
    )


def all_search_texts() -> Iterator[SearchText]:
    """Every site as the search box knows it, for rebuilding the index."""
    for site in Site.objects.filter(retired_on=None).select_related("municipality").iterator(chunk_size=500):
        yield site_search_text(site)


# ── end and return ────────────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def retire_site(*, site: Site, reason: str, by: User | None, on: date) -> Site:
    """Take a site out of the stock; its page and history stay. Raises ValidationError without a reason."""
    found = locked_site(site)
    _refuse_retired(found)
    if not reason.strip():
        raise ValidationError(_("Please say why; the reason stays with the site."), code="reason")
    found.retired_on, found.retired_reason = on, reason.strip()[:300]
    _withdraw_if_it_must_be(found)
    found.version += 1
    found.save()
    _note_event(found, SiteEvent.Kind.RETIRED, found.state, on=on, reason=reason, by=by)
    write_around(found, by=by, on=on)
    tell(found, Phrase(gettext_noop("Retired: %(reason)s"), {"reason": found.retired_reason}), by=by)
    return found


@transaction.atomic
def take_up_again(*, site: Site, by: User | None, on: date) -> Site:
    """Undo a retirement."""
    found = locked_site(site)
    if found.retired_on is None:
        return found
    found.retired_on, found.retired_reason = None, ""
    found.version += 1
    found.save()
    _note_event(found, SiteEvent.Kind.RETURNED, found.state, on=on, reason="", by=by)
    write_around(found, by=by, on=on)
    tell(found, Phrase(gettext_noop("Taken up again")), by=by)
    return found
