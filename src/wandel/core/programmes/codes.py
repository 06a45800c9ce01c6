"""The closed lists of the Förderdatenbank in our terms. A code that is not here is kept as it is and reported."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wandel.core.scouting.programme import Applicant

# The export writes some codes in two ways, abbreviates two Länder and misspells one.
AREAS: Mapping[str, str] = {
    "bundesweit": "DE", "_bundesweit": "DE",
    "schleswig_holstein": "01", "schlesig_holstein": "01", "hamburg": "02", "niedersachsen": "03", "de_ni": "03", "bremen": "04",
    "nordrhein_westfalen": "05", "hessen": "06", "rheinland_pfalz": "07", "baden_wuerttemberg": "08", "bayern": "09",
    "saarland": "10", "berlin": "11", "brandenburg": "12", "mecklenburg_vorpommern": "13", "sachsen": "14",
    "sachsen_anhalt": "15", "de_st": "15", "thueringen": "16",
}  # fmt: skip

# "Kommune" is every level of it; founders are companies or persons, the source does not say which.
APPLICANTS: Mapping[str, tuple[Applicant, ...]] = {
    "kommune": (Applicant.MUNICIPALITY, Applicant.COUNTY),
    "oeffentliche_einrichtung": (Applicant.PUBLIC_BODY, Applicant.MUNICIPAL_COMPANY),
    "unternehmen": (Applicant.COMPANY, Applicant.MUNICIPAL_COMPANY),
    "existenzgruenderin": (Applicant.COMPANY, Applicant.PRIVATE_PERSON),
    "existenzgruender_in": (Applicant.COMPANY, Applicant.PRIVATE_PERSON),
    "verband_vereinigung": (Applicant.ASSOCIATION,),
    "forschungseinrichtung": (Applicant.RESEARCH,),
    "hochschule": (Applicant.RESEARCH, Applicant.EDUCATION),
    "bildungseinrichtung": (Applicant.EDUCATION,),
    "privatperson": (Applicant.PRIVATE_PERSON,),
}

KINDS: Mapping[str, str] = {
    "zuschuss": "Zuschuss", "darlehen": "Darlehen", "buergschaft": "Bürgschaft", "garantie": "Garantie",
    "beteiligung": "Beteiligung", "sonstige": "Sonstige",
}  # fmt: skip

TOPICS: Mapping[str, str] = {
    "arbeit": "Arbeit", "aus_weiterbildung": "Aus- und Weiterbildung", "aussenwirtschaft": "Außenwirtschaft",
    "beratung": "Beratung", "corona": "Corona-Hilfe", "digitalisierung": "Digitalisierung",
    "energieeffizienz_erneuerbare_energien": "Energieeffizienz und erneuerbare Energien",
    "existenzgruendung_festigung": "Existenzgründung", "forschung_innovation_themenoffen": "Forschung, themenoffen",
    "forschung_innovation_themenspezifisch": "Forschung, themenspezifisch", "frauenfoerderung": "Frauenförderung",
    "gesundheit_soziales": "Gesundheit und Soziales", "infrastruktur": "Infrastruktur",
    "kultur_medien_sport": "Kultur, Medien und Sport",
    "landwirtschaft_laendliche_entwicklung": "Landwirtschaft und ländliche Entwicklung",
    "messen_ausstellungen": "Messen und Ausstellungen", "mobilitaet": "Mobilität",
    "regionalfoerderung": "Regionalförderung", "smart_cities_regionen": "Smart Cities und Regionen",
    "staedtebau_stadterneuerung": "Städtebau und Stadterneuerung", "umwelt_naturschutz": "Umwelt- und Naturschutz",
    "unternehmensfinanzierung": "Unternehmensfinanzierung",
    "wohnungsbau_modernisierung": "Wohnungsbau und Modernisierung",
}  # fmt: skip

LEVELS = ("bund", "land", "eu")


@dataclass(frozen=True, slots=True)
class Understood:
    """The closed lists of one programme in our terms; ``unknown`` by list what could not be explained."""

    applicants: frozenset[Applicant] | None
    areas: frozenset[str] | None
    kinds: tuple[str, ...]
    topics: tuple[str, ...]
    unknown: dict[str, tuple[str, ...]]


def understand(
    *, areas: Iterable[str], applicants: Iterable[str], kinds: Iterable[str], topics: Iterable[str], level: str
) -> Understood:
    """Explain the codes of one programme.

    An EU programme without an area applies everywhere (""); a federal one everywhere in Germany. "sonstige" as an area says nothing we
    could check, so it counts as not stated, and so does a list whose codes are all unknown.
    """
    unknown: dict[str, tuple[str, ...]] = {}
    areas, applicants, kinds, topics = list(areas), list(applicants), list(kinds), list(topics)
    for name, codes, known in (
        ("Foerdergebiet", areas, {*AREAS, "sonstige"}), ("Foerderberechtigte", applicants, APPLICANTS),
        ("Foerderart", kinds, KINDS), ("Foerderbereich", topics, TOPICS),
    ):  # fmt: skip
        strange = tuple(dict.fromkeys(code for code in codes if code not in known))
        if strange:
            unknown[name] = strange
    places = frozenset(AREAS[code] for code in areas if code in AREAS)
    if not areas:
        places = frozenset({"": (), "land": (), "bund": ("DE",), "eu": ("",)}.get(level, ()))
    who = frozenset(one for code in applicants for one in APPLICANTS.get(code, ()))
    return Understood(
        applicants=who or None,
        areas=places or None,
        kinds=tuple(dict.fromkeys(KINDS.get(code, code) for code in kinds)),
        topics=tuple(dict.fromkeys(TOPICS.get(code, code) for code in topics)),
        unknown=unknown,
    )
