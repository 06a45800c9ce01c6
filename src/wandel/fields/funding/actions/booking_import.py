"""Payments from the finance system of a house: looked at first, then taken in, all or nothing, and the same file twice changes nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from wandel.core.foerderung.bookings import BookingRecord
from wandel.core.text.fold import fold
from wandel.fields.funding.actions.record import refresh
from wandel.fields.funding.actions.standing import hold_standing
from wandel.fields.funding.models import Booking, BookingMapping, Contract, CostItem, Zuwendungsbescheid
from wandel.office.people.models import User
from wandel.office.runs.actions import start
from wandel.office.runs.incoming import to_take_in
from wandel.office.runs.models import Run
from wandel.ui.phrases import Phrase

BOOKING_IMPORT = "funding.booking-import"
MOST_SHOWN = 50
ZERO = Decimal("0.00")
WRITTEN = ("paid_on", "amount", "purpose", "payee", "voucher")
COLUMNS = ("award", *WRITTEN, "cost_item", "external_key", "version")


@dataclass
class TakenBookings:
    """What a file changes. ``shown`` are the first lines that do something: (what, day, amount, payee, purpose, item, why that item)."""

    new: int = 0
    changed: int = 0
    recognised: int = 0
    same: int = 0
    total: Decimal = ZERO
    without_item: int = 0
    shown: list[list[str]] = field(default_factory=list)

    @property
    def anything(self) -> int:
        return self.new + self.changed + self.recognised

    def note(self, kind: str, row: Booking | BookingRecord, item: CostItem | None, why: str) -> None:
        setattr(self, kind, getattr(self, kind) + 1)
        if item is None:
            self.without_item += 1
        if len(self.shown) < MOST_SHOWN:
            named = str(item) if item else ""
            self.shown.append([kind, row.paid_on.isoformat(), f"{row.amount:.2f}", row.payee, row.purpose, named, why])

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"total": f"{self.total:.2f}", "anything": self.anything}


def start_booking_import(*, params: dict[str, Any], by: User) -> Run:
    """Put a file into the background. ``params``: path, name, award, columns, sign, order, skip_broken and check: only look."""
    message = (
        gettext_noop("Look at payments: %(name)s") if params["check"] else gettext_noop("Take in payments: %(name)s")
    )
    return start(kind=BOOKING_IMPORT, params=params, by=by, label=Phrase(message, {"name": params["name"]}))


def take_in_looked_at(*, run: Run, by: User) -> Run:
    """Take in what a looking run has read. Raises ValidationError where the file is no longer kept."""
    return start_booking_import(params=to_take_in(run), by=by)


@transaction.atomic
def keep_mapping(*, award: Zuwendungsbescheid, columns: Mapping[str, str], sign: str, order: str) -> BookingMapping:
    """Remember how the recipient's system writes payments, and under which number this project runs there."""
    row, _made = BookingMapping.objects.select_for_update().get_or_create(organisation=award.recipient)
    row.columns, row.sign = dict(columns), sign
    row.orders = {**row.orders, str(award.pk): order}
    row.save()
    return row


class _Items:
    """Which cost item a payment belongs to: the one its column names, else the one its payee has a contract for."""

    def __init__(self, award: Zuwendungsbescheid) -> None:
        items = list(award.cost_items.all())
        self.named: dict[str, CostItem] = {}
        for item in items:
            for name in (item.code, item.title, str(item)):
                if name:
                    self.named.setdefault(fold(name), item)
        contracts = Contract.objects.filter(award=award, contractor__isnull=False, cost_item__isnull=False)
        self.firms: dict[str, CostItem | None] = {}
        for contract in contracts.select_related("contractor", "cost_item"):
            name = fold(contract.contractor.name)
            known = self.firms.get(name, contract.cost_item)
            # A firm with contracts in two items says nothing about one payment.
            self.firms[name] = contract.cost_item if known == contract.cost_item else None

    def of(self, record: BookingRecord) -> tuple[CostItem | None, str]:
        if record.item and (item := self.named.get(fold(record.item))):
            return item, "column"
        if record.payee and (item := self.firms.get(fold(record.payee))):
            return item, "contract"
        return None, ""


def take_in_bookings(
    records: Iterable[BookingRecord], *, award: Zuwendungsbescheid, by: User, on: date, dry_run: bool = False,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> TakenBookings:  # fmt: skip
    """Write what a reading changes, all of it or nothing; everything is compared before the database is held.

    A payment is known by the number of its system, or by its whole line. One typed by hand with the same day and amount, and no other
    receipt, is recognised as the same and filled up. With ``dry_run`` nothing is written.
    """
    rows, taken, items = list(records), TakenBookings(), _Items(award)
    stored = list(award.bookings.select_related("cost_item"))
    known = {row.external_key: row for row in stored if row.external_key}
    by_hand: dict[tuple[date, Decimal], list[Booking]] = {}
    for row in stored:
        if not row.external_key:
            by_hand.setdefault((row.paid_on, row.amount), []).append(row)
    new: list[tuple[Any, ...]] = []
    touched: list[Booking] = []
    for number, record in enumerate(rows, start=1):
        row = known.get(record.key)
        if row is not None:
            _update(row, record, taken, touched)
        elif (same := _by_hand(by_hand, record)) is not None:
            same.external_key = record.key
            same.payee, same.voucher = same.payee or record.payee, same.voucher or record.voucher
            same.purpose = same.purpose or record.purpose
            item, why = (same.cost_item, "") if same.cost_item_id else items.of(record)
            same.cost_item = item
            touched.append(same)
            taken.note("recognised", same, item, why)
        else:
            item, why = items.of(record)
            new.append(
                (award.pk, *(getattr(record, name) for name in WRITTEN), item.pk if item else None, record.key, 1)
            )
            taken.total += record.amount
            taken.note("new", record, item, why)
        tell(number, len(rows))
    if not dry_run and taken.anything:
        _write(award, new, touched, taken, by=by, on=on)
    return taken


def _update(row: Booking, record: BookingRecord, taken: TakenBookings, touched: list[Booking]) -> None:
    """The same number again: what the system says now stands, the item somebody chose stays."""
    if all(getattr(row, name) == getattr(record, name) for name in ("paid_on", "amount")):
        taken.same += 1
        return
    row.paid_on, row.amount = record.paid_on, record.amount
    touched.append(row)
    taken.note("changed", row, row.cost_item, "")


def _by_hand(rows: dict[tuple[date, Decimal], list[Booking]], record: BookingRecord) -> Booking | None:
    for place, row in enumerate(found := rows.get((record.paid_on, record.amount), [])):
        if not row.voucher or not record.voucher or fold(row.voucher) == fold(record.voucher):
            return found.pop(place)
    return None


def _write(
    award: Zuwendungsbescheid,
    new: list[tuple[Any, ...]],
    touched: list[Booking],
    taken: TakenBookings,
    *,
    by: User,
    on: date,
) -> None:
    columns = [Booking._meta.get_field(name) for name in COLUMNS]
    rows = [
        tuple(column.get_db_prep_save(value, connection) for column, value in zip(columns, row, strict=True))
        for row in new
    ]
    message = Phrase(
        gettext_noop("Payments taken in: %(new)s new over %(total)s, %(changed)s changed, %(recognised)s recognised"),
        {"new": taken.new, "total": taken.total, "changed": taken.changed, "recognised": taken.recognised},
    )
    for row in touched:
        row.version += 1
    with transaction.atomic():
        hold_standing(award)
        _insert(columns, rows)
        Booking.objects.bulk_update(touched, [*WRITTEN, "cost_item", "external_key", "version"], batch_size=200)
        refresh(award=award, by=by, on=on, message=message)


def _insert(columns: list[Any], rows: list[tuple[Any, ...]]) -> None:
    """One prepared statement for all rows: while it runs nobody else can write, and building 50,000 objects takes ten times as long."""
    if not rows:
        return
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        table = quote(Booking._meta.db_table)
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608 - names of our own model
