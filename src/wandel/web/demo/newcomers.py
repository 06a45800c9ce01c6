"""The demo's homes on offer and day-care centres. The schools are real and come with the county; all of this is invented."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from wandel.core.schools.childcare import ChildcareRecord
from wandel.fields.relocation.actions.offerings import move_offering, save_offering
from wandel.fields.relocation.models import Offering
from wandel.office.people.models import Organisation, User
from wandel.office.places.actions.schools import take_in_childcare

INVENTED = "Erfunden für die Demo."
# hall (AGS), kind, deal, title, place, rooms, m², euro, free in days, barrier-free, shown for days (negative: over), published
OFFERS = [
    ("05358008", "flat", "rent", "Drei Zimmer am Rurufer", "Rölsdorf", 3, 78.5, 720, 20, False, 60, True),
    ("05358008", "flat", "rent", "Zwei Zimmer mit Aufzug", "Innenstadt", 2, 56, 590, 5, True, 45, True),
    ("05358008", "house", "buy", "Reihenhaus mit kleinem Garten", "Birkesdorf", 5, 124, 319_000, 90, None, 80, True),
    ("05358024", "flat", "rent", "Wohnung nahe dem Forschungszentrum", "Nordviertel", 2.5, 64, 680, 14, None, 50, True),
    ("05358024", "flat", "rent", "Vier Zimmer für eine Familie", "Koslar", 4, 98, 880, 35, False, 70, True),
    ("05358024", "house", "rent", "Doppelhaushälfte in ruhiger Lage", "Barmen", 5, 131, 1180, 60, False, 40, True),
    ("05358060", "plot", "buy", "Bauplatz am Ortsrand", "Vettweiß", None, 612, 98_000, 0, None, 120, True),
    ("05358060", "house", "buy", "Altes Bauernhaus zum Herrichten", "Ginnick", 7, 190, 175_000, 0, False, 90, True),
    ("05358028", "flat", "rent", "Ebenerdige Wohnung am Bahnhof", "Obermaubach", 2, 61, 540, 10, True, 30, True),
    ("05358044", "flat", "rent", "Wohnung über der alten Post", "Nideggen", 3, 82, 610, 25, False, -3, True),
    ("05358052", "plot", "buy", "Zwei Bauplätze im neuen Gebiet", "Nörvenich", None, 540, 112_000, 30, None, 110, True),
    ("05358016", "house", "rent", "Haus mit Blick auf den Wald", "Gey", 4.5, 118, 990, 45, None, 60, False),
]  # fmt: skip
# municipality, name, street, places, from months, languages, provider, latitude, longitude
KITAS = [
    ("05358008", "Kita Sonnenblume (Demo)", "Beispielweg 1, 52349 Düren", 75, 4, ("en", "de"), "Stadt Düren", 50.8031, 6.4825),
    ("05358008", "Kita Rurwiese (Demo)", "Beispielweg 8, 52355 Düren", 60, 24, ("tr", "de"), "freier Träger", 50.7871, 6.4702),
    ("05358024", "Kita Zitadelle (Demo)", "Beispielweg 3, 52428 Jülich", 90, 4, ("en", "fr", "de"), "freier Träger", 50.9240, 6.3605),
    ("05358060", "Kita Regenbogen (Demo)", "Beispielweg 5, 52391 Vettweiß", 45, 24, (), "Gemeinde", 50.7380, 6.5960),
]  # fmt: skip


def lay_out_newcomers(*, day: date) -> None:
    """Twelve offers of eight town halls – one has run out, one is a draft – and four day-care centres."""
    officer = User.objects.get(email="neubuerger@demo.example")
    halls = {
        hall.municipality.ags: hall
        for hall in Organisation.objects.filter(kind=Organisation.Kind.TOWN_HALL).select_related("municipality")
        if hall.municipality
    }
    for number, row in enumerate(OFFERS, start=1):
        ags, kind, deal, title, place, rooms, size, price, free, barrier_free, shown, published = row
        if ags not in halls:
            continue
        hall = halls[ags]
        values: dict[str, Any] = {
            "kind": kind, "deal": deal, "title": title, "place": place, "rooms": rooms, "size_m2": size, "price": Decimal(price),
            "municipality": hall.municipality, "organisation": hall, "available_from": day + timedelta(days=free),
            "barrier_free": barrier_free, "contact_name": "Rathaus, Wohnen", "contact_email": hall.email or "wohnen@example.org",
            "description": INVENTED, "expires_on": day + timedelta(days=shown), "reference": f"DEMO-{number:02d}",
        }  # fmt: skip
        begun = day + timedelta(days=min(shown, 0) - 5)
        offering = save_offering(offering=Offering(), values=values, by=officer, on=begun)
        if published:
            at = timezone.make_aware(datetime.combine(begun, time(9)))
            offering = move_offering(offering=offering, to="published", by=officer, at=at, on=begun)
            if shown < 0:
                move_offering(offering=offering, to="expired", by=None, at=at, on=day)
    centres = [
        ChildcareRecord(
            line=0, name=name, address=street, municipality=ags, places=places, from_months=months, languages=languages,
            provider=provider, postcode=street.rsplit(" ", 2)[1], lat=lat, lon=lon, phone="",
            website="", all_day=True,
        )
        for ags, name, street, places, months, languages, provider, lat, lon in KITAS
    ]  # fmt: skip
    take_in_childcare(centres, as_of=day, source=INVENTED, by=officer)
