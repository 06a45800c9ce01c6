"""The Förderdatenbank comes in: new, changed, gone and back, with its text unchanged and our own facts left alone."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wandel.conftest import Cast
from wandel.core.programmes.export import read_export
from wandel.core.programmes.source import Reading
from wandel.core.programmes.tests.files import archive, programme, row, table
from wandel.fields.funding.actions.programme import check_programme, save_programme
from wandel.fields.funding.actions.programme_import import take_in_programmes
from wandel.fields.funding.actions.programme_watch import remind_closing, watch_programme
from wandel.fields.funding.models import Programme, ProgrammeVersion
from wandel.fields.funding.queries.programmes import list_programmes, scout
from wandel.office.desk.models import Entry
from wandel.office.journal.models import JournalEntry
from wandel.office.people.access import access_for
from wandel.office.runs.execution import carry_out
from wandel.office.runs.models import Run
from wandel.office.search.models import SearchDocument

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ClientFor = Callable[..., Client]
DAY, LATER = date(2026, 11, 23), date(2026, 11, 30)
TWO = (
    programme(),
    programme(
        "Bund/radweg",
        title="Radwege",
        areas=["bundesweit"],
        teaser="<p>Radwege bauen.</p>",
        body="<p>Breite zwei Meter.</p>",
    ),
)


@pytest.fixture
def officer(client_for: ClientFor, cast: Cast, settings: Any, tmp_path: Path) -> Client:
    settings.WANDEL_DATA_DIR = str(tmp_path)
    return client_for(cast.funding_officer)


def worked() -> Run:
    """The run begun last, as the worker carries it out."""
    run = Run.objects.latest("created_at")
    carry_out(str(run.pk))
    run.refresh_from_db()
    return run


def reading_of(*documents: tuple[str, str]) -> Reading:
    return read_export(archive(*documents))


def take(*documents: tuple[str, str], on: date = DAY, whole: bool = True, cast: Cast | None = None):
    return take_in_programmes(reading_of(*documents), whole=whole, by=cast.funding_officer if cast else None, on=on)


def test_an_export_becomes_programmes_that_can_be_found(cast: Cast) -> None:
    taken = take(*TWO, cast=cast)
    assert (taken.new, taken.changed, taken.gone, taken.same) == (2, 0, 0, 0)
    found = Programme.objects.get(key="fdb-bund-radweg")
    assert (found.title, found.short, found.areas, found.funder) == (
        "Radwege",
        "Radwege bauen.",
        ["DE"],
        "Ministerium für Heimat",
    )
    assert "Breite zwei Meter." in found.text
    assert found.known_since == DAY
    assert SearchDocument.objects.filter(subject_kind="funding.programme").count() == 2
    assert [one.title for one in list_programmes(access_for(cast.funding_officer), on=DAY, text="breite meter")] == [
        "Radwege"
    ]


def test_the_same_export_again_changes_nothing(cast: Cast) -> None:
    take(*TWO, cast=cast)
    entries, versions = JournalEntry.objects.count(), ProgrammeVersion.objects.count()
    taken = take(*TWO, on=LATER, cast=cast)
    assert (taken.anything, taken.same) == (0, 2)
    assert (JournalEntry.objects.count(), ProgrammeVersion.objects.count()) == (entries, versions)


def test_what_changed_is_kept_with_what_it_was(officer: Client) -> None:
    take(*TWO)
    taken = take(
        TWO[0],
        programme(
            "Bund/radweg",
            title="Radwege",
            areas=["bundesweit"],
            teaser="<p>Radwege bauen.</p>",
            body="<p>Breite drei Meter.</p>",
        ),
        on=LATER,
    )
    assert (taken.changed, taken.changes) == (1, [("changed", "Radwege", ["part:body"])])
    version = Programme.objects.get(key="fdb-bund-radweg").versions.first()
    assert version is not None
    assert version.changes == {"part:body": ["<p>Breite zwei Meter.</p>", "<p>Breite drei Meter.</p>"]}
    page = officer.get(f"/programmes/{version.programme_id}/").content.decode()
    assert "geändert: Richtlinie" in page


def test_what_is_missing_in_a_whole_export_is_gone_and_can_come_back(cast: Cast) -> None:
    take(*TWO)
    assert take(TWO[0], on=LATER).gone == 1
    gone = Programme.objects.get(key="fdb-bund-radweg")
    assert gone.gone_on == LATER
    assert [one.title for one in list_programmes(access_for(cast.head), on=LATER)] == ["Dorferneuerung"]
    assert take(*TWO, on=date(2026, 12, 7)).back == 1
    gone.refresh_from_db()
    assert gone.gone_on is None
    assert [one.kind for one in gone.versions.all()] == ["back", "gone", "new"]


def test_a_part_of_the_database_makes_nothing_gone() -> None:
    take(*TWO)
    assert take(TWO[0], on=LATER, whole=False).anything == 0
    assert not Programme.objects.exclude(gone_on=None).exists()


def test_our_own_entries_and_the_facts_we_added_are_left_alone(cast: Cast) -> None:
    own = save_programme(
        programme=Programme(checked_on=DAY),
        values={"title": "Eigenes", "funder": "Kreis", "short": "Kurz.", "url": "https://example.org"},
        by=cast.head,
    )
    take(*TWO)
    save_programme(
        programme=Programme.objects.get(key="fdb-bund-radweg"), values={"rate": Decimal("0.8")}, by=cast.head
    )
    take(TWO[0], programme("Bund/radweg", title="Radwege neu", areas=["bundesweit"]), on=LATER)
    own.refresh_from_db()
    assert own.gone_on is None
    changed = Programme.objects.get(key="fdb-bund-radweg")
    assert (changed.title, changed.rate) == ("Radwege neu", Decimal("0.8"))


def test_facts_compared_with_the_text_before_count_as_unconfirmed_after_a_change(cast: Cast) -> None:
    take(*TWO)
    for one in Programme.objects.all():
        check_programme(programme=one, by=cast.head, on=DAY)
    take(TWO[0], programme("Bund/radweg", title="Radwege", areas=["bundesweit"], body="<p>Neu.</p>"), on=LATER)
    sure = dict(Programme.objects.values_list("key", "confirmed"))
    assert sure == {"fdb-land-nrw-dorfplatz": True, "fdb-bund-radweg": False}
    take(TWO[0], on=date(2026, 12, 7))
    assert Programme.objects.get(key="fdb-bund-radweg").checked_on == LATER, "being gone is no look at the facts"


def test_a_look_writes_nothing() -> None:
    taken = take_in_programmes(reading_of(*TWO), whole=True, by=None, on=DAY, dry_run=True)
    assert taken.new == 2
    assert not Programme.objects.exists()
    assert not JournalEntry.objects.exists()


def test_scouting_knows_what_came_in() -> None:
    take(*TWO)
    take(programme("Bund/radweg", title="Radwege", areas=["bundesweit"]), on=LATER)
    assert {one.key for one in scout()._by_key.values()} == {"fdb-bund-radweg"}


def test_an_officer_looks_first_and_then_takes_in(officer: Client) -> None:
    given = SimpleUploadedFile("export.zip", archive(*TWO))
    answer = officer.post("/programmes/import/", {"file": given, "whole": "on"})
    run = worked()
    assert answer.url == f"/runs/{run.pk}/"
    assert run.result["seen"]["new"] == 2
    assert not Programme.objects.exists()
    page = officer.get(f"/programmes/imports/{run.pk}/").content.decode()
    assert "2 neu" in page
    assert "Radwege" in page
    officer.post(f"/programmes/imports/{run.pk}/")
    worked()
    assert Programme.objects.count() == 2
    again = officer.post(f"/programmes/imports/{run.pk}/", follow=True).content.decode()
    assert "nicht mehr aufgehoben" in again


def test_a_look_warns_when_much_would_be_gone(officer: Client) -> None:
    take(*(programme(f"Bund/p{number}", title=f"Programm {number}") for number in range(60)))
    officer.post("/programmes/import/", {"file": SimpleUploadedFile("export.zip", archive(*TWO)), "whole": "on"})
    page = officer.get(f"/programmes/imports/{worked().pk}/").content.decode()
    assert "60 Programme wären entfallen" in page


def test_a_broken_export_ends_the_run_with_a_sentence(officer: Client) -> None:
    officer.post("/programmes/import/", {"file": SimpleUploadedFile("export.zip", b"PK kaputt"), "whole": "on"})
    run = worked()
    assert run.state == "failed"
    assert "ZIP" in run.outcome


def test_a_page_of_a_taken_over_programme_shows_its_text_unchanged_and_whose_it_is(officer: Client) -> None:
    take(*TWO)
    found = Programme.objects.get(key="fdb-land-nrw-dorfplatz")
    page = officer.get(f"/programmes/{found.pk}/").content.decode()
    assert "<h4>Ziel</h4><p>Dorfplätze und Treffpunkte.</p>" in page
    assert "Unverändert übernommen aus: Förderdatenbank" in page
    assert "CC BY-ND 4.0" in page
    assert "Bezirksregierung" in page
    assert "https://example.org/richtlinie" in page


def test_the_text_of_a_taken_over_programme_cannot_be_changed_by_us(officer: Client) -> None:
    take(*TWO)
    found = Programme.objects.get(key="fdb-bund-radweg")
    page = officer.get(f"/programmes/{found.pk}/edit/").content.decode()
    assert 'name="title"' not in page
    officer.post(
        f"/programmes/{found.pk}/edit/", {"title": "Anders", "maximum_grant": "1000", "version": found.version}
    )
    found.refresh_from_db()
    assert (found.title, found.maximum_grant) == ("Radwege", 1000)


def test_the_list_asks_the_same_number_of_questions_however_many_there_are(
    officer: Client,
) -> None:
    take(*TWO)
    with CaptureQueriesContext(connection) as few:
        officer.get("/programmes/")
    take(*TWO, *(programme(f"Bund/p{number}", title=f"Programm {number}") for number in range(60)))
    with CaptureQueriesContext(connection) as many:
        officer.get("/programmes/")
    assert len(few) == len(many)


def test_a_topic_with_an_umlaut_narrows_the_list(cast: Cast) -> None:
    take(*TWO, programme("Bund/arbeit", title="Arbeit", topics=["arbeit"]))
    access = access_for(cast.head)
    assert [one.title for one in list_programmes(access, on=DAY, topic="Städtebau und Stadterneuerung")] == [
        "Dorferneuerung",
        "Radwege",
    ]


def test_the_command_line_looks_and_takes_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "programme.csv"
    path.write_bytes(table(row(), row("bund-weg", absent="true")))
    call_command("import", "programmes", str(path), "--dry-run")
    assert "1 neu" in capsys.readouterr().out
    assert not Programme.objects.exists()
    call_command("import", "programmes", str(path))
    call_command("import", "programmes", str(path))
    assert "0 neu" in capsys.readouterr().out.splitlines()[-1]
    assert Programme.objects.get().key == "fdb-land-nrw-dorfplatz"


def test_the_command_line_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "programme.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(SystemExit):
        call_command("import", "programmes", str(path))
    assert "wöchentliche Tabelle" in capsys.readouterr().err
    assert not Programme.objects.exists()


def test_who_watches_a_programme_hears_that_it_changed_and_who_did_it_does_not(cast: Cast) -> None:
    take(*TWO)
    watched = Programme.objects.get(key="fdb-bund-radweg")
    for user in (cast.head, cast.funding_officer):
        watch_programme(programme=watched, by=user, on=DAY)
        watch_programme(programme=watched, by=user, on=DAY)
    take(
        TWO[0], programme("Bund/radweg", title="Radwege", areas=["bundesweit"], body="<p>Neu.</p>"), on=LATER, cast=cast
    )
    assert Entry.objects.filter(owner=cast.head, state="open").count() == 1
    assert not Entry.objects.filter(owner=cast.funding_officer).exists()
    take(TWO[0], on=date(2026, 12, 7))
    assert Entry.objects.filter(owner=cast.head, state="open").count() == 2


def test_what_is_watched_and_closes_soon_waits_until_its_last_day(cast: Cast) -> None:
    take(*TWO)
    watched = Programme.objects.get(key="fdb-bund-radweg")
    watch_programme(programme=watched, by=cast.head, on=DAY)
    assert not Entry.objects.exists()
    save_programme(programme=watched, values={"closes_on": date(2026, 12, 20)}, by=cast.funding_officer)
    remind_closing(on=DAY)
    remind_closing(on=DAY)
    entry = Entry.objects.get(owner=cast.head)
    assert (entry.due_on, entry.state) == (date(2026, 12, 20), "open")
    remind_closing(on=date(2026, 12, 21))
    entry.refresh_from_db()
    assert entry.state == "dropped"


def test_a_town_hall_watches_and_stops_watching_on_the_page(cast: Cast, client_for: ClientFor) -> None:
    take(*TWO)
    watched, hall = Programme.objects.get(key="fdb-bund-radweg"), client_for(cast.vettweiss)
    hall.post(f"/programmes/{watched.pk}/watch/", {"watch": "1"})
    assert "Nicht mehr beobachten" in hall.get(f"/programmes/{watched.pk}/").content.decode()
    assert "Dorferneuerung" not in hall.get("/programmes/?watched=on").content.decode()
    hall.post(f"/programmes/{watched.pk}/watch/", {"watch": "0"})
    assert not watched.watches.exists()
