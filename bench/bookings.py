"""50,000 payments of a finance system taken into one award (bounds 30 s, 300 MB, nobody else waits more than 2 s), and the proof of use of
an award with 2,000 receipts as PDF, Word file and workbook (bound 8 s together)."""

import os
import random
import resource
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="wandel-bench-")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "wandel.web.settings",
    "WANDEL_DATA_DIR": FOLDER.name,
    "DATABASE_URL": f"sqlite:///{FOLDER.name}/bench.sqlite3",
}
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from wandel.conftest import make_cast
from wandel.core.foerderung.bookings import guess_columns, headings_of, read_bookings
from wandel.fields.funding.actions.booking_import import take_in_bookings
from wandel.fields.funding.actions.proof import start_proof
from wandel.fields.funding.actions.record import record_award
from wandel.fields.funding.models import BookingMapping, CostItem
from wandel.fields.funding.queries.proof import figures_of
from wandel.fields.funding.tests.conftest import award_values
from wandel.fields.funding.views.proof_document import proof_document, proof_sheets
from wandel.ui.documents import to_docx, to_pdf, to_xlsx

LINES, RECEIPTS = 50_000, 2_000
IMPORT_S, IMPORT_MB, WAIT_S, PROOF_S = 30.0, 300.0, 2.0, 8.0
TODAY = date.today()
FIRMS = [f"Tiefbau {name} GmbH" for name in ("Rur", "Inde", "Erft", "Wurm", "Merzbach", "Ellebach", "Kall", "Neffel")]


def lines(chance: random.Random, count: int) -> bytes:
    rows = ["Buchungsdatum;Betrag EUR;Verwendungszweck;Empfänger;Beleg-Nr.;Buchungsnummer;Kostengruppe"]
    for number in range(count):
        day = TODAY - timedelta(days=chance.randrange(1, 250))
        cents = chance.randrange(100, 5_000_00)
        rows.append(
            f"{day:%d.%m.%Y};{cents // 100},{cents % 100:02d};Abschlag {number} auf Los {number % 7};{chance.choice(FIRMS)};"
            f"R-{number};{100000 + number};{chance.choice(['200', '300', '500', '700'])}"
        )
    return "\n".join(rows).encode("cp1252")


class Writer(threading.Thread):
    """Somebody else who saves something small all the time, and how long that took at most."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.longest, self.stopped = 0.0, threading.Event()

    def run(self) -> None:
        row = BookingMapping.objects.get()
        while not self.stopped.is_set():
            started = time.perf_counter()
            row.save()
            self.longest = max(self.longest, time.perf_counter() - started)
            time.sleep(0.02)
        connection.close()


def main() -> None:
    call_command("migrate", verbosity=0)
    cast, chance = make_cast(), random.Random(7)
    BookingMapping.objects.create(organisation=cast.town_hall_vettweiss)
    values = award_values(cast, period_from=TODAY - timedelta(days=260), period_until=TODAY + timedelta(days=400))
    values |= {"dated_on": TODAY - timedelta(days=260), "sent_on": TODAY - timedelta(days=259)}
    award = record_award(values=values | {"eligible_costs": Decimal(200_000_000)}, by=cast.funding_officer, on=TODAY)
    for code in ("200", "300", "500", "700"):
        CostItem.objects.create(award=award, code=code, title=f"Kostengruppe {code}")
    content = lines(chance, LINES)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    writer = Writer()
    writer.start()
    started = time.perf_counter()
    table = read_bookings(content, columns=guess_columns(headings_of(content)))
    taken = take_in_bookings(table.records, award=award, by=cast.funding_officer, on=TODAY)
    took = time.perf_counter() - started
    writer.stopped.set()
    writer.join()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    again = take_in_bookings(table.records, award=award, by=cast.funding_officer, on=TODAY, dry_run=True)
    print(
        f"{LINES:,} payments taken in: {took:.1f} s (≤ {IMPORT_S:.0f}), {memory:.0f} MB (≤ {IMPORT_MB:.0f}; {before:.0f} before), {taken.new} new, again {again.anything} changes"
    )
    print(f"somebody else waited at most {writer.longest:.2f} s (≤ {WAIT_S:.0f})")

    other = record_award(
        values=values | {"reference": "33.02.08/24", "title": "Nachweis"}, by=cast.funding_officer, on=TODAY
    )
    few = read_bookings(lines(chance, RECEIPTS), columns=guess_columns(headings_of(content)))
    take_in_bookings(few.records, award=other, by=cast.funding_officer, on=TODAY)
    proof = start_proof(
        award=other, kind="final", form="plain", from_on=other.period_from, until_on=TODAY, duty="", by=cast.funding_officer, on=TODAY
    )  # fmt: skip
    figures_of(proof)
    to_pdf(proof_document(proof, figures_of(proof), day=TODAY))
    parts = {}
    for name, make in (
        ("figures", lambda: figures_of(proof)),
        ("PDF", lambda: to_pdf(proof_document(proof, figures_of(proof), day=TODAY))),
        ("Word", lambda: to_docx(proof_document(proof, figures_of(proof), day=TODAY))),
        ("workbook", lambda: to_xlsx(proof_sheets(proof, figures_of(proof)))),
    ):
        started = time.perf_counter()
        make()
        parts[name] = time.perf_counter() - started
    said = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in parts.items())
    print(f"a proof with {RECEIPTS:,} receipts: {sum(parts.values()):.1f} s (≤ {PROOF_S:.0f}): {said}")


if __name__ == "__main__":
    main()
