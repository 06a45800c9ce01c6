"""A document as plain blocks; PDF and Word file are drawn from the same ones."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    items: list[str]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark set apart; ``kind`` is its leading word, for example "Hinweis"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of label and value."""

    rows: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with their headings; cells may hold several lines. ``numeric`` columns stand to the right."""

    columns: list[str]
    rows: list[list[str]]
    caption: str
    numeric: frozenset[int] = frozenset()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines to sign on, one per name."""

    names: list[str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing as SVG text, with what it shows for readers who do not see it, and the line below it."""

    svg: str
    alt: str
    caption: str


Block = Heading | Paragraph | Bullets | Note | Facts | Table | Signature | Figure


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. ``language`` is "de" or "en"; ``subject`` is one line for the file's properties.

    ``day`` is the day the document speaks of and both files carry. Drawn tomorrow, the same document is the same file;
    without a day they name none that would depend on the clock.
    """

    title: str
    language: str
    subject: str = ""
    blocks: list[Block] = field(default_factory=list)
    footer: str = ""
    day: date | None = None
