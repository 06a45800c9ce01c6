"""What the demo's invented sites need to show the whole of land: owners, a second secret, and key dates to compare."""

from datetime import date, timedelta

from wandel.fields.land.actions.site import change_site, move_site
from wandel.fields.land.actions.snapshot import take_snapshot
from wandel.fields.land.models import Site
from wandel.office.people.actions.organisation import save_person
from wandel.office.people.models import Person, User

# Invented persons; any likeness to living ones is chance.
OWNERS = [
    ("Agathe", "Weitkamp-Demo"), ("Erbengemeinschaft", "Hollerbach-Demo"), ("Leonhard", "Quirmbach-Demo"),
    ("Tilda", "Rosenkranz-Demo"), ("Konrad", "Velmeden-Demo"),
]  # fmt: skip
KEPT_QUIET = "Kaufhaus am Markt"
TAKEN_UP = "Ehemalige Baustoffhandlung"


def lay_out_lives(*, day: date) -> None:
    """Give private sites an owner, keep one more site confidential, and write two key dates down.

    Between the key dates one site was built, so that a comparison has something to show.
    """
    officer = User.objects.get(email="flaechen@demo.example")
    consent = day - timedelta(days=200)
    people = [
        save_person(
            person=Person(
                given_name=given,
                family_name=family,
                consent_on=consent,
                consent_how="erfunden für die Demo",
                email=f"eigentuemer{number}@mail.example",
            ),
            by=officer,
        )
        for number, (given, family) in enumerate(OWNERS, start=1)
    ]
    private = Site.objects.filter(owner_kind__in=["private", "heirs"], owner=None).order_by("number")[: 2 * len(people)]
    for place, site in enumerate(private):
        values = {"owner": people[place % len(people)], "owner_asked_on": consent + timedelta(days=20)}
        change_site(site=site, values=values, by=officer, on=day)
    change_site(site=Site.objects.get(name=KEPT_QUIET), values={"confidential": True}, by=officer, on=day)
    last_year = date(day.year - 1, 12, 31)
    take_snapshot(key_date=last_year, by=officer, on=day, note="Jahresstand (Demo)")
    built = Site.objects.get(name=TAKEN_UP)
    reached = max(built.state_on, day - timedelta(days=12))
    change_site(site=built, values={"dwellings_built": 26}, by=officer, on=day)
    move_site(site=built, to="built", by=officer, on=day, day=reached)
    take_snapshot(key_date=day, by=officer, on=day, note="Für die Vorführung (Demo)")
