"""Something of everything for the interfaces: two town halls with a site, a project, a grant and an inquiry each, and tokens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from wandel.conftest import Cast
from wandel.fields.funding.actions.programme import save_programme
from wandel.fields.funding.models import Programme, Zuwendungsbescheid
from wandel.fields.funding.tests.conftest import make_award
from wandel.fields.growth.models import Figure, FigureImport
from wandel.fields.land.actions.publication import release_publication
from wandel.fields.land.models import Site
from wandel.fields.land.tests.site_cast import make_site
from wandel.fields.projects.models import Project
from wandel.fields.projects.tests.conftest import make_project, officer
from wandel.office.desk.actions.intake import IntakeDetails, receive
from wandel.office.desk.models import Intake
from wandel.office.people.access import access_on
from wandel.office.people.actions.api_token import create_token
from wandel.office.people.models import Person, User
from wandel.office.people.queries.api_token import scopes_open_to

__all__ = ["make_award", "make_project", "make_site", "officer"]
DAY = date(2026, 11, 23)


@dataclass
class World:
    """What there is. ``published`` is open to everybody, ``inner`` to those who maintain it, ``secret`` to the field."""

    published: Site
    inner: Site
    secret: Site
    project: Project
    award: Zuwendungsbescheid
    foreign_award: Zuwendungsbescheid
    programme: Programme
    inquiry: Intake
    figure: Figure


@pytest.fixture
def publish(cast: Cast, make_site: Callable[..., Site]) -> Callable[..., Site]:
    def build(**changes: Any) -> Site:
        values = {
            "state": "available",
            "use": "mixed",
            "publication_announced_on": date(2026, 1, 1),
            "available_from": 2028,
        }
        return release_publication(site=make_site(**{**values, **changes}), by=cast.land_officer, on=DAY)

    return build


@pytest.fixture
def world(
    cast: Cast,
    publish: Callable[..., Site],
    make_site: Callable[..., Site],
    make_award: Callable[..., Zuwendungsbescheid],
    make_project: Callable[..., Project],
) -> World:
    owner = Person.objects.create(given_name="Erna", family_name="Geheimrat")
    brought = FigureImport.objects.create(kind="register", file_name="r.csv", taken_in_on=DAY, new=1, changed=0, same=0)
    programme = {
        "title": "Dorferneuerung", "funder": "Land NRW", "short": "Plätze und Wege", "url": "https://foerderung.example",
        "areas": ["05"], "applicants": ["municipality"], "continuous": True, "maximum_grant": Decimal("250000.50"),
    }  # fmt: skip
    details = IntakeDetails(name="Erika Beispielfrau", email="erika@example.org", message="Geheime Frage")
    return World(
        published=publish(
            name="Am Mühlenteich", owner=owner, owner_kind="private", note="pst!", price=Decimal("35.50"), price_on=DAY,
            price_source="Bodenrichtwert", soil_value=71,
        ),
        inner=make_site(name="Im Winkel", note="pst!"),
        secret=make_site(name="Unterm Deckel", organisation=cast.town_hall_juelich, confidential=True),
        project=make_project(municipality=cast.town_hall_vettweiss.municipality),
        award=make_award(),
        foreign_award=make_award(
            title="Schulhof Jülich", reference="33.02.08/24", recipient=cast.town_hall_juelich, grant=Decimal("1234.50")
        ),
        programme=save_programme(programme=Programme(checked_on=DAY), values=programme, by=cast.funding_officer),
        inquiry=receive(kind="other", source="form", details=details, by=None, at=timezone.now()),
        figure=Figure.objects.create(
            identity="1" * 64, key="births", area="05358060", year=2024, value=81, state="value", unit="persons",
            source="IT.NRW", brought_by=brought,
        ),
    )  # fmt: skip


@pytest.fixture
def token_for() -> Callable[..., Client]:
    """A program with a token of this user: with these scopes, or with everything its owner may read."""

    def build(user: User, *scopes: str) -> Client:
        today = timezone.localdate()
        chosen = scopes or scopes_open_to(access_on(user, today))
        _row, token = create_token(
            user=user, label="Test", scopes=chosen, expires_on=today + timedelta(days=9), on=today
        )
        return Client(headers={"authorization": f"Bearer {token}"})

    return build
