"""The interface for other programs: the pages' rights, the same figures, and refusals that say what to do."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from wandel.conftest import Cast
from wandel.core.scouting.rules import Status
from wandel.fields.funding.models import Programme, Zuwendungsbescheid
from wandel.fields.funding.queries.programmes import having_status, row_of
from wandel.fields.land.models import Site
from wandel.office.people.models import ApiToken
from wandel.web.api.resources import BY_NAME, RESOURCES
from wandel.web.tests.conftest import DAY, World

pytestmark = [pytest.mark.database, pytest.mark.django_db]
GUARDED = [one.name for one in RESOURCES if not one.is_public]
Programs = Callable[..., Client]


def names(client: Client, path: str, column: str) -> set[Any]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return {row[column] for row in answer.json()["items"]}


def test_strangers_read_municipalities_and_published_sites(world: World) -> None:
    assert names(Client(), "/api/v1/municipalities", "name") == {"Vettweiß", "Jülich"}
    assert names(Client(), "/api/v1/sites", "number") == {world.published.number}
    assert Client().get(f"/api/v1/sites/{world.published.number}").json()["geometry"]["type"] == "Polygon"
    assert Client().get(f"/api/v1/sites/{world.inner.number}").status_code == 404


def test_nothing_said_in_confidence_is_told_to_anybody(world: World, cast: Cast, token_for: Programs) -> None:
    for client in (Client(), token_for(cast.head)):
        for path in ("/api/v1/sites", f"/api/v1/sites/{world.published.number}", "/api/v1/inquiries"):
            told = client.get(path).content.decode()
            for secret in ("Geheimrat", "pst!", "private", "Beispielfrau", "erika@", "Geheime Frage"):
                assert secret not in told


def test_strangers_learn_no_inner_facts_of_a_published_site(world: World) -> None:
    row = Client().get("/api/v1/sites").json()["items"][0]
    assert row["details"] is None
    assert row["price"] == "35.50"
    assert Client().get("/api/v1/sites?status=available").status_code == 400


def test_a_price_without_its_day_is_told_to_nobody(world: World) -> None:
    Site.objects.update(price_on=None)
    assert Client().get("/api/v1/sites").json()["items"][0]["price"] is None


@pytest.mark.parametrize("name", GUARDED)
def test_everything_else_needs_a_token_that_works(world: World, name: str) -> None:
    for headers in ({}, {"authorization": "Bearer wandel_wrong"}, {"authorization": "Basic eDp5"}):
        for path in (f"/api/v1/{name}", f"/api/v1/{name}/1"):
            answer = Client(headers=headers).get(path)
            assert answer.status_code == 401, headers
            assert answer["Content-Type"] == "application/problem+json"
            assert answer["WWW-Authenticate"].startswith("Bearer")
            assert "Mein Konto" in answer.json()["detail"]


def test_a_session_of_the_pages_opens_nothing_here(world: World, cast: Cast, client_for: Any) -> None:
    assert client_for(cast.head).get("/api/v1/grants").status_code == 401


def test_a_wrong_token_is_refused_where_none_is_needed(world: World) -> None:
    assert Client(headers={"authorization": "Bearer x"}).get("/api/v1/sites").status_code == 401


def test_who_guesses_is_slowed_down_and_a_right_token_still_works(
    world: World, cast: Cast, token_for: Programs
) -> None:
    wrong = Client(headers={"authorization": "Bearer wandel_guess"})
    answers = [wrong.get("/api/v1/grants").status_code for _ in range(62)]
    assert set(answers) == {401, 429}
    assert wrong.get("/api/v1/grants")["Retry-After"] == "3600"
    assert token_for(cast.head).get("/api/v1/grants").status_code == 200


def test_a_scope_that_is_missing_is_named(world: World, cast: Cast, token_for: Programs) -> None:
    client = token_for(cast.head, "sites")
    answer = client.get("/api/v1/grants")
    assert answer.status_code == 403
    assert "grants" in answer.json()["detail"]


def test_a_role_that_ended_ends_the_token_too(world: World, cast: Cast, token_for: Programs) -> None:
    client = token_for(cast.funding_officer, "inquiries")
    assert client.get("/api/v1/inquiries").status_code == 200
    cast.funding_officer.role_assignments.update(valid_until=timezone.localdate() - timedelta(days=1))
    assert client.get("/api/v1/inquiries").status_code == 403


def test_a_town_hall_reads_its_own_and_what_is_foreign_does_not_exist(
    world: World, cast: Cast, token_for: Programs
) -> None:
    client = token_for(cast.vettweiss)
    assert names(client, "/api/v1/grants", "id") == {world.award.pk}
    assert client.get(f"/api/v1/grants/{world.foreign_award.pk}").status_code == 404
    assert names(client, "/api/v1/obligations", "grant") == {world.award.pk}
    foreign = world.foreign_award.obligations.first()
    assert client.get(f"/api/v1/obligations/{foreign.pk}").status_code == 404
    assert names(client, "/api/v1/sites", "number") == {world.published.number, world.inner.number}
    assert names(token_for(cast.juelich), "/api/v1/sites", "number") == {world.published.number, world.secret.number}


def test_a_confidential_site_stays_in_its_field(world: World, cast: Cast, token_for: Programs) -> None:
    assert world.secret.number in names(token_for(cast.land_officer), "/api/v1/sites", "number")
    assert world.secret.number not in names(token_for(cast.funding_officer), "/api/v1/sites", "number")


def test_the_list_holds_what_the_page_holds(world: World, cast: Cast, token_for: Programs, client_for: Any) -> None:
    """Every award the list page links to, and no other."""
    for user in (cast.head, cast.vettweiss, cast.juelich, cast.auditor):
        page = client_for(user).get("/awards/").content.decode()
        shown = {award.pk for award in (world.award, world.foreign_award) if f"/awards/{award.pk}/" in page}
        assert names(token_for(user, "grants"), "/api/v1/grants", "id") == shown


def test_money_is_a_string_with_two_places(world: World, cast: Cast, token_for: Programs) -> None:
    client = token_for(cast.head)
    row = client.get(f"/api/v1/grants/{world.foreign_award.pk}").json()
    assert (row["grant"], row["rate"], row["drawn"]) == ("1234.50", "0.8", "0.00")
    assert client.get(f"/api/v1/programmes/{world.programme.pk}").json()["maximum_grant"] == "250000.50"


def test_lists_come_in_pages_that_lead_to_each_other(world: World, cast: Cast, token_for: Programs) -> None:
    client, path, seen = token_for(cast.head), "/api/v1/obligations?limit=3&status=open", []
    while path:
        answer = client.get(path)
        body = answer.json()
        assert len(body["items"]) <= 3
        assert (f'<{body["next"]}>; rel="next"' in answer["Link"]) is bool(body["next"])
        seen += [row["id"] for row in body["items"]]
        path = body["next"]
    assert len(seen) == len(set(seen)) == body["count"]
    assert "status=open" in body["previous"]


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("grants?limit=0", "limit"), ("grants?limit=501", "limit"), ("grants?offset=-1", "offset"), ("grants?limit=1&limit=2", "limit"),
        ("grants?status=nonsense", "status"), ("grants?municipality=Vettweiß", "municipality"), ("grants?colour=red", "colour"),
        ("grants?changed_since=yesterday", "changed_since"), ("grants?changed_since=0001-01-01", "changed_since"),
        ("obligations?due_from=2026-02-30", "due_from"), ("indicators?year=١", "year"), ("indicators?key=%00", "key"),
        ("sites/X-1?limit=3", "limit"),
    ],
)  # fmt: skip
def test_a_parameter_that_cannot_be_is_refused_by_name(
    world: World, cast: Cast, token_for: Programs, path: str, parameter: str
) -> None:
    answer = token_for(cast.head).get(f"/api/v1/{path}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == parameter
    assert parameter in answer.json()["detail"]


def test_filters_narrow(world: World, cast: Cast, token_for: Programs) -> None:
    client = token_for(cast.head)
    assert names(client, "/api/v1/grants?municipality=05358024", "id") == {world.foreign_award.pk}
    assert names(client, "/api/v1/grants?status=closed", "id") == set()
    assert names(client, "/api/v1/projects?municipality=05358060&status=open", "id") == {world.project.pk}
    assert names(client, "/api/v1/projects?municipality=05358024", "id") == set()
    assert names(client, "/api/v1/programmes?municipality=05358060&status=continuous", "id") == {world.programme.pk}
    assert names(client, "/api/v1/programmes?municipality=09162000", "id") == set()
    assert names(client, "/api/v1/sites?status=candidate", "number") == {world.inner.number, world.secret.number}
    assert names(client, f"/api/v1/obligations?grant={world.award.pk}", "grant") == {world.award.pk}
    assert names(client, "/api/v1/indicators?key=births&year=2024", "id") == {world.figure.pk}
    assert names(client, "/api/v1/indicators?municipality=05358024", "id") == set()
    assert names(client, "/api/v1/inquiries?status=received", "id") == {world.inquiry.pk}


@pytest.mark.parametrize("name", [one.name for one in RESOURCES if any(f.name == "changed_since" for f in one.filters)])
def test_what_was_changed_since_a_day_is_found(world: World, cast: Cast, token_for: Programs, name: str) -> None:
    client, today = token_for(cast.head), timezone.localdate()
    before = client.get(f"/api/v1/{name}?changed_since={DAY - timedelta(days=30)}").json()["count"]
    assert before == client.get(f"/api/v1/{name}").json()["count"] > 0
    assert client.get(f"/api/v1/{name}?changed_since={today + timedelta(days=2)}T00:00:00Z").json()["count"] == 0


def test_the_database_tells_a_programmes_state_by_the_same_rule(world: World) -> None:
    days = [
        None,
        DAY - timedelta(days=5),
        DAY,
        DAY + timedelta(days=1),
        DAY + timedelta(days=42),
        DAY + timedelta(days=43),
    ]
    for opens in days:
        for closes in days:
            for continuous in (False, True):
                if not (opens and closes and closes < opens):
                    Programme.objects.create(
                        key=f"{opens}{closes}{continuous}", title="x", checked_on=DAY, opens_on=opens, closes_on=closes,
                        continuous=continuous,
                    )  # fmt: skip
    for status in Status:
        found = set(Programme.objects.filter(having_status(status, on=DAY)))
        assert found == {one for one in Programme.objects.all() if row_of(one, on=DAY).status == status}, status


def test_an_unchanged_answer_is_not_sent_again(world: World) -> None:
    first = Client().get("/api/v1/sites")
    again = Client().get("/api/v1/sites", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    world.published.name = "Anders"
    world.published.save()
    assert Client().get("/api/v1/sites", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_what_a_token_reads_is_kept_by_no_cache_on_the_way(world: World, cast: Cast, token_for: Programs) -> None:
    answer = token_for(cast.head).get("/api/v1/sites")
    assert "private" in answer["Cache-Control"]
    assert "Authorization" in answer["Vary"]
    assert "Access-Control-Allow-Origin" not in answer
    assert not answer.cookies


def test_nothing_is_changed_through_it(world: World, cast: Cast, token_for: Programs) -> None:
    client = token_for(cast.head)
    for method in (client.post, client.put, client.delete):
        answer = method("/api/v1/grants")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert client.head("/api/v1/grants").status_code == 200


def test_a_stroke_too_many_leads_to_the_list_and_a_wrong_name_to_a_sentence(world: World) -> None:
    assert Client().get("/api/v1/sites/?limit=1").headers["Location"] == "/api/v1/sites?limit=1"
    answer = Client().get("/api/v1/unicorns")
    assert answer.status_code == 404
    assert "municipalities" in answer.json()["detail"]


def test_the_last_day_of_use_is_remembered(world: World, cast: Cast, token_for: Programs) -> None:
    token_for(cast.head, "grants").get("/api/v1/grants")
    assert ApiToken.objects.get().used_on == timezone.localdate()


@pytest.mark.parametrize("name", list(BY_NAME))
def test_many_rows_ask_no_more_questions_than_few(
    world: World, cast: Cast, token_for: Programs, name: str, make_award: Any, make_project: Any, publish: Any
) -> None:
    client = token_for(cast.head)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/api/v1/{name}").json()["count"]
        return len(asked)

    client.get(f"/api/v1/{name}")
    few = questions()
    for number in range(4):
        make_award(title=f"Platz {number}", reference=f"9{number}", grant=Decimal(1000 + number))
        make_project(title=f"Idee {number}")
        publish(name=f"Fläche {number}")
        world.figure.pk, world.figure.identity = None, f"{number + 2}" * 64
        world.figure.save(force_insert=True)
        world.programme.pk, world.programme.key = None, f"p{number}"
        world.programme.save(force_insert=True)
    assert questions() <= few
    assert few <= 10


def test_a_grant_recorded_in_error_is_not_told(world: World, cast: Cast, token_for: Programs) -> None:
    Zuwendungsbescheid.objects.filter(pk=world.award.pk).update(withdrawn_on=DAY)
    assert names(token_for(cast.head), "/api/v1/grants", "id") == {world.foreign_award.pk}


def test_people_are_told_how_it_works(world: World, cast: Cast, client_for: Any) -> None:
    for client in (Client(), client_for(cast.head)):
        page = client.get("/api/v1/").content.decode()
        assert "/api/v1/openapi.json" in page
        assert all(f"/api/v1/{name}" in page for name in BY_NAME)
