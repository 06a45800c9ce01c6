"""Writes a county's schools.csv from the open school data of Nordrhein-Westfalen.

    python tools/county_schools.py SCHULDATEN PROFILE KEY_DATE

SCHULDATEN is the downloaded file (CSV, plain or gzip), PROFILE the county's folder, KEY_DATE the day of the download.
Authorities and closed schools are left out; every remark of the reader is printed.
"""

import csv
import sys
from datetime import date
from pathlib import Path

import yaml

from wandel.core.schools.coordinates import locate
from wandel.core.schools.reading import LICENCE, SOURCE, read_schools

COLUMNS = (
    "number", "name", "short_name", "code", "legal", "street", "postcode", "town", "phone", "email", "website", "provider_key",
    "ags", "all_day", "lat", "lon", "as_of", "source", "licence",
)  # fmt: skip


def main() -> None:
    source, profile, written = sys.argv[1:]
    as_of = date.fromisoformat(written)
    county = yaml.safe_load((Path(profile) / "county.yaml").read_text("utf-8"))["ags"]
    reading = read_schools(Path(source).read_bytes(), area=county, locate=locate)
    for remark in reading.remarks.rows:
        print(remark.sentence().en, file=sys.stderr)
    with (Path(profile) / "schools.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\n")
        writer.writerow(COLUMNS)
        for one in sorted(reading.records, key=lambda record: record.number):
            if one.lat is None:
                print(f"{one.number} {one.name}: no place, left out", file=sys.stderr)
                continue
            all_day = {True: "yes", False: "no", None: ""}[one.all_day]
            more = {"all_day": all_day, "as_of": as_of.isoformat(), "source": SOURCE, "licence": LICENCE}
            writer.writerow([more[name] if name in more else getattr(one, name) for name in COLUMNS])
    print(f"{len(reading.records)} schools of {reading.rows} rows; left out: {dict(reading.left_out)}", file=sys.stderr)


if __name__ == "__main__":
    main()
