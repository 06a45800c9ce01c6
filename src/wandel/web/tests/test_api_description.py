"""The OpenAPI document is true: requests made from it are answered as it says, whoever asks and whatever they write."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wandel.conftest import Cast
from wandel.fields.funding.queries.awards import awards_for, obligations_for
from wandel.fields.land.queries.site import published_sites, sites_for
from wandel.fields.projects.queries.project import projects_for
from wandel.office.desk.queries.intake import intakes_for
from wandel.office.people.access import access_on
from wandel.office.people.models import User
from wandel.web.api.openapi import document
from wandel.web.api.resources import BY_NAME, RESOURCES, Resource
from wandel.web.tests.conftest import DAY, World

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DOCUMENT = document("http://testserver")
OPERATIONS = [(path, methods["get"]) for path, methods in DOCUMENT["paths"].items()]
ASKERS = [
    "stranger",
    "head",
    "funding_officer",
    "land_officer",
    "vettweiss",
    "juelich",
    "treasury",
    "auditor",
    "partner",
    "council",
]
JUNK = st.one_of(
    st.text(max_size=30), st.integers().map(str), st.floats().map(str),
    st.sampled_from(["", "\x00", "null", "-1", "1e9", "../..", "' OR 1=1 --", "9" * 40, "2026-13-01", "2026-11-23T25:00:00Z", "0001-01-01T00:00:00+14:00", "%", "٣"]),
)  # fmt: skip


def values_of(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    """Values the description calls right."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema.get("type") == "integer":
        return st.integers(schema["minimum"], schema["maximum"]).map(str)
    if schema.get("format") == "date" or "examples" in schema:
        return st.dates().map(str) | st.sampled_from(schema.get("examples", ["2026-11-23"]))
    return st.from_regex(re.compile(schema["pattern"], re.ASCII), fullmatch=True)


@st.composite
def requests(draw: st.DrawFn, keys: dict[str, list[str]]) -> tuple[str, dict[str, Any], str]:
    """An asker, an operation of the document and an address for it."""
    path, operation = draw(st.sampled_from(OPERATIONS))
    query: list[tuple[str, str]] = []
    for parameter in operation["parameters"]:
        right = values_of(parameter["schema"])
        if parameter["in"] == "path":
            known = keys[operation["tags"][0]]
            key = draw(st.one_of(st.sampled_from(known), right, JUNK.filter(lambda text: text not in {"", ".", ".."})))
            path = path.replace(f"{{{parameter['name']}}}", quote(key, safe=""))
        elif draw(st.booleans()):
            query.append((parameter["name"], draw(st.one_of(right, right, right, JUNK))))
    if draw(st.integers(0, 9)) == 0:
        query.append((draw(st.text(min_size=1, max_size=9)), draw(JUNK)))
    query_text = urlencode(query, errors="surrogatepass") if query else ""
    return draw(st.sampled_from(ASKERS)), operation, f"{path}?{query_text}" if query_text else path


@pytest.fixture
def keys(world: World) -> dict[str, list[str]]:
    """Keys that exist, whoever may see them."""
    return {
        "municipalities": ["05358060"], "sites": [one.number for one in (world.published, world.inner, world.secret)],
        "projects": [str(world.project.pk)], "programmes": [str(world.programme.pk)],
        "grants": [str(world.award.pk), str(world.foreign_award.pk)],
        "obligations": [str(one.pk) for award in (world.award, world.foreign_award) for one in award.obligations.all()],
        "inquiries": [str(world.inquiry.pk)], "indicators": [str(world.figure.pk)],
    }  # fmt: skip


@pytest.fixture
def clients(cast: Cast, world: World, token_for: Callable[..., Client]) -> dict[str, Client]:
    return {"stranger": Client()} | {name: token_for(getattr(cast, name)) for name in ASKERS if name != "stranger"}


@pytest.fixture
def visible(cast: Cast, world: World) -> dict[tuple[str, str], set[str]]:
    """What each asker sees on the pages, by list."""
    found: dict[tuple[str, str], set[str]] = {}
    public = set(published_sites().values_list("number", flat=True))
    for name in ASKERS:
        if name == "stranger":
            found[name, "sites"] = public
            continue
        user: User = getattr(cast, name)
        access = access_on(user, DAY)
        found[name, "sites"] = public | set(sites_for(access).values_list("number", flat=True))
        for what, rows in (
            ("grants", awards_for(access)), ("obligations", obligations_for(access)), ("projects", projects_for(access)),
            ("inquiries", intakes_for(access)),
        ):  # fmt: skip
            found[name, what] = {str(pk) for pk in rows.values_list("pk", flat=True)}
    return found


def rows_of(resource: Resource, body: Any, *, one: bool) -> Iterator[tuple[str, Any]]:
    """Each row as the schema of the list reads it, with its key."""
    schema = resource.full_schema if one else resource.schema
    for row in [body] if one else body["items"]:
        yield str(row[resource.key if resource.key != "pk" else "id"]), schema.model_validate(row)


def hold(clients: dict[str, Client], visible: dict[tuple[str, str], set[str]], asked: tuple[str, Any, str]) -> None:
    """Ask and hold the answer against the description and against what the asker sees on the pages."""
    asker, operation, address = asked
    answer = clients[asker].get(address)
    assert str(answer.status_code) in operation["responses"], (asker, address, answer.status_code)
    if answer.status_code != 200:
        assert answer["Content-Type"] == "application/problem+json"
        assert len(answer.json()["detail"]) > 20
        return
    resource = BY_NAME[operation["tags"][0]]
    told = {
        key
        for key, _row in rows_of(resource, answer.json(), one=operation["operationId"] == f"read_{resource.singular}")
    }
    if (asker, resource.name) in visible:
        assert told <= visible[asker, resource.name], (asker, address)


def test_every_list_is_described_with_its_filters() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    for resource in RESOURCES:
        described = {one["name"] for one in DOCUMENT["paths"][f"/api/v1/{resource.name}"]["get"]["parameters"]}
        assert described == {*(one.name for one in resource.filters), "limit", "offset"}


def test_every_reference_leads_somewhere() -> None:
    text = str(DOCUMENT)
    for name in re.findall(r"#/components/schemas/(\w+)", text):
        assert name in DOCUMENT["components"]["schemas"], name
    assert "/api/v1/grants/{id}" in DOCUMENT["paths"]


def test_the_document_is_served_to_everybody(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.json() == document("http://testserver")
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_everybody_asks_for_everything_once_and_gets_what_the_pages_show(clients: Any, visible: Any, keys: Any) -> None:
    for asker in ASKERS:
        for path, operation in OPERATIONS:
            for key in keys[operation["tags"][0]]:
                hold(clients, visible, (asker, operation, re.sub(r"\{\w+\}", key, path)))


@pytest.mark.thorough
def test_whatever_is_asked_the_answer_is_one_of_those_described(clients: Any, visible: Any, keys: Any) -> None:
    @settings(max_examples=1500, suppress_health_check=list(HealthCheck))
    @given(requests(keys))
    def ask(asked: tuple[str, Any, str]) -> None:
        hold(clients, visible, asked)

    ask()
