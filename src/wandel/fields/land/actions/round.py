"""The yearly round: filled beforehand from a town hall's sites, and its answer taken over into them.

The round asks coarser than the stock knows (five states, six kinds). Only what differs in the round's own words is a
change; what the workflow does not allow, or what would take a site away, is left to a person.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wandel.core.text.fold import fold
from wandel.fields.land.actions.site import change_site, move_site, record_site
from wandel.fields.land.models import Site
from wandel.fields.land.queries.site import SIZE_TOLERANCE, facts_of
from wandel.fields.land.workflow import ENDS, FACTS, STEPS, TABLE, is_back, missing
from wandel.office.desk.models import Answer
from wandel.office.desk.registry import Proposal
from wandel.office.people.models import Organisation, User
from wandel.ui.formats import format_number

KEY, TABLE_KEY = "land.sites", "areas"
OWN_ID = re.compile(r"site\d+")

KINDS: dict[str, dict[str, str]] = {
    "luecke": {"kind": Site.Kind.BAULUECKE},
    "brache": {"kind": Site.Kind.BRACHE},
    "neubau": {"kind": Site.Kind.NEUBAUGEBIET, "use": Site.Use.RESIDENTIAL},
    "gewerbe": {"kind": Site.Kind.GEWERBE, "use": Site.Use.COMMERCIAL},
    "gemischt": {"kind": Site.Kind.NEUBAUGEBIET, "use": Site.Use.MIXED},
    "sonstige": {"kind": Site.Kind.UMNUTZUNG},
}
SAID_OF_KIND = {
    Site.Kind.BAULUECKE: "luecke",
    Site.Kind.SPARSELY_BUILT: "luecke",
    Site.Kind.BRACHE: "brache",
    Site.Kind.GEWERBEBRACHE: "brache",
    Site.Kind.LEERSTAND: "sonstige",
    Site.Kind.NEUBAUGEBIET: "neubau",
    Site.Kind.GEWERBE: "gewerbe",
    Site.Kind.UMNUTZUNG: "sonstige",
}
# What a round's word means for a site that is new to us.
STATES = {
    "idee": "candidate",
    "vorbereitung": "pool",
    "planung": "aufstellungsbeschluss",
    "baureif": "available",
    "vergeben": "reserved",
}
SAID_OF_STATE = {
    "candidate": "idee", "plausible": "idee", "visited": "idee", "owner_asked": "vorbereitung", "pool": "vorbereitung",
    "aufstellungsbeschluss": "planung", "fruehzeitige_beteiligung": "planung", "offenlage": "planung",
    "satzungsbeschluss": "planung", "rechtskraft": "planung", "available": "baureif", "reserved": "vergeben",
    "built": "vergeben",
}  # fmt: skip


def _said_kind(site: Site) -> str:
    if site.kind == Site.Kind.NEUBAUGEBIET and site.use == Site.Use.MIXED:
        return "gemischt"
    return SAID_OF_KIND[Site.Kind(site.kind)]


def _plain(value: float | None, places: int = 2) -> str:
    """A stored number of a round: no group marks, no zeros at the end."""
    if value is None:
        return ""
    rounded = round(Decimal(str(value)), places).normalize()
    return format(rounded, "f")


def _row_of(site: Site) -> dict[str, str]:
    return {
        "id": site.row_id,
        "name": site.name,
        "type": _said_kind(site),
        "size": _plain(site.size_ha),
        "state": SAID_OF_STATE[site.state],
        "dwellings": _plain(site.stated_likely, 0),
        "remark": "",
    }


def _asked_sites(organisation: Organisation) -> list[Site]:
    """What the round asks about: the town hall's open sites. Confidential ones never go into a mail's link."""
    return list(
        Site.objects.filter(organisation=organisation, retired_on=None, confidential=False)
        .exclude(state__in=ENDS)
        .select_related("municipality", "organisation")
        .order_by("sort_key", "pk")
    )


def prefill(organisation: Organisation) -> list[dict[str, str]]:
    """The rows of the round's table as the stock knows them today."""
    return [_row_of(site) for site in _asked_sites(organisation)]


@dataclass
class Change:
    """What one row means for one site; ``hand`` names what a person has to do.

    ``key`` names the change as it was shown: another row, another answer or a site that moved on has another one.
    """

    answer: int
    row: dict[str, str]
    site: Site | None
    values: dict[str, Any] = field(default_factory=dict)
    to: str = ""
    said: list[str] = field(default_factory=list)
    hand: list[str] = field(default_factory=list)

    @property
    def applies(self) -> bool:
        return bool(self.values or self.to)

    @property
    def key(self) -> str:
        shown = [self.answer, self.row, self.to, [self.site.pk, self.site.version] if self.site else None]
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:20]


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def _source(answer: Answer) -> str:
    return f"{answer.round.title}, {answer.organisation}"[:200]


def _rows(answer: Answer) -> list[dict[str, str]]:
    rows = answer.data.get(TABLE_KEY)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def sites_of(organisations: Collection[Organisation]) -> list[Site]:
    """Everything these town halls have, retired and confidential sites too. One query."""
    return list(
        Site.objects.filter(organisation__in=organisations)
        .select_related("municipality", "organisation")
        .order_by("sort_key", "pk")
    )


def plan(answer: Answer, everything: Sequence[Site]) -> tuple[list[Change], list[Site]]:
    """Every row beside its site, and the sites the answer does not name any more. ``everything``: its town hall's sites."""
    by_row = {site.row_id: site for site in everything}
    by_name = {fold(site.name): site for site in everything if site.retired_on is None and not site.confidential}
    changes: list[Change] = []
    seen: set[int] = set()
    rows = _rows(answer)
    named = {by_row[str(row.get("id"))].pk for row in rows if str(row.get("id")) in by_row}
    for row in rows:
        site = by_row.get(str(row.get("id", "")))
        if site is None:
            known = by_name.get(fold(str(row.get("name", ""))))
            site = known if known is not None and known.pk not in named | seen else None
        if site is not None:
            seen.add(site.pk)
        changes.append(_compare(answer, row, site) if site else _new(answer, row))
    gone = [
        site
        for site in everything
        if site.retired_on is None
        and not site.confidential
        and site.state not in ENDS
        and site.pk not in seen
        and answer.answered_on
        and site.recorded_at.date() < answer.answered_on
    ]
    return changes, gone


def _new(answer: Answer, row: dict[str, str]) -> Change:
    change = Change(answer.pk, row, None)
    municipality = answer.organisation.municipality
    if municipality is None:
        change.hand.append(
            _("This organisation belongs to no municipality, so the site has no place. Record it by hand.")
        )
        return change
    size, dwellings = _number(str(row.get("size", ""))), _number(str(row.get("dwellings", "")))
    change.to = STATES.get(str(row.get("state")), "candidate")
    change.values = {
        **KINDS.get(str(row.get("type")), KINDS["sonstige"]),
        "name": str(row.get("name") or _("Without a name"))[:200],
        "municipality": municipality,
        "organisation": answer.organisation,
        "stated_area_m2": None if size is None or size <= 0 else round(size * 10_000),
        "note": str(row.get("remark") or ""),
    }
    if dwellings is not None and dwellings >= 0:
        change.values |= {"stated_likely": int(dwellings), "stated_source": _source(answer)}
    change.said.append(_("new site: %(state)s") % {"state": _(TABLE[change.to].label)})
    return change


def _compare(answer: Answer, row: dict[str, str], site: Site) -> Change:
    """What differs in the round's own words."""
    change = Change(answer.pk, row, site)
    if site.retired_on:
        change.hand.append(_("The site is retired, but the answer names it. Take it up again if that was wrong."))
        return change
    if site.confidential:
        change.hand.append(_("The site is confidential; a round does not change it."))
        return change
    ours = _row_of(site)
    name = str(row.get("name") or "")[:200]
    if name and name != site.name:
        change.values["name"] = name
        change.said.append(_("name: %(was)s → %(now)s") % {"was": site.name, "now": name})
    said = str(row.get("type") or "")
    if said in KINDS and said != ours["type"]:
        new = KINDS[said]
        change.values |= new
        change.said.append(
            _("kind: %(was)s → %(now)s") % {"was": site.get_kind_display(), "now": Site.Kind(new["kind"]).label}
        )
    _compare_numbers(answer, change, site, ours)
    remark = str(row.get("remark") or "").strip()
    line = f"{answer.round.title}: {remark}"
    if remark and line not in site.note:
        change.values["note"] = f"{site.note}\n{line}".strip()[:5000]
        change.said.append(_("note: %(text)s") % {"text": remark})
    _compare_state(change, site, str(row.get("state") or ""), ours["state"])
    return change


def _as_drawn(site: Site, hectares: Decimal) -> bool:
    """Whether a stated size is the drawn one, rounded as people round."""
    drawn = site.area_m2
    return drawn is not None and abs(float(hectares) * 10_000 - drawn) <= drawn * SIZE_TOLERANCE


def _compare_numbers(answer: Answer, change: Change, site: Site, ours: dict[str, str]) -> None:
    size, known = _number(str(change.row.get("size", ""))), _number(ours["size"])
    if size is not None and size > 0 and size != known and not _as_drawn(site, size):
        stated = round(size * 10_000)
        if site.stated_area_m2 != stated:
            change.values["stated_area_m2"] = stated
            was = format_number(known, places=2) if known is not None else "–"
            words = {"was": was, "now": format_number(size, places=2)}
            drawn = site.area_m2 is not None
            change.said.append(
                (
                    _("stated size: %(now)s ha; drawn are %(was)s ha, which stay")
                    if drawn
                    else _("size: %(was)s → %(now)s ha")
                )
                % words
            )
    dwellings = _number(str(change.row.get("dwellings", "")))
    if dwellings is not None and dwellings >= 0 and int(dwellings) != site.stated_likely:
        homes = int(dwellings)
        change.values |= {"stated_likely": homes, "stated_source": _source(answer)}
        if site.stated_low is not None and site.stated_low > homes:
            change.values["stated_low"] = None
        if site.stated_high is not None and site.stated_high < homes:
            change.values["stated_high"] = None
        was = "–" if site.stated_likely is None else str(site.stated_likely)
        change.said.append(_("homes: %(was)s → %(now)s") % {"was": was, "now": homes})


def _compare_state(change: Change, site: Site, said: str, ours: str) -> None:
    """Take the state over where the workflow knows a way; else say what is missing."""
    if said not in STATES or said == ours:
        return
    meant = [step.state for step in STEPS if SAID_OF_STATE.get(step.state) == said]
    back = [state for state in meant if is_back(site.state, state)]
    forward = [state for state in meant if state in TABLE[site.state].following]
    facts = facts_of(site)
    allowed = [state for state in forward if not missing(site.state, state, facts)]
    found = back[-1] if back else allowed[0] if allowed else ""
    words = {"was": _(TABLE[site.state].label), "now": _(TABLE[found or meant[0]].label)}
    if found:
        change.to = found
        change.said.append(_("state: %(was)s → %(now)s") % words)
        return
    change.hand.append(_("The town hall says “%(now)s”; here the site is “%(was)s”.") % words)
    if forward:
        change.hand += [_(FACTS[fact]) for fact in missing(site.state, forward[0], facts)]
    else:
        change.hand.append(_("Steps in between are not noted yet. Take them one by one on the site's page."))


def proposals(answer: Answer) -> list[Proposal]:
    """What taking the answer over would change; writes nothing."""
    return told_of(*plan(answer, sites_of([answer.organisation])))


def told_of(changes: list[Change], gone: list[Site]) -> list[Proposal]:
    return [*_told(changes), *(_gone(site) for site in gone)]


def _told(changes: list[Change]) -> Iterator[Proposal]:
    for change in changes:
        title = change.site.name if change.site else str(change.row.get("name") or _("Without a name"))
        path = change.site.get_absolute_url() if change.site else ""
        if change.applies:
            yield Proposal(title, change.said, is_new=change.site is None, path=path, key=change.key)
        if change.hand:
            yield Proposal(title, change.hand, applies=False, path=path)


def _gone(site: Site) -> Proposal:
    sentence = _("The answer does not name this site any more. Retire it with a reason, or leave it.")
    return Proposal(site.name, [sentence], applies=False, path=site.get_absolute_url())


@transaction.atomic
def take_over(*, answer: Answer, by: User, on: date) -> int:
    """Bring the sites in line with an answer; each change is journaled. Returns how many sites changed; again: none."""
    # Whoever comes second waits here and finds nothing left to do.
    Organisation.objects.select_for_update().get(pk=answer.organisation_id)
    changes, _gone_sites = plan(answer, sites_of([answer.organisation]))
    return sum(apply_change(change, answer, by=by, on=on) is not None for change in changes)


def apply_change(change: Change, answer: Answer, *, by: User, on: date) -> Site | None:
    """Do one change; the site as it is then, or None where the row changes nothing."""
    row_id = str(change.row.get("id") or "")[:40]
    if change.site is None:
        if not change.applies:
            return None
        kept = "" if OWN_ID.fullmatch(row_id) else row_id
        return record_site(
            values=change.values, by=by, on=on, state=change.to, reason=answer.round.title, round_row=kept
        )
    site = change.site
    if row_id and not site.round_row and not OWN_ID.fullmatch(row_id):
        site.round_row = row_id
        site.save(update_fields=["round_row"])
    if change.values:
        site = change_site(site=site, values=change.values, by=by, on=on, source=answer.round.title)
    if change.to:
        reason = _("reported in %(round)s") % {"round": answer.round.title}
        site = move_site(site=site, to=change.to, by=by, on=on, reason=reason)
    return site if change.applies else None
