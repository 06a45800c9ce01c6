"""Reading sites from a file: all or nothing, with a rehearsal that says what would change.

A row belongs to a site by its number, else by municipality and name; what fits none is new. A column that is left out keeps
what is known, an empty cell empties it. The same file again changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from wandel.core.law.texts import Text
from wandel.core.text.fold import fold
from wandel.fields.land.actions.outline import read_outline
from wandel.fields.land.actions.site import change_site, record_site
from wandel.fields.land.actions.site_file import Problem, SiteRow, UnreadableFile, WrongCell, read_sites, value_of
from wandel.fields.land.models import Site
from wandel.fields.land.queries.exchange import GEOMETRY, TOLD
from wandel.fields.land.workflow import FIRST, TABLE
from wandel.office.people.models import Organisation, User
from wandel.office.places.models import Municipality

__all__ = ["Change", "ImportResult", "Problem", "SiteRow", "UnreadableFile", "import_sites", "read_sites"]


@dataclass(frozen=True)
class Change:
    """What a row does: ``action`` is "new", "changed" or "same"; ``columns`` are those that differ."""

    line: int
    number: str
    name: str
    action: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportResult:
    """``written`` says whether anything was kept: not in a rehearsal, not with a problem."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    written: bool = False

    def count(self, action: str) -> int:
        return sum(change.action == action for change in self.changes)


# ── rows into sites ───────────────────────────────────────────────────────────────────────────────────────────────────


class _Import:
    """One run over the rows: what is there is read once, so the number of questions does not grow with unchanged rows."""

    def __init__(self, by: User | None, on: date) -> None:
        self.by, self.on = by, on
        self.changes: list[Change] = []
        self.problems: list[Problem] = []
        places = list(Municipality.objects.all())
        self.places = {one.ags: one for one in places} | {fold(one.name): one for one in places}
        halls = list(Organisation.objects.current().filter(kind=Organisation.Kind.TOWN_HALL))
        self.halls_by_name = {fold(hall.name): hall for hall in halls}
        self.halls_by_place = {hall.municipality_id: hall for hall in halls}
        self.by_number: dict[str, Site] = {}
        self.by_name: dict[tuple[int, str], list[Site]] = {}
        for site in Site.objects.select_related("municipality", "organisation", "owner"):
            self.by_number[site.number] = site
            if site.retired_on is None:
                self.by_name.setdefault((site.municipality_id, site.sort_key), []).append(site)
        self.seen: dict[int, int] = {}

    def wrong(self, row: SiteRow, column: str, text: Text) -> None:
        self.problems.append(Problem(row.line, column, text))

    def take(self, row: SiteRow) -> None:
        before = len(self.problems)
        values = self._values(row)
        site = self._site_of(row, values)
        if len(self.problems) > before:
            return
        if site is not None and site.pk in self.seen:
            self.wrong(
                row, "number",
                Text(f"Dieselbe Fläche steht schon in Zeile {self.seen[site.pk]}. Löschen Sie eine der beiden.",
                     f"The same site stands in row {self.seen[site.pk]} already. Delete one of the two."),
            )  # fmt: skip
            return
        try:
            self._write(row, site, values)
        except ValidationError as problem:
            sentence = " ".join(problem.messages)
            self.wrong(row, GEOMETRY if problem.error_list[0].code == "outline" else "name", Text(sentence, sentence))

    def _values(self, row: SiteRow) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, text in row.cells.items():
            if name in {"number", "municipality", "organisation", *TOLD}:
                continue
            try:
                values[name] = value_of(name, text)
            except WrongCell as problem:
                self.wrong(row, name, problem.text)
        self._place(row, values)
        numbers = [values.get(name) for name in ("stated_low", "stated_likely", "stated_high")]
        given = [number for number in numbers if number is not None]
        if given != sorted(given):
            self.wrong(
                row, "stated_low",
                Text("Mindestens, wahrscheinlich und höchstens müssen aufsteigen. Prüfen Sie die drei Zahlen.",
                     "At least, likely and at most must rise. Check the three numbers."),
            )  # fmt: skip
        return values

    def _place(self, row: SiteRow, values: dict[str, Any]) -> None:
        name = row.cells.get("municipality", "")
        if name:
            place = self.places.get(name) or self.places.get(fold(name))
            if place is None:
                self.wrong(
                    row, "municipality",
                    Text(f"Die Gemeinde „{name}“ gibt es hier nicht. Schreiben Sie den achtstelligen Schlüssel oder den Namen.",
                         f"There is no municipality “{name}” here. Write its key of eight digits or its name."),
                )  # fmt: skip
                return
            values["municipality"] = place
        hall_name = row.cells.get("organisation", "")
        hall = self.halls_by_name.get(fold(hall_name)) if hall_name else None
        if hall_name and hall is None:
            self.wrong(
                row, "organisation",
                Text(f"Das Rathaus „{hall_name}“ ist nicht bekannt. Lassen Sie die Zelle leer, dann gilt das Rathaus der Gemeinde.",
                     f"The town hall “{hall_name}” is not known. Leave the cell empty for the municipality's own."),
            )  # fmt: skip
        if hall is not None:
            values["organisation"] = hall

    def _site_of(self, row: SiteRow, values: Mapping[str, Any]) -> Site | None:
        number = row.cells.get("number", "")
        if number:
            site = self.by_number.get(number)
            if site is None or site.retired_on:
                self.wrong(
                    row, "number",
                    Text(f"Eine Fläche {number} ist nicht im Bestand. Leeren Sie die Zelle, wenn sie neu ist.",
                         f"There is no site {number} in the stock. Empty the cell if it is new."),
                )  # fmt: skip
            return site
        place, name = values.get("municipality"), values.get("name") or ""
        if place is None or not name:
            if not any(problem.line == row.line for problem in self.problems):
                self.wrong(
                    row, "name" if place else "municipality",
                    Text("Eine Fläche ohne Nummer braucht Name und Gemeinde. Tragen Sie beide ein.",
                         "A site without a number needs a name and a municipality. Enter both."),
                )  # fmt: skip
            return None
        found = self.by_name.get((place.pk, fold(name)[:200]), [])
        if len(found) > 1:
            self.wrong(
                row, "number",
                Text(f"{len(found)} Flächen in {place.name} heißen so. Tragen Sie die Nummer ein.",
                     f"{len(found)} sites in {place.name} have this name. Enter the number."),
            )  # fmt: skip
        return found[0] if found else None

    def _write(self, row: SiteRow, site: Site | None, values: dict[str, Any]) -> None:
        state, state_on = values.pop("state", ""), values.pop("state_on", None)
        if site is None:
            self._record(row, values, state or FIRST, state_on)
            return
        self.seen[site.pk] = row.line
        for needed in ("name", "kind"):
            if not values.get(needed, "there"):
                values.pop(needed)
        if state and state != site.state:
            self.wrong(
                row, "state",
                Text(f"Die Fläche ist im Stand „{site.state}“. Den Stand ändern Sie auf ihrer Seite; dort wird geprüft, was er braucht.",
                     f"The site is in the state “{site.state}”. Change it on its page, where what it needs is checked."),
            )  # fmt: skip
            return
        if row.has_geometry and self._drawn_anew(site, row.geometry):
            values[GEOMETRY] = row.geometry
        differing = tuple(name for name in values if name == GEOMETRY or getattr(site, name) != values[name])
        if differing:
            change_site(site=site, values={name: values[name] for name in differing}, by=self.by, on=self.on)
        self.changes.append(Change(row.line, site.number, site.name, "changed" if differing else "same", differing))

    def _drawn_anew(self, site: Site, geometry: Mapping[str, Any] | None) -> bool:
        """Whether an outline differs from the stored one, which was rounded when it was stored."""
        if geometry == site.geometry or (not geometry and not site.geometry):
            return False
        if not geometry or not site.geometry:
            return True
        return bool(read_outline(geometry).geometry != site.geometry)

    def _record(self, row: SiteRow, values: dict[str, Any], state: str, state_on: date | None) -> None:
        values.setdefault("organisation", self.halls_by_place.get(values["municipality"].pk))
        if values["organisation"] is None:
            place = values["municipality"].name
            self.wrong(
                row, "organisation",
                Text(f"Für {place} ist kein Rathaus erfasst. Erfassen Sie es zuerst.",
                     f"No town hall is recorded for {place}. Record it first."),
            )  # fmt: skip
            return
        if not values.get("kind"):
            keys = ", ".join(Site.Kind.values)
            self.wrong(
                row, "kind",
                Text(f"Die Art der Fläche fehlt. Möglich: {keys}.", f"The kind of area is missing. Possible: {keys}."),
            )  # fmt: skip
            return
        if state_on and state_on > self.on:
            self.wrong(
                row, "state_on",
                Text("Der Tag liegt in der Zukunft. Schreiben Sie den Tag, an dem der Stand erreicht wurde.",
                     "The day lies in the future. Write the day on which the state was reached."),
            )  # fmt: skip
            return
        if row.geometry:
            values[GEOMETRY] = row.geometry
        site = record_site(
            values=values, by=self.by, on=self.on, state=state if state in TABLE else FIRST, state_on=state_on
        )
        self.seen[site.pk] = row.line
        self.by_number[site.number] = site
        self.by_name.setdefault((site.municipality_id, site.sort_key), []).append(site)
        self.changes.append(Change(row.line, site.number, site.name, "new"))


def import_sites(rows: Sequence[SiteRow], *, by: User | None, on: date, dry_run: bool = False) -> ImportResult:
    """Take the rows over, all of them or none. ``dry_run`` does everything and takes it back, so it says exactly what
    would change.
    """
    with transaction.atomic():
        run = _Import(by, on)
        for row in rows:
            run.take(row)
        if run.problems or dry_run:
            transaction.set_rollback(True)
    return ImportResult(run.changes, run.problems, written=not (run.problems or dry_run))
