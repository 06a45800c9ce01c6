"""Sites of Vettweiß and Jülich."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from wandel.conftest import Cast
from wandel.fields.land.actions.site import move_site, record_site
from wandel.fields.land.models import Site

DAY = date(2026, 11, 23)
# About 141 × 111 m near Vettweiß.
FIELD = {
    "type": "Polygon",
    "coordinates": [[[6.600, 50.740], [6.602, 50.740], [6.602, 50.741], [6.600, 50.741], [6.600, 50.740]]],
}
NEXT = {
    "type": "Polygon",
    "coordinates": [[[6.602, 50.740], [6.604, 50.740], [6.604, 50.741], [6.602, 50.741], [6.602, 50.740]]],
}
COMPLETE: dict[str, Any] = {
    "use": "residential",
    "development": "outer",
    "owner_kind": "private",
    "owner_answer": "willing",
    "plan_basis": "regular",
    "plan_name": "Ve-14 Am Mühlenteich",
    "available_from": 2029,
}
# The regular way from candidate to available.
WAY = [
    "plausible", "visited", "owner_asked", "pool", "aufstellungsbeschluss", "fruehzeitige_beteiligung", "offenlage",
    "satzungsbeschluss", "rechtskraft", "available",
]  # fmt: skip


@pytest.fixture
def make_site(cast: Cast) -> Callable[..., Site]:
    """A site of Vettweiß with an outline; keywords change its values, ``state`` records it further on."""

    def make(*, state: str = "candidate", by: Any = None, round_row: str = "", **changes: Any) -> Site:
        hall = changes.pop("organisation", cast.town_hall_vettweiss)
        values = {
            "name": "Am Mühlenteich",
            "kind": "neubaugebiet",
            "municipality": hall.municipality,
            "organisation": hall,
            "geometry": FIELD,
            **changes,
        }
        return record_site(values=values, by=by or cast.land_officer, on=DAY, state=state, round_row=round_row)

    return make


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site()


@pytest.fixture
def move_to(cast: Cast) -> Callable[[Site, str], Site]:
    def move(site: Site, to: str, **more: Any) -> Site:
        return move_site(site=site, to=to, by=cast.land_officer, on=DAY, **more)

    return move


@pytest.fixture
def browser(client_for: Callable[..., Client]) -> Callable[..., Client]:
    def build(user: Any) -> Client:
        client = client_for(user)
        client.cookies["django_language"] = "en"
        return client

    return build


@pytest.fixture
def typed(cast: Cast) -> dict[str, Any]:
    """The least a town hall types."""
    return {"name": "Am Mühlenteich", "kind": "neubaugebiet", "organisation": cast.town_hall_vettweiss.pk}
