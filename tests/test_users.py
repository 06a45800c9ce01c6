"""Keeping users: who may, until when, who stands in – and the first step of a real county."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from wandel.conftest import Cast
from wandel.office.journal.queries import entries_about
from wandel.office.people.access import access_on
from wandel.office.people.models import Deputy, Organisation, Post, RoleAssignment, User
from wandel.office.places.models import Municipality

pytestmark = pytest.mark.database


def test_a_new_user_gets_a_role_and_loses_it_again(cast: Cast, client_for: Callable[..., Client]) -> None:
    today = timezone.localdate()
    client = client_for(cast.admin)
    client.post("/users/new/", {"name": "Neu Mann", "email": "Neu@Example.org", "language": "de", "once_key": "a"})
    user = User.objects.get(email="neu@example.org")
    assert not access_on(user, today).permissions
    given = {
        "role-role": "townhall",
        "role-organisation": cast.town_hall_vettweiss.pk,
        "role-valid_from": today.isoformat(),
    }
    assert client.post(f"/users/{user.pk}/roles/", given).status_code == 302
    assert access_on(user, today).organisation_ids == {cast.town_hall_vettweiss.pk}
    RoleAssignment.objects.filter(user=user).update(valid_from=today - timedelta(days=9))
    client.post(f"/roles/{RoleAssignment.objects.get(user=user).pk}/end/")
    assert not access_on(user, today).permissions
    assert RoleAssignment.objects.get(user=user).valid_until == today - timedelta(days=1)
    assert entries_about("people.user", str(user.pk)).count() == 3


@pytest.mark.parametrize("role", ["townhall", "county_office", "auditor", "partner", "officer"])
def test_a_role_without_what_it_needs_is_refused_with_a_sentence(
    cast: Cast, client_for: Callable[..., Client], role: str
) -> None:
    page = client_for(cast.admin).post(
        f"/users/{cast.nobody.pk}/roles/", {"role-role": role, "role-valid_from": "2026-01-01"}
    )
    assert page.status_code == 200
    assert not RoleAssignment.objects.filter(user=cast.nobody).exists()


def test_nobody_changes_their_own_rights(cast: Cast, client_for: Callable[..., Client]) -> None:
    client = client_for(cast.admin)
    client.post(f"/users/{cast.admin.pk}/roles/", {"role-role": "head", "role-valid_from": "2026-01-01"})
    client.post(f"/roles/{RoleAssignment.objects.get(user=cast.admin).pk}/end/")
    client.post(f"/users/{cast.admin.pk}/activity/", {"active": "0"})
    cast.admin.refresh_from_db()
    assert cast.admin.is_active
    assert [row.role for row in RoleAssignment.objects.valid_on(timezone.localdate()).filter(user=cast.admin)] == [
        "admin"
    ]


def test_who_is_shut_out_is_out_at_once(cast: Cast, client_for: Callable[..., Client]) -> None:
    theirs = client_for(cast.vettweiss)
    assert theirs.get("/desk/").status_code == 200
    client_for(cast.admin).post(f"/users/{cast.vettweiss.pk}/activity/", {"active": "0"})
    assert theirs.get("/desk/").status_code in {302, 403}


def test_a_deputy_is_somebody_else_and_is_named_once(cast: Cast, client_for: Callable[..., Client]) -> None:
    client = client_for(cast.admin)
    for _twice in range(2):
        client.post(f"/users/{cast.head.pk}/deputies/", {"deputy-deputy": cast.land_officer.pk})
    assert client.post(f"/users/{cast.head.pk}/deputies/", {"deputy-deputy": cast.head.pk}).status_code == 200
    row = Deputy.objects.get()
    assert (row.user, row.deputy) == (cast.head, cast.land_officer)
    client.post(f"/deputies/{row.pk}/remove/")
    assert not Deputy.objects.exists()


def test_a_post_is_filled_from_the_unit_only(cast: Cast, client_for: Callable[..., Client]) -> None:
    post = Post.objects.create(
        code="60/2", title_de="Fördermittel", title_en="Funding", field="funding", valid_from="2020-01-01"
    )
    client = client_for(cast.admin)
    client.post(f"/users/posts/{post.pk}/", {f"post-{post.pk}-holder": cast.vettweiss.pk})
    post.refresh_from_db()
    assert post.holder is None
    client.post(f"/users/posts/{post.pk}/", {f"post-{post.pk}-holder": cast.funding_officer.pk})
    post.refresh_from_db()
    assert post.holder == cast.funding_officer


def test_the_set_up_makes_a_county_and_may_be_repeated(db: None) -> None:
    for _twice in range(2):
        call_command("setup", admin="Ada@Kreis.example", name="Ada", stderr=StringIO())
    assert Municipality.objects.count() == 15
    assert Organisation.objects.filter(kind="town_hall").count() == 15
    assert Organisation.objects.filter(kind="unit").count() == 1
    assert Post.objects.count() == 8
    ada = User.objects.get()
    assert access_on(ada, timezone.localdate()).permissions >= {"users.manage"}
    assert not access_on(ada, timezone.localdate()).may("funding.award.view")


def test_a_wrong_address_for_the_first_user_stops_before_anything_is_written(db: None) -> None:
    with pytest.raises(CommandError, match="no e-mail address"):
        call_command("setup", admin="quatsch", stderr=StringIO())
    assert not Municipality.objects.exists()
