"""What the demo's offensive does: measures, campaigns with their links, and what came of them. All of it invented."""

from datetime import date, timedelta
from decimal import Decimal

from wandel.fields.growth.actions.offensive import record_campaign, record_measure
from wandel.fields.growth.actions.scenario import record_scenario, start_projection
from wandel.office.people.models import User
from wandel.office.places.models import Municipality

# title, goal, for whom, municipality, budget, begins (days from today), ends, state, arrivals low/likely/high, source
MEASURES = [
    ("Zurück an die Rur", "Weggezogene mit Wurzeln im Kreis kommen zurück", "Familien zwischen 28 und 45", "", 90_000,
     -500, 230, "running", (40, 90, 160), "Annahme der Einheit nach Gesprächen mit drei Rückkehrerinitiativen"),
    ("Wohnen im Ortskern", "Leerstand wird bewohnt, bevor außen gebaut wird", "Eigentümer und Familien", "05358052", 60_000,
     -200, 500, "running", (15, 30, 60), "Zahl der gemeldeten Leerstände, zwei Personen je Wohnung"),
    ("Stand auf der Expo Real", "Unternehmen lernen den Kreis kennen", "Investoren", "", 45_000, -60, -40, "done", None, ""),
    ("Willkommenspaket", "Wer ankommt, findet sich zurecht", "Neubürger", "", 20_000, 60, None, "planned", None, ""),
]  # fmt: skip
# key, title, measure, channel, for whom, landing, budget, begins
CAMPAIGNS = [
    ("messe-2026", "Expo Real 2026", "Stand auf der Expo Real", "Messestand, Karte am Stand", "Investoren", "invest", 12_000, -60),
    ("zurueck-an-die-rur", "Rückkehrertag", "Zurück an die Rur", "Anzeigen und Vereinszeitungen", "Weggezogene", "move", 18_000, -300),
    ("pendler-plakat", "Plakate im Pendlerzug", "Zurück an die Rur", "Plakate in der Bahn", "Pendler", "move", 9_500, -120),
]  # fmt: skip


def lay_out_offensive(*, day: date) -> None:
    officer = User.objects.get(email="wachstum@demo.example")
    places = {one.ags: one for one in Municipality.objects.defer("boundary")}
    measures = {}
    for title, goal, whom, ags, budget, begins, ends, state, effect, source in MEASURES:
        low, likely, high = effect or (None, None, None)
        measures[title] = record_measure(
            values={
                "title": title, "goal": goal, "target_group": whom, "municipality": places.get(ags), "owner": officer,
                "budget": Decimal(budget), "begins_on": day + timedelta(days=begins),
                "ends_on": None if ends is None else day + timedelta(days=ends), "state": state,
                "effect_low": low, "effect_likely": likely, "effect_high": high, "effect_source": source,
            },
            by=officer,
        )  # fmt: skip
    for key, title, measure, channel, whom, landing, budget, begins in CAMPAIGNS:
        record_campaign(
            values={
                "key": key, "title": title, "measure": measures[measure], "channel": channel, "target_group": whom,
                "landing": landing, "budget": Decimal(budget), "begins_on": day + timedelta(days=begins),
            },
            by=officer,
        )  # fmt: skip


def lay_out_scenarios(*, day: date) -> None:
    """Three ways into the future; all are computed by the worker right after the start."""
    officer = User.objects.get(email="wachstum@demo.example")
    source = "Annahmen der Einheit für die Vorführung, nicht beschlossen"
    homes = {
        "occupied": Decimal("0.94"), "from_outside": Decimal("0.55"), "household_hundredths": 225, "homes_source": source,
    }  # fmt: skip
    rows = [
        {"title": "Wie die letzten Jahre", "note": "Zuzüge, Fortzüge und Geburten wie üblich, keine zusätzlichen Wohnungen", "homes": "none"},
        {"title": "Flächen wie gemeldet", "note": "Dazu die Wohnungen der gemeldeten Flächen, wahrscheinliche Zahl", "homes": "likely", "shown": True, **homes},
        {"title": "Alles gelingt", "note": "Viele Wohnungen je Fläche und ein Zehntel mehr Zuzug", "homes": "high", "arriving_percent": 110, **homes},
    ]  # fmt: skip
    for row in rows:
        scenario = record_scenario(values={"until": day.year + 24, **row}, by=officer)
        start_projection(scenario=scenario, by=officer)
