"""The small cast of every test: one unit, two town halls, the offices that co-sign, and people in each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

import wandel.core.conftest  # noqa: F401 - how every test draws its cases
from wandel.core.text.fold import fold
from wandel.office.people.models import Organisation, RoleAssignment, User
from wandel.office.people.roles import Role
from wandel.office.places.models import Municipality

LONG_AGO = date(2020, 1, 1)


@dataclass
class Cast:
    """Who is who. The unit: head, funding officer, land officer. Outside: two town halls, treasury, audit, partner, council."""

    unit: Organisation
    town_hall_vettweiss: Organisation
    town_hall_juelich: Organisation
    county_treasury: Organisation
    audit_office: Organisation
    funder: Organisation
    partner_organisation: Organisation
    head: User
    funding_officer: User
    land_officer: User
    vettweiss: User
    juelich: User
    treasury: User
    auditor: User
    partner: User
    council: User
    admin: User
    nobody: User


def make_user(name: str, role: Role | None, *, organisation: Organisation | None = None, field: str = "") -> User:
    user = User.objects.create(email=f"{fold(name).replace(' ', '.')}@example.org", name=name)
    if role:
        RoleAssignment.objects.create(user=user, role=role, field=field, organisation=organisation, valid_from=LONG_AGO)
    return user


def make_cast() -> Cast:
    kind = Organisation.Kind
    vettweiss, juelich = (
        Municipality.objects.create(ags=ags, name=name, designation=designation)
        for ags, name, designation in (("05358060", "Vettweiß", "Gemeinde"), ("05358024", "Jülich", "Stadt"))
    )
    unit = Organisation.objects.create(kind=kind.UNIT, name="Stabsstelle Innovation und Wandel")
    hall_vettweiss = Organisation.objects.create(kind=kind.TOWN_HALL, name="Gemeinde Vettweiß", municipality=vettweiss)
    hall_juelich = Organisation.objects.create(kind=kind.TOWN_HALL, name="Stadt Jülich", municipality=juelich)
    treasury = Organisation.objects.create(kind=kind.COUNTY_OFFICE, name="Kämmerei")
    audit = Organisation.objects.create(kind=kind.COUNTY_OFFICE, name="Rechnungsprüfungsamt")
    funder = Organisation.objects.create(kind=kind.FUNDER, name="Bezirksregierung Köln")
    partner = Organisation.objects.create(kind=kind.PARTNER, name="Entwicklungsgesellschaft indeland")
    return Cast(
        unit=unit,
        town_hall_vettweiss=hall_vettweiss,
        town_hall_juelich=hall_juelich,
        county_treasury=treasury,
        audit_office=audit,
        funder=funder,
        partner_organisation=partner,
        head=make_user("Helga Haupt", Role.HEAD, organisation=unit),
        funding_officer=make_user("Frieda Fördermann", Role.OFFICER, organisation=unit, field="funding"),
        land_officer=make_user("Leo Landmann", Role.OFFICER, organisation=unit, field="land"),
        vettweiss=make_user("Vera Vettweiß", Role.TOWN_HALL, organisation=hall_vettweiss),
        juelich=make_user("Jan Jülich", Role.TOWN_HALL, organisation=hall_juelich),
        treasury=make_user("Karla Kasse", Role.COUNTY_OFFICE, organisation=treasury),
        auditor=make_user("Rudi Revisor", Role.AUDITOR, organisation=audit),
        partner=make_user("Paula Partner", Role.PARTNER, organisation=partner),
        council=make_user("Konrad Kreistag", Role.COUNCIL),
        admin=make_user("Ada Admin", Role.ADMIN),
        nobody=make_user("Niemand Niemals", None),
    )


@pytest.fixture(autouse=True)
def default_language():
    """A test client leaves the language of its last page on the thread; the next test starts without it."""
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Let SQLite tests run on a file: only there do two connections meet as they do in a town hall's morning."""
    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    """A signed-in browser without JavaScript for a member of the cast."""

    def build(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return build
