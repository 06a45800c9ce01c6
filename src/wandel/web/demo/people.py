"""The demo's people: the unit with its posts, fifteen town halls, offices, funders, contacts and promises."""

from collections.abc import Callable
from datetime import date, timedelta

from wandel.office.people.actions.account import user_search_text
from wandel.office.people.actions.county import lay_out_county
from wandel.office.people.actions.interaction import make_promise, save_interaction
from wandel.office.people.actions.organisation import save_organisation, save_person
from wandel.office.people.actions.users import fill_post
from wandel.office.people.models import Deputy, Interaction, Organisation, Person, Post, RoleAssignment, User
from wandel.office.people.roles import Role
from wandel.office.places.models import Municipality
from wandel.office.places.profile import active_profile
from wandel.ui.sinks import announce_search_text
from wandel.web.demo.awards import BUND, KOELN, LAND

KIND = Organisation.Kind
STAFF = [
    ("leitung@demo.example", "Johanna Brandt", Role.HEAD, ""),
    ("foerdermittel@demo.example", "Miriam Schoeller", Role.OFFICER, "funding"),
    ("flaechen@demo.example", "Tobias Esser", Role.OFFICER, "land"),
    ("wachstum@demo.example", "Anke Breuer", Role.OFFICER, "growth"),
    ("projekte@demo.example", "Deniz Yilmaz", Role.OFFICER, "projects"),
    ("investoren@demo.example", "Lena Zhang", Role.OFFICER, "investors"),
    ("neubuerger@demo.example", "Carlos Ortega", Role.OFFICER, "relocation"),
]
# Who of the demo's staff holds which post of the profile; 60/2-2 is vacant.
HOLDERS = {
    "60": "leitung", "60/1-1": "wachstum", "60/1-2": "projekte", "60/1-3": "flaechen", "60/2-1": "foerdermittel",
    "60/3-1": "investoren", "60/3-2": "neubuerger",
}  # fmt: skip
TOPICS = [
    (
        "meeting",
        "Jahresgespräch mit dem Bürgermeister",
        "Wohnbauflächen, offene Förderanträge und die Abfrage des Kreises besprochen.",
    ),
    ("call", "Telefonat zur Baulandabfrage", "Die Meldung kommt nach der Sitzung des Bauausschusses."),
    (
        "visit",
        "Ortstermin am Bahnhof",
        "Gelände besichtigt. Eigentümer sind einverstanden, dass wir Kontakt aufnehmen.",
    ),
    (
        "meeting",
        "Runde mit der Landwirtschaft",
        "Ausgleichsflächen und Bodengüte besprochen, Kreisbauernschaft war dabei.",
    ),
]
PROMISES = [
    ("Muster für den Sachbericht schicken", True, 4),
    ("Liste der Baulücken nachreichen", False, 10),
    ("Termin mit der Bezirksregierung vermitteln", True, -2),
    ("Ratsbeschluss zum Eigenanteil senden", False, 21),
    ("Förderprogramme für das Freibad heraussuchen", True, 14),
]
FIRST_NAMES = [
    "Petra",
    "Ralf",
    "Sabine",
    "Markus",
    "Ute",
    "Jürgen",
    "Nadine",
    "Heinz",
    "Kerstin",
    "Stefan",
    "Birgit",
    "Udo",
    "Silke",
    "Georg",
    "Marion",
]
LAST_NAMES = [
    "Hermanns",
    "Kreutz",
    "Offermanns",
    "Wirtz",
    "Schmitz",
    "Jansen",
    "Nolden",
    "Pelzer",
    "Cremer",
    "Leisten",
    "Vonderbank",
    "Heinen",
    "Krings",
    "Mertens",
    "Lüttgen",
]


def lay_out_people(*, day: date, tick: Callable[[int], None]) -> dict[str, Organisation]:
    """Create everybody; returns organisations by name, town halls by the name of their municipality."""
    first = day - timedelta(days=700)
    lay_out_county(active_profile(), by=None, on=first)
    unit = Organisation.objects.get(kind=KIND.UNIT)
    organisations = {one.name: one for one in Organisation.objects.filter(kind=KIND.COUNTY_OFFICE)}
    users = {}
    for email, name, role, field in STAFF:
        user = users[email.split("@")[0]] = User.objects.create_user(email=email, name=name)
        RoleAssignment.objects.create(user=user, role=role, field=field, organisation=unit, valid_from=first)
        announce_search_text(user_search_text(user, first))
    head = users["leitung"]
    for post in Post.objects.filter(code__in=HOLDERS):
        fill_post(post=post, holder=users[HOLDERS[post.code]], by=head)
    Deputy.objects.create(user=users["foerdermittel"], deputy=users["projekte"])
    Deputy.objects.create(user=users["projekte"], deputy=users["foerdermittel"])
    Deputy.objects.create(user=users["wachstum"], deputy=users["flaechen"])
    for name, kind in _others():
        organisations[name] = _organisation(kind, name, head)
    for email, name, office in (
        ("kaemmerei@demo.example", "Gudrun Falkenstein", "Kämmerei"),
        ("vergabe@demo.example", "Holger Winands", "Zentrale Vergabestelle"),
    ):
        user = User.objects.create_user(email=email, name=name)
        RoleAssignment.objects.create(
            user=user, role=Role.COUNTY_OFFICE, organisation=organisations[office], valid_from=first
        )
    auditor = User.objects.create_user(email="pruefung@demo.example", name="Rolf Neuburg")
    RoleAssignment.objects.create(
        user=auditor,
        role=Role.AUDITOR,
        organisation=organisations["Rechnungsprüfungsamt"],
        valid_from=first,
    )
    council = User.objects.create_user(email="kreistag@demo.example", name="Mitglied des Kreistags")
    RoleAssignment.objects.create(user=council, role=Role.COUNCIL, valid_from=first)
    admin = User.objects.create_user(email="verwaltung@demo.example", name="Ingo Faber")
    RoleAssignment.objects.create(user=admin, role=Role.ADMIN, valid_from=first)
    for index, municipality in enumerate(Municipality.objects.order_by("ags")):
        hall = _town_hall(municipality, index, head, first)
        organisations[municipality.name] = hall
        _contacts(hall, index, users, day)
        tick(index + 1)
    return organisations


def _others() -> list[tuple[str, str]]:
    return [
        (KOELN, KIND.FUNDER),
        (BUND, KIND.FUNDER),
        (LAND, KIND.FUNDER),
        ("Kreisbauernschaft (Beispiel)", KIND.ASSOCIATION),
        ("Wohnungsgenossenschaft Rurtal (Beispiel)", KIND.HOUSING),
        ("Entwicklungsgesellschaft indeland (Beispiel)", KIND.PARTNER),
        ("Hof Esser (Beispiel)", KIND.FARM),
    ]


def _organisation(kind: str, name: str, by: User) -> Organisation:
    return save_organisation(organisation=Organisation(kind=kind, name=name), by=by)


def _town_hall(municipality: Municipality, index: int, by: User, first: date) -> Organisation:
    slug = municipality.name.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
    hall = Organisation.objects.get(kind=KIND.TOWN_HALL, municipality=municipality)
    hall.email, hall.contact_rhythm_days = f"rathaus@{slug}.example", 60 if index % 3 else 30
    hall = save_organisation(organisation=hall, by=by)
    user = User.objects.create_user(email=f"{slug}@demo.example", name=f"{FIRST_NAMES[index]} {LAST_NAMES[index]}")
    RoleAssignment.objects.create(user=user, role=Role.TOWN_HALL, organisation=hall, valid_from=first)
    save_person(
        person=Person(
            organisation=hall,
            user=user,
            given_name=FIRST_NAMES[index],
            family_name=LAST_NAMES[index],
            position="Bauamt" if index % 2 else "Wirtschaftsförderung",
            email=f"bauamt@{slug}.example",
            consent_on=first if index % 4 else None,
            consent_how="Einwilligung im Jahresgespräch" if index % 4 else "",
        ),
        by=by,
    )
    return hall


def _contacts(hall: Organisation, index: int, users: dict[str, User], day: date) -> None:
    by = users["wachstum"]
    for turn in range(2):
        kind, title, minutes = TOPICS[(index + turn) % len(TOPICS)]
        interaction = save_interaction(
            interaction=Interaction(
                kind=kind,
                held_on=day - timedelta(days=9 + 11 * index % 83 + 70 * turn),
                title=title,
                minutes=minutes,
                shared=kind == "meeting",
                field="growth",
            ),
            organisations=[hall],
            persons=list(hall.persons.all()),
            by=by,
        )
    text, by_us, days = PROMISES[index % len(PROMISES)]
    make_promise(
        organisation=hall,
        text=text,
        by_us=by_us,
        due_on=day + timedelta(days=days + index % 4),
        owner=users["foerdermittel" if index % 5 in {0, 3} else "wachstum"],
        by=by,
        interaction=interaction,
    )
