"""What the unit publishes as open data, described by DCAT-AP.de: datasets with publisher, contact, licence and ways to fetch them.

The words of a licence as a source writes it ("dl-de/by-2-0") are translated into the addresses DCAT-AP.de lists; one nobody
knows is told in words instead, never guessed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext, gettext_noop, override

from wandel.core.profile.model import Profile
from wandel.fields.land.queries.public import is_invented
from wandel.fields.land.queries.site import published_sites
from wandel.office.places.models import PopulationFigure
from wandel.office.places.profile import active_profile
from wandel.office.places.queries import county
from wandel.web.open_data.rdf import Node, Ref, Said, Text, Value

LICENCES = {
    "dl-de/by-2-0": "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
    "dl-de/zero-2-0": "http://dcat-ap.de/def/licenses/dl-zero-de/2.0",
    "cc-by/4.0": "http://dcat-ap.de/def/licenses/cc-by/4.0",
    "cc-zero": "http://dcat-ap.de/def/licenses/cc-zero",
    "GeoNutzV": "http://dcat-ap.de/def/licenses/geonutz/20130319",
}
THEME = "http://publications.europa.eu/resource/authority/data-theme/"
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
GEOCODING = "http://dcat-ap.de/def/politicalGeocoding/"
LANGUAGES = {"de": "DEU", "en": "ENG"}
MEDIA = {"GEOJSON": "application/geo+json", "JSON": "application/json", "CSV": "text/csv"}


@dataclass(frozen=True)
class Way:
    """How to fetch a dataset: an address below this installation and its form; ``is_file`` when it is the data itself."""

    title: str
    path: str
    form: str
    is_file: bool = True


@dataclass(frozen=True)
class Dataset:
    """One dataset. ``licence`` as its source writes it, ``attribution`` what the licence asks to be named."""

    key: str
    title: str
    description: str
    keywords: tuple[str, ...]
    themes: tuple[str, ...]
    licence: str
    attribution: str
    ways: tuple[Way, ...]
    modified: date | None

    @property
    def spoken_title(self) -> str:
        return gettext(self.title)

    @property
    def spoken_description(self) -> str:
        return gettext(self.description)

    @property
    def spoken_ways(self) -> list[tuple[str, str, str]]:
        return [(gettext(way.title), way.path, way.form) for way in self.ways]


def datasets() -> list[Dataset]:
    """What is published now. Three queries."""
    profile, place = active_profile(), county()
    sites = published_sites().aggregate(newest=Max("published_on"))["newest"]
    newest = PopulationFigure.objects.aggregate(newest=Max("on"))["newest"]
    counted = PopulationFigure.objects.order_by("licence").values_list("licence", flat=True).distinct()
    sources = PopulationFigure.objects.order_by("source").values_list("source", flat=True).distinct()
    borders = place.attribution if place else ""
    return [
        Dataset(
            "sites",
            gettext_noop("Published sites to build on"),
            gettext_noop("Areas for homes and business that the municipalities have published: outline, size, use, state."),
            ("Flächen", "Bauland", "Gewerbeflächen", "Siedlungsentwicklung"),
            ("REGI", "ECON"),
            settings.WANDEL_OPEN_DATA_LICENCE,
            profile.name.de,
            (
                Way(gettext_noop("All sites as one GeoJSON file"), "/sites/areas.geojson", "GEOJSON"),
                Way(gettext_noop("OGC API Features"), "/ogc/collections/sites/items", "GEOJSON", is_file=False),
                Way(gettext_noop("Programming interface"), "/api/v1/sites", "JSON", is_file=False),
            ),
            sites,
        ),
        Dataset(
            "municipalities",
            gettext_noop("Municipalities with their boundaries"),
            gettext_noop("The municipalities of the county with key, area and boundary."),
            ("Gemeinden", "Verwaltungsgrenzen"),
            ("REGI", "GOVE"),
            next((word for word in LICENCES if word in borders), borders),
            borders,
            (
                Way(gettext_noop("Boundaries as GeoJSON"), "/land/open/boundaries.json", "GEOJSON"),
                Way(gettext_noop("Programming interface"), "/api/v1/municipalities", "JSON", is_file=False),
            ),
            place.loaded_on if place else None,
        ),
        Dataset(
            "population",
            gettext_noop("Inhabitants over the years"),
            gettext_noop(
                "Inhabitants of the county and its municipalities on key dates, each with the census it was carried on from,"
                " source and licence."
            ),
            ("Bevölkerung", "Einwohner", "Zeitreihe"),
            ("SOCI", "REGI"),
            ", ".join(counted),
            " · ".join(sources),
            (Way(gettext_noop("Time series as CSV"), "/open-data/population.csv", "CSV"),),
            newest,
        ),
    ]  # fmt: skip


def both(sentence: str) -> list[Text]:
    """A sentence of ours in both languages."""
    found = []
    for language in ("de", "en"):
        with override(language):
            found.append(Text(gettext(sentence), language))
    return found


def _each(predicate: str, values: Sequence[Said]) -> Iterator[tuple[str, Said]]:
    for value in values:
        yield predicate, value


def _licence(dataset: Dataset) -> list[tuple[str, Said]]:
    address = LICENCES.get(dataset.licence)
    found: list[tuple[str, Said]] = []
    if address:
        found.append(("dct:license", Ref(address)))
    elif dataset.licence:
        found.append(("dct:rights", Node("dct:RightsStatement", [("rdfs:label", Text(dataset.licence))])))
    if dataset.attribution:
        found.append(("dcatde:licenseAttributionByText", Text(dataset.attribution, "de")))
    return found


def _distribution(dataset: Dataset, way: Way, base: str) -> Node:
    address = Ref(f"{base}{way.path}")
    said: list[tuple[str, Said]] = [*_each("dct:title", both(way.title)), ("dcat:accessURL", address)]
    if way.is_file:
        said.append(("dcat:downloadURL", address))
    said += [
        ("dct:format", Ref(f"{FILE_TYPE}{way.form}")),
        ("dcat:mediaType", Ref(f"{MEDIA_TYPE}{MEDIA[way.form]}")),
        *_licence(dataset),
    ]
    return Node(
        "dcat:Distribution", said, f"{base}/open-data/catalog#{dataset.key}-{way.path.strip('/').replace('/', '-')}"
    )


def _publisher(profile: Profile, base: str) -> Node:
    said: list[tuple[str, Said]] = [
        ("foaf:name", Text(profile.name.de, "de")),
        ("foaf:name", Text(profile.name.en, "en")),
        ("foaf:homepage", Ref(profile.contact.website)),
    ]
    return Node("foaf:Organization", said, f"{base}/open-data/catalog#publisher")


def _contact(profile: Profile, base: str, *, on: date) -> Node:
    said: list[tuple[str, Said]] = [
        ("vcard:fn", Text(profile.unit_name(on), "de")),
        ("vcard:hasURL", Ref(f"{base}/welcome/other/")),
        ("vcard:hasTelephone", Ref(f"tel:{_dialled(profile.contact.phone)}")),
    ]
    return Node("vcard:Organization", said, f"{base}/open-data/catalog#contact")


def _dialled(phone: str) -> str:
    """A German number as RFC 3966 writes it."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    return f"+49{digits.removeprefix('0')}" if digits.startswith("0") else f"+{digits}"


def catalogue(base: str, *, on: date) -> list[Node]:
    """The catalogue and everything it names."""
    profile, found = active_profile(), datasets()
    publisher, contact = _publisher(profile, base), _contact(profile, base, on=on)
    nodes = [_dataset(one, base, publisher, contact, profile.ags) for one in found]
    newest = max((one.modified for one in found if one.modified), default=None)
    said: list[tuple[str, Said]] = [
        *_each("dct:title", both(gettext_noop("Open data of the unit for structural change"))),
        *_each("dct:description", both(gettext_noop("What this installation publishes for everybody to use."))),
        ("dct:publisher", Ref(publisher.address)),
        ("foaf:homepage", Ref(f"{base}/open-data/")),
        *_each("dct:language", _languages()),
        *_each("dcat:themeTaxonomy", [Ref(THEME.rstrip("/"))]),
        *_each("dcat:dataset", [Ref(node.address) for node in nodes]),
    ]
    if newest:
        said.append(("dct:modified", Value(newest.isoformat(), "xsd:date")))
    ways = [_distribution(one, way, base) for one in found for way in one.ways]
    return [Node("dcat:Catalog", said, f"{base}/open-data/catalog"), *nodes, *ways, publisher, contact]


def _languages() -> list[Ref]:
    return [Ref(f"http://publications.europa.eu/resource/authority/language/{code}") for code in LANGUAGES.values()]


def _dataset(one: Dataset, base: str, publisher: Node, contact: Node, ags: str) -> Node:
    said: list[tuple[str, Said]] = [
        *_each("dct:title", both(one.title)),
        *_each("dct:description", both(one.description)),
        ("dct:identifier", Text(f"{base}/open-data/catalog#{one.key}")),
        ("dct:publisher", Ref(publisher.address)),
        ("dcat:contactPoint", Ref(contact.address)),
        *_each("dcat:keyword", [Text(word, "de") for word in one.keywords]),
        *_each("dcat:theme", [Ref(f"{THEME}{theme}") for theme in one.themes]),
        ("dct:accessRights", Ref(PUBLIC)),
        ("dcatde:politicalGeocodingLevelURI", Ref(f"{GEOCODING}Level/administrativeDistrict")),
        ("dcatde:politicalGeocodingURI", Ref(f"{GEOCODING}districtKey/{ags}")),
        *_each("dcat:distribution", [Ref(_distribution(one, way, base).address) for way in one.ways]),
    ]
    if one.modified:
        said.append(("dct:modified", Value(one.modified.isoformat(), "xsd:date")))
    if one.key == "sites" and is_invented():
        said += _each(
            "dct:provenance",
            [
                Node("dct:ProvenanceStatement", [("rdfs:label", text)])
                for text in both(gettext_noop("All sites of this demo are invented."))
            ],
        )
    return Node("dcat:Dataset", said, f"{base}/open-data/catalog#{one.key}")


def population_rows() -> Iterator[list[Any]]:
    """Key, name, key date, inhabitants, base, certainty, source, licence – as the profile's own file. Two queries."""
    place = county()
    yield ["ags", "name", "on", "value", "base", "certainty", "source", "licence"]
    rows = PopulationFigure.objects.select_related("municipality").defer("municipality__boundary")
    for row in rows.order_by("municipality__ags", "on", "base"):
        whose = row.municipality
        ags, name = (whose.ags, whose.name) if whose else (place.ags, place.name_de) if place else ("", "")
        yield [ags, name, row.on.isoformat(), row.value, row.base, row.certainty, row.source, row.licence]
