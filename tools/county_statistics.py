"""Writes a county's statistics.csv, sources.csv, indicators.csv and indicator_names.csv from original exports.

    python tools/county_statistics.py EXPORTS PROFILE

EXPORTS holds the folders regionalstatistik and regionalatlas (CSV, plain or gzip) and, where there are any, dueren_2015
(yearly series as tidy CSV) and places (list of municipalities with the census). PROFILE is the county's folder; its AGS
stands in county.yaml, its comparison counties in comparison.csv. Every problem the readers note is printed.
"""

import csv
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import yaml

from wandel.core.statistics.figures import FEMALE, KEYS, MALE, TOTAL, UPDATED_2011, Figure
from wandel.core.statistics.footer import DL_DE_BY
from wandel.core.statistics.observations import State, within
from wandel.core.statistics.problems import Problems
from wandel.core.statistics.regionalatlas import read_regionalatlas
from wandel.core.statistics.tables import read_figures
from wandel.core.statistics.zensus import read_zensus

PUBLISHER = "© Statistische Ämter des Bundes und der Länder, Deutschland, 2017"
EXPORTED_ON = "2017-10-10"
EXPORTS = (
    ("12411-01-01-5", "Bevölkerung nach Geschlecht, Stichtag 31.12."),
    ("12411-02-03-5", "Bevölkerung nach Geschlecht und Altersgruppen (17), Stichtag 31.12."),
    ("12411-04-02-4", "Bevölkerung nach Geschlecht und Altersjahren (79), Stichtag 31.12."),
    ("12612-02-01-4", "Lebendgeborene nach Geschlecht, Nationalität und Alter der Mütter"),
    ("12613-02-02-4", "Gestorbene nach Geschlecht, Nationalität und Altersgruppen"),
    ("12711-01-03-5", "Zu- und Fortzüge nach Geschlecht und Altersgruppen über Gemeindegrenzen"),
    ("31111-01-02-5", "Baugenehmigungen: Wohngebäude und Wohnungen in Wohngebäuden"),
    ("31121-01-02-5", "Baufertigstellungen: Wohngebäude und Wohnungen in Wohngebäuden"),
    ("31231-01-02-5", "Wohngebäude- und Wohnungsbestand, Stichtag 31.12. (bis 2010)"),
    ("33111-01-01-5", "Bodenfläche nach Art der tatsächlichen Nutzung, Stichtag 31.12."),
    ("61511-01-03-4", "Baulandverkäufe"),
)
SERIES = (
    (
        "births-1995-2015",
        "12612",
        "Lebendgeborene nach Geschlecht, Jahressumme 1995 bis 2015",
        "kreis_births_1995_2015.csv",
        "births",
    ),
    (
        "deaths-1995-2015",
        "12613",
        "Gestorbene nach Geschlecht, Jahressumme 1995 bis 2015",
        "kreis_deaths_1995_2015.csv",
        "deaths",
    ),
)
MOVES = (
    "county-moves-1995-2015",
    "12711",
    "Zu- und Fortzüge über die Kreisgrenze nach Nationalität, 1995 bis 2015",
    "kreis_border_migration_1995_2015.csv",
)
DIRECTORY = ("gv100ad-2022", "GV100AD", "Gemeindeverzeichnis, Gebietsstand und Bevölkerung 31.12.2022")
# key, table, its indicator, German, English, unit, whether more is better for a county that wants to grow.
INDICATORS = (
    ("population_density", "AI002-1", "Bevölkerungsdichte", "Bevölkerungsdichte", "Population density", "Einwohner je km²", "neither"),
    ("population_change", "AI002-1", "Zunahme(+)/Abnahme(-)", "Bevölkerungsveränderung je 10.000 Einwohner", "Population change per 10,000 inhabitants", "je 10.000", "higher"),
    ("natural_balance", "AI002-1", "Geburten-/Gestorbenen", "Geburtensaldo je 10.000 Einwohner", "Births minus deaths per 10,000 inhabitants", "je 10.000", "higher"),
    ("migration_balance", "AI002-1", "Wanderungssaldo", "Wanderungssaldo je 10.000 Einwohner", "Net migration per 10,000 inhabitants", "je 10.000", "higher"),
    ("migration_young_women", "AI002-3", "Wanderungssaldo je 10.000: Frauen", "Wanderungssaldo der Frauen von 18 bis 29 je 10.000", "Net migration of women aged 18 to 29 per 10,000", "je 10.000", "higher"),
    ("old_age_ratio", "AI-N-04", "Altenquotient", "Altenquotient", "Old-age dependency ratio", "je 100", "lower"),
    ("settlement_share", "AI001", "Anteil Siedlungs", "Anteil der Siedlungs- und Verkehrsfläche", "Share of settlement and transport area", "%", "neither"),
    ("jobs_density", "AI007-1", "Arbeitsplatzdichte", "Arbeitsplätze je 1.000 Einwohner im erwerbsfähigen Alter", "Jobs per 1,000 inhabitants of working age", "je 1.000", "higher"),
    ("employment_rate", "AI007-2", "Beschäftigtenquote", "Beschäftigtenquote", "Employment rate", "%", "higher"),
    ("unemployment_rate", "AI008-1", "Arbeitslosenquote", "Arbeitslosenquote", "Unemployment rate", "%", "lower"),
    ("gdp_per_worker", "AI017-1", "BIP je Erwerbstätigen", "Bruttoinlandsprodukt je Erwerbstätigen", "Gross domestic product per person employed", "EUR", "higher"),
    ("gdp_per_head", "AI017-1", "BIP je Einwohner", "Bruttoinlandsprodukt je Einwohner", "Gross domestic product per inhabitant", "EUR", "higher"),
    ("disposable_income", "AI016-1", "Verfügbares Einkommen", "Verfügbares Einkommen je Einwohner", "Disposable income per inhabitant", "EUR", "higher"),
    ("care_under_3", "AI003-3", "Betreuungsquote 0 bis 2", "Betreuungsquote der Kinder unter 3 Jahren", "Share of children under 3 in day care", "%", "higher"),
    ("school_leavers_abitur", "AI003-2", "Anteil Schulabgänger mit allgem", "Schulabgänge mit allgemeiner Hochschulreife", "School leavers with Abitur", "%", "higher"),
    ("business_registrations", "AI004-1", "Gewerbeanmeldungen", "Gewerbeanmeldungen je 10.000 Einwohner", "Business registrations per 10,000 inhabitants", "je 10.000", "higher"),
    ("investment_per_employee", "AI010-1", "Investitionen", "Investitionen der Industrie je Beschäftigten", "Industrial investment per employee", "1000 EUR", "higher"),
    ("hospital_beds", "AI014-1", "Krankenhausbetten", "Krankenhausbetten je 1.000 Einwohner", "Hospital beds per 1,000 inhabitants", "je 1.000", "higher"),
)  # fmt: skip


def main(exports: Path, profile: Path) -> None:
    problems = Problems()
    county = yaml.safe_load((profile / "county.yaml").read_text("utf-8"))["ags"]
    sources: list[tuple[str, ...]] = []
    rows: list[tuple[str, ...]] = []
    for code, title in EXPORTS:
        file = _file(exports / "regionalstatistik", code)
        found = read_figures(file, file=file.name, problems=problems, keep=within(county))
        sources.append((code, title, code, PUBLISHER, DL_DE_BY, EXPORTED_ON))
        rows += [_row(figure, code) for figure in found if _wanted(figure, code)]
    extracts = exports / "dueren_2015"
    for key, statistic, title, name, figure_key in SERIES:
        sources.append((key, title, statistic, PUBLISHER, DL_DE_BY, EXPORTED_ON))
        rows += [_row(figure, key) for figure in _yearly(extracts / name, figure_key)]
    key, statistic, title, name = MOVES
    sources.append((key, title, statistic, PUBLISHER, DL_DE_BY, EXPORTED_ON))
    rows += [_row(figure, key) for figure in _county_moves(extracts / name, county)]
    key, table, title = DIRECTORY
    sources.append(
        (
            key,
            title,
            table,
            "© Statistische Ämter des Bundes und der Länder, Gemeindeverzeichnis",
            DL_DE_BY,
            "2022-12-31",
        )
    )
    listed = exports / "places" / "gemeinden_kreis_dueren_einwohner_2022.csv"
    for figure in read_zensus(listed, file=listed.name, problems=problems):
        if figure.sex == MALE and figure.base == UPDATED_2011:
            rows.append(_row(figure, key))
    for table in dict.fromkeys(one[1] for one in INDICATORS):
        title = f"Regionalatlas Deutschland, Tabelle {table}"
        sources.append((table, title, table, PUBLISHER + ", Regionalatlas", DL_DE_BY, EXPORTED_ON))
    _write(profile / "sources.csv", ("key", "title", "table", "publisher", "licence", "as_of"), sources)
    header = ("key", "ags", "period", "sex", "age_from", "age_until", "detail", "value", "state", "base", "source")
    _write(profile / "statistics.csv", header, rows)
    names = [(key, german, english, unit, good, table) for key, table, _i, german, english, unit, good in INDICATORS]
    _write(profile / "indicator_names.csv", ("indicator", "de", "en", "unit", "good", "source"), names)
    with (profile / "comparison.csv").open(encoding="utf-8") as stream:
        areas = {county, *(row["ags"] for row in csv.DictReader(stream, delimiter=";"))}
    _write(
        profile / "indicators.csv",
        ("indicator", "ags", "year", "value", "state"),
        list(_indicators(exports / "regionalatlas", areas.__contains__, problems)),
    )
    for problem in problems:
        print(problem.sentence().en, file=sys.stderr)


def _file(folder: Path, code: str) -> Path:
    return next(iter(sorted(folder.glob(f"{code}*.csv*"))))


def _wanted(figure: Figure, code: str) -> bool:
    """Nationality is left to the original; what population.csv holds already is not written twice."""
    if figure.detail in {"Deutsche", "Ausländer(innen)"} or figure.key == "rooms_in_large_dwellings":
        return False
    return not (code == "12411-01-01-5" and figure.sex == TOTAL)


def _row(figure: Figure, source: str) -> tuple[str, ...]:
    age = figure.age
    return (
        figure.key,
        figure.area,
        figure.on.isoformat() if figure.on else str(figure.year),
        figure.sex,
        str(age.low) if age else "",
        str(age.until) if age and age.until is not None else "",
        figure.detail,
        "" if figure.value is None else str(figure.value),
        figure.state.value,
        figure.base,
        source,
    )


def _plain(key: str, area: str, year: str, value: str) -> Figure:
    return Figure(
        key=key,
        area=area,
        year=int(year),
        on=None,
        value=Decimal(value),
        state=State.value,
        unit=KEYS[key].unit,
        base="",
        source="",
        licence="",
    )


def _yearly(path: Path, key: str) -> Iterator[Figure]:
    with path.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            for column, sex in (("c0", TOTAL), ("c1", MALE), ("c2", FEMALE)):
                yield replace(_plain(key, row["ags"], row["year"], row[column]), sex=sex)


def _county_moves(path: Path, county: str) -> Iterator[Figure]:
    with path.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            detail = "" if row["nationality"] == "Insgesamt" else row["nationality"]
            for column, key in (("in", "moves_in_county"), ("out", "moves_out_county")):
                yield replace(_plain(key, county, row["year"], row[column]), detail=detail)


def _indicators(folder: Path, keep: Callable[[str], bool], problems: Problems) -> Iterator[tuple[str, ...]]:
    for key, table, start, *_names in INDICATORS:
        file = _file(folder, f"{table}_")
        for one in read_regionalatlas(file, file=file.name, problems=problems, keep=keep):
            if one.indicator.startswith(start):
                value = "" if one.value is None else str(one.value)
                yield key, one.area, str(one.year), value, one.state.value


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
