"""What is wrong or odd in a table somebody handed in, each with its line."""

from dataclasses import dataclass, field

from wandel.core.law.texts import Text


class UnusableFile(ValueError):
    """The file as a whole cannot be read; ``text`` says what is wrong and what to do."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.de)


@dataclass(frozen=True, slots=True)
class Problem:
    """A remark about a line, or with line 0 about the whole. ``skipped``: the line was left out because of it."""

    line: int
    text: Text
    skipped: bool

    def sentence(self) -> Text:
        if not self.line:
            return self.text
        return Text(f"Zeile {self.line}: {self.text.de}", f"Line {self.line}: {self.text.en}")


@dataclass
class Remarks:
    """The remarks of one reading; beyond the first hundred only their number is kept."""

    most: int = 100
    rows: list[Problem] = field(default_factory=list)
    count: int = 0
    skipped: int = 0

    def add(self, line: int, de: str, en: str, *, skipped: bool) -> None:
        self.count += 1
        self.skipped += skipped
        if len(self.rows) < self.most:
            self.rows.append(Problem(line, Text(de, en), skipped))
