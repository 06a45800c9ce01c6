"""Layers get in whole or not at all; analyses find what the twelve-field town gives by hand."""

import json
import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from wandel.conftest import Cast
from wandel.core.geodata.flat import from_shapely, to_shapely
from wandel.core.geodata.parquet import write_geoparquet
from wandel.core.suitability.tests import town
from wandel.fields.land.actions.analysing import analyse
from wandel.fields.land.actions.analysis import adopt_candidate, decide_rules
from wandel.fields.land.actions.layer import make_current, prepare, prepared, put_in_force
from wandel.fields.land.jobs import clear_incoming
from wandel.fields.land.models import Candidate, Layer, LayerVersion, RuleSet, SuitabilityRun
from wandel.fields.land.queries.analysis import factors_path
from wandel.fields.land.queries.layer import current_version, features_path
from wandel.fields.land.tests.town_cast import degrees, described, features, put
from wandel.office.journal.models import JournalEntry
from wandel.office.people.models import Organisation
from wandel.office.places.models import Municipality
from wandel.office.runs.execution import carry_out
from wandel.office.runs.models import Run

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def data_folder(settings: Any, tmp_path: Path) -> Path:
    settings.WANDEL_DATA_DIR = tmp_path / "data"
    return tmp_path / "data"


def test_the_same_content_twice_is_one_version(cast: Cast) -> None:
    first = put("wald", town.wood(), cast.land_officer)
    ready = prepared(features(to_shapely(town.wood())))
    again, new = put_in_force(description=described("wald"), prepared=ready, by=cast.land_officer)
    assert (again.pk, new) == (first.pk, False)
    assert LayerVersion.objects.count() == 1
    assert features_path("wald", first.sha256).exists()


def test_a_new_version_replaces_and_the_old_one_can_come_back(cast: Cast) -> None:
    first = put("wald", town.wood(), cast.land_officer)
    second = put("wald", town.flood(), cast.land_officer)
    assert current_version("wald") == second
    assert second.number == 2
    make_current(version=first, by=cast.land_officer)
    assert current_version("wald") == first


def test_a_file_that_cannot_be_read_leaves_what_was_there(cast: Cast, tmp_path: Path) -> None:
    first = put("wald", town.wood(), cast.land_officer)
    (tmp_path / "broken.gpkg").write_bytes(b"no geodata" * 40)
    with pytest.raises(ValidationError):
        prepare(tmp_path / "broken.gpkg", kind="areas")
    assert current_version("wald") == first


def test_other_data_under_a_known_name_are_refused(cast: Cast) -> None:
    put("wald", town.wood(), cast.land_officer)
    points = prepared(features(shapely.points([[310_000.0, 5_600_000.0]]), "points"))
    with pytest.raises(ValidationError, match="wald"):
        put_in_force(description=described("wald", "points"), prepared=points, by=cast.land_officer)
    assert Layer.objects.get().kind == "areas"


@pytest.fixture
def town_rules(cast: Cast) -> RuleSet:
    """The town as layers, its two municipalities as those of the cast, and its rules."""
    # The border runs between columns, so that projecting it there and back decides nothing.
    halves = np.array([town.box(-100, -100, 200, 400), town.box(200, -100, 500, 400)])
    boundaries = degrees(from_shapely(halves))
    Municipality.objects.exclude(
        pk__in=[cast.town_hall_vettweiss.municipality_id, cast.town_hall_juelich.municipality_id]
    ).update(boundary={})
    for hall, boundary in zip((cast.town_hall_vettweiss, cast.town_hall_juelich), boundaries, strict=True):
        Municipality.objects.filter(pk=hall.municipality_id).update(boundary=boundary)
    put("flurstuecke", town.fields(), cast.land_officer, flurstueck=[f"f{number}" for number in range(12)])
    for key, layer in (("hochwasser", town.flood()), ("boden", town.soil()), ("wald", town.wood())):
        put(key, layer, cast.land_officer)
    stop = prepared(features(shapely.points(town.stop()), "points"))
    put_in_force(description=described("halt", "points"), prepared=stop, by=cast.land_officer)
    import yaml  # noqa: PLC0415 – only this fixture reads the town's YAML

    rules = yaml.safe_load(town.RULES)
    del rules["municipalities"]
    values = {"title": "Ort", "valid_from": DAY, "decided_by": "Arbeitskreis", "note": "", "rules": rules}
    return decide_rules(values=values, by=cast.land_officer)


def test_an_analysis_finds_the_towns_candidates(cast: Cast, town_rules: RuleSet) -> None:
    told: list[int] = []
    run = analyse(rule_set=town_rules, by=cast.land_officer, told=told.append)
    assert told[-1] == 100
    assert (run.parcels, run.excluded) == (12, 4)
    areas = {tuple(sorted(row.parcels)): row for row in Candidate.objects.filter(analysis=run)}
    assert set(areas) == {("f10", "f11", "f6", "f7"), ("f4", "f5", "f8", "f9")}
    best = areas[("f10", "f11", "f6", "f7")]
    assert best.points == pytest.approx(sum(town.POINTS[index] for index in (6, 7, 10, 11)) / 4, abs=0.01)
    assert "Haltepunkt" in best.why_de
    assert factors_path(run.pk).stat().st_size > 0


def test_other_weights_measure_nothing_again(cast: Cast, town_rules: RuleSet, data_folder: Path) -> None:
    analyse(rule_set=town_rules, by=cast.land_officer, told=lambda _done: None)
    (kept,) = (data_folder / "land" / "measured").glob("*.npz")
    written = kept.stat().st_mtime_ns
    rules = json.loads(json.dumps(town_rules.rules))
    rules["layers"]["boden"]["weight"] = 5
    other = decide_rules(
        values={"title": "Boden", "valid_from": DAY, "decided_by": "x", "note": "", "rules": rules},
        by=cast.land_officer,
    )
    run = analyse(rule_set=other, by=cast.land_officer, told=lambda _done: None)
    assert [path.stat().st_mtime_ns for path in (data_folder / "land" / "measured").glob("*.npz")] == [written]
    assert run.candidates.first().points != SuitabilityRun.objects.earliest("pk").candidates.first().points


def test_a_missing_layer_is_named(cast: Cast, town_rules: RuleSet) -> None:
    Layer.objects.filter(key="boden").update(current=None)
    with pytest.raises(ValidationError, match="boden"):
        analyse(rule_set=town_rules, by=cast.land_officer, told=lambda _done: None)


def test_stopping_stores_nothing(cast: Cast, town_rules: RuleSet) -> None:
    class Stop(Exception):
        pass

    def told(done: int) -> None:
        if done > 20:
            raise Stop

    with pytest.raises(Stop):
        analyse(rule_set=town_rules, by=cast.land_officer, told=told)
    assert not SuitabilityRun.objects.exists()


def test_a_candidate_becomes_a_site_once(cast: Cast, town_rules: RuleSet) -> None:
    candidate = analyse(rule_set=town_rules, by=cast.land_officer, told=lambda _done: None).candidates.first()
    site = adopt_candidate(candidate=candidate, by=cast.land_officer, on=DAY)
    assert site.area_m2 == pytest.approx(40_000, rel=0.001)
    assert site.organisation.kind == Organisation.Kind.TOWN_HALL
    assert set(site.parcels) == set(candidate.parcels)
    with pytest.raises(ValidationError):
        adopt_candidate(candidate=candidate, by=cast.land_officer, on=DAY)


def test_the_pages_show_layers_rules_and_both_analyses(
    cast: Cast, town_rules: RuleSet, client_for: Callable[..., Client]
) -> None:
    first = analyse(rule_set=town_rules, by=cast.land_officer, told=lambda _done: None)
    second = analyse(rule_set=town_rules, by=cast.land_officer, told=lambda _done: None)
    client = client_for(cast.land_officer)
    for path in (
        "/land/layers/", "/land/layers/wald/", "/land/layers/import/", "/land/analyses/", f"/land/rules/{town_rules.pk}/", "/land/rules/new/",
        f"/land/rules/{town_rules.pk}/pairs/", f"/land/analyses/compare/?first={first.pk}&second={second.pk}", "/land/map/",
    ):  # fmt: skip
        assert client.get(path).status_code == 200, path
    assert client.get("/land/analyses/compare/?first=1&second=99999").status_code == 404
    assert client.get(f"/land/map/analyses/{first.pk}/factors.bin").status_code == 200
    assert client_for(cast.vettweiss).post(f"/land/rules/{town_rules.pk}/analyse/").status_code == 403
    assert client_for(cast.vettweiss).post(f"/land/candidates/{first.candidates.first().pk}/adopt/").status_code == 403
    assert client_for(cast.partner).get("/land/layers/").status_code == 403


def test_a_weight_without_its_ends_is_refused_and_what_was_typed_stays(
    cast: Cast, town_rules: RuleSet, client_for: Callable[..., Client]
) -> None:
    client = client_for(cast.land_officer)
    data = {
        "title": "Neu",
        "valid_from": "2026-11-23",
        "decided_by": "Kreistag",
        "threshold": "50",
        "minimum_cluster_ha": "1",
        "distances-halt-weight": "0,5",
    }
    page = client.post("/land/rules/new/", data)
    assert page.status_code == 422
    assert 'value="Kreistag"' in page.content.decode()
    before = RuleSet.objects.count()
    data |= {"distances-halt-best": "100", "distances-halt-worst": "500", "layers-hochwasser-exclude": "5"}
    assert client.post("/land/rules/new/", data).status_code == 302
    assert RuleSet.objects.count() == before + 1
    rules = RuleSet.objects.latest("pk").rules
    assert rules["distances"]["halt"]["weight"] == 0.5
    assert rules["layers"]["hochwasser"]["exclude"] == 0.05


def test_pairs_give_weights_and_consistency_and_can_be_taken_over(
    cast: Cast, town_rules: RuleSet, client_for: Callable[..., Client]
) -> None:
    client = client_for(cast.land_officer)
    data = {
        "title": "Paare",
        "valid_from": "2026-11-23",
        "decided_by": "Runde",
        "pair-boden-wald": "3",
        "pair-boden-halt": "1/3",
        "pair-halt-wald": "5",
    }
    shown = client.post(f"/land/rules/{town_rules.pk}/pairs/", data | {"show": ""}).content.decode()
    assert "0,26" in shown
    assert client.post(f"/land/rules/{town_rules.pk}/pairs/", data | {"take": ""}).status_code == 302
    taken = RuleSet.objects.latest("pk")
    assert taken.comparison["cr"] == pytest.approx(0.0332, abs=0.001)
    assert taken.rules["distances"]["halt"]["weight"] == pytest.approx(0.637, abs=0.001)


def test_a_layer_file_is_read_through_the_page_and_the_worker(
    cast: Cast, client_for: Callable[..., Client], tmp_path: Path
) -> None:
    write_geoparquet(tmp_path / "wald.parquet", to_shapely(town.wood()), pa.table({"n": [1]}))
    data = {
        "key": "wald",
        "name_de": "Wald",
        "name_en": "woods",
        "kind": "areas",
        "source": "Amt",
        "licence": "CC0",
        "as_of": "2026-01-01",
    }
    with (tmp_path / "wald.parquet").open("rb") as stream:
        answer = client_for(cast.land_officer).post("/land/layers/import/", data | {"file": stream})
    assert answer.status_code == 302
    run = Run.objects.get(kind="land.layer-import")
    carry_out(str(run.pk))
    run.refresh_from_db()
    assert run.state == Run.State.DONE, run.outcome
    assert current_version("wald").features == 1
    assert not Path(run.params["work"]).exists(), "the upload is cleared away"


def test_a_look_says_what_would_change_and_only_taking_it_in_changes_it(
    cast: Cast, tmp_path: Path, client_for: Callable[..., Client]
) -> None:
    before = put("wald", town.wood(), cast.land_officer)
    write_geoparquet(
        tmp_path / "neu.parquet", to_shapely(town.flood()), pa.table({"n": list(range(len(to_shapely(town.flood()))))})
    )
    data = {"key": "wald", "name_de": "Wald, neu", "name_en": "woods, new", "kind": "areas", "source": "Amt", "licence": "CC0",
            "as_of": "2026-01-01", "check": "on"}  # fmt: skip
    client = client_for(cast.land_officer)
    with (tmp_path / "neu.parquet").open("rb") as stream:
        client.post("/land/layers/import/", data | {"file": stream})
    looked = Run.objects.get(kind="land.layer-import")
    carry_out(str(looked.pk))
    looked.refresh_from_db()
    page = client.get(looked.result["path"])
    assert page.status_code == 200
    assert page.context["seen"]["new"] is True
    assert page.context["seen"]["in_force"]["number"] == 1
    assert current_version("wald") == before
    assert client_for(cast.vettweiss).get(looked.result["path"]).status_code in (403, 404)
    assert client.post(looked.result["path"]).status_code == 302
    carry_out(str(Run.objects.exclude(pk=looked.pk).get(kind="land.layer-import").pk))
    assert current_version("wald").number == 2
    assert Layer.objects.get(key="wald").name_de == "Wald, neu"
    assert JournalEntry.objects.filter(message_id="Named anew: %(name)s").count() == 1
    again = client.post(looked.result["path"], follow=True)
    assert "nicht mehr aufgehoben" in again.content.decode()


def test_what_a_failed_import_left_goes_after_a_week(data_folder: Path) -> None:
    old, young = data_folder / "land" / "incoming" / "old", data_folder / "land" / "incoming" / "young"
    for folder in (old, young):
        folder.mkdir(parents=True)
        (folder / "upload.gpkg").write_bytes(b"x")
    now = timezone.now()
    os.utime(old, ((now - timedelta(days=8)).timestamp(),) * 2)
    clear_incoming(now)
    assert (old.exists(), young.exists()) == (False, True)
