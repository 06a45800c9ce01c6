"""The official export: what stands in its documents, and what happens to broken and hostile ones."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from wandel.core.programmes import export
from wandel.core.programmes.export import read_export
from wandel.core.programmes.source import Contact, Link, UnusableExport
from wandel.core.programmes.tests.files import archive, document, programme, text, value
from wandel.core.scouting.programme import Applicant

GENUINE = Path(__file__).resolve().parents[6] / "shared" / "data" / "foerderdatenbank" / "export"


def test_a_programme_brings_its_texts_its_funder_its_contact_and_its_links() -> None:
    (found,) = read_export(archive(programme())).programmes
    assert found.key == "land-nrw-dorfplatz"
    assert found.url == "https://www.foerderdatenbank.de/FDB/Content/DE/Foerderprogramm/Land/NRW/dorfplatz.html"
    assert (found.title, found.short, found.funder, found.level) == (
        "Dorferneuerung",
        "Geld für Dorfplätze.",
        "Ministerium für Heimat",
        "land",
    )
    assert found.areas == frozenset({"05"})
    assert found.applicants == frozenset({Applicant.MUNICIPALITY, Applicant.COUNTY, Applicant.ASSOCIATION})
    assert (found.kinds, found.topics, found.issued_on) == (
        ("Zuschuss",),
        ("Städtebau und Stadterneuerung",),
        date(2025, 5, 26),
    )
    assert found.contacts == (
        Contact("Bezirksregierung", "Zeughausstraße 2, 50667 Köln", "+49 221 147-0", "post@example.org"),
    )
    assert found.links == (Link("Richtlinie im Wortlaut", "https://example.org/richtlinie"),)
    assert [part.name for part in found.parts] == ["teaser", "body"]
    assert found.parts[1].html == "<h4>Ziel</h4><p>Dorfplätze und Treffpunkte.</p>"


def test_a_link_inside_the_text_leads_where_its_document_says() -> None:
    inside = '<p><a xlink:type="simple" xlink:href="target:/BMWI/FDB/Content/DE/ExternerLink/R/richtlinie" xlink:show="replace">Wortlaut</a></p>'
    (found,) = read_export(archive(programme(body=inside))).programmes
    assert found.parts[-1].html == '<p><a href="https://example.org/richtlinie" rel="noreferrer">Wortlaut</a></p>'


def test_a_link_whose_document_is_missing_keeps_its_words() -> None:
    inside = '<p><a xlink:href="target:/BMWI/FDB/Content/DE/ExternerLink/W/weg">Wortlaut</a></p>'
    (found,) = read_export(archive(programme(body=inside), others={})).programmes
    assert found.parts[-1].html == '<p><a rel="noreferrer">Wortlaut</a></p>'
    assert (found.funder, found.links, found.contacts) == ("", (), ())


def test_markup_is_made_safe_and_its_words_are_kept() -> None:
    inside = (
        '<p onclick="x()" style="color:red">Eins&#xa0;zwei</p><script>alert(1)</script><iframe src="//x"></iframe>'
        '<p><a href="javascript:alert(1)">drei</a> <img src="x" onerror="y()">vier</p>'
    )
    (found,) = read_export(archive(programme(body=inside))).programmes
    assert found.parts[-1].html == '<p>Eins&nbsp;zwei</p><p><a rel="noreferrer">drei</a> vier</p>'


def test_notes_of_the_editors_are_not_shown_and_empty_texts_are_no_parts() -> None:
    (found,) = read_export(archive(programme(teaser="", more=text("summary", "<p> </p>")))).programmes
    assert [part.name for part in found.parts] == ["body"]
    assert "4711" not in str(found)


def test_the_same_area_written_in_two_ways_is_one_area_and_unknown_codes_are_kept_and_told() -> None:
    reading = read_export(
        archive(programme(areas=["_bundesweit", "de_ni", "mond"], applicants=["zwerge"], topics=["arbeit", "zauberei"]))
    )
    (found,) = reading.programmes
    assert found.areas == frozenset({"DE", "03"})
    assert found.applicants is None
    assert found.topics == ("Arbeit", "zauberei")
    assert found.unknown == {
        "Foerdergebiet": ("mond",),
        "Foerderberechtigte": ("zwerge",),
        "Foerderbereich": ("zauberei",),
    }
    assert reading.unknown == {"Foerdergebiet/mond": 1, "Foerderberechtigte/zwerge": 1, "Foerderbereich/zauberei": 1}


def test_the_same_export_has_the_same_fingerprints_and_a_changed_word_another() -> None:
    one, again = (read_export(archive(programme())).programmes[0].fingerprint() for _turn in range(2))
    (changed,) = read_export(archive(programme(teaser="<p>Geld für Dorfplätze und Wege.</p>"))).programmes
    assert one == again
    assert one != changed.fingerprint()


def test_a_broken_document_is_named_and_nothing_is_read() -> None:
    broken = ("BMWI/FDB/Content/DE/Foerderprogramm/Bund/kaputt.xml", "<document><property>")
    with pytest.raises(UnusableExport) as told:
        read_export(archive(programme(), broken))
    assert "Bund/kaputt.xml" in told.value.text.de
    assert "den Rest übernehmen" in told.value.text.de


def test_the_rest_is_read_if_asked_for() -> None:
    broken = ("BMWI/FDB/Content/DE/Foerderprogramm/Bund/kaputt.xml", "<document><property>")
    reading = read_export(archive(programme(), broken), skip_broken=True)
    assert [one.key for one in reading.programmes] == ["land-nrw-dorfplatz"]
    assert reading.left_out == 1
    assert reading.remarks[0].where.endswith("Bund/kaputt.xml")


@pytest.mark.parametrize(
    "hostile",
    [
        '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><document>&b;</document>',
        '<?xml version="1.0"?><!DOCTYPE d SYSTEM "file:///etc/passwd"><document/>',
        "<document>\x00</document>",
    ],
)
def test_a_document_with_entities_of_its_own_is_never_opened(hostile: str) -> None:
    with pytest.raises(UnusableExport):
        read_export(archive(("BMWI/FDB/Content/DE/Foerderprogramm/Bund/boese.xml", hostile)))


def test_two_paths_that_give_one_key_are_one_programme_and_the_second_is_told() -> None:
    reading = read_export(
        archive(programme("Bund/BA-hilfe", title="Erste"), programme("Bund/ba/hilfe", title="Zweite"))
    )
    assert [one.title for one in reading.programmes] == ["Erste"]
    assert (reading.left_out, "bund-ba-hilfe" in reading.remarks[0].text.de) == (1, True)


def test_an_entry_that_does_not_unpack_is_one_broken_document() -> None:
    broken = bytearray(archive(programme(), programme("Bund/zwei", title="Zwei")))
    at = broken.index(b"Bund/zwei.xml") + len(b"Bund/zwei.xml") + 40
    broken[at : at + 20] = bytes(20)
    with pytest.raises(UnusableExport, match="Bund/zwei"):
        read_export(bytes(broken))
    assert [one.title for one in read_export(bytes(broken), skip_broken=True).programmes] == ["Dorferneuerung"]


def test_a_document_far_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST_OF_ONE", 2000)
    with pytest.raises(UnusableExport, match="too large"):
        read_export(archive(programme(body=f"<p>{'lang ' * 1000}</p>")))


def test_an_archive_that_would_unpack_to_far_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST_DOCUMENTS", 3)
    with pytest.raises(UnusableExport, match="viel größer"):
        read_export(archive(programme()))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"<html>Wartungsarbeiten</html>"])
def test_another_file_gets_a_sentence(content: bytes) -> None:
    with pytest.raises(UnusableExport, match="ZIP"):
        read_export(content)


def test_an_archive_without_programmes_gets_a_sentence() -> None:
    with pytest.raises(UnusableExport, match="kein Förderprogramm"):
        read_export(archive())


def test_a_truncated_archive_gets_a_sentence() -> None:
    with pytest.raises(UnusableExport):
        read_export(archive(programme())[:-200])


def test_a_programme_without_a_title_is_told_and_another_kind_of_document_is_none() -> None:
    bare = "BMWI/FDB/Content/DE/Foerderprogramm/Bund/ohne"
    other = "BMWI/FDB/Content/DE/Foerderprogramm/Bund/seite"
    reading = read_export(
        archive(
            programme(),
            (f"{bare}.xml", document(bare, text("bodyText", "<p>Text</p>"))),
            (f"{other}.xml", document(other, text("title", "<p>Hilfe</p>") + value("subType", "Page"))),
        )
    )
    assert len(reading.programmes) == 1
    assert [one.where for one in reading.remarks] == ["FDB/Content/DE/Foerderprogramm/Bund/ohne.xml"]


def test_an_unpacked_folder_reads_like_the_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(archive(programme()))) as packed:
        packed.extractall(tmp_path)
    assert read_export(tmp_path).programmes == read_export(archive(programme())).programmes


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    read_export(
        archive(programme(), programme("Bund/zwei", title="Zwei")), tell=lambda done, total: told.append((done, total))
    )
    assert told == [(1, 2), (2, 2)]


@pytest.mark.shared
def test_the_genuine_documents_are_understood_without_a_remark() -> None:
    if not GENUINE.is_dir():
        pytest.skip("shared/data/foerderdatenbank is not here")
    reading = read_export(GENUINE)
    assert {one.key for one in reading.programmes} == {
        "bund-ba-eingliederungszuschuss-bund", "bund-bkm-deutsch-franzoesische-kooperationen-film-ffa", "bund-bmas-einstiegsgeld",
    }  # fmt: skip
    assert not reading.remarks
    assert not reading.unknown
    assert all(
        one.areas == frozenset({"DE"}) and one.funder and one.contacts and one.links for one in reading.programmes
    )
