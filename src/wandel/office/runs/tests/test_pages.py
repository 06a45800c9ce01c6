from datetime import timedelta

import pytest
from django.utils import timezone

from wandel.office.runs import registry
from wandel.office.runs.actions import register_run, start
from wandel.office.runs.execution import carry_out
from wandel.office.runs.models import SILENT_AFTER, Run
from wandel.ui.phrases import plain

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    monkeypatch.setattr(registry, "_run_kinds", {})
    register_run("test.work", lambda run: {"path": "/result/"})


@pytest.fixture
def run(cast):
    return start(kind="test.work", params={}, by=cast.funding_officer, label=plain("Reading <b>280,000</b> parcels"))


def test_own_runs_are_listed_and_the_head_sees_all(cast, client_for, run):
    for user, seen in ((cast.funding_officer, True), (cast.land_officer, False), (cast.head, True), (cast.admin, True)):
        page = client_for(user).get("/runs/")
        assert page.status_code == 200
        assert ("Reading &lt;b&gt;280,000&lt;/b&gt; parcels" in page.content.decode()) is seen


def test_a_foreign_run_is_not_found_and_cannot_be_steered(cast, client_for, run):
    stranger = client_for(cast.land_officer)
    assert stranger.get(f"/runs/{run.pk}/").status_code == 404
    for deed in ("cancel", "resume"):
        assert stranger.post(f"/runs/{run.pk}/{deed}/").status_code == 404
    run.refresh_from_db()
    assert run.state == "queued"


def test_a_town_hall_has_no_runs_and_a_stranger_signs_in_first(cast, client_for, client, run):
    assert client_for(cast.vettweiss).get("/runs/").status_code == 403
    assert client.get(f"/runs/{run.pk}/").status_code == 302


def test_the_bar_asks_again_while_it_runs_and_stops_asking_at_the_end(cast, client_for, run):
    mine = client_for(cast.funding_officer)
    part = mine.get(f"/runs/{run.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 1s"' in part
    assert "<html" not in part
    whole = mine.get(f"/runs/{run.pk}/").content.decode()
    assert "<html" in whole
    carry_out(str(run.pk))
    part = mine.get(f"/runs/{run.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in part
    assert "/result/" in part


def test_cancel_and_continue_are_plain_buttons(cast, client_for, run):
    mine = client_for(cast.funding_officer)
    assert mine.get(f"/runs/{run.pk}/cancel/").status_code == 405
    assert mine.post(f"/runs/{run.pk}/cancel/").status_code == 302
    assert Run.objects.get().state == "cancelled"
    assert mine.post(f"/runs/{run.pk}/cancel/", follow=True).status_code == 200
    assert mine.post(f"/runs/{run.pk}/resume/").status_code == 302
    assert Run.objects.get().state == "queued"
    assert client_for(cast.head).post(f"/runs/{run.pk}/cancel/").status_code == 302
    assert Run.objects.get().state == "cancelled"


def test_an_interrupted_run_offers_to_go_on(cast, client_for, run):
    silent = timezone.now() - SILENT_AFTER - timedelta(seconds=5)
    Run.objects.update(state="running", started_at=silent, heartbeat_at=silent)
    page = client_for(cast.funding_officer).get(f"/runs/{run.pk}/").content.decode()
    assert f"/runs/{run.pk}/resume/" in page
    assert 'hx-trigger="every 1s"' not in page
