"""Reading a county's folder: every mistake named with file, line and remedy, all of them at once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from wandel.core.profile.agreement import check_county, check_schools, compare_files
from wandel.core.profile.cell_readers import (
    one_of,
    read_ags,
    read_any,
    read_day,
    read_degrees,
    read_digits,
    read_given,
    read_whole,
    read_yes_no,
)
from wandel.core.profile.folder import LINE, FolderReading, ProfileErrors
from wandel.core.profile.model import (
    Area,
    BaseMap,
    Branding,
    Contact,
    DemoFact,
    FrontDoor,
    FutureField,
    IntakeChoice,
    Language,
    Name,
    Office,
    Population,
    Profile,
    ProfileMunicipality,
    ProfilePlace,
    ProfilePost,
    ProfileSchool,
    RegionalProcedure,
    State,
    Target,
    Themenfeld,
    UnitName,
)
from wandel.core.profile.procurement import ProcurementStatute
from wandel.core.profile.relocation import Authority, DogTax
from wandel.core.profile.statistics import read_statistics

_certainty = one_of("confirmed", "reported", "unconfirmed")
MUNICIPALITY_COLUMNS: dict[str, Callable[[str], Any]] = {
    "ags": read_digits(8, "A municipality's AGS"),
    "ars": read_digits(12, "An ARS"),
    "name": read_given,
    "designation": read_given,
    "area_ha": read_whole,
    "postcode": read_digits(5, "A postcode"),
    "certainty": _certainty,
    "source": read_given,
}
POPULATION_COLUMNS: dict[str, Callable[[str], Any]] = {
    "ags": read_ags,
    "on": read_day,
    "value": read_whole,
    "base": read_given,
    "certainty": _certainty,
    "source": read_given,
    "licence": read_given,
}
PLACE_COLUMNS: dict[str, Callable[[str], Any]] = {
    "kind": one_of("stop", "school", "other"),
    "name": read_given,
    "lat": read_degrees,
    "lon": read_degrees,
    "ags": read_digits(8, "A municipality's AGS"),
    "source": read_given,
    "as_of": read_day,
}
SCHOOL_COLUMNS: dict[str, Callable[[str], Any]] = {
    "number": read_digits(6, "A school number"),
    "name": read_given,
    "short_name": read_any,
    "code": read_given,
    "legal": one_of("public", "private"),
    "street": read_any,
    "postcode": read_digits(5, "A postcode"),
    "town": read_given,
    "phone": read_any,
    "email": read_any,
    "website": read_any,
    "provider_key": read_any,
    "ags": read_digits(8, "A municipality's AGS"),
    "all_day": read_yes_no,
    "lat": read_degrees,
    "lon": read_degrees,
    "as_of": read_day,
    "source": read_given,
    "licence": read_given,
}
PARTS: dict[str, Any] = {
    "ags": str,
    "name": Name,
    "in_county": Name,
    "area": Area,
    "state": State,
    "branding": Branding,
    "front_door": FrontDoor,
    "procurement_statutes_note": Name,
}
# A county may leave these out.
CHOICES: dict[str, Any] = {"base_map": BaseMap, "contact": Contact}
LISTS: dict[str, Any] = {
    "languages": Language,
    "units": UnitName,
    "offices": Office,
    "targets": Target,
    "fields": Themenfeld,
    "posts": ProfilePost,
    "intake": IntakeChoice,
    "procurement_statutes": ProcurementStatute,
    "demo_only": DemoFact,
}
# Lists a county may leave out.
MORE_LISTS: dict[str, Any] = {
    "authorities": Authority,
    "dog_taxes": DogTax,
    "future_fields": FutureField,
    "regional_procedures": RegionalProcedure,
}


def load_profile(directory: Path | str) -> Profile:
    """The county of a folder. Raises ProfileErrors with every mistake found, not only the first."""
    reading = FolderReading(Path(directory))
    data = reading.county()
    parts: dict[str, Any] = {}
    if data:
        for key in data:
            if key != LINE and key not in {*PARTS, *CHOICES, *LISTS, *MORE_LISTS}:
                remedy = f"Known are: {', '.join(sorted([*PARTS, *CHOICES, *LISTS, *MORE_LISTS]))}."
                reading.wrong("county.yaml", data[LINE][key], f"“{key}” is not known.", remedy)
        for name, kind in PARTS.items():
            if name in data:
                parts[name] = reading.value(kind, data[name], "county.yaml", data[LINE][name], name)
            else:
                reading.wrong("county.yaml", 1, f"“{name}” is missing.", "Add it.")
        for name, kind in CHOICES.items():
            if name in data:
                parts[name] = reading.value(kind, data[name], "county.yaml", data[LINE][name], name)
        for name, kind in (LISTS | {key: kind for key, kind in MORE_LISTS.items() if key in data}).items():
            parts[name] = reading.records(kind, data, name)
        check_county(reading, data, parts)
    boundaries, attribution = reading.boundaries()
    municipalities = reading.table(ProfileMunicipality, "municipalities.csv", MUNICIPALITY_COLUMNS, boundary={})
    municipalities = tuple(replace(one, boundary=boundaries.get(one.ags, {})) for one in municipalities)
    population = reading.table(Population, "population.csv", POPULATION_COLUMNS)
    places = reading.table(ProfilePlace, "places.csv", PLACE_COLUMNS)
    schools: tuple[ProfileSchool, ...] = ()
    if (reading.folder / "schools.csv").exists():
        schools = reading.table(ProfileSchool, "schools.csv", SCHOOL_COLUMNS)
    compare_files(reading, parts, municipalities, population, places, boundaries)
    check_schools(reading, municipalities, schools)
    county, called = parts.get("ags") or "", parts.get("name")
    areas = {one.ags: one.name for one in municipalities} | {county: called.de if called else ""}
    statistics = read_statistics(reading, county=county, areas=areas)
    if reading.errors:
        raise ProfileErrors(reading.errors)
    return Profile(
        **parts,
        municipalities=municipalities,
        population=population,
        places=places,
        schools=schools,
        **statistics,
        attribution=attribution,
        warnings=tuple(reading.warnings),
    )
