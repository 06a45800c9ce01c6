"""The demo's newcomers: thirty cases in every state, opening hours, appointments next week. All of it invented and marked."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from wandel.fields.relocation.actions.appointment import add_room, book, close_day, save_hours
from wandel.fields.relocation.actions.arrivals import ARRIVAL, hand_down_arrivals, tally
from wandel.fields.relocation.actions.case import add_companion, move_case, open_case, say_why, take_case
from wandel.fields.relocation.actions.message import answer_question, ask_office, receive_word, write
from wandel.fields.relocation.models import Case, OpeningHours
from wandel.fields.relocation.queries.appointments import free_times
from wandel.office.people.models import Organisation, User
from wandel.office.places.models import Municipality

MARK = "Erfunden für die Demo."
# name, language, question, came days ago, state, source, campaign, origin, reason, municipality, who comes along
CASES = [
    ("Amara Okafor", "en", "Pflegefachfrau aus Nigeria, Anerkennung und Visum: womit anfangen?", 21, "advice", "front_door", "pendler-plakat", "world", "work", "05358008", ("partner", "child", "child")),
    ("Jonas Winter", "de", "Ziehe für eine Stelle in Jülich aus Leipzig her und suche eine Kita.", 6, "office", "front_door", "", "germany", "work", "05358024", ("partner", "child")),
    ("Mirela Popescu", "de", "Ingenieurin, die Firma holt mich. Mein Mann sucht noch Arbeit.", 14, "asked", "employer", "", "eu", "work", "05358024", ("partner",)),
    ("Familie Brandt", "de", "Wir kommen zurück nach Vettweiß und suchen einen Bauplatz.", 30, "coming", "counter", "zurueck-an-die-rur", "state", "home", "05358060", ("partner", "child", "child", "child")),
    ("Rajesh Nair", "en", "Software, Blaue Karte, Wohnung möbliert für drei Monate.", 2, "new", "front_door", "", "world", "work", "", ()),
    ("Elif Kaya", "de", "Ausbildung zur Erzieherin, brauche ein Zimmer.", 1, "new", "booking", "", "nearby", "learning", "", ()),
    ("Tomasz Nowak", "de", "Elektriker, Familie kommt im Sommer nach.", 40, "settled", "employer", "pendler-plakat", "eu", "work", "05358008", ("partner", "child")),
    ("Sofia Rossi", "en", "Promotion am Forschungszentrum, Krankenversicherung?", 33, "settled", "front_door", "", "eu", "learning", "05358024", ()),
    ("Karim Haddad", "de", "Führerschein umschreiben und Deutschkurs.", 25, "settled", "counter", "", "world", "family", "05358008", ("partner", "child")),
    ("Lena Vogt", "de", "Rückkehr nach dem Studium, suche Homeoffice-Wohnung mit Glasfaser.", 28, "settled", "front_door", "zurueck-an-die-rur", "state", "home", "05358052", ()),
    ("Duc Tran", "de", "Koch, neue Stelle in Düren.", 19, "settled", "phone", "", "germany", "work", "05358008", ("partner",)),
    ("Hannah Lorenz", "de", "Hof der Großeltern in Ginnick übernehmen.", 60, "closed", "front_door", "zurueck-an-die-rur", "nearby", "home", "05358060", ("partner",)),
    ("Peter Hof", "de", "Hat sich für Aachen entschieden.", 45, "closed", "phone", "", "state", "work", "", ()),
    ("Olena Kovalenko", "de", "Lehrerin, Anerkennung des Abschlusses.", 9, "office", "front_door", "", "world", "work", "05358024", ("child",)),
    ("Marc Dubois", "en", "Logistik, Umzug aus Lyon mit zwei Schulkindern.", 11, "advice", "front_door", "", "eu", "work", "05358044", ("partner", "child", "child")),
    ("Ines Ferreira", "de", "Ärztin, Approbation läuft in Köln.", 17, "asked", "employer", "", "eu", "work", "05358008", ()),
    ("Samuel Boateng", "en", "Studium an der FH Jülich, Zimmer und Konto.", 4, "new", "front_door", "", "world", "learning", "", ()),
    ("Greta Lindner", "de", "Altersgerechte Wohnung nahe der Tochter.", 8, "advice", "phone", "", "germany", "family", "05358028", ("parent",)),
    ("Yusuf Demir", "de", "Meister, möchte sich selbständig machen.", 5, "advice", "counter", "", "nearby", "work", "05358008", ("partner", "child")),
    ("Chiara Conti", "de", "Hebamme, Stelle im Krankenhaus.", 13, "coming", "employer", "", "eu", "work", "05358008", ()),
    ("Niklas Berger", "de", "Pendler aus Köln, sucht ein Haus an der Bahn.", 3, "new", "front_door", "pendler-plakat", "state", "home", "", ("partner", "child")),
    ("Aisha Rahimi", "de", "Kinder in der Schule anmelden.", 22, "coming", "counter", "", "world", "family", "05358024", ("child", "child", "child", "child")),
    ("Paul Schmitz", "de", "Eltern wohnen in Nideggen, ich komme zurück.", 35, "settled", "front_door", "zurueck-an-die-rur", "germany", "family", "05358044", ("partner",)),
    ("Wei Chen", "en", "Batterieforschung, Partnerin braucht eine Arbeitserlaubnis.", 16, "advice", "employer", "", "world", "work", "05358024", ("partner",)),
    ("Katarzyna Zielinska", "de", "Pflegeheim in Nörvenich, Wohnung gesucht.", 7, "asked", "front_door", "", "eu", "work", "05358052", ()),
    ("Fatou Diallo", "en", "Au-pair beendet, jetzt Ausbildung.", 12, "office", "front_door", "", "world", "learning", "05358008", ()),
    ("Stefan Krings", "de", "Feuerwehr und Vereine: was gibt es in Hürtgenwald?", 10, "coming", "front_door", "pendler-plakat", "nearby", "home", "05358016", ("partner", "child")),
    ("Anna Petrova", "de", "Zahnarzthelferin, hat schon alles gefunden.", 50, "closed", "mail", "", "eu", "work", "", ()),
    ("Luis Martín", "en", "Windkraft-Techniker, Werkswohnung?", 15, "settled", "employer", "", "eu", "work", "05358060", ()),
    ("Miriam Stein", "de", "Grundschullehrerin, Versetzung aus Hessen.", 2, "new", "booking", "", "germany", "work", "", ("child",)),
]  # fmt: skip
# Sums of cases that are deleted already: municipality, campaign key, persons, households
EARLIER = [
    ("05358008", "zurueck-an-die-rur", 14, 5), ("05358024", "zurueck-an-die-rur", 9, 4), ("05358024", "pendler-plakat", 6, 3),
    ("05358060", "", 11, 4), ("05358008", "", 38, 19),
]  # fmt: skip
# weekday, from, until, which room, languages
HOURS = [(0, 9, 12, 0, "de,en"), (1, 9, 12, 0, "de,en,es"), (3, 9, 12, 0, "de,en"), (3, 14, 18, 1, "de,en,es"), (4, 9, 11, 1, "de,en")]  # fmt: skip
SEARCHES = [("Haus, zur Miete, Jülich", 9), ("Wohnung, zur Miete, Heimbach", 6), ("Grundstück, zum Kauf, Düren", 12)]


def lay_out_cases(*, day: date) -> None:
    """Cases of the last weeks, each taken to its state by the steps a person would take; free times from next week on."""
    officer = User.objects.get(email="neubuerger@demo.example")
    places = {place.ags: place for place in Municipality.objects.defer("boundary")}
    company = Organisation.objects.filter(kind=Organisation.Kind.COMPANY).order_by("pk").first()
    office = Organisation.objects.filter(kind=Organisation.Kind.COUNTY_OFFICE).order_by("pk").first()
    for ags, key, persons, households in EARLIER:
        tally(year=day.year, kind=ARRIVAL, key=key, municipality=places[ags].pk, cases=households, persons=persons)
    for key, count in SEARCHES:
        tally(year=day.year, kind="search", key=key, cases=count)
    _open_hours(officer, day)
    cases = []
    for number, row in enumerate(CASES):
        name, language, question, ago, state, source, campaign, origin, reason, ags, along = row
        at = _moment(day - timedelta(days=ago), 9)
        case = open_case(
            values={
                "name": f"{name} (Demo)", "email": f"demo{number + 1}@example.org", "language": language,
                "question": f"{question} {MARK}", "source": source, "municipality": places.get(ags),
                "employer": company if source == "employer" else None, "consent_on": at.date(), "consent_how": MARK,
                "arrives_on": day + timedelta(days=40) if state == "coming" else None,
            },
            by=officer if source in {"counter", "phone", "mail", "employer"} else None, at=at, campaign=campaign,
        )  # fmt: skip
        say_why(case=case, origin=origin, reason=reason)
        for relation in along:
            add_companion(case=case, values={"relation": relation}, by=officer, at=at)
        _live(case, state, officer, office, day, at)
        cases.append(case)
    monday = day + timedelta(days=7 - day.weekday())
    free = free_times(at=_moment(day, 6), first=monday, last=monday + timedelta(days=6))
    for case, slot in zip([cases[5], cases[0], cases[14], cases[29]], free[1::3], strict=False):
        book(case=case, slot=slot, by=None, at=_moment(day, 6))
    hand_down_arrivals(on=day)


def _live(case: Case, state: str, officer: User, office: Organisation | None, day: date, at: datetime) -> None:
    """From the first word to the state the list names."""
    if state == "new":
        return
    later = at + timedelta(hours=20)
    take_case(case=case, by=officer, at=later)
    if state == "closed":
        move_case(case=case, to="closed", by=officer, at=later, reason=f"Alles geklärt. {MARK}")
        return
    write(case=case, text=f"Guten Tag, ich kümmere mich um Ihr Anliegen. {MARK}", by=officer, at=later)
    if state == "advice":
        receive_word(case=case, text=f"Danke! Eine Frage habe ich noch. {MARK}", at=later + timedelta(hours=5))
    elif state == "asked":
        write(case=case, text=f"Bitte schicken Sie uns noch Ihr Zeugnis. {MARK}", by=officer, at=later, asks=True)
    elif state == "office" and office:
        ask_office(
            case=case, office=office, question=f"Liegt für diesen Fall schon etwas vor? {MARK}", due_on=day + timedelta(days=4),
            by=officer, at=later,
        )  # fmt: skip
        if case.name.startswith("Fatou"):
            question = case.handovers.get()
            answer_question(handover=question, text=f"Ja, seit letzter Woche. {MARK}", by=officer, at=later)
    elif state == "coming":
        move_case(case=case, to="coming", by=officer, at=later)
    elif state == "settled":
        move_case(
            case=case,
            to="settled",
            by=officer,
            at=_moment(day - timedelta(days=2), 11),
            arrived_on=day - timedelta(days=2),
        )


def _open_hours(officer: User, day: date) -> None:
    rooms = [
        add_room(name=f"{name} (Demo)", address=address, by=officer)
        for name, address in (
            ("Beratungsraum", "Kreishaus Düren, Erdgeschoss"),
            ("Beratungsplatz", "Bahnhof Jülich, Pavillon"),
        )
    ]
    for weekday, opens, closes, room, languages in HOURS:
        values = {
            "adviser": officer, "room": rooms[room], "weekday": weekday, "opens": time(opens), "closes": time(closes),
            "minutes": 45, "languages": languages, "valid_from": day - timedelta(days=60), "valid_until": None,
        }  # fmt: skip
        save_hours(row=OpeningHours(), values=values, by=officer)
    close_day(day=day + timedelta(days=18), reason=f"Fortbildung. {MARK}", by=officer)


def _moment(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
