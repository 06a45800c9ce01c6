"""What the known tables hold: which variable is which figure, and what their dimensions mean."""

from dataclasses import dataclass

from wandel.core.statistics.age_groups import AgeGroup, is_total, read_age
from wandel.core.statistics.figures import FEMALE, MALE, TOTAL
from wandel.core.statistics.genesis import plain_code

Dimensions = tuple[str, AgeGroup | None, str]
SEX = {
    "männlich": MALE,
    "männer": MALE,
    "male": MALE,
    "weiblich": FEMALE,
    "frauen": FEMALE,
    "female": FEMALE,
}
NATIONALITY = {"deutsche", "ausländer", "ausländer(innen)", "ausländer/-innen", "ausländer/innen", "german", "foreign"}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a table holds: the key of each variable (by the beginning of its name), the order of the dimensions that
    carry no caption (sex, age, nationality, or detail for any other), whether all of them together are one path, and
    whether a dimension may be absent: then it means all."""

    keys: dict[str, str]
    axes: tuple[str, ...] = ()
    path: bool = False
    partial: bool = False


_POPULATION = {"bevölkerungsstand": "population", "bevölkerung": "population", "personen": "population"}
_MOVES = {
    "zuzüge über die gemeindegrenze": "moves_in",
    "fortzüge über die gemeindegrenze": "moves_out",
    "zuzüge über die kreisgrenze": "moves_in_county",
    "fortzüge über die kreisgrenze": "moves_out_county",
}
_BIRTHS, _DEATHS = {"lebendgeborene": "births"}, {"gestorbene": "deaths", "sterbefälle": "deaths"}
_BUILT = {"wohngebäude": "buildings", "gebäude": "buildings", "wohnungen": "dwellings", "wohnfläche": "space"}
_STOCK = {
    "wohngebäude": "residential_buildings",
    "wohnfläche": "living_space",
    "wohnungen": "dwellings",
    "räume": "rooms_in_large_dwellings",
}
_PRICES = {
    "veräußerungsfälle": "land_sales",
    "veräußerte": "land_sold",
    "kaufsumme": "land_sum",
    "durchschnittlicher kaufwert": "land_price",
}
_PERMITTED = {name: f"permitted_{key}" for name, key in _BUILT.items()}
_COMPLETED = {name: f"completed_{key}" for name, key in _BUILT.items()}
# By plain code without the regional depth; a flat file that names only its statistic stands under five digits.
TABLES: dict[str, Contents] = {
    "12411-01-01": Contents(_POPULATION, ("sex",)),
    "12411-02-02": Contents(_POPULATION, ("sex", "age")),
    "12411-02-03": Contents(_POPULATION, ("sex", "age")),
    "12411-04-02": Contents(_POPULATION, ("age", "sex")),
    "12411": Contents(_POPULATION, ("sex", "age", "nationality"), partial=True),
    "12612-01-01": Contents(_BIRTHS, ("sex",)),
    "12612-02-01": Contents(_BIRTHS, ("age", "nationality", "sex")),
    "12612": Contents(_BIRTHS, ("sex", "nationality", "age"), partial=True),
    "12613-01-01": Contents(_DEATHS, ("sex",)),
    "12613-02-02": Contents(_DEATHS, ("age", "nationality", "sex")),
    "12613": Contents(_DEATHS, ("sex", "nationality", "age"), partial=True),
    "12711-01-02": Contents(_MOVES, ("sex", "nationality")),
    "12711-01-03": Contents(_MOVES, ("sex", "age")),
    "12711": Contents(_MOVES, ("sex", "age", "nationality"), partial=True),
    "31111-01-02": Contents(_PERMITTED, ("detail",)),
    "31121-01-02": Contents(_COMPLETED, ("detail",)),
    "31231-01-02": Contents(_STOCK, ("detail",)),
    "33111-01-01": Contents({"bodenfläche": "land_use"}, path=True),
    "61511-01-03": Contents(_PRICES, ("detail",)),
    "1000A": Contents({"personen": "population", "persons": "population"}, ("sex", "age"), partial=True),
}
# Headers that only say what the row below them lists.
_CAPTIONS = (
    ("geschlecht", "sex"),
    ("altersgruppe", "age"),
    ("altersjahr", "age"),
    ("alter", "age"),
    ("nationalität", "nationality"),
    ("staatsangehörigkeit", "nationality"),
    ("(nach anzahl der wohnungen)", "detail"),
    ("in wohngebäuden", "detail"),
    ("gebäude nach anzahl der wohnungen", "detail"),
    ("größe der wohnung", "detail"),
    ("baulandverkäufe", "detail"),
)


def contents_of(code: str) -> Contents | None:
    """What is known of a table: by its code without depth and ``-B``, or by its statistic where only that is named."""
    plain = plain_code(code)
    if plain.startswith("1000A"):
        return TABLES["1000A"]
    return TABLES.get("-".join(plain.split("-")[:3]))


def dimensions_of(cells: tuple[str, ...], contents: Contents) -> Dimensions | None:
    """Sex, age group and further detail of an observation; None where the cells do not fit the table."""
    if contents.path:
        return TOTAL, None, " / ".join(cell for cell in cells if not is_total(cell))
    named: dict[str, str] = {}
    loose: list[str] = []
    axis = ""
    for cell in cells:
        caption = next((of for start, of in _CAPTIONS if cell.lower().startswith(start)), "")
        if axis:
            named[axis] = cell
            axis = ""
        elif caption and not (caption == "age" and read_age(cell)):
            axis = caption
        else:
            loose.append(cell)
    free = [one for one in contents.axes if one not in named]
    if len(loose) > len(free):
        return None
    named.update(zip(free, loose, strict=False))
    if not contents.partial and set(contents.axes) - set(named) - {"detail"}:
        return None
    return _values(named)


def _values(named: dict[str, str]) -> Dimensions | None:
    sex_cell, age_cell = named.get("sex", "Insgesamt"), named.get("age", "Insgesamt")
    sex = TOTAL if is_total(sex_cell) else SEX.get(sex_cell.lower())
    age = None if is_total(age_cell) else read_age(age_cell)
    if sex is None or (age is None and not is_total(age_cell)):
        return None
    nationality = named.get("nationality", "Insgesamt")
    if not is_total(nationality) and nationality.lower() not in NATIONALITY:
        return None
    details = [cell for cell in (nationality, named.get("detail", "Insgesamt")) if not is_total(cell)]
    return sex, age, " / ".join(details)
