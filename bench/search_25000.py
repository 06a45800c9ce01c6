"""The search box over 25,000 titles: time per keystroke and how often the right one is among the first ten."""

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

TITLES, QUERIES_PER_CASE = 25_000, 200
BOUND_P95_MS, BOUND_SUCCESS = 15.0, 0.97


def measure() -> bool:
    """Index, ask, print each case beside its bounds. True when all of them hold."""
    from django.core.management import call_command  # noqa: PLC0415 – Django is set up by main()

    from wandel.office.people.access import Access  # noqa: PLC0415
    from wandel.office.people.models import User  # noqa: PLC0415
    from wandel.office.people.roles import Role, permissions_of  # noqa: PLC0415
    from wandel.office.search.actions import index_many  # noqa: PLC0415
    from wandel.office.search.queries import suggest  # noqa: PLC0415
    from wandel.office.search.tests.vocabulary import CASES, search_texts, titles, typed  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    roles = frozenset({Role.OFFICER})
    access = Access(User(name="Bench"), roles, frozenset({"funding"}), frozenset(), permissions_of(roles))
    stock = titles(TITLES)
    began = time.perf_counter()
    index_many(search_texts(stock))
    print(f"search: {TITLES:,} titles indexed in {time.perf_counter() - began:.1f} s")
    suggest(access, "warm")
    good = True
    for case in CASES:
        dice = random.Random(7)
        times, hits = [], 0
        while len(times) < QUERIES_PER_CASE:
            title = dice.choice(stock)
            text = typed(case, title, dice)
            if text is None:
                continue
            began = time.perf_counter()
            found = suggest(access, text)
            times.append((time.perf_counter() - began) * 1000)
            hits += any(hit.title == title.text for hit in found.hits)
        p95, success = statistics.quantiles(times, n=20)[-1], hits / len(times)
        fine = p95 <= BOUND_P95_MS and success >= BOUND_SUCCESS
        good = good and fine
        print(
            f"search, {case}: p50 {statistics.median(times):.1f} ms, p95 {p95:.1f} ms (bound {BOUND_P95_MS:.0f} ms), "
            f"success@10 {success:.3f} (bound {BOUND_SUCCESS}), {'ok' if fine else 'MISSED'}"
        )
    return good


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="wandel-bench-") as directory:
        os.environ["DATABASE_URL"] = f"sqlite:///{directory}/bench.sqlite3"
        os.environ["WANDEL_DATA_DIR"] = directory
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wandel.web.settings")
        import django  # noqa: PLC0415 – reads the variables above

        django.setup()
        sys.exit(not measure())


if __name__ == "__main__":
    main()
