"""A made-up office of 25,000 titles that look German, and what people type when they look for one."""

import random
from dataclasses import dataclass

from wandel.ui.sinks import OPEN, SearchText
from wandel.ui.subjects import SubjectRef

FIRST = [
    "Breitband",
    "Bahnhof",
    "Schul",
    "Radweg",
    "Gewerbe",
    "Brücken",
    "Wärme",
    "Wasserstoff",
    "Sport",
    "Feuerwehr",
    "Bürger",
    "Kultur",
    "Stadt",
    "Dorf",
    "Energie",
    "Wohn",
    "Klima",
    "Straßen",
    "Kanal",
    "Hochwasser",
    "Markt",
    "Wald",
    "Fluss",
    "Grün",
    "Pflege",
    "Jugend",
    "Kinder",
    "Senioren",
    "Solar",
    "Wind",
    "Speicher",
    "Glasfaser",
    "Mobilfunk",
    "Logistik",
    "Handwerks",
    "Tourismus",
    "Rathaus",
    "Museums",
    "Theater",
    "Bäder",
    "Brunnen",
    "Mühlen",
    "Hafen",
    "Schienen",
    "Bus",
    "Park",
    "Flächen",
    "Boden",
    "Tagebau",
    "Kraftwerk",
]
SECOND = [
    "ausbau",
    "sanierung",
    "erweiterung",
    "förderung",
    "planung",
    "umbau",
    "neubau",
    "konzept",
    "entwicklung",
    "modernisierung",
    "gestaltung",
    "erschließung",
    "anbindung",
    "verlegung",
    "nutzung",
    "versorgung",
    "forschung",
    "beratung",
    "prüfung",
    "vernetzung",
    "begrünung",
    "öffnung",
    "räumung",
    "überdachung",
    "rückbau",
    "gründung",
]
PLACE_FIRST = [
    "Alten",
    "Birken",
    "Buchen",
    "Düster",
    "Eichen",
    "Erlen",
    "Falken",
    "Geiers",
    "Gröns",
    "Hasel",
    "Heiden",
    "Höhen",
    "Kirch",
    "Königs",
    "Kranich",
    "Lerchen",
    "Linden",
    "Möwen",
    "Mühl",
    "Neuen",
    "Ober",
    "Pappel",
    "Raben",
    "Rosen",
    "Rüben",
    "Sand",
    "Schön",
    "Stein",
    "Süder",
    "Tannen",
    "Ulmen",
    "Unter",
    "Wachtel",
    "Weiden",
    "Wolfs",
    "Zeder",
]
PLACE_SECOND = [
    "heim",
    "dorf",
    "hausen",
    "weiler",
    "feld",
    "berg",
    "bach",
    "kirchen",
    "roda",
    "moor",
    "grund",
    "stedt",
    "büttel",
    "brück",
    "rath",
    "hoven",
    "lar",
    "scheid",
    "broich",
    "münster",
]
STREET_FIRST = [
    "Ahorn",
    "Amsel",
    "Bäcker",
    "Brunnen",
    "Dahlien",
    "Distel",
    "Drossel",
    "Eschen",
    "Färber",
    "Fichten",
    "Flieder",
    "Gänse",
    "Ginster",
    "Holunder",
    "Imker",
    "Kiefern",
    "Klee",
    "Küfer",
    "Lavendel",
    "Löwen",
    "Malven",
    "Mohn",
    "Nelken",
    "Orchideen",
    "Primel",
    "Quitten",
    "Rüster",
    "Schlehen",
    "Schmiede",
    "Tulpen",
    "Veilchen",
    "Weber",
    "Ziegel",
    "Zimmer",
]
STREET_SECOND = ["straße", "gasse", "allee", "weg", "platz", "ring", "ufer", "steig", "pfad", "hof"]
CASES = ("prefix", "one typo", "two typos", "ae, oe, ue", "missing dots", "second compound part")
DOTS = {"ä": "a", "ö": "o", "ü": "u", "Ä": "A", "Ö": "O", "Ü": "U"}


@dataclass(frozen=True)
class Title:
    first: str
    second: str
    place: str
    street: str

    @property
    def text(self) -> str:
        return f"{self.first}{self.second} {self.place}, {self.street}"


def titles(count: int, *, seed: int = 1) -> list[Title]:
    """So many different titles; the same seed gives the same ones."""
    dice = random.Random(seed)  # noqa: S311 – the same titles every time
    found: dict[str, Title] = {}
    while len(found) < count:
        title = Title(
            dice.choice(FIRST),
            dice.choice(SECOND),
            dice.choice(PLACE_FIRST) + dice.choice(PLACE_SECOND),
            dice.choice(STREET_FIRST) + dice.choice(STREET_SECOND),
        )
        found[title.text] = title
    return list(found.values())


def search_texts(all_titles: list[Title]) -> list[SearchText]:
    return [
        SearchText(
            subject=SubjectRef("test.title", str(number), f"/title/{number}/", title.text),
            title=title.text,
            confidentiality=OPEN,
        )
        for number, title in enumerate(all_titles)
    ]


def typed(case: str, title: Title, dice: random.Random) -> str | None:
    """What somebody types who looks for this title; None where the case has nothing to bite on."""
    words = [title.first + title.second, title.place, title.street]
    if case == "prefix":
        return f"{words[0]} {words[1]} {words[2][: max(4, len(words[2]) * 6 // 10)]}"
    if case == "second compound part":
        return f"{title.second} {words[1]} {words[2]}"
    if case == "ae, oe, ue":
        spelled = {dotted: bare + "e" for dotted, bare in DOTS.items()} | {"ß": "ss"}
        text = " ".join(words)
        return text.translate(str.maketrans(spelled)) if any(letter in spelled for letter in text) else None
    if case == "missing dots":
        text = " ".join(words)
        return text.translate(str.maketrans(DOTS)) if any(letter in DOTS for letter in text) else None
    long = [position for position, word in enumerate(words) if len(word) >= (10 if case == "two typos" else 5)]
    if not long:
        return None
    position = dice.choice(long)
    for _turn in range(2 if case == "two typos" else 1):
        words[position] = mistaken(words[position], dice)
    return " ".join(words)


def mistaken(word: str, dice: random.Random) -> str:
    """One slip of the finger: a letter swapped with its neighbour, left out, doubled or another one."""
    at = dice.randrange(1, len(word) - 1)
    return dice.choice(
        [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + dice.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :],
        ]
    )
