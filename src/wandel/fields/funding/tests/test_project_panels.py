"""An award and the project it pays for find each other by the reference of the notice."""

from collections.abc import Callable

import pytest
from django.test import Client

from wandel.conftest import Cast
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.funding.tests.conftest import DAY
from wandel.fields.projects.actions.project import suggest_project
from wandel.fields.projects.models import Project

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def paid(award: Zuwendungsbescheid, cast: Cast) -> Project:
    values = {"title": "Mitte Vettweiß", "idea": "Ein Platz für alle.", "award_reference": award.reference}
    return suggest_project(values=values, submitted_by=cast.town_hall_vettweiss, by=cast.head, on=DAY)


def test_each_page_leads_to_the_other(
    paid: Project, award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    for user in (cast.funding_officer, cast.vettweiss):
        client = client_for(user)
        assert award.get_absolute_url() in client.get(paid.get_absolute_url()).content.decode()
        assert paid.get_absolute_url() in client.get(award.get_absolute_url()).content.decode()


def test_who_may_not_see_the_award_does_not_learn_of_it_from_the_project(
    paid: Project, award: Zuwendungsbescheid, cast: Cast, client_for: Callable[..., Client]
) -> None:
    Project.objects.filter(pk=paid.pk).update(stage="granted")
    page = client_for(cast.council).get(paid.get_absolute_url())
    assert page.status_code == 200
    assert award.get_absolute_url() not in page.content.decode()
