"""The description programs read: OpenAPI 3.1, made from the same table the lists are served from."""

from typing import Any

from django.conf import settings
from pydantic.json_schema import models_json_schema

from wandel.web.api import schemas
from wandel.web.api.parameters import PAGING
from wandel.web.api.resources import RESOURCES, Resource

REF = "#/components/schemas/{model}"
BASE = "/api/v1/"
REFUSALS = {
    "400": "A parameter is unknown or has a value that cannot be; the sentence says which.",
    "401": "The token is missing or does not work.",
    "403": "The token, or the role of its owner, does not read this.",
    "404": "It does not exist, or not for this token.",
    "429": "Too many wrong tokens came from this address.",
}


def ref(model: type) -> dict[str, str]:
    return {"$ref": REF.format(model=model.__name__)}


def refusals(*codes: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": ref(schemas.ProblemDetails)}}
    return {code: {"description": REFUSALS[code], "content": content} for code in codes}


def list_schema(item: dict[str, Any]) -> dict[str, Any]:
    address = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    return {
        "type": "object",
        "required": ["count", "next", "previous", "items"],
        "properties": {
            "count": {"type": "integer", "description": "All rows, not only those of this page."},
            "next": address,
            "previous": address,
            "items": {"type": "array", "items": item},
        },
    }


def schema_name(resource: Resource) -> str:
    return f"{resource.schema.__name__}List"


def _operation(resource: Resource, *, one: bool) -> dict[str, Any]:
    schema = ref(resource.full_schema) if one else {"$ref": REF.format(model=schema_name(resource))}
    parameters: list[dict[str, Any]] = []
    if one:
        parameters.append(
            {
                "name": resource.key if resource.key != "pk" else "id",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "pattern": f"^{resource.pattern}$"},
            }
        )
    else:
        parameters += [parameter.described() for parameter in (*resource.filters, *PAGING)]
    codes = ["400", "401", "429"] + ([] if resource.is_public else ["403"]) + (["404"] if one else [])
    description = "The answer itself." if one else "One page; the header Link names the next one."
    return {
        "operationId": f"read_{resource.singular if one else resource.name}",
        "summary": f"One {resource.singular}" if one else f"All {resource.name}",
        "description": resource.about,
        "tags": [resource.name],
        "security": [{}, {"token": []}] if resource.is_public else [{"token": [resource.name]}],
        "parameters": parameters,
        "responses": {
            "200": {"description": description, "content": {"application/json": {"schema": schema}}},
            "304": {"description": "Unchanged since the answer with this ETag."},
            **refusals(*sorted(codes)),
        },
    }


def components() -> dict[str, Any]:
    models: dict[str, type] = {"ProblemDetails": schemas.ProblemDetails}
    for resource in RESOURCES:
        models |= {one.__name__: one for one in (resource.schema, resource.full_schema)}
    _map, found = models_json_schema([(model, "serialization") for model in models.values()], ref_template=REF)
    lists = {schema_name(resource): list_schema(ref(resource.schema)) for resource in RESOURCES}
    return {**found["$defs"], **lists}


def document(base_url: str) -> dict[str, Any]:
    """The whole description; ``base_url`` is where this installation answers."""
    paths: dict[str, Any] = {}
    for resource in RESOURCES:
        key = resource.key if resource.key != "pk" else "id"
        paths[f"{BASE}{resource.name}"] = {"get": _operation(resource, one=False)}
        paths[f"{BASE}{resource.name}/{{{key}}}"] = {"get": _operation(resource, one=True)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "wandel",
            "version": "1",
            "summary": "What the unit for structural change knows, for other programs to read.",
            "description": "Money is a string with two decimal places, shares are strings between 0 and 1, dates are ISO 8601."
            " Every answer carries an ETag. Tokens are made under “My account”; they never read more than their owner.",
            "x-software-version": settings.WANDEL_VERSION,
        },
        "servers": [{"url": base_url}],
        "paths": paths,
        "components": {
            "schemas": components(),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "Authorization: Bearer wandel_…"}
            },
        },
    }
