"""The treasury's answer about the own share reaches the award: its page, its history, its gap, the officer's desk."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from wandel.conftest import Cast
from wandel.fields.funding.actions.record import correct_award
from wandel.fields.funding.actions.setup import ask_treasury, set_up, tick
from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.funding.queries.awards import gaps_of
from wandel.fields.funding.queries.cosign import own_share_by_year
from wandel.fields.funding.tests.conftest import DAY, award_values
from wandel.fields.funding.tests.test_rights import offices
from wandel.office.desk.actions.cosign import decide
from wandel.office.desk.models import CoSignRequest, Entry
from wandel.office.people.access import access_on
from wandel.office.people.models import Person
from wandel.office.search.queries import suggest

pytestmark = pytest.mark.database
ClientFor = Callable[..., Client]


@pytest.fixture
def asked(award: Zuwendungsbescheid, cast: Cast) -> Zuwendungsbescheid:
    """A set-up that lacks nothing but the treasury's word on the own share."""
    signatory = Person.objects.create(family_name="Bürgermeisterin", organisation=cast.town_hall_vettweiss)
    ask_values = {"deputy": cast.head, "offices": offices(cast), "signatories": [signatory]}
    award.parties.create(organisation=cast.county_treasury, part="treasury")
    for item in award.checklist.all():
        tick(item=item, done=True, by=cast.funding_officer, on=DAY)
    award.refresh_from_db()
    ask_treasury(award=award, by=cast.funding_officer, on=DAY)
    set_up(award=award, lead=cast.funding_officer, by=cast.funding_officer, on=DAY, **ask_values)
    return award


def answer(cast: Cast, to: str, note: str = "") -> CoSignRequest:
    by = cast.funding_officer if to == "withdrawn" else cast.treasury
    request = CoSignRequest.objects.get(state="asked")
    return decide(request=request, to=to, note=note, by=by, at=timezone.now())


def fresh(award: Zuwendungsbescheid) -> Zuwendungsbescheid:
    return Zuwendungsbescheid.objects.get(pk=award.pk)


def gap_entry(award: Zuwendungsbescheid) -> Entry | None:
    return Entry.objects.filter(key=f"award-{award.pk}-gap-own_share").first()


def test_while_the_treasury_looks_the_set_up_waits_and_the_desk_says_so_once(
    asked: Zuwendungsbescheid, cast: Cast
) -> None:
    assert gaps_of(fresh(asked)) == ["own_share"]
    assert fresh(asked).state == "setup"
    assert gap_entry(asked) is None
    waiting = Entry.objects.get(kind="cosign", owner=cast.funding_officer, state="open")
    assert str(waiting.waiting_for) == cast.county_treasury.name


def test_a_signature_closes_the_gap_starts_the_award_and_tells_the_asker(
    asked: Zuwendungsbescheid, cast: Cast, client_for: ClientFor
) -> None:
    answer(cast, "signed")
    award = fresh(asked)
    assert (gaps_of(award), award.state) == ([], "running")
    assert gap_entry(award) is None
    assert not Entry.objects.filter(kind="cosign", state="open").exists()
    told = Entry.objects.get(kind="read", owner=cast.funding_officer, state="open")
    assert "160.000" in str(told.title)
    assert told.subject.path == f"/awards/{award.pk}/"
    client = client_for(cast.funding_officer)
    page = client.get(f"/awards/{award.pk}/set-up/").content.decode()
    assert cast.treasury.name in page
    assert "tag--green" in page
    history = client.get(f"/awards/{award.pk}/history/").content.decode()
    assert "160.000" in history
    assert cast.treasury.name in history


def test_a_refusal_reopens_the_gap_with_its_lead_and_shows_the_reason_on_the_award(
    asked: Zuwendungsbescheid, cast: Cast, client_for: ClientFor
) -> None:
    answer(cast, "refused", "Der Haushalt ist noch nicht beschlossen.")
    assert gaps_of(fresh(asked)) == ["own_share"]
    assert fresh(asked).state == "setup"
    gap = gap_entry(asked)
    assert gap
    assert (gap.state, gap.owner) == ("open", cast.funding_officer)
    client = client_for(cast.funding_officer)
    for page in ("set-up", "history"):
        shown = client.get(f"/awards/{asked.pk}/{page}/").content.decode()
        assert "Der Haushalt ist noch nicht beschlossen." in shown, page
    assert Entry.objects.filter(kind="read", owner=cast.funding_officer, state="open").count() == 1


def test_asked_again_after_a_refusal_the_gap_closes_and_the_second_answer_counts(
    asked: Zuwendungsbescheid, cast: Cast
) -> None:
    answer(cast, "refused", "Noch nicht.")
    ask_treasury(award=fresh(asked), by=cast.funding_officer, on=DAY)
    gap = gap_entry(asked)
    assert gap
    assert gap.state == "done"
    answer(cast, "signed")
    assert (gaps_of(fresh(asked)), fresh(asked).state) == ([], "running")


def test_a_withdrawn_question_leaves_the_gap_open(asked: Zuwendungsbescheid, cast: Cast) -> None:
    answer(cast, "withdrawn")
    gap = gap_entry(asked)
    assert gap
    assert gap.state == "open"
    assert gaps_of(fresh(asked)) == ["own_share"]


def test_without_a_lead_the_gap_falls_to_who_asked_and_never_to_the_treasury(
    asked: Zuwendungsbescheid, cast: Cast
) -> None:
    Zuwendungsbescheid.objects.update(lead=None)
    answer(cast, "refused", "Noch nicht.")
    gap = gap_entry(asked)
    assert gap
    assert gap.owner == cast.funding_officer


def test_a_signature_does_not_cover_an_own_share_that_has_grown(asked: Zuwendungsbescheid, cast: Cast) -> None:
    answer(cast, "signed")
    values = award_values(cast, eligible_costs=Decimal(900000))
    award = correct_award(award=fresh(asked), values=values, by=cast.funding_officer, on=DAY)
    assert gaps_of(award) == ["own_share"]
    gap = gap_entry(award)
    assert gap
    assert gap.state == "open"


@pytest.mark.parametrize("state", ["asked", "signed"])
def test_nobody_asks_twice_for_the_same(
    asked: Zuwendungsbescheid, cast: Cast, client_for: ClientFor, state: str
) -> None:
    if state == "signed":
        answer(cast, "signed")
    with pytest.raises(ValidationError):
        ask_treasury(award=fresh(asked), by=cast.funding_officer, on=DAY)
    client = client_for(cast.funding_officer)
    path = f"/awards/{asked.pk}/cosign/"
    assert path not in client.get(f"/awards/{asked.pk}/set-up/").content.decode()
    assert client.post(path, {"once_key": "k" * 32}).status_code == 302
    assert CoSignRequest.objects.count() == 1


def test_an_award_without_own_share_has_nothing_to_cosign(
    make_award: Callable[..., Zuwendungsbescheid], cast: Cast, client_for: ClientFor
) -> None:
    award = make_award(grant=Decimal(800000), cap=Decimal(800000), financing_type="voll", rate=None)
    award.parties.create(organisation=cast.county_treasury, part="treasury")
    with pytest.raises(ValidationError):
        ask_treasury(award=award, by=cast.funding_officer, on=DAY)
    page = client_for(cast.funding_officer).get(f"/awards/{award.pk}/set-up/").content.decode()
    assert f"/awards/{award.pk}/cosign/" not in page


def test_the_treasury_sees_costs_grant_and_own_share_by_year_before_it_signs(
    asked: Zuwendungsbescheid, cast: Cast, client_for: ClientFor
) -> None:
    request = CoSignRequest.objects.get(state="asked")
    page = client_for(cast.treasury).get(f"/cosign/{request.pk}/").content.decode()
    for wanted in ("800.000", "640.000", "160.000", asked.reference, cast.town_hall_vettweiss.name):
        assert wanted in page, wanted
    shares = own_share_by_year(asked)
    assert sum(shares.values()) == Decimal(160000)
    assert list(shares) == list(range(asked.period_from.year, asked.period_until.year + 1))


@pytest.mark.parametrize("typed", ["154.320,98", "154.320,98 €", "154320,98"])
def test_an_amount_typed_in_german_finds_the_award(
    make_award: Callable[..., Zuwendungsbescheid], cast: Cast, typed: str
) -> None:
    award = make_award(grant=Decimal("154320.98"))
    hits = suggest(access_on(cast.funding_officer, DAY), typed).hits
    assert hits[0].subject_path == f"/awards/{award.pk}/"
