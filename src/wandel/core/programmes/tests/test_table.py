"""The weekly table: its columns, its lists in cells, its oddities."""

import pytest

from wandel.core.programmes.export import read_export
from wandel.core.programmes.source import Link, UnusableExport
from wandel.core.programmes.table import read_table
from wandel.core.programmes.tests.files import COLUMNS, archive, programme, row, table


def test_a_row_becomes_a_programme_with_the_key_the_export_has() -> None:
    (found,) = read_table(table(row())).programmes
    (other,) = read_export(archive(programme())).programmes
    assert found.key == other.key
    assert (found.title, found.funder, found.level, found.areas) == (
        other.title,
        other.funder,
        other.level,
        other.areas,
    )
    assert [part.name for part in found.parts] == ["teaser", "summary"]
    assert found.parts[1].html == "<p>Dorfplätze</p><p>und Treffpunkte.</p>"
    assert found.links == (Link("Richtlinie", "https://example.org/richtlinie"),)


def test_a_row_the_source_calls_absent_is_no_programme() -> None:
    reading = read_table(table(row(), row("bund-weg", absent="true")))
    assert [one.key for one in reading.programmes] == ["land-nrw-dorfplatz"]
    assert reading.absent == {"bund-weg"}


def test_cells_with_line_breaks_quotes_and_long_directives_are_read() -> None:
    long = 'Er sagte "ja",\nund dann;\n' + "Text " * 60_000
    (found,) = read_table(table(row(legal_basis=long))).programmes
    assert found.parts[-1].name == "body"
    assert found.parts[-1].html.startswith('<p>Er sagte "ja",</p><p>und dann;</p>')


def test_markup_in_a_cell_is_made_safe() -> None:
    (found,) = read_table(table(row(description="<p>Gut</p><script>böse()</script>"))).programmes
    assert [part.html for part in found.parts if part.name == "summary"] == ["<p>Gut</p>"]


def test_a_cell_that_is_no_list_is_told_and_counts_as_empty() -> None:
    reading = read_table(table(row(eligible_applicants="kommune")))
    assert reading.programmes[0].applicants is None
    assert "eligible_applicants" in reading.remarks[0].text.de
    assert reading.left_out == 0


def test_the_same_key_twice_counts_once() -> None:
    reading = read_table(table(row(), row(title="Noch einmal")))
    assert [one.title for one in reading.programmes] == ["Dorferneuerung"]
    assert reading.left_out == 1


def test_a_row_with_too_few_columns_is_named() -> None:
    content = table(row()) + b"nur,drei,Zellen\n"
    with pytest.raises(UnusableExport, match="Zeile"):
        read_table(content)
    reading = read_table(content, skip_broken=True)
    assert (len(reading.programmes), reading.left_out) == (1, 1)


def test_another_table_gets_a_sentence_with_the_missing_columns() -> None:
    with pytest.raises(UnusableExport, match="absent"):
        read_table(table(row(), columns=[name for name in COLUMNS if name != "absent"]))


@pytest.mark.parametrize("content", ["Titel;ö\n".encode("cp1252"), b'id_url,url,title,absent\n"a,b\n'])
def test_a_file_that_cannot_be_read_gets_a_sentence(content: bytes) -> None:
    with pytest.raises(UnusableExport):
        read_table(content)


def test_the_byte_order_mark_of_other_programs_does_not_disturb() -> None:
    assert len(read_table(b"\xef\xbb\xbf" + table(row())).programmes) == 1
