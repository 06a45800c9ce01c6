"""Server time of the pages people live on, with 10,000 awards and 100,000 entries, beside the bound of 100 ms (p95); growth's
pages with the shipped county's figures and a computed scenario, beside 150 ms."""

import importlib
import os
import sys
import tempfile
import time
from datetime import date, timedelta
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
from django.db import connection, transaction
from django.test import Client

from wandel.conftest import make_cast
from wandel.fields.funding.actions.record import record_award
from wandel.fields.funding.models import AwardParty, Obligation, Zuwendungsbescheid
from wandel.fields.funding.tests.conftest import award_values
from wandel.fields.growth.actions.profile import load_growth
from wandel.fields.growth.actions.scenario import record_scenario
from wandel.office.desk.models import Entry
from wandel.office.people.models import Organisation
from wandel.office.places.actions import load_profile
from wandel.office.places.profile import active_profile

AWARDS, ENTRIES, ROUNDS, BOUND_MS, GROWTH_BOUND_MS = 10_000, 100_000, 40, 100.0, 150.0
TODAY = date.today()


@transaction.atomic
def fill() -> tuple[object, int]:
    """One award recorded as people do it, then copied; entries spread over people, town halls and three years."""
    cast = make_cast()
    first = record_award(values=award_values(cast), by=cast.funding_officer, on=TODAY)
    kind = Organisation.Kind.TOWN_HALL
    others = [Organisation.objects.create(kind=kind, name=f"Gemeinde {number}") for number in range(13)]
    halls = [cast.town_hall_vettweiss, cast.town_hall_juelich, *others]
    names = [
        field.attname
        for field in Zuwendungsbescheid._meta.concrete_fields
        if field.name not in {"id", "reference", "title", "recorded_at"}
    ]
    shared = {name: getattr(first, name) for name in names}
    awards = Zuwendungsbescheid.objects.bulk_create(
        [
            Zuwendungsbescheid(
                **{**shared, "recipient_id": halls[number % len(halls)].pk},
                title=f"Vorhaben {number}",
                reference=f"R{number}",
            )
            for number in range(AWARDS)
        ],
        batch_size=500,
    )
    AwardParty.objects.bulk_create(
        [AwardParty(award=award, organisation_id=award.recipient_id, part="recipient") for award in awards],
        batch_size=1000,
    )
    duties = list(first.obligations.all())
    columns = [field.attname for field in Obligation._meta.concrete_fields if field.name not in {"id", "award"}]
    Obligation.objects.bulk_create(
        [
            Obligation(award=award, **{name: getattr(duty, name) for name in columns})
            for award in awards
            for duty in duties
        ],
        batch_size=2000,
    )
    model = Entry.objects.order_by("pk").first()
    columns = [
        field.attname for field in Entry._meta.concrete_fields if field.name not in {"id", "key", "due_on", "owner"}
    ]
    shared = {name: getattr(model, name) for name in columns}
    owners = [cast.funding_officer.pk, cast.head.pk, cast.land_officer.pk, None]
    entries = Entry.objects.bulk_create(
        [
            Entry(
                **{**shared, "state": "open" if number % 5 else "done", "done_on": None if number % 5 else TODAY},
                key=f"bench-{number}",
                due_on=TODAY + timedelta(days=number % 1100 - 20),
                owner_id=owners[number % 4],
            )
            for number in range(ENTRIES)
        ],
        batch_size=1000,
    )
    through = Entry.organisations.through
    through.objects.bulk_create(
        [
            through(entry_id=entry.pk, organisation_id=halls[number % len(halls)].pk)
            for number, entry in enumerate(entries)
        ],
        batch_size=2000,
    )
    return cast, first.pk


def measure(client: Client, path: str) -> tuple[float, float]:
    client.get(path)
    times = []
    for _turn in range(ROUNDS):
        began = time.perf_counter()
        response = client.get(path)
        times.append((time.perf_counter() - began) * 1000)
        assert response.status_code == 200, (path, response.status_code)
    return median(times), quantiles(times, n=20)[-1]


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    cast, award = fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for who in ("funding_officer", "head", "vettweiss"):
        client = Client()
        client.force_login(getattr(cast, who), backend="django.contrib.auth.backends.ModelBackend")
        for path in ("/desk/", "/calendar/", "/awards/", f"/awards/{award}/", "/search/suggest/?q=dorf"):
            told(who, client, path, BOUND_MS)
    load_profile(active_profile(), by=None, on=TODAY)
    load_growth(active_profile(), by=None, on=TODAY)
    scenario = record_scenario(values={"title": "bench", "until": TODAY.year + 24, "shown": True}, by=None)
    importlib.import_module("wandel.fields.growth.actions.projecting").compute(scenario=scenario, on=TODAY, by=None)
    client = Client()
    client.force_login(cast.head, backend="django.contrib.auth.backends.ModelBackend")
    for path in ("/growth/", "/growth/municipalities/05358060/", scenario.get_absolute_url()):
        told("head", client, path, GROWTH_BOUND_MS)


def told(who: str, client: Client, path: str, bound: float) -> None:
    middle, high = measure(client, path)
    verdict = "ok" if high <= bound else f"MISSED by {high - bound:.0f} ms"
    print(
        f"{who:16} {path:32} median {middle:6.1f} ms  p95 {high:6.1f} ms  bound {bound:.0f} ms  {verdict}", flush=True
    )


if __name__ == "__main__":
    main()
    FOLDER.cleanup()
