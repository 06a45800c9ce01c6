"""2,500 programmes of the real shape: taken in from a zipped export (bounds 60 s, 500 MB), and an idea of sixty words matched and
explained among them (bound 50 ms, p95)."""

import os
import random
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median, quantiles

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

from wandel.core.programmes.codes import APPLICANTS, AREAS, TOPICS
from wandel.core.programmes.reading import read_programmes
from wandel.core.programmes.tests.files import archive, programme
from wandel.core.scouting.rules import Idea
from wandel.fields.funding.actions.programme_import import take_in_programmes
from wandel.fields.funding.queries.programmes import scout

PROGRAMMES, WORDS, IDEAS, IDEA_WORDS = 2_500, 450, 60, 60
IMPORT_S, IMPORT_MB, MATCH_MS = 60.0, 500.0, 50.0
TODAY = date.today()
FIRST = ["dorf", "markt", "bahnhof", "gewerbe", "wärme", "schul", "wohn", "rad", "wasser", "klima", "wirtschafts", "energie", "boden",
         "struktur", "innovations", "sport", "kultur", "verkehrs", "digital", "umwelt"]  # fmt: skip
LAST = ["platz", "förderung", "konzept", "gebiet", "netz", "bau", "weg", "planung", "schutz", "zentrum", "halle", "wandel", "anlage",
        "gemeinschaft", "sanierung", "gründung", "beratung", "kosten", "antrag", "richtlinie"]  # fmt: skip


def vocabulary(chance: random.Random) -> list[str]:
    """Words as German makes them: plain ones, compounds, and many rare ones."""
    compounds = [f"{one}{other}".capitalize() for one in FIRST for other in LAST]
    rare = [
        "".join(
            chance.choice(["ba", "ner", "ti", "gel", "sor", "mun", "ko", "eich", "ver", "lan"]) for _ in range(3)
        ).capitalize()
        for _ in range(4000)
    ]
    return [*(one.capitalize() for one in FIRST), *(one.capitalize() for one in LAST), *compounds, *rare]


def words(chance: random.Random, known: list[str], count: int) -> str:
    """Text with the usual few frequent and many rare words."""
    return " ".join(known[min(int(chance.paretovariate(0.7)) - 1, len(known) - 1)] for _ in range(count))


def export(chance: random.Random, known: list[str]) -> bytes:
    areas, applicants, topics = sorted(AREAS), sorted(APPLICANTS), sorted(TOPICS)
    return archive(
        *(
            programme(
                f"Land/NRW/p{number}",
                title=words(chance, known, 6),
                areas=[chance.choice(areas)],
                applicants=chance.sample(applicants, 3),
                topics=chance.sample(topics, 2),
                teaser=f"<p>{words(chance, known, 20)}</p>",
                body="".join(
                    f"<h2>{words(chance, known, 2)}</h2><p>{words(chance, known, WORDS // 5)}</p>" for _part in range(5)
                ),
            )
            for number in range(PROGRAMMES)
        )
    )


def told(what: str, value: float, unit: str, bound: float) -> None:
    verdict = "ok" if value <= bound else f"MISSED by {value - bound:.1f} {unit}"
    print(f"  {what:62} {value:8.1f} {unit}  (bound ≤ {bound:.0f} {unit}) {verdict}", flush=True)


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    chance = random.Random(7)
    known = vocabulary(chance)
    path = Path(FOLDER.name) / "export.zip"
    path.write_bytes(export(chance, known))
    print(f"  {PROGRAMMES:,} programmes of {WORDS} words, {path.stat().st_size / 1e6:.1f} MB zipped")
    began = time.perf_counter()
    taken = take_in_programmes(read_programmes(path), whole=True, by=None, on=TODAY)
    told("an export taken in, read and indexed", time.perf_counter() - began, "s", IMPORT_S)
    told("memory of the process at most", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB", IMPORT_MB)
    assert taken.new == PROGRAMMES
    began = time.perf_counter()
    again = take_in_programmes(read_programmes(path), whole=True, by=None, on=TODAY)
    print(f"  the same export again: {again.anything} changes, {time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    scouting = scout()
    print(f"  learning the programmes, once after a change: {time.perf_counter() - began:.1f} s")
    times = []
    for _turn in range(IDEAS):
        idea = Idea(title=words(chance, known, 5), text=words(chance, known, IDEA_WORDS - 5), place="05358060")
        began = time.perf_counter()
        scouting.match(idea, on=TODAY)
        times.append((time.perf_counter() - began) * 1000)
    print(f"  an idea of {IDEA_WORDS} words, median {median(times):.1f} ms")
    told("an idea matched and explained, p95", quantiles(times, n=20)[-1], "ms", MATCH_MS)


if __name__ == "__main__":
    main()
    FOLDER.cleanup()
