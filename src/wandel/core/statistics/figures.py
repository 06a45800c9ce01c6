"""A figure: a value with key, unit, place, date, base, source and licence."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wandel.core.law.texts import Text, day_de
from wandel.core.statistics.age_groups import AgeGroup
from wandel.core.statistics.observations import State

TOTAL, MALE, FEMALE, OTHER = "total", "male", "female", "other"
SEXES = (TOTAL, MALE, FEMALE, OTHER)

# How people were counted. Figures of different bases do not compare.
UPDATED_1987 = "Fortschreibung Volkszählung 1987"
UPDATED_1990 = "Fortschreibung Registerdaten 1990"
UPDATED_2011 = "Fortschreibung Zensus 2011"
UPDATED_2022 = "Fortschreibung Zensus 2022"
CENSUS_2011 = "Zensus 2011"
CENSUS_2022 = "Zensus 2022"
REGISTER = "Melderegister"
BASES = (UPDATED_1987, UPDATED_1990, CENSUS_2011, UPDATED_2011, CENSUS_2022, UPDATED_2022, REGISTER)
CENSUS_2011_DAY, CENSUS_2022_DAY = date(2011, 5, 9), date(2022, 5, 15)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a key stands for: its name, its unit, and whether it is a ratio: then "nothing there" is no zero (no sales
    have no price of 0)."""

    name: Text
    unit: str
    ratio: bool = False


KEYS: dict[str, Meaning] = {
    "population": Meaning(Text("Bevölkerung", "Population"), "persons"),
    "births": Meaning(Text("Lebendgeborene", "Live births"), "persons"),
    "deaths": Meaning(Text("Gestorbene", "Deaths"), "persons"),
    "moves_in": Meaning(Text("Zuzüge über die Gemeindegrenze", "Moves in across the municipality's border"), "persons"),
    "moves_out": Meaning(
        Text("Fortzüge über die Gemeindegrenze", "Moves out across the municipality's border"), "persons"
    ),
    "moves_in_county": Meaning(Text("Zuzüge über die Kreisgrenze", "Moves in across the county's border"), "persons"),
    "moves_out_county": Meaning(
        Text("Fortzüge über die Kreisgrenze", "Moves out across the county's border"), "persons"
    ),
    "residential_buildings": Meaning(Text("Wohngebäude", "Residential buildings"), "buildings"),
    "dwellings": Meaning(Text("Wohnungen", "Dwellings"), "dwellings"),
    "living_space": Meaning(Text("Wohnfläche", "Living space"), "1000 m²"),
    "rooms_in_large_dwellings": Meaning(
        Text("Räume in Wohnungen mit 7 oder mehr Räumen", "Rooms in dwellings with 7 or more rooms"), "rooms"
    ),
    "completed_buildings": Meaning(Text("Fertiggestellte Wohngebäude", "Completed residential buildings"), "buildings"),
    "completed_dwellings": Meaning(Text("Fertiggestellte Wohnungen", "Completed dwellings"), "dwellings"),
    "completed_space": Meaning(Text("Fertiggestellte Wohnfläche", "Completed living space"), "1000 m²"),
    "permitted_buildings": Meaning(Text("Genehmigte Wohngebäude", "Permitted residential buildings"), "buildings"),
    "permitted_dwellings": Meaning(Text("Genehmigte Wohnungen", "Permitted dwellings"), "dwellings"),
    "permitted_space": Meaning(Text("Genehmigte Wohnfläche", "Permitted living space"), "1000 m²"),
    "land_use": Meaning(Text("Bodenfläche nach Nutzung", "Area by use"), "ha"),
    "land_sales": Meaning(Text("Verkäufe von Bauland", "Sales of building land"), "sales"),
    "land_sold": Meaning(Text("Verkauftes Bauland", "Building land sold"), "1000 m²"),
    "land_sum": Meaning(Text("Kaufsumme für Bauland", "Sum paid for building land"), "1000 EUR"),
    "land_price": Meaning(Text("Kaufwert von Bauland", "Price of building land"), "EUR/m²", ratio=True),
}

# How the tables print the units above.
PRINTED = {
    "1000 m²": {"1000 qm", "1.000 qm", "1000 m²"},
    "ha": {"ha"},
    "1000 EUR": {"Tsd. EUR", "1000 EUR"},
    "EUR/m²": {"EUR", "EUR/qm", "EUR je qm"},
}
COUNTED = {"Anzahl", "number", "Personen", "persons", ""}


def unit_fits(key: str, printed: str) -> bool:
    """Whether a printed unit is the one the key is kept in, so that nobody takes hectares for square kilometres."""
    return printed in PRINTED.get(KEYS[key].unit, COUNTED)


def source_text(holder: str, table: str, made_on: date | None) -> str:
    """„© Statistische Ämter …, Tabelle 12411-01-01-5, Stand 10.10.2017“, as the licence asks for it."""
    parts = [holder.rstrip(". "), f"Tabelle {table}" if table else "", f"Stand {day_de(made_on)}" if made_on else ""]
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. ``area`` is an AGS (5 digits a county, 8 a municipality); ``on`` the key date, None for a sum over
    ``year``; ``base`` how people were counted, "" where there is no such thing; ``sex`` and ``age`` None or "total" for
    all; ``detail`` a further dimension in the source's own words; ``table`` the source table's code."""

    key: str
    area: str
    year: int
    on: date | None
    value: Decimal | None
    state: State
    unit: str
    base: str
    source: str
    licence: str
    table: str = ""
    name: str = ""
    sex: str = TOTAL
    age: AgeGroup | None = None
    detail: str = ""
    file: str = ""
    line: int = 0

    @property
    def number(self) -> Decimal | None:
        """The value; 0 where the office printed "nothing there" for a count; None where it printed no number."""
        if self.state is State.nothing:
            meaning = KEYS.get(self.key)
            return Decimal(0) if meaning is not None and not meaning.ratio else None
        return self.value

    @property
    def identity(self) -> tuple[str, str, int, date | None, str, str, AgeGroup | None, str, str]:
        """What makes it this figure and no other, beside its source table."""
        return self.key, self.area, self.year, self.on, self.base, self.sex, self.age, self.detail, self.table
