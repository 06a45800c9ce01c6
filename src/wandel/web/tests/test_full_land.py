"""In a demo the land pages offer the whole county's parcels, laid out in the background, once."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from django.test import Client

from wandel.conftest import Cast
from wandel.core.geodata.parcel_number import number_of
from wandel.core.geodata.synthetic import Cadastre
from wandel.office.places.models import Municipality
from wandel.office.runs.actions import cancel, register_run
from wandel.office.runs.models import Run
from wandel.ui.slots import register_panel, remove_panel
from wandel.web.demo.land import FULL, RUN, _numbers, full_land_panel, lay_out_land

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.urls("wandel.web.tests.demo_urls")]


@pytest.fixture(autouse=True)
def in_a_demo() -> Iterator[None]:
    register_run(RUN, lay_out_land)
    register_panel("land.map", full_land_panel, order=90, name="demo.full-land")
    yield
    remove_panel("land.map", name="demo.full-land")


def test_the_button_starts_one_run_that_can_be_watched_and_stopped(
    cast: Cast, client_for: Callable[..., Client]
) -> None:
    client = client_for(cast.land_officer)
    client.cookies["django_language"] = "en"
    for path in ("/land/map/", "/land/layers/"):
        assert "Lay out 280,000 parcels" in client.get(path).content.decode()
    answer = client.post("/demo/full-land/")
    run = Run.objects.get(kind=RUN)
    assert run.params["parcels"] == FULL
    assert answer["Location"] == f"/runs/{run.pk}/"
    assert client.post("/demo/full-land/")["Location"] == f"/runs/{run.pk}/"
    assert Run.objects.filter(kind=RUN).count() == 1
    page = client.get("/land/layers/").content.decode()
    assert "Watch or stop it" in page
    assert "Lay out 280,000 parcels" not in page
    cancel(run=run, by=cast.land_officer)
    assert "Lay out 280,000 parcels" in client.get("/land/layers/").content.decode()


def test_only_who_may_change_layers_sees_and_presses_it(cast: Cast, client_for: Callable[..., Client]) -> None:
    client = client_for(cast.vettweiss)
    assert "/demo/full-land/" not in client.get("/land/map/").content.decode()
    assert client.post("/demo/full-land/").status_code == 403
    assert client_for(cast.land_officer).get("/demo/full-land/").status_code == 405


def test_invented_parcels_have_numbers_as_a_cadastre_writes_them_and_each_only_once(cast: Cast) -> None:
    boundary: dict[str, Any] = {"type": "Polygon", "coordinates": []}
    Municipality.objects.update(boundary=boundary)
    owner = np.array([0] * 900 + [1] * 500, dtype=np.int32)
    nothing = np.array([""] * 1400)
    columns = _numbers(Cadastre(np.empty(1400, dtype=object), owner, nothing, nothing))
    found = [number_of({name: values[place] for name, values in columns.items()}) for place in range(1400)]
    assert len({one.label for one in found if one}) == 1400
    assert found[6] is not None
    assert found[6].label == "Jülich, Flur 1, Flurstück 6/1"
