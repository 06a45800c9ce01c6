"""Does an area fit what somebody looks for? Hard rules with ✓, ✗ or ?, then a score that says how it came about.

A fact nobody knows is "?" and never counts as fulfilled or refused. The score is the plain mean of what is asked for *and*
known; every part has the same weight, because nobody has decided another one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from wandel.core.law.texts import Text, money_de, money_en

FULL, HALF = Decimal(100), Decimal(50)


class Verdict(StrEnum):
    """The three answers; the value is the sign that stands on a page."""

    YES = "✓"
    NO = "✗"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody looks for; None (or an empty set, or False) is not asked for.

    ``zones`` are the Baunutzungsverordnung's short names ("GE", "GI" …), any of which will do. ``most_price`` is euro per
    m², ``available_by`` the last year in which building may begin.
    """

    least_ha: Decimal | None = None
    most_ha: Decimal | None = None
    zones: frozenset[str] = frozenset()
    power_mw: Decimal | None = None
    gas: bool = False
    hydrogen: bool = False
    fibre_mbit: int | None = None
    rail_siding: bool = False
    motorway_minutes: int | None = None
    most_price: Decimal | None = None
    available_by: int | None = None


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """What is known of an area; None (or an empty zone) is not known."""

    hectares: Decimal | None = None
    zone: str = ""
    power_mw: Decimal | None = None
    gas: bool | None = None
    hydrogen: bool | None = None
    fibre_mbit: int | None = None
    rail_siding: bool | None = None
    motorway_minutes: int | None = None
    price: Decimal | None = None
    available_from: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement: ``key`` is the profile's member it comes from, ``points`` 0…100 or None where there is no grade."""

    key: str
    verdict: Verdict
    because: Text
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """All findings of one area. ``score`` is 0…100, or None where nothing asked for can be graded."""

    findings: tuple[Finding, ...]
    score: int | None
    explained: Text

    @property
    def excluded(self) -> bool:
        """At least one hard rule says no."""
        return any(one.verdict is Verdict.NO for one in self.findings)

    @property
    def open_questions(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.verdict is Verdict.UNKNOWN)

    @property
    def certain(self) -> bool:
        """Every requirement is known to be met."""
        return not self.excluded and not self.open_questions

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Sorts the best first: nothing refused, then few open questions, then a high score."""
        return self.excluded, len(self.open_questions), -(self.score or 0)


def check(profile: Profile) -> list[Text]:
    """What is wrong with a profile, as sentences; empty: it can be used."""
    found = []
    if profile.least_ha is not None and profile.most_ha is not None and profile.least_ha > profile.most_ha:
        found.append(
            Text(
                "Die kleinste Größe ist größer als die größte. Tauschen Sie die beiden Zahlen.",
                "The smallest size is larger than the largest. Swap the two numbers.",
            )
        )
    numbers = (profile.least_ha, profile.most_ha, profile.power_mw, profile.most_price, profile.motorway_minutes)
    if any(number is not None and number < 0 for number in numbers):
        found.append(Text("Eine Zahl ist kleiner als null. Prüfen Sie sie.", "A number is below zero. Check it."))
    return found


def fit(profile: Profile, area: AreaFacts, *, year: int) -> Fit:
    """Compare one area with a profile in a ``year``. Raises ValueError for a profile ``check`` finds fault with."""
    problems = check(profile)
    if problems:
        raise ValueError(problems[0].en)
    findings = tuple(finding for rule in RULES for finding in rule(profile, area, year))
    graded = [one.points for one in findings if one.points is not None]
    if not graded:
        return Fit(
            findings,
            None,
            Text("Nichts Gefragtes lässt sich benoten.", "Nothing that was asked for can be graded."),
        )
    score = int((sum(graded, Decimal(0)) / len(graded)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    explained = Text(
        f"{score} von 100: Mittel aus {len(graded)} gleich gewichteten Noten, {len(findings)} Anforderungen gestellt.",
        f"{score} of 100: mean of {len(graded)} grades of equal weight, {len(findings)} requirements made.",
    )
    return Fit(findings, score, explained)


def _plain(value: Decimal | int, language: str) -> str:
    text = f"{Decimal(value).normalize():f}"
    return text.replace(".", ",") if language == "de" else text


def _amount(value: Decimal | int, unit: str) -> Text:
    return Text(f"{_plain(value, 'de')} {unit}".strip(), f"{_plain(value, 'en')} {unit}".strip())


def _unknown(key: str, what: Text) -> Finding:
    return Finding(key, Verdict.UNKNOWN, Text(f"{what.de} ist nicht bekannt.", f"{what.en} is not known."))


def _size(profile: Profile, area: AreaFacts, _year: int) -> Iterator[Finding]:
    least, most, size = profile.least_ha, profile.most_ha, area.hectares
    if least is None and most is None:
        return
    key = "least_ha" if least is not None else "most_ha"
    if size is None:
        yield _unknown(key, Text("Die Größe", "The size"))
        return
    has = _amount(size.quantize(Decimal("0.01")), "ha")
    if least is not None and size < least:
        wanted = _amount(least, "ha")
        because = Text(
            f"Zu klein: {has.de}, gebraucht werden {wanted.de}.", f"Too small: {has.en}, {wanted.en} needed."
        )
        yield Finding(key, Verdict.NO, because, Decimal(0))
        return
    if most is not None and size > most:
        wanted = _amount(most, "ha")
        because = Text(f"Zu groß: {has.de}, höchstens {wanted.de}.", f"Too large: {has.en}, at most {wanted.en}.")
        yield Finding("most_ha", Verdict.NO, because, Decimal(0))
        return
    # Land beyond what is needed is land taken for nothing: twice the size is half the grade.
    points = FULL if least is None or size == 0 else min(FULL, FULL * least / size)
    yield Finding(key, Verdict.YES, Text(f"{has.de} passen.", f"{has.en} fits."), points)


def _zone(profile: Profile, area: AreaFacts, _year: int) -> Iterator[Finding]:
    if not profile.zones:
        return
    wanted = ", ".join(sorted(profile.zones))
    if not area.zone:
        yield _unknown("zones", Text("Das Baugebiet (BauNVO)", "The zone (BauNVO)"))
    elif area.zone in profile.zones:
        because = Text(f"Baugebiet {area.zone}, wie gewünscht.", f"Zone {area.zone}, as wished.")
        yield Finding("zones", Verdict.YES, because)
    else:
        because = Text(f"Baugebiet {area.zone}; gebraucht wird {wanted}.", f"Zone {area.zone}; {wanted} is needed.")
        yield Finding("zones", Verdict.NO, because)


def _at_least(
    key: str, wanted: Decimal | int | None, has: Decimal | int | None, unit: str, what: Text
) -> Iterator[Finding]:
    """More than asked for is a reserve: exactly enough is half the grade, twice as much the whole."""
    if wanted is None:
        return
    if has is None:
        yield _unknown(key, what)
        return
    there, needed = _amount(has, unit), _amount(wanted, unit)
    verdict = Verdict.YES if has >= wanted else Verdict.NO
    because = Text(
        f"{what.de}: {there.de} vorhanden, {needed.de} gebraucht.",
        f"{what.en}: {there.en} there, {needed.en} needed.",
    )
    points = FULL if wanted == 0 else min(FULL, HALF * Decimal(has) / Decimal(wanted))
    yield Finding(key, verdict, because, points if verdict is Verdict.YES else Decimal(0))


def _power(profile: Profile, area: AreaFacts, _year: int) -> Iterator[Finding]:
    return _at_least("power_mw", profile.power_mw, area.power_mw, "MW", Text("Die Leistung", "The power"))


def _fibre(profile: Profile, area: AreaFacts, _year: int) -> Iterator[Finding]:
    return _at_least("fibre_mbit", profile.fibre_mbit, area.fibre_mbit, "Mbit/s", Text("Glasfaser", "Fibre"))


def _is_there(key: str, asked: bool, there: bool | None, what: Text) -> Iterator[Finding]:
    if not asked:
        return
    if there is None:
        because = Text(f"{what.de}: nicht bekannt.", f"{what.en}: not known.")
        yield Finding(key, Verdict.UNKNOWN, because)
    elif there:
        yield Finding(key, Verdict.YES, Text(f"{what.de}: vorhanden.", f"{what.en}: there."))
    else:
        yield Finding(key, Verdict.NO, Text(f"{what.de}: nicht vorhanden.", f"{what.en}: not there."))


def _gas(profile: Profile, area: AreaFacts, _year: int) -> Iterator[Finding]:
    return _is_there("gas", profile.gas, area.gas, Text("Gas", "Gas"))


def _hydrogen(profile: Profile, area: AreaFacts, _year: int) -> Iterator[Finding]:
    return _is_there("hydrogen", profile.hydrogen, area.hydrogen, Text("Wasserstoff", "Hydrogen"))


def _rail(profile: Profile, area: AreaFacts, _year: int) -> Iterator[Finding]:
    return _is_there("rail_siding", profile.rail_siding, area.rail_siding, Text("Gleisanschluss", "Rail siding"))


def _motorway(profile: Profile, area: AreaFacts, _year: int) -> Iterator[Finding]:
    limit, minutes = profile.motorway_minutes, area.motorway_minutes
    if limit is None:
        return
    if minutes is None:
        yield _unknown("motorway_minutes", Text("Der Weg zur Autobahn", "The way to the motorway"))
        return
    because = Text(
        f"{minutes} Minuten zur Autobahn, höchstens {limit}.", f"{minutes} minutes to the motorway, at most {limit}."
    )
    yield _limited("motorway_minutes", Decimal(minutes), Decimal(limit), because)


def _price(profile: Profile, area: AreaFacts, _year: int) -> Iterator[Finding]:
    limit, price = profile.most_price, area.price
    if limit is None:
        return
    if price is None:
        yield _unknown("most_price", Text("Der Preis", "The price"))
        return
    because = Text(
        f"{money_de(price)} je m², höchstens {money_de(limit)}.",
        f"{money_en(price)} per m², at most {money_en(limit)}.",
    )
    yield _limited("most_price", price, limit, because)


def _limited(key: str, has: Decimal, limit: Decimal, because: Text) -> Finding:
    """The less the better: at the limit half the grade, at nothing the whole."""
    if has > limit:
        return Finding(key, Verdict.NO, because, Decimal(0))
    return Finding(key, Verdict.YES, because, FULL if limit == 0 else FULL - HALF * has / limit)


def _in_time(profile: Profile, area: AreaFacts, year: int) -> Iterator[Finding]:
    limit, begins = profile.available_by, area.available_from
    if limit is None:
        return
    if begins is None:
        yield _unknown("available_by", Text("Ab wann gebaut werden kann", "When building may begin"))
        return
    because = Text(
        f"Bebaubar ab {begins}, gebraucht bis {limit}.", f"Building possible from {begins}, needed by {limit}."
    )
    if begins > limit:
        yield Finding("available_by", Verdict.NO, because, Decimal(0))
        return
    wait, room = max(0, begins - year), max(0, limit - year)
    yield Finding("available_by", Verdict.YES, because, FULL if room == 0 else FULL - HALF * wait / room)


RULES: tuple[Callable[[Profile, AreaFacts, int], Iterator[Finding]], ...] = (
    _size, _zone, _power, _gas, _hydrogen, _fibre, _rail, _motorway, _price, _in_time,
)  # fmt: skip
