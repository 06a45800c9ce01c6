"""Twenty-five invented awards in every stage; dates are relative to the day the demo was made."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True)
class DemoAward:
    """An award as the notice would state it. Days are counted from the demo's first day; money in thousand euro."""

    title: str
    hall: str
    funder: str
    reference: str
    costs: int
    rate: int
    notice: int
    until: int
    financing: str = "anteil"
    drawn: tuple[tuple[int, int], ...] = ()
    paid: tuple[tuple[int, int, str], ...] = ()
    completed: int | None = None
    set_up: bool = True
    binding: int = 10
    closed: bool = False


KOELN, BUND, LAND = "Bezirksregierung Köln", "Bundesamt für Wirtschaft und Ausfuhrkontrolle", "NRW.BANK"

AWARDS = [
    DemoAward(
        "Dorfplatz Vettweiß", "Vettweiß", KOELN, "33.02.07/24", 800, 80, -255, 402,
        drawn=((-63, 240), (-200, 58)), paid=((-150, 58, "Planung"), (-40, 202, "Tiefbau, 1. Abschlag")),
    ),
    DemoAward("Radweg Gladbach–Lüxheim", "Vettweiß", KOELN, "33.02.11/25", 420, 70, -20, 710, set_up=False),
    DemoAward("Brainergy-Anbindung", "Titz", KOELN, "35.04.01/25", 3100, 90, -180, 900, drawn=((-40, 212),), paid=((-12, 90, "Vermessung"),)),
    DemoAward("Klimaanpassung Schulhöfe", "Jülich", LAND, "KA-2025-0117", 650, 80, -330, 300, drawn=((-90, 160),), paid=((-70, 160, "Entsiegelung"),)),
    DemoAward("Umbau Bahnhofsumfeld Linnich", "Linnich", KOELN, "33.02.19/23", 1250, 80, -960, 38, drawn=((-500, 300), (-300, 380)), paid=((-480, 300, "Abbruch"), (-250, 380, "Platzfläche"))),
    DemoAward("Gigabit Nörvenich", "Nörvenich", BUND, "832.6/11-2024", 5400, 50, -25, 1100),
    DemoAward("Kita Merzenich-Girbelsrath", "Merzenich", LAND, "U3-2023-088", 2100, 60, -800, -40, drawn=((-600, 700), (-320, 560)), paid=((-560, 700, "Rohbau"), (-290, 560, "Ausbau")), completed=-60),
    DemoAward("Innovationszentrum Aldenhoven", "Aldenhoven", BUND, "46SKI2209", 4800, 90, -700, 380, drawn=((-400, 900), (-120, 650)), paid=((-380, 900, "Planung"), (-80, 650, "Gründung"))),
    DemoAward("Wärmenetz Niederzier", "Niederzier", LAND, "WN-24-031", 1900, 60, -410, 520, drawn=((-200, 320),), paid=((-170, 320, "Leitungsbau"),)),
    DemoAward("Nationalparktor Heimbach", "Heimbach", KOELN, "33.05.02/22", 960, 80, -1200, -260, drawn=((-900, 400), (-600, 368)), paid=((-860, 400, "Innenausbau"), (-560, 368, "Ausstellung")), completed=-300),
    DemoAward("Digitale Bürgerdienste Kreuzau", "Kreuzau", LAND, "DKM-1180", 240, 90, -150, 580, binding=0),
    DemoAward("Sporthalle Langerwehe", "Langerwehe", BUND, "SJK-2024-441", 3300, 45, -420, 660, drawn=((-100, 400),), paid=((-75, 400, "Dach"),)),
    DemoAward("Tagebaurand Inden", "Inden", KOELN, "35.01.04/24", 1450, 95, -510, 600, drawn=((-110, 350),), paid=((-95, 350, "Wege"),)),
    DemoAward("Feuerwehrhaus Hürtgenwald", "Hürtgenwald", KOELN, "22.03.08/25", 1800, 50, -95, 780, financing="festbetrag"),
    DemoAward("Stadtmauer Nideggen", "Nideggen", KOELN, "35.04.22/23", 540, 60, -900, -120, drawn=((-500, 324),), paid=((-470, 324, "Sanierung"),), completed=-150),
    DemoAward("Wasserstoff-Bushof", "Düren", BUND, "H2-BUS-0042", 7200, 80, -380, 900, drawn=((-60, 600),), paid=((-35, 600, "Elektrolyse-Planung"),)),
    DemoAward("Quartier Satellitenviertel", "Düren", KOELN, "33.02.30/22", 2600, 70, -1100, 200, drawn=((-700, 800), (-210, 500)), paid=((-650, 800, "Ankauf"), (-160, 500, "Umbau"))),
    DemoAward("Mobilstation Jülich-Nord", "Jülich", LAND, "MOB-24-17", 380, 85, -290, 440),
    DemoAward("Rurufer-Radweg", "Kreuzau", KOELN, "33.02.41/21", 720, 80, -1500, -700, drawn=((-1300, 576),), paid=((-1260, 576, "Wegebau"),), completed=-760, closed=True),
    DemoAward("Breitband Schulen", "Düren", BUND, "GIGA-S-101", 880, 90, -1350, -500, drawn=((-1100, 792),), paid=((-1070, 792, "Tiefbau"),), completed=-560, closed=True, binding=7),
    DemoAward("Regenrückhalt Titz", "Titz", LAND, "HW-25-006", 1150, 80, -60, 820),
    DemoAward("Coworking Nörvenich", "Nörvenich", KOELN, "35.06.12/24", 460, 65, -240, 480),
    DemoAward("Sirenennetz", "Langerwehe", BUND, "SIR-NW-358", 130, 100, -310, 120, financing="voll", binding=5),
    DemoAward("Streuobst und Artenvielfalt", "Vettweiß", LAND, "BIO-24-72", 95, 80, -480, 60, drawn=((-300, 40), (-90, 30)), paid=((-270, 40, "Pflanzung"), (-70, 30, "Pflege")), binding=12),
    DemoAward("Strukturwandel-Manager", "Niederzier", BUND, "STARK-2-518", 310, 90, -560, 170, drawn=((-400, 90), (-150, 80)), paid=((-360, 90, "Personal"), (-105, 80, "Personal")), binding=0),
]  # fmt: skip


def values_of(award: DemoAward, day: date) -> dict[str, object]:
    """The recording form's cleaned values for this award, without organisations."""
    notice = day + timedelta(days=award.notice)
    costs = Decimal(award.costs) * 1000
    rate = Decimal(award.rate) / 100
    federal = award.funder == BUND
    year_end = day + timedelta(days=award.until)
    return {
        "title": award.title,
        "reference": award.reference,
        "level": "bund" if federal else "land",
        "dated_on": notice,
        "sent_on": notice + timedelta(days=2),
        "sent_by": "post",
        "remedy": "widerspruch" if federal else "klage",
        "financing_type": award.financing,
        "rate": rate if award.financing == "anteil" else None,
        "eligible_costs": costs,
        "grant": costs * rate,
        "cap": costs * rate,
        "third_party": None,
        "period_from": notice,
        "period_until": year_end,
        "purpose": "investment" if award.binding else "other",
        "completed_on": day + timedelta(days=award.completed) if award.completed is not None else None,
        "binding_years": award.binding or None,
        "binding_starts": "completion",
    }
