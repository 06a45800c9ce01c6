"""Inquiries and amounts in the one search box; desk and search do not know each other, web brings them together."""

from datetime import timedelta

import pytest
from django.utils import timezone

from wandel.office.desk.actions.intake import IntakeDetails, erase_expired, move, receive
from wandel.office.people.access import access_for
from wandel.office.search.actions import reindex
from wandel.office.search.models import SearchTerm
from wandel.office.search.queries import suggest

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def found_by(user, text):
    return [hit.subject_path for hit in suggest(access_for(user), text).hits]


def inquiry(kind="other"):
    details = IntakeDetails(name="Erika Beispielfrau", email="erika@example.org", message="Hallo")
    return receive(kind=kind, source="form", details=details, by=None, at=timezone.now())


def test_who_wrote_is_found_by_the_unit_and_by_nobody_outside(cast):
    intake = inquiry()
    assert found_by(cast.funding_officer, "Erika") == [f"/intake/{intake.pk}/"]
    assert found_by(cast.vettweiss, "Erika") == []
    reindex(progress=lambda done: None)
    assert found_by(cast.funding_officer, "Erika") == [f"/intake/{intake.pk}/"]


def test_a_newcomer_is_found_by_their_field_alone(cast):
    intake = inquiry("move")
    assert found_by(cast.funding_officer, "Erika") == []
    assert found_by(cast.head, "Erika") == [f"/intake/{intake.pk}/"]
    move(intake=intake, field="funding", reason="dort", at=timezone.now(), by=cast.head)
    assert found_by(cast.funding_officer, "Erika") == [f"/intake/{intake.pk}/"]


def test_with_the_details_the_name_leaves_the_search(cast):
    intake = inquiry()
    erase_expired(on=intake.delete_on + timedelta(days=1))
    assert found_by(cast.head, "Beispielfrau") == []
    assert not SearchTerm.objects.filter(text="beispielfrau").exists()
