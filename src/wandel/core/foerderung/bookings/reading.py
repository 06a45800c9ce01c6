"""From the lines of a table to payments: days, amounts to the cent, and a key by which the same line is known again."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from wandel.core.foerderung.bookings.columns import NEEDED
from wandel.core.law.texts import Text
from wandel.core.tables.opening import rows_of, text_of
from wandel.core.tables.problems import Remarks, UnusableFile
from wandel.core.tables.workbook import is_workbook, rows_of_workbook

EARLIEST, LATEST = 1990, 2100
MOST_LINES = 200_000
LARGEST = Decimal("9999999999.99")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
GROUPED_GERMAN = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?")
GROUPED_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?")
PLAIN = re.compile(r"\d+(?:[.,]\d{1,2}0*)?")
POSITIVE, NEGATIVE = "positive", "negative"


@dataclass(frozen=True, slots=True)
class BookingRecord:
    """A payment as the finance system has it, in euro. ``key`` is its own number, or made from the line where there is none."""

    line: int
    paid_on: date
    amount: Decimal
    purpose: str
    payee: str
    voucher: str
    item: str
    key: str


@dataclass
class BookingTable:
    """What a file holds: its headings, the payments of the project, and what was said about lines.

    ``other_orders`` counts lines that belong to another project, ``orders`` how often each number occurs.
    """

    headers: list[str]
    records: list[BookingRecord] = field(default_factory=list)
    remarks: Remarks = field(default_factory=Remarks)
    other_orders: int = 0
    orders: Counter[str] = field(default_factory=Counter)
    returns: int = 0


def open_table(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file or a workbook, headings first. Raises UnusableFile."""
    return rows_of_workbook(content) if is_workbook(content) else rows_of(text_of(content))


def headings_of(content: bytes) -> list[str]:
    """The headings of a file. Raises UnusableFile where it holds nothing."""
    return _headings(open_table(content))


def _headings(rows: Iterator[tuple[int, list[str]]]) -> list[str]:
    first = next(rows, None)
    if first is None:
        raise UnusableFile(
            Text("Die Datei ist leer. Wählen Sie die Tabelle mit den Buchungen.",
                 "The file is empty. Choose the table with the bookings.")
        )  # fmt: skip
    return [" ".join(cell.split())[:80] for cell in first[1]]


def read_bookings(content: bytes, *, columns: Mapping[str, str], sign: str = POSITIVE, order: str = "") -> BookingTable:
    """Read a file by its columns (our field → their heading).

    ``sign`` says how payments are written: ``positive`` or ``negative``; the other sign is money that came back and is left out with a
    remark. ``order`` keeps only the lines of that project. Raises UnusableFile where the file or a needed column is missing.
    """
    rows = open_table(content)
    table = BookingTable(_headings(rows))
    places = {name: table.headers.index(header) for name, header in columns.items() if header in table.headers}
    missing = [name for name in NEEDED if name not in places]
    if missing:
        german = {"paid_on": "Tag der Zahlung", "amount": "Betrag"}
        english = {"paid_on": "day of payment", "amount": "amount"}
        raise UnusableFile(
            Text(
                f"Welche Spalte ist: {', '.join(german[one] for one in missing)}? Ordnen Sie sie unten zu.",
                f"Which column is: {', '.join(english[one] for one in missing)}? Assign it below.",
            )
        )
    seen: Counter[str] = Counter()
    keys: dict[str, int] = {}
    for count, (line, cells) in enumerate(rows):
        if count >= MOST_LINES:
            raise UnusableFile(
                Text(f"Die Datei hat mehr als {MOST_LINES} Zeilen. Teilen Sie sie auf.",
                     f"The file has more than {MOST_LINES} lines. Split it.")
            )  # fmt: skip
        _take(table, line, _cells(cells, places), sign=sign, order=order, seen=seen, keys=keys)
    return table


def _cells(cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    return {name: cells[place] if place < len(cells) else "" for name, place in places.items()}


def _take(
    table: BookingTable,
    line: int,
    row: Mapping[str, str],
    *,
    sign: str,
    order: str,
    seen: Counter[str],
    keys: dict[str, int],
) -> None:
    of = row.get("order", "")
    if of:
        table.orders[of] += 1
    if order and of != order:
        table.other_orders += 1
        return
    if not row["paid_on"] and not row["amount"]:
        return
    remarks = table.remarks
    paid_on, amount = read_day(row["paid_on"]), read_amount(row["amount"])
    if paid_on is None:
        remarks.add(line, f"„{row['paid_on']}“ ist kein Tag. Schreiben Sie ihn wie 31.12.2026.",
                    f"“{row['paid_on']}” is no day. Write it like 31.12.2026 or 2026-12-31.", skipped=True)  # fmt: skip
        return
    if amount is None or abs(amount) > LARGEST:
        remarks.add(line, f"„{row['amount']}“ ist kein Betrag. Schreiben Sie ihn wie 1.250,00.",
                    f"“{row['amount']}” is no amount. Write it like 1,250.00.", skipped=True)  # fmt: skip
        return
    amount = -amount if sign == NEGATIVE else amount
    if amount == 0:
        return
    if amount < 0:
        table.returns += 1
        remarks.add(line, f"{row['amount']} ist eine Rückzahlung; verringern Sie von Hand die Zahlung, zu der sie gehört.",
                    f"{row['amount']} is money that came back; lower the payment it belongs to by hand.", skipped=False)  # fmt: skip
        return
    own = row.get("key", "").strip()[:70]
    if own and own in keys:
        remarks.add(line, f"Die Buchungsnummer „{own}“ steht schon in Zeile {keys[own]}. Jede darf einmal vorkommen.",
                    f"The entry number “{own}” stands in line {keys[own]} already. Each may occur once.", skipped=True)  # fmt: skip
        return
    if own:
        keys[own] = line
    parts = [paid_on.isoformat(), f"{amount:.2f}", *(row.get(name, "") for name in ("voucher", "payee", "purpose"))]
    made = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
    seen[made] += 1
    table.records.append(
        BookingRecord(
            line=line,
            paid_on=paid_on,
            amount=amount,
            purpose=row.get("purpose", "")[:200],
            payee=row.get("payee", "")[:200],
            voucher=row.get("voucher", "")[:60],
            item=row.get("item", "")[:200],
            key=f"n:{own}" if own else f"h:{made}:{seen[made]}",
        )
    )


def read_day(cell: str) -> date | None:
    """31.12.2026, 31.12.26, 2026-12-31 or 20261231; None for anything else."""
    text = cell.strip()
    if found := ISO.fullmatch(text) or COMPACT.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := GERMAN.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        year += 2000 if year < 100 else 0
    else:
        return None
    try:
        return date(year, month, day) if EARLIEST <= year <= LATEST else None
    except ValueError:
        return None


def read_amount(cell: str) -> Decimal | None:
    """1.250,00 · 1,250.00 · 1250 · -12,5 · 12,50- (as some systems print it) · "1.250,00 EUR" as euro; None for anything else."""
    text = re.sub(r"[\s\u00a0\u202f'’€]|EUR", "", cell)
    negative = text.startswith(("-", "−", "(")) or text.endswith(("-", "−", "S"))
    text = text.strip("-−()+").removesuffix("S").removesuffix("H")
    if GROUPED_GERMAN.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif GROUPED_ENGLISH.fullmatch(text):
        text = text.replace(",", "")
    elif PLAIN.fullmatch(text):
        text = text.replace(",", ".")
    else:
        return None
    value = Decimal(text).quantize(Decimal("0.01"))
    return -value if negative else value
