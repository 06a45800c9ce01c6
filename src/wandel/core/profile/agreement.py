"""What a county's files must agree on (mistakes), and what is merely odd between them (warnings)."""

from datetime import date
from typing import Any

from wandel.core.profile.folder import BOUNDARIES, LINE, FolderReading
from wandel.core.profile.model import Population, ProfileMunicipality, ProfilePlace, ProfileSchool
from wandel.core.profile.outlines import hectares_of
from wandel.core.profile.procurement import wrong_with
from wandel.core.profile.relocation import check as check_relocation
from wandel.core.schools.codes import school_form

# Sources round differently and were measured in different years: half a per cent is not odd, a lost village is.
AREA_TOLERANCE = 0.005
# Generalised boundaries cut corners.
BOUNDARY_TOLERANCE = 0.05


def check_county(reading: FolderReading, data: dict[str, Any], parts: dict[str, Any]) -> None:
    """What county.yaml must keep within itself."""
    lines = data[LINE]
    county = parts.get("ags")
    if county and not (len(county) == 5 and county.isascii() and county.isdigit()):
        reading.wrong("county.yaml", lines["ags"], f"“{county}” is no county's AGS.", "Write its 5 digits in quotes.")
    base_map = parts.get("base_map")
    if base_map and not all(
        address.startswith("https://") and not set("';,\"") & set(address)
        for address in (base_map.style_url, *base_map.hosts.split())
    ):
        remedy = "Write full addresses that begin with https://, hosts separated by spaces."
        reading.wrong("county.yaml", lines["base_map"], "The base map has an address that is not safe.", remedy)
    for name in ("units", "languages", "fields"):
        if name in data and data[name] == []:
            reading.wrong("county.yaml", lines[name], f"“{name}” is empty.", "Give at least one.")
    known = {"", *(field.key for field in parts["fields"])}
    for name in ("posts", "intake"):
        for row in parts[name]:
            if row.field not in known:
                remedy = f"Name one of: {', '.join(sorted(known - {''}))}."
                reading.wrong(
                    "county.yaml", lines[name], f"“{row.field}” in {name} is no field of this county.", remedy
                )


def compare_files(
    reading: FolderReading,
    parts: dict[str, Any],
    municipalities: tuple[ProfileMunicipality, ...],
    population: tuple[Population, ...],
    places: tuple[ProfilePlace, ...],
    boundaries: dict[str, Any],
) -> None:
    """What the files must agree on (mistakes), and what is merely odd (warnings)."""
    county = parts.get("ags") or ""
    keys = [one.ags for one in municipalities]
    for position, (one, line) in enumerate(
        zip(municipalities, reading.lines.get("municipalities.csv", []), strict=False)
    ):
        if one.ags in keys[:position]:
            reading.wrong("municipalities.csv", line, f"The AGS {one.ags} stands twice.", "Keep one row.")
        if county and not one.ags.startswith(county):
            what = f"{one.ags} does not begin with the county's {county}."
            reading.wrong("municipalities.csv", line, what, "Correct one of the two.")
        if one.ags not in boundaries and boundaries:
            what = f"{one.name} ({one.ags}) has no boundary."
            reading.wrong("municipalities.csv", line, what, "Add its area to boundaries.geojson.")
        elif one.boundary and abs(hectares_of(one.boundary) - one.area_ha) > one.area_ha * BOUNDARY_TOLERANCE:
            drawn = round(hectares_of(one.boundary))
            reading.warnings.append(
                f"municipalities.csv, line {line}: {one.name} has {one.area_ha} ha, its boundary encloses {drawn} ha."
            )
    if municipalities:
        for ags in boundaries.keys() - set(keys):
            reading.warnings.append(f"{BOUNDARIES}: {ags} is no municipality of this county; its boundary is not used.")
        used: tuple[tuple[str, list[str], set[str]], ...] = (
            ("population.csv", [row.ags for row in population], {*keys, county}),
            ("places.csv", [row.ags for row in places], set(keys)),
        )
        for file, named, allowed in used:
            for ags, line in zip(named, reading.lines.get(file, []), strict=False):
                if ags not in allowed:
                    what = f"{ags} is no municipality of this county."
                    reading.wrong(file, line, what, "Correct the AGS or remove the row.")
        for statute in parts.get("procurement_statutes", ()):
            if statute.ags not in {*keys, county}:
                what = f"The procurement statute “{statute.title}” names {statute.ags}, no municipality of this county."
                reading.wrong("county.yaml", 1, what, "Correct the AGS.")
            for what, remedy in wrong_with(statute):
                reading.wrong("county.yaml", 1, f"The procurement statute “{statute.title}” {what}.", remedy)
        newcomers = parts.get("authorities", ()), parts.get("dog_taxes", ())
        for what, remedy in check_relocation(*newcomers, municipalities=keys):
            reading.wrong("county.yaml", 1, what, remedy)
    area = parts.get("area")
    together = sum(one.area_ha for one in municipalities)
    if area and municipalities and abs(together - area.hectares) > area.hectares * AREA_TOLERANCE:
        reading.warnings.append(
            f"municipalities.csv: the areas sum to {together} ha, county.yaml gives the county {area.hectares} ha."
        )
    _compare_population(reading, county, keys, population)


def _compare_population(
    reading: FolderReading, county: str, keys: list[str], population: tuple[Population, ...]
) -> None:
    totals: dict[tuple[date, str], dict[str, int]] = {}
    for row, line in zip(population, reading.lines.get("population.csv", []), strict=False):
        of_day = totals.setdefault((row.on, row.base), {})
        if row.ags in of_day:
            what = f"{row.ags} has two figures for {row.on} ({row.base})."
            reading.wrong("population.csv", line, what, "Keep one row.")
        of_day[row.ags] = row.value
    for (day, base), values in sorted(totals.items()):
        whole = values.pop(county, None)
        if whole is not None and len(values) == len(keys) and sum(values.values()) != whole:
            reading.warnings.append(
                f"population.csv: {day} ({base}): the municipalities sum to {sum(values.values())}, the county has {whole}."
            )


def check_schools(
    reading: FolderReading, municipalities: tuple[ProfileMunicipality, ...], schools: tuple[ProfileSchool, ...]
) -> None:
    """Every school stands once, in a municipality of the county, with a type that is known."""
    keys, seen = {one.ags for one in municipalities}, set[str]()
    for school, line in zip(schools, reading.lines.get("schools.csv", []), strict=False):
        if keys and school.ags not in keys:
            what = f"{school.ags} is no municipality of this county."
            reading.wrong("schools.csv", line, what, "Correct the AGS or remove the row.")
        if school.number in seen:
            reading.wrong("schools.csv", line, f"The school {school.number} stands twice.", "Keep one row.")
        if school_form(school.code) is None:
            remedy = "Take a code of core/schools/codes.yaml, for example 02."
            reading.wrong("schools.csv", line, f"“{school.code}” is no known type of school.", remedy)
        seen.add(school.number)
