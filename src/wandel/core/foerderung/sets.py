"""Condition sets (ANBest …) with their editions: what the text bound into a notice says, and how sure that is.

A value is looked up for the edition the notice binds. Where nobody has read that edition, the value of the nearest
edition known stands in and is ``unconfirmed``. An unlisted set or edition is an error that lists what there is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from wandel.core.law.parameters import LINE, LawDataError, number, read_law_file, required, status_of
from wandel.core.law.texts import Text, day_de, day_en

FOLDER = Path(__file__).with_name("conditions")


class UnknownConditions(LookupError):
    """The set or the edition is not listed; ``key`` says which of the two, ``text`` lists what there is."""

    def __init__(self, *, key: str, text: Text) -> None:
        self.key = key
        self.text = text
        super().__init__(text.en)


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a condition set: the day it is named after, the day it came into force, the act."""

    version: str
    in_force_on: date
    month_only: bool
    act: str


@dataclass(frozen=True, slots=True)
class ConditionValue:
    """A value as one edition states it; ``edition`` differs from ``version`` where it stands in for an unread one."""

    key: str
    value: int
    unit: str
    norm: str
    set: str
    version: str
    edition: str
    source: str
    checked_on: date
    status: str
    distance_days: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    purpose: str | None
    norm: str
    unit: str
    edition: Edition
    value: int
    source: str
    checked_on: date
    status: str


@dataclass(frozen=True, slots=True)
class ConditionSet:
    """A condition set with all listed editions, oldest first."""

    name: str
    label: str
    level: str
    recipients: str
    inherits: str | None
    proof_bound: str
    editions: tuple[Edition, ...]
    rows: tuple[_Row, ...]

    def edition(self, version: str) -> Edition:
        """The edition of that name, of that day in force, or the only one of that month; else UnknownConditions."""
        return _edition(self.name, version)

    def in_force_on(self, day: date) -> Edition | None:
        """The edition in force on a day, None before the first one listed."""
        current = None
        for edition in self.editions:
            if edition.in_force_on <= day:
                current = edition
        return current

    def value(self, key: str, version: str, purpose: str) -> ConditionValue | None:
        """What the edition says, the nearest edition known otherwise, None if no edition knows the key."""
        return _value(self.name, key, self.edition(version).version, purpose)

    def own_value(self, key: str, version: str, purpose: str) -> ConditionValue | None:
        """Like ``value``, without what the set inherits from another one."""
        return _own_value(self.name, key, self.edition(version).version, purpose)

    def _nearest(self, key: str, version: str, purpose: str) -> ConditionValue | None:
        edition = self.edition(version)
        rows = [row for row in self.rows if row.key == key and row.purpose in {None, purpose}]
        if not rows:
            return None
        closest = min(
            rows, key=lambda row: (abs((row.edition.in_force_on - edition.in_force_on).days), row.edition.in_force_on)
        )
        exact = closest.edition is edition
        return ConditionValue(
            key=key,
            value=closest.value,
            unit=closest.unit,
            norm=f"{self.label} {closest.norm}",
            set=self.name,
            version=edition.version,
            edition=closest.edition.version,
            source=closest.source,
            checked_on=closest.checked_on,
            status=closest.status if exact else "unconfirmed",
            distance_days=abs((closest.edition.in_force_on - edition.in_force_on).days),
        )


@lru_cache(maxsize=1024)
def _edition(name: str, version: str) -> Edition:
    conditions = _sets()[name]
    wanted = version.strip()
    for edition in conditions.editions:
        if wanted in {edition.version, edition.in_force_on.isoformat()}:
            return edition
    months = [edition for edition in conditions.editions if edition.version[:7] == wanted[:7]]
    if len(months) == 1 and (len(wanted) == 7 or months[0].month_only):
        return months[0]
    listed = ", ".join(edition.version for edition in conditions.editions)
    raise UnknownConditions(
        key="version",
        text=Text(
            f"Die Fassung „{version}“ von {conditions.label} ist nicht hinterlegt. Es gibt: {listed}. Nehmen Sie die "
            "Fassung, die dem Bescheid beiliegt.",
            f"The version “{version}” of {conditions.label} is not listed. There are: {listed}. Take the version "
            "attached to the notice.",
        ),
    )


@lru_cache(maxsize=4096)
def _own_value(name: str, key: str, version: str, purpose: str) -> ConditionValue | None:
    return _sets()[name]._nearest(key, version, purpose)


@lru_cache(maxsize=4096)
def _value(name: str, key: str, version: str, purpose: str) -> ConditionValue | None:
    conditions = _sets()[name]
    own = conditions.own_value(key, version, purpose)
    if own or not conditions.inherits:
        return own
    parent = _sets()[conditions.inherits]
    edition = conditions.edition(version)
    governing = parent.in_force_on(edition.in_force_on) or parent.editions[0]
    found = parent.own_value(key, governing.version, purpose)
    if found is None:
        return None
    return ConditionValue(
        key=key,
        value=found.value,
        unit=found.unit,
        norm=found.norm,
        set=name,
        version=version,
        edition=found.edition,
        source=found.source,
        checked_on=found.checked_on,
        status="unconfirmed",
        distance_days=found.distance_days,
    )


def nearest(values: Iterable[ConditionValue | None]) -> ConditionValue | None:
    """Of values that exclude each other (weeks or months) the one whose edition is nearest to the one bound."""
    return min((value for value in values if value), key=lambda value: value.distance_days, default=None)


def read_set(path: Path) -> tuple[ConditionSet, tuple[str, ...]]:
    """A condition set and its other names from a file. Raises LawDataError with line and remedy."""
    data = read_law_file(path)
    editions = tuple(
        Edition(
            version=str(required(row, "id", path=path)),
            in_force_on=required(row, "in_force_on", path=path, kind=date),
            month_only=row.get("precision") == "month",
            act=str(required(row, "act", path=path)),
        )
        for row in required(data, "versions", path=path, kind=list)
    )
    by_version = {edition.version: edition for edition in editions}
    rows = tuple(
        _row(entry, row, by_version, path=path)
        for entry in required(data, "values", path=path, kind=list)
        for row in required(entry, "editions", path=path, kind=list)
    )
    conditions = ConditionSet(
        name=str(required(data, "set", path=path)),
        label=str(required(data, "label", path=path)),
        level=str(required(data, "level", path=path)),
        recipients=str(required(data, "recipients", path=path)),
        inherits=data.get("inherits"),
        proof_bound=str(data.get("proof_bound", "month_end")),
        editions=tuple(sorted(editions, key=lambda edition: edition.in_force_on)),
        rows=rows,
    )
    return conditions, tuple(data.get("aliases", ()))


def _row(entry: dict[str, Any], row: dict[str, Any], editions: dict[str, Edition], *, path: Path) -> _Row:
    version = str(required(row, "version", path=path))
    if version not in editions:
        raise LawDataError(
            path=path,
            line=int(row[LINE]),
            what=f"The version “{version}” is not in the list above.",
            remedy="Add it under versions or correct it.",
        )
    value: Decimal = number(row, "value", path=path)
    return _Row(
        key=str(required(entry, "key", path=path)),
        purpose=entry.get("purpose"),
        norm=str(required(entry, "norm", path=path)),
        unit=str(required(entry, "unit", path=path)),
        edition=editions[version],
        value=int(value),
        source=str(required(row, "source", path=path)),
        checked_on=required(row, "checked_on", path=path, kind=date),
        status=status_of(row, path=path),
    )


@lru_cache(maxsize=1)
def _loaded() -> tuple[dict[str, ConditionSet], dict[str, str]]:
    sets: dict[str, ConditionSet] = {}
    aliases: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        conditions, names = read_set(path)
        sets[conditions.name] = conditions
        aliases.update(dict.fromkeys(names, conditions.name))
    return sets, aliases


def _sets() -> dict[str, ConditionSet]:
    return _loaded()[0]


def condition_sets() -> tuple[ConditionSet, ...]:
    """All sets there are, by name."""
    return tuple(_sets().values())


def condition_set(name: str) -> ConditionSet:
    """The set of that name (or a listed other name); UnknownConditions lists what there is."""
    sets, aliases = _loaded()
    wanted = name.strip().casefold()
    found = sets.get(aliases.get(wanted, wanted))
    if found is None:
        listed = ", ".join(sets)
        raise UnknownConditions(
            key="set",
            text=Text(
                f"Die Nebenbestimmungen „{name}“ sind nicht hinterlegt. Es gibt: {listed}.",
                f"The conditions “{name}” are not listed. There are: {listed}.",
            ),
        )
    return found


def version_remark(conditions: ConditionSet, edition: Edition, *, dated_on: date) -> Text | None:
    """A sentence when the bound edition was not the one in force on the notice's date, else None."""
    current = conditions.in_force_on(dated_on)
    if current is edition:
        return None
    if edition.month_only and edition.version[:7] == dated_on.isoformat()[:7]:
        return None
    if current is None:
        return Text(
            f"Am {day_de(dated_on)}, dem Datum des Bescheids, war noch keine hinterlegte Fassung von "
            f"{conditions.label} in Kraft; die Fassung {edition.version} gilt seit {day_de(edition.in_force_on)}. Prüfen Sie, welche "
            "Fassung dem Bescheid beiliegt.",
            f"On {day_en(dated_on)}, the date of the notice, no listed version of {conditions.label} was in force yet; "
            f"version {edition.version} applies from {day_en(edition.in_force_on)}. Check which version is attached.",
        )
    return Text(
        f"Der Bescheid vom {day_de(dated_on)} bindet {conditions.label} in der Fassung {edition.version}; an diesem "
        f"Tag in Kraft war die Fassung {current.version}. Die beigefügte Fassung gilt, prüfen Sie sie am Bescheid.",
        f"The notice of {day_en(dated_on)} binds version {edition.version} of {conditions.label}; in force on that day "
        f"was version {current.version}. The version attached governs: check it against the notice.",
    )
