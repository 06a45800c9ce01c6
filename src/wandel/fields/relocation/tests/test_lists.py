"""Lists of schools and day care by the staff: looked at first, then taken in, in the background."""

import json
import time
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from wandel.core.schools.tests.test_schools import CARE, REAL, table
from wandel.fields.relocation.importing import read_list
from wandel.office.places.models import Childcare, School
from wandel.office.runs.execution import carry_out
from wandel.office.runs.models import Run

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2026, 11, 23)
JUELICH = {"Gemeindeschluessel": "05358024"}


@pytest.fixture
def office(cast, client_for, settings, tmp_path):
    settings.WANDEL_DATA_DIR = str(tmp_path)
    return client_for(cast.head)


def send(client, content, name="schuldaten_2021-09-08.csv", **more):
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse("newcomers:list-import"), {"what": "schools", "file": upload} | more)


def worked() -> Run:
    run = Run.objects.first()
    carry_out(str(run.pk))
    run.refresh_from_db()
    return run


def test_a_list_is_looked_at_before_anything_is_written(office):
    assert send(office, table(JUELICH).encode()).status_code == 302
    run = worked()
    assert run.state == "done", run.message
    assert not School.objects.exists()
    page = office.get(run.result["path"])
    assert page.status_code == 200
    assert "Johannesschule" in page.content.decode()
    office.post(run.result["path"])
    taken = worked()
    assert School.objects.get().as_of == date(2021, 9, 8)
    assert office.get(taken.result["path"]).status_code == 200
    assert not list(Path(taken.params["work"]).parent.iterdir())


def test_the_same_list_again_offers_nothing_to_take_in(office):
    read_list(table(JUELICH).encode(), what="schools", as_of=date(2021, 9, 8), source="", by=None, dry_run=False)
    send(office, table(JUELICH).encode())
    run = worked()
    assert run.result["seen"]["anything"] is False
    assert '<button class="btn btn--primary">' not in office.get(run.result["path"]).content.decode()


def test_another_file_leaves_a_sentence_at_the_run(office):
    send(office, b"a;b\n1;2\n", "x.csv", as_of="2026-01-01")
    run = worked()
    assert run.state == "failed"
    assert "Schulgrunddaten" in json.dumps(run.message, ensure_ascii=False)


def test_day_care_needs_to_say_whose_list_it_is(office):
    kita = CARE + "Kita Rur;Uferweg 3;Jülich;75;4 Monate;en;AWO\n"
    assert send(office, kita.encode(), "kitas.csv", what="childcare").status_code == 422
    assert send(office, kita.encode(), "kitas.csv", what="childcare", as_of="2999-01-01", source="x").status_code == 422
    assert send(office, kita.encode(), "kitas.csv", what="childcare", source="Jugendamt").status_code == 302
    office.post(worked().result["path"])
    worked()
    assert Childcare.objects.get().source == "Jugendamt"


def test_a_checked_file_that_is_gone_is_asked_for_again(office):
    send(office, table(JUELICH).encode())
    run = worked()
    Path(run.params["path"]).unlink()
    assert office.post(run.result["path"]).url == reverse("newcomers:list-import")


def test_the_officer_notes_what_no_list_says(office):
    read_list(table(JUELICH).encode(), what="schools", as_of=DAY, source="", by=None, dry_run=False)
    school = School.objects.get()
    url = reverse("newcomers:school-edit", args=[school.pk])
    drawn = office.get(url).context["form"]
    given = {"languages": ["fr", "en"], "all_day": "True", "provider": "Stadt Jülich", "checked_on": "2026-11-20"}
    given |= {name: drawn.initial[name] for name in ("version", "version_base")}
    assert office.post(url, given).status_code == 302
    school.refresh_from_db()
    assert (school.languages, school.all_day, school.provider, school.version) == ("en fr", True, "Stadt Jülich", 2)
    second = office.post(url, given | {"languages": ["nl"]})
    assert second.context["form"].conflict, "the other version is shown before anything is overwritten"
    assert School.objects.get().languages == "en fr"
    assert office.get(reverse("newcomers:schools"), {"q": "johannes", "what": ""}).context["unasked"] == 0


def test_a_town_hall_takes_no_list_in(cast, client_for):
    assert client_for(cast.juelich).get(reverse("newcomers:list-import")).status_code == 403


def test_the_command_says_what_it_did_and_rehearses(cast, tmp_path, capsys):
    path = tmp_path / "schuldaten_2021-09-08.csv"
    path.write_text(table(JUELICH), "utf-8")
    call_command("import", "schools", str(path), dry_run=True, json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["files"][0]["new"], School.objects.count()) == (1, 0)
    call_command("import", "schools", str(path))
    assert "1" in capsys.readouterr().out
    assert School.objects.get().as_of == date(2021, 9, 8)
    with pytest.raises(SystemExit):
        call_command("import", "schools", str(tmp_path / "nothing.csv"))


@pytest.mark.shared
@pytest.mark.skipif(not REAL.exists(), reason="the real school data lie outside the repository")
def test_the_whole_lands_file_is_taken_in_within_ten_seconds(cast):
    begun = time.monotonic()
    found = read_list(REAL.read_bytes(), what="schools", as_of=DAY, source="", by=None, dry_run=False)
    assert time.monotonic() - begun < 10
    assert (found.rows, found.elsewhere) == (5507, 5427)
    # Two municipalities of the cast: Jülich and Vettweiß; the others are named as left out.
    assert found.taken.new == 13
