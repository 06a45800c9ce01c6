"""What was skipped or is odd in statistics, and why: one list for every reader and every check."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from wandel.core.law.texts import Text


class Kind(StrEnum):
    """Why something stands in the list."""

    wrong_table = "wrong_table"
    broken_row = "broken_row"
    broken_cell = "broken_cell"
    wrong_unit = "wrong_unit"
    unknown_area = "unknown_area"
    missing_area = "missing_area"
    changed_area = "changed_area"
    missing_year = "missing_year"
    negative = "negative"
    secret = "secret"  # noqa: S105 – a sign of the statistical offices
    later = "later"
    blocked = "blocked"
    unsure = "unsure"
    unknown_base = "unknown_base"
    mixed_base = "mixed_base"
    ages_do_not_add_up = "ages_do_not_add_up"
    sexes_do_not_add_up = "sexes_do_not_add_up"
    municipalities_do_not_add_up = "municipalities_do_not_add_up"
    twice = "twice"
    summed = "summed"
    missing_total = "missing_total"
    not_used = "not_used"


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry: the file and its line (0 where no single line is the matter) and the sentence in both languages.
    ``skipped`` says whether something was left out; otherwise it was read and is only odd."""

    kind: Kind
    file: str
    line: int
    text: Text
    skipped: bool = True

    def sentence(self) -> Text:
        """The sentence with its place."""
        if not self.file:
            return self.text
        german = f"{self.file}, Zeile {self.line}" if self.line else self.file
        english = f"{self.file}, line {self.line}" if self.line else self.file
        return Text(f"{german}: {self.text.de}", f"{english}: {self.text.en}")


class Problems:
    """A list that stops growing: the first ``most`` are kept, the rest is only counted (per kind)."""

    def __init__(self, most: int = 1000) -> None:
        self._most = most
        self._found: list[Problem] = []
        self.counts: dict[Kind, int] = {}

    def add(self, kind: Kind, file: str, line: int, german: str, english: str, *, skipped: bool = True) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if len(self._found) < self._most:
            self._found.append(Problem(kind, file, line, Text(german, english), skipped))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return sum(self.counts.values())

    @property
    def left_off(self) -> int:
        """How many were counted and not kept."""
        return len(self) - len(self._found)


class StatisticsError(ValueError):
    """A file that cannot be used at all: what is wrong, where, what to do, in both languages."""

    def __init__(self, file: str, line: int, german: str, english: str) -> None:
        self.problem = Problem(Kind.wrong_table, file, line, Text(german, english))
        self.text = self.problem.sentence()
        super().__init__(self.text.en)
