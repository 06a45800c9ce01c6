"""Every quirk of the open school data, each with a small file the test makes; the real file where it is at hand."""

import gzip
from pathlib import Path

import pytest

from wandel.core.profile.locate import profile_directory
from wandel.core.profile.reading import load_profile
from wandel.core.schools.childcare import read_childcare
from wandel.core.schools.codes import KINDS, OFFICE, school_forms
from wandel.core.schools.coordinates import locate
from wandel.core.schools.distance import kilometres
from wandel.core.schools.facts import school_facts
from wandel.core.schools.naming import whole_name
from wandel.core.schools.reading import SchoolReading, SchoolRecord, read_schools
from wandel.core.tables.problems import UnusableFile

REAL = Path("/work/shared/data/schools/schuldaten_nrw_2021-09-08.csv.gz")
HEADER = (
    "Schulnummer;Schulform;Schulbezeichnung_1;Schulbezeichnung_2;Schulbezeichnung_3;Kurzbezeichnung;PLZ;Ort;Strasse;"
    "Telefonvorwahl;Telefon;Faxvorwahl;Fax;E-Mail;Homepage;Rechtsform;Traegernummer;Gemeindeschluessel;"
    "Schulbetriebsschluessel;Schulbetriebsdatum;EPSG;UTMRechtswert;UTMHochwert"
)
ROW = {
    "Schulnummer": "117262", "Schulform": "02", "Schulbezeichnung_1": "Johannesschule",
    "Schulbezeichnung_2": "Gem. Grundschule Siersdorf", "Schulbezeichnung_3": "", "Kurzbezeichnung": "Aldenhoven, GG Johannesschule",
    "PLZ": "52457", "Ort": "Aldenhoven", "Strasse": "Mühlenstr. 17", "Telefonvorwahl": "02464", "Telefon": "905151",
    "Faxvorwahl": "02464", "Fax": "905152", "E-Mail": "117262@schule.nrw.de", "Homepage": "http://www.johannesschule.net",
    "Rechtsform": "1", "Traegernummer": "13444", "Gemeindeschluessel": "05358004", "Schulbetriebsschluessel": "1",
    "Schulbetriebsdatum": "01.08.1973", "EPSG": "EPSG:25832", "UTMRechtswert": "305145", "UTMHochwert": "5642172",
}  # fmt: skip


def table(*rows: dict[str, str], preamble: str = "sep=;\n", header: str = f"{HEADER};", end: str = "\n") -> str:
    lines = [";".join(f'"{cell}"' for cell in (ROW | row).values()) for row in rows]
    return preamble + end.join([header, *lines, ""])


def reading(*rows: dict[str, str], area: str = "05358") -> SchoolReading:
    return read_schools(table(*rows).encode(), area=area, locate=locate)


def one(**changed: str) -> SchoolRecord:
    return reading({name.replace("EMail", "E-Mail"): value for name, value in changed.items()}).records[0]


def test_a_row_becomes_a_school_with_its_place_in_degrees() -> None:
    school = one()
    assert (school.name, school.kind, school.legal, school.confession) == ("Johannesschule Gem. Grundschule Siersdorf", "primary", "public", "common")  # fmt: skip
    assert school.phone == "02464 905151"
    assert (school.lat, school.lon) == pytest.approx((50.898, 6.229), abs=0.002)


def test_the_preamble_and_the_header_that_is_one_column_too_long_do_no_harm() -> None:
    for text in (
        table({}),
        table({}, preamble=""),
        table({}, header=HEADER),
        table({}, end="\r\n"),
        table({}, preamble="sep=;\r\n", end="\r\n"),
        table({}).replace(";", ","),
        table({}, preamble="").replace(";", "\t"),
    ):
        assert [school.number for school in read_schools(text.encode(), area="05358", locate=locate).records] == [
            "117262"
        ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16"])
def test_umlauts_survive_every_encoding_these_tables_come_in(encoding: str) -> None:
    content = table({"Schulbezeichnung_1": "Grundschule Süd", "Strasse": "Große Rurstraße 5"}).encode(encoding)
    school = read_schools(content, area="05358", locate=locate).records[0]
    assert (school.street, school.name[:15]) == ("Große Rurstraße 5", "Grundschule Süd")


def test_a_packed_file_is_read_and_a_damaged_one_refused() -> None:
    packed = gzip.compress(table({}).encode())
    assert read_schools(packed, area="05358", locate=locate).rows == 1
    with pytest.raises(UnusableFile, match="beschädigt"):
        read_schools(packed[:-30], area="05358", locate=locate)


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Freie Waldorfschule Rudolf Steiner Schu-", "le u. Parzivalsch.", ""), "Freie Waldorfschule Rudolf Steiner Schule u. Parzivalsch."),
        (("Freie Christliche Schule, Ev.Bekenntnis-", "grundschule in fr.Trägerschaft d. Schul-", "vereins"), "Freie Christliche Schule, Ev.Bekenntnisgrundschule in fr.Trägerschaft d. Schulvereins"),
        (("Private Ökumenische Montessori-", "Gesamtschule", ""), "Private Ökumenische Montessori-Gesamtschule"),
        (("Städt. Haupt-", "und Realschule", ""), "Städt. Haupt- und Realschule"),
        (("Mutter Teresa", "Städt. Gem. Grundschule", "- Primarstufe -"), "Mutter Teresa Städt. Gem. Grundschule"),
        (("Städt. Heinrich-Böll-Gesamtschule", "- Sekundarstufen I und II -", ""), "Städt. Heinrich-Böll-Gesamtschule"),
        (("Städt. Kath. Grundschule St. Joachim", "Düren  - Primarstufe -", ""), "Städt. Kath. Grundschule St. Joachim Düren"),
        (("Fachoberschule für Ernährung", "- Berufskolleg -", ""), "Fachoberschule für Ernährung (Berufskolleg)"),
        (("- Primarstufe -", "", ""), "(Primarstufe)"),
        (("", "", ""), ""),
    ],
)  # fmt: skip
def test_a_name_cut_over_three_fields_grows_together(parts: tuple[str, str, str], name: str) -> None:
    assert whole_name(parts) == name


def test_a_school_without_a_name_takes_its_short_name() -> None:
    assert one(Schulbezeichnung_1="", Schulbezeichnung_2="").name == "Aldenhoven, GG Johannesschule"


def test_authorities_closed_and_unclear_ones_are_left_out_and_counted() -> None:
    found = reading(
        {"Schulnummer": "600358", "Schulform": "0A"}, {"Schulnummer": "100001", "Schulbetriebsschluessel": "9"},
        {"Schulnummer": "100002", "Schulbetriebsschluessel": "6"}, {"Schulnummer": "100003", "Schulbetriebsschluessel": "2", "Schulbetriebsdatum": "31.07.2022"},
    )  # fmt: skip
    assert dict(found.left_out) == {OFFICE: 1, "closed": 1, "unclear": 1}
    assert [(school.state, str(school.state_on)) for school in found.records] == [("ending", "2022-07-31")]


def test_rows_of_other_counties_are_only_counted() -> None:
    found = reading({}, {"Schulnummer": "100010", "Gemeindeschluessel": "05315000"})
    assert (found.rows, found.elsewhere, len(found.records)) == (2, 1, 1)


def test_a_spreadsheets_eaten_zeros_come_back() -> None:
    school = one(Schulform="2", Gemeindeschluessel="5358004", Telefonvorwahl="2464")
    assert (school.code, school.ags, school.phone) == ("02", "05358004", "02464 905151")


def test_a_key_or_number_that_is_none_leaves_the_row_out_with_a_sentence() -> None:
    found = reading({}, {"Gemeindeschluessel": ""}, {"Schulnummer": "12"})
    assert len(found.records) == 1
    assert found.remarks.skipped == 2
    assert all("Zeile" in remark.sentence().de for remark in found.remarks.rows)


def test_the_same_number_twice_counts_once() -> None:
    found = reading({}, {}, {"Strasse": "Anderswo 1"})
    assert len(found.records) == 1
    assert "anderen Angaben" not in found.remarks.rows[0].text.de
    assert found.remarks.count == 2


def test_an_unknown_type_of_school_stands_among_the_others_and_is_told() -> None:
    found = reading({"Schulform": "77"})
    assert found.records[0].kind == "other"
    assert "77" in found.remarks.rows[0].text.en


@pytest.mark.parametrize(
    ("epsg", "x", "y"),
    [
        ("EPSG:25832", "305145", "5642172"),
        ("null", "305145", "5642172"),
        ("", "305145", "5642172"),
        ("EPSG:25832", "5642172", "305145"),
        ("EPSG:4647", "32305145", "5642172"),
        ("EPSG:31466", "2516000", "5640350"),
        ("EPSG:25832", "305145,0", "5642172,0"),
    ],
)
def test_the_place_is_found_whatever_the_coordinates_call_themselves(epsg: str, x: str, y: str) -> None:
    school = one(EPSG=epsg, UTMRechtswert=x, UTMHochwert=y)
    assert (school.lat, school.lon) == pytest.approx((50.898, 6.229), abs=0.01)


@pytest.mark.parametrize(("x", "y"), [("", ""), ("0", "0"), ("abc", "1"), ("900000", "1"), ("nan", "5642172")])
def test_a_school_without_a_usable_place_stays_in_the_list(x: str, y: str) -> None:
    found = reading({"UTMRechtswert": x, "UTMHochwert": y})
    assert found.records[0].lat is None
    assert "Karte" in found.remarks.rows[0].sentence().de


def test_missing_values_are_empty_not_the_word_null() -> None:
    school = one(EMail="null", Homepage="null", Telefon="", Telefonvorwahl="0211", Rechtsform="7")
    assert (school.email, school.website, school.phone, school.legal) == ("", "", "", "")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("www.schule.de", "http://www.schule.de"),
        ("javascript:alert(1)", ""),
        ("ftp://x.de", ""),
        ("gibt es nicht", ""),
        ("https://a.de/b", "https://a.de/b"),
    ],
)
def test_only_addresses_a_browser_opens_are_kept(given: str, kept: str) -> None:
    assert one(Homepage=given).website == kept


def test_all_day_is_only_known_where_the_name_says_so() -> None:
    assert one(Schulbezeichnung_2="Offene Ganztagsgrundschule").all_day is True
    assert one().all_day is None


@pytest.mark.parametrize(
    "content",
    [b"", b"a;b;c\n1;2;3", table().encode(), b"PK\x03\x04", b"%PDF-1.7", b"\x00\xff\x00", b'Schulnummer;"'],
)
def test_another_file_is_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(UnusableFile) as refused:
        read_schools(content, area="05358", locate=locate)
    assert refused.value.text.de
    assert refused.value.text.en


def test_every_code_has_a_name_in_both_languages_and_a_kind_somebody_can_choose() -> None:
    for form in school_forms().values():
        assert form.name.de
        assert form.name.en
        assert form.kind in {*KINDS, OFFICE}


def test_the_shipped_county_has_its_seventy_nine_schools_with_source_and_place() -> None:
    schools = load_profile(profile_directory("kreis_dueren")).schools
    assert len(schools) == 79
    assert {(one.licence, str(one.as_of)) for one in schools} == {("dl-de/by-2-0", "2021-09-08")}
    assert all(50.5 < one.lat < 51.1 and 6.1 < one.lon < 6.8 for one in schools)


@pytest.mark.shared
@pytest.mark.skipif(not REAL.exists(), reason="the real school data lie outside the repository")
def test_the_real_file_of_the_land_is_read_whole() -> None:
    found = read_schools(REAL.read_bytes(), area="05358", locate=locate)
    assert found.rows == 5507
    assert len(found.records) + sum(found.left_out.values()) == 80
    assert dict(found.left_out) == {OFFICE: 1}
    assert found.remarks.count == 0
    kinds = [school.kind for school in found.records]
    assert {kind: kinds.count(kind) for kind in ("primary", "gymnasium", "vocational", "primus")} == {"primary": 42, "gymnasium": 10, "vocational": 5, "primus": 1}  # fmt: skip
    everything = read_schools(REAL.read_bytes(), area="05", locate=locate)
    assert everything.left_out == {OFFICE: 59, "closed": 35, "unclear": 5}
    assert len(everything.records) == 5507 - 99
    assert all(school.lat for school in everything.records)


def test_distances_are_those_of_the_map() -> None:
    dueren, juelich = (50.8022, 6.4827), (50.9223, 6.3583)
    assert kilometres(dueren, juelich) == pytest.approx(15.95, abs=0.2)
    assert kilometres(dueren, dueren) == 0


CARE = "name; address; municipality; places; from age; languages; provider\n"


def test_childcare_places_are_read_from_our_own_columns() -> None:
    text = CARE + "Kita Rurwiesen; Uferweg 3, 52428 Jülich; Jülich; 75; 4 Monate; deutsch, englisch; AWO\n"
    found = read_childcare(text.encode())
    kita = found.records[0]
    assert (kita.name, kita.places, kita.from_months, kita.languages, kita.postcode) == ("Kita Rurwiesen", 75, 4, ("en", "de"), "52428")  # fmt: skip
    assert not found.remarks.count


@pytest.mark.parametrize(
    ("age", "months"), [("2", 24), ("0,5", 6), ("3 Jahre", 36), ("4 Monate", 4), ("6 months", 6), ("", None)]
)
def test_the_age_is_read_in_years_or_months(age: str, months: int | None) -> None:
    found = read_childcare(f"{CARE}Kita A; Weg 1; Inden; 20; {age}; ; \n".encode())
    assert found.records[0].from_months == months
    assert not found.remarks.count


def test_german_column_names_of_a_windows_file_are_understood() -> None:
    text = "Einrichtung;Anschrift;Gemeinde;Plätze;Ganztag;Breite;Länge\nKita Süd;Große Gasse 2, 52349 Düren;Düren;40;ja;50,80;6,48\n"
    kita = read_childcare(text.encode("cp1252")).records[0]
    assert (kita.places, kita.all_day, kita.lat, kita.lon) == (40, True, 50.80, 6.48)


def test_what_cannot_be_read_stays_empty_and_what_is_missing_leaves_the_row_out() -> None:
    rows = "Kita A; Weg 1; Inden; viele; bald; klingonisch; AWO\n;Weg 2; Inden;;;;\nKita A; Weg 9; Inden;;;;\n"
    found = read_childcare((CARE + rows).encode())
    assert len(found.records) == 1
    assert (found.records[0].places, found.records[0].from_months, found.records[0].languages) == (None, None, ())
    assert (found.remarks.count, found.remarks.skipped) == (5, 2)


@pytest.mark.parametrize("content", [b"", b"name;address\nA;B\n", CARE.encode()])
def test_a_list_without_its_columns_or_rows_is_refused(content: bytes) -> None:
    with pytest.raises(UnusableFile):
        read_childcare(content)


def test_every_fact_names_its_norm_and_that_nobody_has_confirmed_it() -> None:
    for fact in school_facts():
        assert "§" in fact.norm
        assert fact.status in {"confirmed", "unconfirmed"}
        assert fact.source
