"""The table view × role: every address, every role. A new address without a row fails this test."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter

from wandel.conftest import Cast
from wandel.office.people.roles import PERMISSIONS, Role

ROLES = ["visitor", "head", "officer", "town hall", "county office", "auditor", "partner", "council", "admin"]
# Address → permission it asks for. "token": only a program with a token, no session of the pages opens it. "open" is for everybody, "signed in" for every user, "link" for holders of a secret link,
# "login" belongs to the sign-in library.
TABLE = {
    "start": "open", "theme": "open", "set_language": "open", "imprint": "open", "privacy": "open", "accessibility": "open",
    "motion": "open", "healthz": "open", "account": "signed in",
    "people:api-tokens": "signed in", "people:api-token-revoke": "signed in",
    **dict.fromkeys(
        ("api:guide", "api:openapi", "api:nothing-here", "api:municipalities", "api:municipality", "api:sites", "api:site"), "open"
    ),
    **dict.fromkeys(
        (f"open-data:{name}" for name in ("overview", "catalog", "catalog-jsonld", "catalog-ttl", "population")), "open"
    ),
    **dict.fromkeys(
        (f"ogc:{name}" for name in ("landing", "api", "conformance", "collections", "collection", "items", "item", "nothing-here")), "open"
    ),
    **dict.fromkeys(
        (f"api:{name}" for pair in ("project", "programme", "grant", "obligation", "indicator") for name in (pair, f"{pair}s")), "token"
    ),
    "api:inquiries": "token", "api:inquiry": "token",
    "public:welcome": "open", "public:front-door": "open", "public:thanks": "link",
    **dict.fromkeys(("relocation:schools", "relocation:school-points", "relocation:school-on-map", "relocation:school", "relocation:childcare"), "open"),
    **dict.fromkeys(("relocation:guide-start", "relocation:guide", "relocation:guide-search", "relocation:guide-page", "relocation:guide-feedback"), "open"),
    **dict.fromkeys(
        ("newcomers:guide", "newcomers:guide-new", "newcomers:guide-coverage", "newcomers:guide-languages", "newcomers:guide-language-new", "newcomers:guide-language-edit",
         "newcomers:guide-import", "newcomers:guide-tree-result", "newcomers:guide-detail", "newcomers:guide-edit", "newcomers:guide-move", "newcomers:guide-show",
         "newcomers:guide-read", "newcomers:guide-wording", "newcomers:guide-history", "newcomers:guide-review", "newcomers:guide-withdraw"), "guide.edit"
    ),
    **dict.fromkeys(("newcomers:schools", "newcomers:school-edit", "newcomers:childcare-edit", "newcomers:list-import", "newcomers:list-result"), "school.edit"),
    **dict.fromkeys(("relocation:homes", "relocation:home", "relocation:alert", "relocation:alert-sent"), "open"),
    **dict.fromkeys(("relocation:alert-page", "relocation:alert-confirm", "relocation:alert-stop", "relocation:alert-enter"), "link"),
    **dict.fromkeys(("newcomers:offerings", "newcomers:offering"), "offering.view"),
    **dict.fromkeys(("newcomers:offering-new", "newcomers:offering-edit", "newcomers:offering-move", "newcomers:offering-import"), "offering.edit"),
    "relocation:appointment": "open",
    **dict.fromkeys(("relocation:case", "relocation:case-enter", "relocation:case-paper", "relocation:case-why", "relocation:case-delete",
                     "relocation:case-appointment", "relocation:case-cancel", "relocation:case-calendar"), "link"),
    **dict.fromkeys(("newcomers:cases", "newcomers:case", "newcomers:case-file", "newcomers:appointments", "newcomers:numbers", "newcomers:numbers-csv"), "case.view"),
    **dict.fromkeys(("newcomers:case-new", "newcomers:case-from-intake", "newcomers:case-edit", "newcomers:case-take", "newcomers:case-move", "newcomers:case-write",
                     "newcomers:case-ask", "newcomers:case-book", "newcomers:case-delete", "newcomers:companion-new", "newcomers:companion-remove",
                     "newcomers:appointment-note", "newcomers:hours", "newcomers:hours-new", "newcomers:hours-edit", "newcomers:hours-end",
                     "newcomers:room-new", "newcomers:closed-new", "newcomers:closed-remove"), "case.edit"),
    **dict.fromkeys(("newcomers:questions", "newcomers:question"), "case.answer"),
    "relocation:plan": "open", "relocation:kept": "link", "relocation:kept-change": "link", "relocation:kept-tick": "link",
    "relocation:kept-delete": "link", "relocation:kept-enter": "link", "public:lost-link": "open", "public:lost-link-sent": "open", "public:status": "link", "public:status-enter": "link",
    "public:answer": "link", "public:answer-done": "link", "public:answer-copy": "link", "public:answer-enter": "link", "desk:feed": "link",
    "people:organisations": "people.view", "people:organisation": "people.view", "people:organisation-new": "people.edit",
    "people:organisation-edit": "people.edit", "people:organisation-merge": "people.merge",
    "people:promise-new": "interaction.edit", "people:promise-keep": "interaction.edit",
    "people:person": "people.view", "people:person-new": "people.edit", "people:person-edit": "people.edit",
    "people:person-merge": "people.merge", "people:interaction": "interaction.view",
    "people:interaction-new": "interaction.edit", "people:interaction-edit": "interaction.edit",
    "people:users": "users.manage", "people:user": "users.manage", "people:user-new": "users.manage", "people:posts": "users.manage",
    "people:post-fill": "users.manage", "people:role-give": "users.manage", "people:user-activity": "users.manage",
    "people:deputy-name": "users.manage", "people:role-end": "users.manage", "people:deputy-remove": "users.manage",
    "people:municipalities": "places.view", "people:municipality": "places.view",
    "search:results": "search.use", "search:suggest": "search.use",
    "land:public-map": "open", "land:public-boundaries": "open", "land:public-sites": "open", "land:public-selection": "open",
    "land:public-tile": "open",
    "funding:awards": "funding.award.view", "funding:award": "funding.award.view", "funding:award-export": "funding.award.view",
    **dict.fromkeys(("funding:proofs", "funding:proof", "funding:proof-fields", "funding:proof-document"), "funding.award.view"),
    **dict.fromkeys(
        ("funding:proof-new", "funding:proof-edit", "funding:proof-step", "funding:progress-new", "funding:progress-remove",
         "funding:booking-import", "funding:booking-import-result", "funding:finding-new", "funding:finding-answer", "funding:finding-reopen"), "funding.award.edit"
    ),
    **dict.fromkeys(("applications:applications", "applications:application"), "funding.award.view"),
    "applications:application-new": "programme.edit",
    **dict.fromkeys(("applications:application-edit", "applications:application-step"), "funding.award.edit"),
    "funding:award-final": "funding.award.edit", "funding:award-reopen": "funding.award.edit", "funding:overview": "funding.award.view", "funding:quality": "funding.award.edit",
    "funding:award-new": "funding.award.record", "funding:award-preview": "funding.award.edit",
    "funding:award-edit": "funding.award.edit", "funding:award-money": "funding.award.view",
    "funding:award-notice": "funding.award.view", "funding:award-setup": "funding.award.view",
    "funding:award-history": "funding.award.view", "funding:award-json": "funding.award.view",
    "funding:award-document": "funding.award.view", "funding:award-upload": "funding.award.edit",
    "funding:award-file": "funding.award.view", "funding:award-cosign": "funding.award.edit",
    "funding:drawdown-new": "funding.award.edit", "funding:booking-new": "funding.award.edit",
    **dict.fromkeys(
        ("programmes:programmes", "programmes:programme", "programmes:watch", "programmes:of-project", "programmes:answer"), "programme.view"
    ),
    **dict.fromkeys(
        ("programmes:programme-new", "programmes:programme-import", "programmes:projects", "programmes:import-result", "programmes:programme-edit", "programmes:programme-check", "programmes:mark"), "programme.edit"
    ),
    "funding:award-plan": "funding.award.view",
    **dict.fromkeys(
        ("funding:cost-item-new", "funding:cost-item-edit", "funding:cost-item-remove", "funding:source-new", "funding:source-edit",
         "funding:source-remove", "funding:plan-rule", "funding:booking-edit"), "funding.award.edit"
    ),
    "funding:drawdown-remove": "funding.award.edit", "funding:booking-remove": "funding.award.edit",
    "land:sites": "land.site.view", "land:site": "land.site.view", "land:site-export": "land.site.view",
    "land:site-facts": "land.site.view", "land:site-compare": "land.site.edit", "land:site-planning": "land.site.view", "land:site-documents": "land.site.view",
    "land:site-history": "land.site.view", "land:site-outline": "land.site.view", "land:site-file": "land.site.view",
    "land:site-new": "land.site.edit", "land:site-edit": "land.site.edit", "land:site-move": "land.site.edit",
    "land:site-publish": "land.site.edit", "land:site-retire": "land.site.edit", "land:site-upload": "land.site.edit",
    "land:site-file-remove": "land.site.edit", "land:site-split": "land.site.decide", "land:site-merge": "land.site.decide",
    "land:farm-new": "land.site.edit", "land:farm-talked": "land.site.edit", "land:farm-remove": "land.site.edit",
    "land:stock": "land.site.view", "land:stock-export": "land.site.view", "land:density": "land.site.view", "land:density-new": "land.site.decide", "land:density-edit": "land.site.decide",
    "land:site-exchange": "land.site.view", "land:balance": "land.site.view", "land:balance-export": "land.site.view",
    "land:snapshots": "land.site.view", "land:snapshot-new": "land.site.decide",
    **dict.fromkeys(
        ("growth:path", "growth:municipality", "growth:balance", "growth:figures", "growth:targets", "growth:scenarios",
         "growth:compare", "growth:scenario", "growth:run", "growth:run-answer", "growth:sheet", "growth:benchmark", "growth:neighbours", "growth:neighbour",
         "growth:location-sheet"), "growth.view"
    ),
    **dict.fromkeys(
        ("growth:scenario-new", "growth:scenario-edit", "growth:scenario-compute", "growth:figure-import", "growth:import", "growth:target-new", "growth:target-edit", "growth:measure-new",
         "growth:measure-edit", "growth:campaign-new", "growth:campaign-edit"), "growth.edit"
    ),
    **dict.fromkeys(
        ("growth:offensive", "growth:measure", "growth:campaign", "growth:campaign-code"), "growth.measure.view"
    ),
    **dict.fromkeys(
        ("projects:projects", "projects:board", "projects:portfolio", "projects:project", "projects:project-plan", "projects:project-score",
         "projects:project-documents", "projects:project-file", "projects:project-history", "projects:criteria"), "project.view"
    ),
    **dict.fromkeys(("projects:suggest", "projects:project-edit", "projects:project-upload"), "project.suggest"),
    **dict.fromkeys(
        ("projects:take", "projects:project-move", "projects:project-judge", "projects:project-file-remove", "projects:part-new",
         "projects:part-edit", "projects:part-remove", "projects:milestone-reach"), "project.edit"
    ),
    "projects:criteria-new": "project.criteria",
    **dict.fromkeys(("projects:topics", "projects:topic", "projects:advisers"), "topic.view"),
    **dict.fromkeys(
        ("projects:topic-new", "projects:topic-edit", "projects:adviser-new", "projects:adviser-edit", "projects:adviser-remove"), "topic.edit"
    ),
    "land:layer-checked": "land.layer.edit", "land:candidates-csv": "land.analysis.view", "land:parcels": "land.analysis.view", "land:parcels-csv": "land.analysis.view",
    "land:parcel-outline": "land.layer.view", "land:settlement-new": "land.site.decide",
    "land:settlement-edit": "land.site.decide", "rounds:take-over-all": "round.manage", "rounds:take-back": "round.manage",
    "sites:list": "open", "sites:geojson": "open", "sites:site": "open", "sites:sheet": "open",
    "funding:obligation-done": "funding.award.edit", "funding:checklist-tick": "funding.award.edit",
    "funding:checklist-skip": "funding.award.edit", "funding:award-withdraw": "funding.award.record",
    "funding:award-put-back": "funding.award.record",
    **dict.fromkeys(("funding:contracts", "funding:contract", "funding:contract-document"), "funding.award.view"),
    **dict.fromkeys(
        ("funding:drawdown-request", "funding:drawdown-received", "funding:drawdown-withdraw", "funding:drawdown-again",
         "funding:planned-new", "funding:planned-edit", "funding:planned-paid", "funding:planned-remove",
         "funding:contract-new", "funding:contract-edit", "funding:contract-advise", "funding:contract-step",
         "funding:contract-step-back"), "funding.award.edit"
    ),
}  # fmt: skip
HOLDER = {
    "head": Role.HEAD, "officer": Role.OFFICER, "town hall": Role.TOWN_HALL, "county office": Role.COUNTY_OFFICE,
    "auditor": Role.AUDITOR, "partner": Role.PARTNER, "council": Role.COUNCIL, "admin": Role.ADMIN,
}  # fmt: skip


def addresses() -> dict[str, str]:
    """Every named address of the product with a sample path; sign-in pages belong to their library's own tests."""
    found: dict[str, str] = {}

    def walk(patterns: list[URLPattern | URLResolver], space: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                if str(pattern.pattern) != "accounts/":
                    walk(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
            else:
                arguments = {key: _sample(key, converter) for key, converter in pattern.pattern.converters.items()}
                found[f"{space}{pattern.name}"] = reverse(f"{space}{pattern.name}", kwargs=arguments)

    walk(get_resolver().url_patterns, "")
    return found


def _sample(key: str, converter: object) -> object:
    return uuid.UUID(int=1) if isinstance(converter, UUIDConverter) else SAMPLE.get(key, 999999)


SAMPLE = {
    "ags": "99999999",
    "form": "pdf",
    "kind": "move",
    "token": "x" * 43,
    "key": "areas",
    "pk": 999999,
    "file_pk": 999999,
}


def permission_of(name: str) -> str:
    """The row of the table; desk, rounds, intake, journal, runs and outbox name the permission at the view itself."""
    if name in TABLE:
        return TABLE[name]
    return VIEWS.get(name, "")


def _named_at_the_view() -> dict[str, str]:
    rows: dict[str, str] = {}

    def walk(patterns: list[URLPattern | URLResolver], space: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
            elif getattr(pattern.callback, "permission", ""):
                rows[f"{space}{pattern.name}"] = pattern.callback.permission

    walk(get_resolver().url_patterns, "")
    return rows


VIEWS = _named_at_the_view()


def test_every_address_stands_in_the_table() -> None:
    missing = [name for name in addresses() if not permission_of(name)]
    assert not missing, f"say who may open these: {missing}"


def test_the_table_names_no_address_that_is_gone() -> None:
    gone = set(TABLE) - set(addresses())
    assert not gone, f"the table keeps rows without an address: {gone}"


def test_the_table_and_the_guard_at_the_view_agree() -> None:
    differing = {name: (TABLE[name], VIEWS[name]) for name in TABLE if name in VIEWS and TABLE[name] != VIEWS[name]}
    assert not differing


@pytest.mark.database
def test_every_role_gets_what_the_table_says(cast: Cast, client_for: Callable[..., Client]) -> None:
    users = {
        "head": cast.head, "officer": cast.funding_officer, "town hall": cast.vettweiss, "county office": cast.treasury,
        "auditor": cast.auditor, "partner": cast.partner, "council": cast.council, "admin": cast.admin,
    }  # fmt: skip
    clients = {role: client_for(user) for role, user in users.items()} | {"visitor": Client()}
    wrong = []
    for name, path in addresses().items():
        wanted = permission_of(name)
        if wanted in {"", "link"}:
            continue
        for role, client in clients.items():
            status = client.get(path).status_code
            if status == 405:
                status = client.post(path).status_code
            if wanted == "open":
                right = status in {200, 302, 404}
            elif wanted == "token":
                right = status == 401
            elif role == "visitor":
                right = status == 302
            elif wanted == "signed in" or HOLDER[role] in PERMISSIONS[wanted]:
                right = status in {200, 302, 400, 404}
            else:
                right = status == 403
            if not right:
                wrong.append(f"{role} at {name} ({wanted}): {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.database
def test_a_wrong_secret_link_leads_nowhere(db: None) -> None:
    for name, path in addresses().items():
        if permission_of(name) == "link":
            assert Client().get(path).status_code == 404, name
