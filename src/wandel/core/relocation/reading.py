"""Reading a situation from JSON-like data: every problem a sentence with its place, oddities as remarks."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from wandel.core.foerderung.reading import InputErrors, Problem, Remark, day_from
from wandel.core.law.periods import add_months, add_years
from wandel.core.law.texts import Text, day_de, day_en, shown
from wandel.core.relocation.countries import class_of, names
from wandel.core.relocation.situation import ADULT_YEARS, CLASSES, NEEDS, ORIGINS, Child, Partner, Situation

# How the same fact is written elsewhere.
BIRTH_KEYS = ("born_on", "birth_date", "date_of_birth")
PREGNANCY_MONTHS = 10


class _Reading:
    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.problems: list[Problem] = []
        self.remarks: list[Remark] = []

    def wrong(self, where: str, de: str, en: str) -> None:
        self.problems.append(Problem(where, Text(de, en)))

    def odd(self, code: str, where: str, de: str, en: str) -> None:
        self.remarks.append(Remark(code, where, Text(de, en)))

    def day(self, key: str, *, raw: Any = None, where: str = "") -> date | None:
        raw = self.data.get(key) if not where else raw
        if raw is None or raw == "":
            return None
        found = day_from(raw)
        if isinstance(found, Text):
            self.problems.append(Problem(where or key, found))
            return None
        return found

    def flag(self, key: str) -> bool:
        raw = self.data.get(key)
        if raw is None or isinstance(raw, bool):
            return bool(raw)
        self.wrong(key, f"„{shown(raw)}“ ist weder true noch false.", f"“{shown(raw)}” is neither true nor false.")
        return False

    def country(self, raw: Any, where: str) -> str:
        code = str(raw).strip().upper()
        if isinstance(raw, str) and code in names():
            return code
        self.wrong(
            where,
            f"Das Land „{shown(raw)}“ ist nicht bekannt. Schreiben Sie seinen Code aus zwei Buchstaben, zum Beispiel CN.",
            f"The country “{shown(raw)}” is not known. Write its two-letter code, for example CN.",
        )
        return ""

    def citizenship(self, raw: Any, where: str) -> tuple[str, str]:
        """Class and code of a nationality given as a code or as one of the classes."""
        if raw is None or raw == "":
            return "", ""
        if isinstance(raw, str) and raw.strip().lower() in CLASSES:
            return raw.strip().lower(), "DE" if raw.strip().lower() == "german" else ""
        if isinstance(raw, str) and raw.strip().lower() == "germany":
            return "german", "DE"
        code = self.country(raw, where)
        return (class_of(code), code) if code else ("", "")


def parse_situation(data: object, *, municipalities: Collection[str], county: str) -> Situation:
    """A situation from the input of ``wandel checklist``; keys that are not known are left alone.

    ``municipalities`` are the AGS of the county. Raises InputErrors with every problem.
    """
    if not isinstance(data, Mapping):
        raise InputErrors([Problem("", Text("Die Datei enthält kein JSON-Objekt.", "The file holds no JSON object."))])
    reading = _Reading(data)
    origin = _origin(reading)
    citizenship, nationality = reading.citizenship(data.get("nationality"), "nationality")
    if not citizenship and origin and not reading.problems:
        citizenship, nationality = _guessed(reading, origin)
    ags = _municipality(reading, municipalities, county)
    days = {key: reading.day(key) for key in _DAYS}
    moving_in_on = days["moving_in_on"]
    children = _children(reading, moving_in_on)
    partner = _partner(reading)
    needs = _needs(reading)
    car, licence = _car(reading, origin), _licence(reading)
    dogs = _dogs(reading)
    flags = {key: reading.flag(key) for key in _FLAGS}
    _compare_days(reading, origin, days)
    if reading.problems:
        raise InputErrors(reading.problems)
    return Situation(
        origin=origin,
        citizenship=citizenship,
        nationality=nationality,
        ags=ags,
        moving_in_on=days["moving_in_on"],
        entered_on=days["entered_on"],
        visa_until=days["visa_until"],
        staying_until=days["staying_until"],
        working_from=days["working_from"],
        title_issued_on=days["title_issued_on"],
        recognition_complete_on=days["recognition_complete_on"],
        children=children,
        partner=partner,
        car_from=car,
        licence=licence,
        dogs=dogs,
        needs=needs,
        keeps_old_home=flags["keeps_old_home"],
        allocated_accommodation=flags["allocated_accommodation"],
        fast_track=flags["fast_track"],
        regulated_profession=flags["regulated_profession"],
        remarks=tuple(reading.remarks),
    )


_DAYS = (
    "moving_in_on", "entered_on", "visa_until", "staying_until", "working_from", "title_issued_on",
    "recognition_complete_on",
)  # fmt: skip
_FLAGS = ("keeps_old_home", "allocated_accommodation", "fast_track", "regulated_profession")


def _origin(reading: _Reading) -> str:
    raw = reading.data.get("from")
    if isinstance(raw, str) and raw.strip().lower() in ORIGINS:
        return raw.strip().lower()
    if isinstance(raw, str) and raw.strip().upper() in names():
        return {"german": "germany"}.get(class_of(raw.strip().upper()), class_of(raw.strip().upper()))
    listed = ", ".join(ORIGINS)
    if raw is None:
        reading.wrong("from", f"Woher? Geben Sie an: {listed}.", f"From where? Give one of: {listed}.")
    else:
        reading.wrong(
            "from",
            f"„{shown(raw)}“ gibt es nicht. Möglich sind: {listed}.",
            f"“{shown(raw)}” does not exist. Possible are: {listed}.",
        )
    return ""


def _guessed(reading: _Reading, origin: str) -> tuple[str, str]:
    found = {"germany": ("german", "DE"), "eu": ("eu", ""), "third_country": ("third_country", "")}[origin]
    words = {"german": ("deutsch", "German"), "eu": ("EU", "EU"), "third_country": ("Drittstaat", "third country")}[
        found[0]
    ]
    reading.odd(
        "nationality_assumed",
        "nationality",
        f"Die Staatsangehörigkeit fehlt; angenommen ist: {words[0]}.",
        f"The nationality is missing; assumed is: {words[1]}.",
    )
    return found


def _municipality(reading: _Reading, municipalities: Collection[str], county: str) -> str:
    raw = reading.data.get("municipality")
    if raw is None or raw == "":
        reading.odd(
            "municipality_missing",
            "municipality",
            "Die Gemeinde fehlt; welche Stelle dort zuständig ist, bleibt offen.",
            "The municipality is missing; which office answers there stays open.",
        )
        return ""
    if str(raw) in municipalities:
        return str(raw)
    reading.wrong(
        "municipality",
        f"„{shown(raw)}“ ist keine Gemeinde des Kreises {county}. Schreiben Sie ihren AGS mit 8 Ziffern in Anführungszeichen.",
        f"“{shown(raw)}” is no municipality of the county {county}. Write its AGS with 8 digits in quotes.",
    )
    return ""


def _children(reading: _Reading, moving_in_on: date | None) -> tuple[Child, ...]:
    raw = reading.data.get("children")
    if raw is None:
        return ()
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        reading.wrong(
            "children",
            'Schreiben Sie eine Liste, zum Beispiel [{"born_on": "2020-05-01"}].',
            'Write a list, for example [{"born_on": "2020-05-01"}].',
        )
        return ()
    found = []
    for place, one in enumerate(raw):
        where = f"children[{place}]"
        row = one if isinstance(one, Mapping) else {"born_on": one}
        born = next((row[key] for key in BIRTH_KEYS if row.get(key)), None)
        if born is None:
            reading.wrong(f"{where}.born_on", "Das Geburtsdatum fehlt.", "The date of birth is missing.")
            continue
        born_on = reading.day("", raw=born, where=f"{where}.born_on")
        care_from = reading.day("", raw=row.get("care_from"), where=f"{where}.care_from")
        if born_on is not None:
            _odd_child(reading, where, born_on, moving_in_on)
            found.append(Child(place + 1, born_on, care_from))
    return tuple(found)


def _odd_child(reading: _Reading, where: str, born_on: date, moving_in_on: date | None) -> None:
    if moving_in_on is None:
        return
    if born_on > add_months(moving_in_on, PREGNANCY_MONTHS):
        reading.wrong(
            f"{where}.born_on",
            f"Der {day_de(born_on)} liegt mehr als {PREGNANCY_MONTHS} Monate nach dem Einzug. Prüfen Sie das Jahr.",
            f"{day_en(born_on)} lies more than {PREGNANCY_MONTHS} months after moving in. Check the year.",
        )
    elif born_on > moving_in_on:
        reading.odd(
            "child_expected",
            f"{where}.born_on",
            f"Dieses Kind wird nach dem Einzug geboren ({day_de(born_on)}).",
            f"This child is born after moving in ({day_en(born_on)}).",
        )
    elif add_years(born_on, ADULT_YEARS) <= moving_in_on:
        reading.odd(
            "child_adult",
            f"{where}.born_on",
            "Dieses Kind ist beim Einzug erwachsen; es macht seinen eigenen Plan.",
            "This child is of age when moving in; it makes a plan of its own.",
        )


def _partner(reading: _Reading) -> Partner | None:
    raw = reading.data.get("partner")
    if raw is None or raw is False:
        return None
    if raw is True:
        return Partner("")
    given = raw.get("nationality") if isinstance(raw, Mapping) else raw
    return Partner(*reading.citizenship(given, "partner.nationality"))


def _needs(reading: _Reading) -> frozenset[str]:
    raw = reading.data.get("needs")
    if raw is None:
        return frozenset()
    if not isinstance(raw, Sequence) or isinstance(raw, str) or not all(isinstance(one, str) for one in raw):
        reading.wrong(
            "needs",
            'Schreiben Sie eine Liste von Wörtern, zum Beispiel ["housing", "school"].',
            'Write a list of words, for example ["housing", "school"].',
        )
        return frozenset()
    needs = {one.strip().lower() for one in raw}
    for one in sorted(needs - set(NEEDS)):
        listed = ", ".join(NEEDS)
        reading.odd(
            "need_unknown",
            "needs",
            f"„{shown(one)}“ ist nicht bekannt und bleibt außen vor. Bekannt sind: {listed}.",
            f"“{shown(one)}” is not known and left aside. Known are: {listed}.",
        )
    return frozenset(needs & set(NEEDS))


def _car(reading: _Reading, origin: str) -> str | None:
    raw = reading.data.get("car")
    if isinstance(raw, Mapping):
        raw = raw.get("registered_in", True)
    if raw is None or raw is False:
        return None
    if raw is True:
        return "germany" if origin == "germany" else "abroad"
    word = str(raw).strip().lower()
    if word in {"county", "germany"}:
        return word
    if word in {"abroad", "eu", "third_country"}:
        return "abroad"
    code = reading.country(raw, "car.registered_in")
    return ("germany" if code == "DE" else "abroad") if code else None


def _licence(reading: _Reading) -> str | None:
    raw = reading.data.get("driving_licence")
    if isinstance(raw, Mapping):
        raw = raw.get("issued_in")
    if raw is None or raw is False or raw == "":
        return None
    if isinstance(raw, str) and raw.strip().lower() in {"germany", "german"}:
        return "DE"
    if isinstance(raw, str) and raw.strip().lower() in {"eu", "third_country"}:
        return raw.strip().lower()
    if raw is True:
        nationality = reading.data.get("nationality")
        known = isinstance(nationality, str) and nationality.strip().upper() in names()
        reading.odd(
            "licence_country",
            "driving_licence",
            "In welchem Staat der Führerschein ausgestellt ist, fehlt; angenommen ist der Staat der Staatsangehörigkeit.",
            "The state that issued the licence is missing; assumed is the state of nationality.",
        )
        return str(nationality).strip().upper() if known else str(reading.data.get("from"))
    return reading.country(raw, "driving_licence") or None


def _dogs(reading: _Reading) -> int:
    raw = reading.data.get("dog", reading.data.get("dogs"))
    if raw is None or isinstance(raw, bool):
        return int(bool(raw))
    if isinstance(raw, int) and 0 <= raw <= 100:
        return raw
    reading.wrong(
        "dog",
        f"„{shown(raw)}“ ist keine Zahl von Hunden. Schreiben Sie true oder eine Zahl.",
        f"“{shown(raw)}” is no number of dogs. Write true or a number.",
    )
    return 0


def _compare_days(reading: _Reading, origin: str, days: Mapping[str, date | None]) -> None:
    moved, entered, until = days["moving_in_on"], days["entered_on"], days["staying_until"]
    if moved and until and until < moved:
        reading.wrong(
            "staying_until",
            f"Der {day_de(until)} liegt vor dem Einzug am {day_de(moved)}. Prüfen Sie beide Tage.",
            f"{day_en(until)} lies before moving in on {day_en(moved)}. Check both days.",
        )
    if entered and days["visa_until"] and days["visa_until"] < entered:
        reading.wrong(
            "visa_until",
            "Das Visum endet vor der Einreise. Prüfen Sie beide Tage.",
            "The visa ends before the entry. Check both days.",
        )
    if moved is None and not reading.problems:
        reading.odd(
            "moving_in_missing",
            "moving_in_on",
            "Der Tag des Einzugs fehlt; Fristen, die an ihm hängen, haben noch kein Datum.",
            "The day of moving in is missing; periods that hang on it have no date yet.",
        )
    if entered and moved and entered > moved:
        reading.odd(
            "entry_after_moving",
            "entered_on",
            "Die Einreise liegt nach dem Einzug. Prüfen Sie beide Tage.",
            "The entry lies after moving in. Check both days.",
        )
    if entered and origin == "germany":
        reading.odd(
            "entry_from_germany",
            "entered_on",
            "Wer aus Deutschland kommt, reist nicht ein; der Tag bleibt außen vor.",
            "Whoever comes from Germany does not enter; the day is left aside.",
        )
