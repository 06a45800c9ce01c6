"""Reading facts from JSON-like data: every problem a sentence with its place, all problems together."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from wandel.core.law.texts import Text, shown

EARLIEST_YEAR = 1950
LATEST_YEAR = 2150
LARGEST_AMOUNT = Decimal("1e13")

_MONEY = re.compile(r"-?\d+(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and what to do (``text``), and where (``where``, a path such as ``drawdowns[0].amount``)."""

    where: str
    text: Text

    def sentence(self, language: str = "de") -> str:
        return f"{self.where}: {self.text.to(language)}" if self.where else self.text.to(language)


class InputErrors(ValueError):
    """The input is wrong. Carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.sentence("en") for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd that is computed all the same: a code, the place and a sentence."""

    code: str
    where: str
    text: Text

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "where": self.where, "de": self.text.de, "en": self.text.en}


def day_from(value: object) -> date | Text:
    """An ISO day between 1950 and 2150, or the sentence that says why it is none."""
    return _day_from_text(value) if isinstance(value, str) else _day_from(value)


def _day_from(value: object) -> date | Text:
    if isinstance(value, date):
        found = value
    else:
        if not isinstance(value, str) or not _DAY.fullmatch(value.strip()):
            return Text(
                f"„{shown(value)}“ ist kein Datum. Schreiben Sie Jahr-Monat-Tag, zum Beispiel 2024-03-01.",
                f"“{shown(value)}” is not a date. Write year-month-day, for example 2024-03-01.",
            )
        try:
            found = date.fromisoformat(value.strip())
        except ValueError:
            return Text(
                f"Den Tag {shown(value)} gibt es nicht. Prüfen Sie Monat und Tag.",
                f"The day {shown(value)} does not exist. Check month and day.",
            )
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        return Text(
            f"Der {found.isoformat()} liegt nicht zwischen {EARLIEST_YEAR} und {LATEST_YEAR}. Prüfen Sie das Jahr.",
            f"{found.isoformat()} lies outside the years {EARLIEST_YEAR} to {LATEST_YEAR}. Check the year.",
        )
    return found


@lru_cache(maxsize=65536)
def _day_from_text(value: str) -> date | Text:
    return _day_from(value)


def decimal_from(value: object) -> Decimal | Text:
    """An exact number with a decimal point, or the sentence that says why it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return Text(
            f'„{shown(value)}“ ist keine Zahl. Schreiben Sie Ziffern in Anführungszeichen, zum Beispiel "1000.00".',
            f'“{shown(value)}” is not a number. Write digits in quotes, for example "1000.00".',
        )
    written = (
        value.strip() if isinstance(value, str) else str(value) if not isinstance(value, Decimal) else f"{value:f}"
    )
    if "," in written:
        return Text(
            f"„{shown(value)}“ enthält ein Komma. Schreiben Sie ohne Tausenderzeichen und mit Dezimalpunkt, zum "
            'Beispiel "1250000.00".',
            f"“{shown(value)}” contains a comma. Write it without thousands separators and with a decimal point, for "
            'example "1250000.00".',
        )
    if len(written) > 40 or not written.isascii() or not _MONEY.fullmatch(written):
        return Text(
            f"„{shown(value)}“ ist keine Zahl, die hier gilt. Schreiben Sie nur Ziffern und höchstens einen "
            'Dezimalpunkt, zum Beispiel "1250000.00".',
            f"“{shown(value)}” is not a number that counts here. Write digits and at most one decimal point, for "
            'example "1250000.00".',
        )
    return Decimal(written)


def money_from(value: object) -> Decimal | Text:
    """Euro with at most two decimals, not negative, or the sentence that says why it is none."""
    return _money_from_text(value) if isinstance(value, str) else _money_from(value)


@lru_cache(maxsize=65536)
def _money_from_text(value: str) -> Decimal | Text:
    return _money_from(value)


def _money_from(value: object) -> Decimal | Text:
    found = decimal_from(value)
    if isinstance(found, Text):
        return found
    if found < 0:
        return Text(
            f"Der Betrag {shown(value)} ist negativ. Geben Sie einen Betrag ab 0 an.",
            f"The amount {shown(value)} is negative. Give an amount of 0 or more.",
        )
    if found > LARGEST_AMOUNT:
        return Text(
            f"Der Betrag {shown(value)} ist größer als zehn Billionen Euro. Prüfen Sie die Stellen.",
            f"The amount {shown(value)} is larger than ten trillion euros. Check the digits.",
        )
    exponent = found.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        return Text(
            f"Der Betrag {shown(value)} hat mehr als zwei Nachkommastellen (oder der Punkt trennt Tausender). "
            'Geben Sie ihn ohne Tausenderzeichen auf den Cent genau an, zum Beispiel "1000.00".',
            f"The amount {shown(value)} has more than two decimals (or the point separates thousands). Give it to the "
            'cent without thousands separators, for example "1000.00".',
        )
    return found.quantize(Decimal("0.01"))


def rate_from(value: object) -> Decimal | Text:
    """A share between 0 and 1, or the sentence that says why it is none ("80" means 0.80)."""
    found = decimal_from(value)
    if isinstance(found, Text):
        return found
    if found > 1:
        remedy = f"{found / 100:f}" if found <= 100 else "0.80"
        return Text(
            f'Der Satz {shown(value)} liegt über 1 (100 %). Schreiben Sie ihn als Anteil, zum Beispiel "{remedy}".',
            f'The rate {shown(value)} is above 1 (100 %). Write it as a share, for example "{remedy}".',
        )
    if found < 0:
        return Text(
            f"Der Satz {shown(value)} ist negativ. Geben Sie einen Anteil zwischen 0 und 1 an.",
            f"The rate {shown(value)} is negative. Give a share between 0 and 1.",
        )
    return found


def whole_from(value: object, *, at_least: int, at_most: int) -> int | Text:
    """A whole number within bounds, or the sentence that says why it is none."""
    number = int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value
    if isinstance(number, str) and re.fullmatch(r"\d{1,6}", number.strip(), re.ASCII):
        number = int(number)
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if isinstance(number, bool) or not isinstance(number, int) or not at_least <= number <= at_most:
        return Text(
            f"„{shown(value)}“ passt hier nicht. Geben Sie eine ganze Zahl von {at_least} bis {at_most} an.",
            f"“{shown(value)}” does not fit here. Give a whole number from {at_least} to {at_most}.",
        )
    return number


class Reader:
    """A mapping being read; sub-readers share its lists of problems and remarks."""

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        path: str = "",
        problems: list[Problem] | None = None,
        remarks: list[Remark] | None = None,
    ) -> None:
        self.data = data
        self.path = path
        self.problems: list[Problem] = [] if problems is None else problems
        self.remarks: list[Remark] = [] if remarks is None else remarks

    @classmethod
    def of(cls, data: object) -> "Reader":
        """A reader for a whole document; raises InputErrors where it is no mapping."""
        if not isinstance(data, Mapping):
            text = Text(
                "Die Datei enthält kein JSON-Objekt. Beginnen Sie mit { und benennen Sie die Angaben.",
                "The file contains no JSON object. Start with { and name the facts.",
            )
            raise InputErrors([Problem("", text)])
        return cls(data)

    def where(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def has(self, key: str) -> bool:
        return self.data.get(key) is not None

    def refuse(self, key: str, text: Text) -> None:
        self.problems.append(Problem(self.where(key) if key else self.path, text))

    def note(self, code: str, key: str, text: Text) -> None:
        self.remarks.append(Remark(code, self.where(key) if key else self.path, text))

    def missing(self, key: str) -> None:
        self.refuse(key, Text("Die Angabe fehlt. Tragen Sie sie ein.", "This fact is missing. Add it."))

    def _take(self, key: str, read: Callable[[Any], T | Text], *, needed: bool) -> T | None:
        value = self.data.get(key)
        if value is None:
            if needed:
                self.missing(key)
            return None
        found = read(value)
        if isinstance(found, Text):
            self.refuse(key, found)
            return None
        return found

    def day(self, key: str, *, needed: bool = False) -> date | None:
        return self._take(key, day_from, needed=needed)

    def money(self, key: str, *, needed: bool = False) -> Decimal | None:
        value = self.data.get(key)
        if not isinstance(value, str | bool) and isinstance(value, int | float | Decimal):
            self.note(
                "money-as-number",
                key,
                Text(
                    f'Der Betrag steht als Zahl da. Schreiben Sie ihn in Anführungszeichen: "{shown(value)}".',
                    f'The amount is written as a number. Write it in quotes: "{shown(value)}".',
                ),
            )
        return self._take(key, money_from, needed=needed)

    def rate(self, key: str) -> Decimal | None:
        return self._take(key, rate_from, needed=False)

    def whole(self, key: str, *, at_least: int, at_most: int, needed: bool = False) -> int | None:
        return self._take(key, lambda value: whole_from(value, at_least=at_least, at_most=at_most), needed=needed)

    def text(self, key: str, *, needed: bool = False) -> str:
        value = self.data.get(key)
        if value is None:
            if needed:
                self.missing(key)
            return ""
        if not isinstance(value, str):
            self.refuse(
                key,
                Text(
                    f"„{shown(value)}“ ist kein Text. Setzen Sie die Angabe in Anführungszeichen.",
                    f"“{shown(value)}” is not text. Put it in quotes.",
                ),
            )
            return ""
        written = unicodedata.normalize("NFC", value).strip()
        if needed and not written:
            self.missing(key)
        return written

    def choice(self, key: str, choices: Mapping[str, str], *, needed: bool = False, default: str = "") -> str:
        """One of the words in ``choices`` (spelling → meaning); others are refused with the list."""
        if not needed and self.data.get(key) is None:
            return default
        written = self.text(key, needed=needed)
        if not written:
            return default
        found = choices.get(written.casefold())
        if found is None:
            listed = ", ".join(dict.fromkeys(choices.values()))
            self.refuse(
                key,
                Text(
                    f"„{shown(written)}“ ist hier nicht bekannt. Möglich sind: {listed}.",
                    f"“{shown(written)}” is not known here. Possible are: {listed}.",
                ),
            )
            return default
        return found

    def inside(self, key: str, *, needed: bool = False) -> "Reader | None":
        """A reader for a mapping under that key."""
        value = self.data.get(key)
        if value is None:
            if needed:
                self.missing(key)
            return None
        if not isinstance(value, Mapping):
            self.refuse(
                key,
                Text("Hier wird ein Objekt in { } erwartet.", "An object in { } is expected here."),
            )
            return None
        return Reader(value, path=self.where(key), problems=self.problems, remarks=self.remarks)

    def each(self, key: str) -> list["Reader"]:
        """A reader for every mapping in a list under that key; nothing where the key is missing."""
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.refuse(key, Text("Hier wird eine Liste in [ ] erwartet.", "A list in [ ] is expected here."))
            return []
        readers = []
        for index, item in enumerate(value):
            path = f"{self.where(key)}[{index}]"
            if isinstance(item, Mapping):
                readers.append(Reader(item, path=path, problems=self.problems, remarks=self.remarks))
            else:
                text = Text("Hier wird ein Objekt in { } erwartet.", "An object in { } is expected here.")
                self.problems.append(Problem(path, text))
        return readers

    def finish(self) -> None:
        """Raise InputErrors with everything found, if anything was."""
        if self.problems:
            raise InputErrors(self.problems)
