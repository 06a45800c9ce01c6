"""The questions of the yearly site round, as every new one begins."""

from typing import Any

from wandel.office.desk.registry import round_form_filling


def site_round_questions() -> list[dict[str, Any]]:
    """The questions of the yearly site round: a table of areas and two yes/no questions, as the round stores them.

    If a field keeps such areas, it fills the table beforehand and takes the answers over.
    """
    filled_by = round_form_filling("areas")
    types = [
        ("luecke", "Baulücke", "vacant lot"),
        ("brache", "Brache", "brownfield"),
        ("neubau", "Neubaugebiet", "new housing area"),
        ("gewerbe", "Gewerbe/Industrie", "business or industry"),
        ("gemischt", "Mischgebiet", "mixed use"),
        ("sonstige", "Sonstige", "other"),
    ]
    states = [
        ("idee", "Idee", "idea"),
        ("vorbereitung", "in Vorbereitung", "in preparation"),
        ("planung", "Bebauungsplan im Verfahren", "development plan under way"),
        ("baureif", "baureif", "ready to build"),
        ("vergeben", "vergeben", "taken"),
    ]

    def choices(rows: list[tuple[str, str, str]]) -> list[dict[str, str]]:
        return [{"value": value, "label_de": de, "label_en": en} for value, de, en in rows]

    columns: list[dict[str, Any]] = [
        {
            "key": "name",
            "kind": "text",
            "label_de": "Name der Fläche",
            "label_en": "Name of the area",
            "required": True,
        },
        {
            "key": "type",
            "kind": "choice",
            "label_de": "Art",
            "label_en": "Type",
            "required": True,
            "choices": choices(types),
        },
        {
            "key": "size",
            "kind": "number",
            "label_de": "Größe in Hektar",
            "label_en": "Size in hectares",
            "required": True,
        },
        {
            "key": "state",
            "kind": "choice",
            "label_de": "Stand",
            "label_en": "State",
            "required": True,
            "choices": choices(states),
        },
        {"key": "dwellings", "kind": "number", "label_de": "Wohnungen möglich", "label_en": "Dwellings possible"},
        {"key": "remark", "kind": "text", "label_de": "Bemerkung", "label_en": "Remark"},
    ]
    return [
        {
            "key": "areas",
            "kind": "table",
            "label_de": "Welche Flächen gibt es bei Ihnen?",
            "label_en": "Which areas do you have?",
            "why_de": "Daraus wird die Flächenliste des Kreises: für Wohnungen, für Betriebe und für die Bevölkerungsprognose.",
            "why_en": "This becomes the county's list of areas: for homes, for companies and for the population projection.",
            "columns": columns,
            **({"filled_by": filled_by} if filled_by else {}),
        },
        {
            "key": "publish",
            "kind": "yes_no",
            "label_de": "Dürfen wir die baureifen Flächen Investoren zeigen?",
            "label_en": "May we show the areas that are ready to build to investors?",
            "required": True,
        },
        {
            "key": "visit",
            "kind": "yes_no",
            "label_de": "Sollen wir die Flächen mit Ihnen vor Ort ansehen?",
            "label_en": "Shall we look at the areas together with you?",
            "required": True,
        },
    ]
