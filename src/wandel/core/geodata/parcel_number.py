"""What a parcel is called: Gemarkung, Flur and Flurstück, out of a cadastre's columns or out of what somebody types.

The 20 places of a Flurstückskennzeichen (AdV, ALKIS-OK: ``flurstueckskennzeichen``): Land 2, Gemarkung 4, Flur 3, Zähler 5,
Nenner 4, Folge 2; what is not given is filled with underscores. The simplified ALKIS schema of the Länder keeps the same in
``gemarkung``, ``gemaschl``, ``flur``, ``flstnrzae`` and ``flstnrnen``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KENNZEICHEN = re.compile(r"\d{2}(\d{4})([\d_]{3})(\d{5})([\d_]{4})?[\d_]{0,2}")
NAMES = ("gemarkung", "gemarkungsname", "gmkname", "gmk_name")
KEYS = ("gemaschl", "gemarkungsnummer", "gmkschl", "gmk")
FLUR = ("flur", "flurnr", "flurnummer")
UPPER, LOWER = ("flstnrzae", "zaehler", "zae"), ("flstnrnen", "nenner", "nen")
WHOLE = ("flurstueck", "flurstnr", "flstnr", "flurstuecksnummer")
CODED = ("flstkennz", "flurstueckskennzeichen")
FRACTION = re.compile(r"(\d{1,5})(?:\s*/\s*(\d{1,4}))?")
SAID_FLUR = re.compile(r"\b(?:flur|fl\.?)\s*(?:nr\.?\s*)?(\d{1,3})\b(?!\s*/)", re.IGNORECASE)
SAID_PARCEL = re.compile(
    r"\b(?:flurst(?:ü|ue|u)cke?s?|flurst\.?|flst\.?|fst\.?|parcel|nr\.?)\s*(?:nr\.?\s*)?(\d{1,5})(?:\s*/\s*(\d{1,4}))?\b",
    re.IGNORECASE,
)
NOISE = re.compile(r"\b(?:gemarkung|gem\.|gmk\.?|flur|fl|flurstück|flurstueck|flst|parcel|nr)\b\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParcelNumber:
    """``gemarkung`` is its name, ``key`` its four digits; None and empty where unknown or not said."""

    gemarkung: str = ""
    key: str = ""
    flur: int | None = None
    upper: int | None = None
    lower: int | None = None

    @property
    def label(self) -> str:
        """ "Vettweiß, Flur 3, Flurstück 12/1"; what is not known is left out."""
        number = "" if self.upper is None else f"{self.upper}/{self.lower}" if self.lower else str(self.upper)
        parts = [
            self.gemarkung or (f"Gemarkung {self.key}" if self.key else ""),
            "" if self.flur is None else f"Flur {self.flur}",
            f"Flurstück {number}" if number else "",
        ]
        return ", ".join(part for part in parts if part)


def number_of(columns: Mapping[str, Any]) -> ParcelNumber | None:
    """The number in a parcel's columns (names in lower case); None where no Flurstück number can be read from them."""

    def first(names: tuple[str, ...]) -> str:
        return next((str(columns[name]).strip() for name in names if columns.get(name) not in (None, "")), "")

    coded = _coded(first(CODED))
    upper, lower = _whole(first(UPPER)), _whole(first(LOWER))
    if upper is None:
        said = FRACTION.fullmatch(first(WHOLE))
        if said:
            upper, lower = int(said[1]), _whole(said[2] or "")
    found = ParcelNumber(
        first(NAMES), first(KEYS)[-4:], _whole(re.sub(r"\D", "", first(FLUR))), upper, lower if lower else None
    )
    if coded is None:
        # A bare "12" without Gemarkung or Flur is a counter, not a parcel's number.
        return found if found.upper is not None and (found.gemarkung or found.key or found.flur is not None) else None
    return ParcelNumber(
        found.gemarkung,
        found.key or coded.key,
        coded.flur if found.flur is None else found.flur,
        *((coded.upper, coded.lower) if found.upper is None else (found.upper, found.lower)),
    )


def read_number(text: str) -> ParcelNumber | None:
    """What somebody typed: "Flur 3 Flurstück 12/1", "Vettweiß 3 12/1", "3-12/1", "12/1" or a Flurstückskennzeichen.

    None where no number of a parcel is in it.
    """
    said = " ".join(text.split())[:120]
    coded = _coded(re.sub(r"[\s/-]", "", said)) if len(said) >= 14 else None
    if coded:
        return coded
    flur, parcel = SAID_FLUR.search(said), SAID_PARCEL.search(said)
    rest = said
    for found in sorted((one for one in (flur, parcel) if one), key=lambda one: -one.start()):
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    numbers = FRACTION.findall(rest)
    words = " ".join(re.findall(r"[^\W\d_][\w.-]*", NOISE.sub(" ", FRACTION.sub(" ", rest))))
    chosen_flur = int(flur[1]) if flur else None
    chosen = (parcel[1], parcel[2] or "") if parcel else None
    if chosen is None and numbers:
        chosen = numbers.pop()
    if chosen is None:
        return None
    if chosen_flur is None and numbers and not numbers[-1][1]:
        chosen_flur = int(numbers.pop()[0])
    key = numbers.pop()[0] if numbers and len(numbers[-1][0]) == 4 else ""
    return ParcelNumber(words, key, chosen_flur, int(chosen[0]), int(chosen[1]) if chosen[1] else None)


def _coded(text: str) -> ParcelNumber | None:
    found = KENNZEICHEN.fullmatch(text)
    if not found:
        return None
    return ParcelNumber("", found[1], _whole(found[2]), int(found[3]), _whole(found[4] or "") or None)


def _whole(text: str) -> int | None:
    digits = text.strip("_ ")
    return int(digits) if digits.isdecimal() else None
