"""Tokens: shown once, kept as a hash, never stronger than their owner."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from wandel.office.journal.models import JournalEntry
from wandel.office.people.access import access_on
from wandel.office.people.actions.api_token import create_token, revoke_token
from wandel.office.people.models import ApiToken
from wandel.office.people.queries.api_token import access_of_token, limited_to, working_token

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2026, 11, 24)
PAGE = "/account/tokens/"


def make(user, *scopes, expires_on=DAY + timedelta(days=30)):
    return create_token(user=user, label="Geoportal", scopes=scopes, expires_on=expires_on, on=DAY)


def test_the_token_is_shown_once_and_only_its_hash_is_kept(cast, client_for):
    client = client_for(cast.vettweiss)
    last = timezone.localdate() + timedelta(days=90)
    answer = client.post(PAGE, {"label": "Geoportal", "scopes": ["grants"], "expires_on": last.isoformat()})
    token = re.search(r"wandel_[\w-]{43}", answer.content.decode()).group()
    assert answer["Cache-Control"] == "no-store"
    assert token not in client.get(PAGE).content.decode()
    row = ApiToken.objects.get()
    assert token not in str(row.__dict__)
    assert working_token(token, timezone.localdate()) == row


def test_the_page_says_what_is_wrong_and_makes_nothing(cast, client_for):
    client = client_for(cast.vettweiss)
    for wrong, sentence in (
        ({"expires_on": "2020-01-01", "scopes": ["grants"]}, "Dieser Tag ist vorbei"),
        ({"expires_on": "2090-01-01", "scopes": ["grants"]}, "höchstens ein Jahr"),
        ({"expires_on": timezone.localdate().isoformat(), "scopes": ["inquiries"]}, "inquiries"),
    ):
        assert sentence in client.post(PAGE, {"label": "x", **wrong}).content.decode()
    assert not ApiToken.objects.exists()


def test_who_reads_nothing_is_told_so(cast, client_for):
    assert "liest nichts" in client_for(cast.nobody).get(PAGE).content.decode()


def test_a_token_cannot_be_given_more_than_its_owner_reads(cast):
    with pytest.raises(ValidationError):
        make(cast.vettweiss, "inquiries")
    with pytest.raises(ValidationError):
        make(cast.vettweiss)


def test_a_token_works_through_its_last_day_and_not_after(cast):
    _row, token = make(cast.vettweiss, "grants", expires_on=DAY)
    assert working_token(token, DAY)
    assert working_token(token, DAY + timedelta(days=1)) is None


def test_a_withdrawn_token_and_one_of_a_user_shut_out_do_not_work(cast):
    row, token = make(cast.vettweiss, "grants")
    _other, theirs = make(cast.juelich, "grants")
    revoke_token(token=row, by=cast.vettweiss, on=DAY)
    cast.juelich.is_active = False
    cast.juelich.save()
    assert working_token(token, DAY) is None
    assert working_token(theirs, DAY) is None


def test_scopes_only_take_away(cast):
    access = limited_to(access_on(cast.vettweiss, DAY), ["inquiries", "grants"])
    assert access.permissions == {"funding.award.view"}


def test_the_token_loses_what_its_owner_loses(cast):
    row, _token = make(cast.vettweiss, "grants")
    cast.vettweiss.role_assignments.update(valid_until=DAY)
    assert access_of_token(row, DAY).may("funding.award.view")
    assert not access_of_token(row, DAY + timedelta(days=1)).may("funding.award.view")


def test_nobody_withdraws_the_token_of_somebody_else(cast, client_for):
    row, _token = make(cast.vettweiss, "grants")
    assert client_for(cast.juelich).post(f"{PAGE}{row.pk}/revoke/").status_code == 404
    assert client_for(cast.vettweiss).post(f"{PAGE}{row.pk}/revoke/").status_code == 302
    assert ApiToken.objects.get().revoked_on


def test_making_and_withdrawing_stand_in_the_journal_without_the_token(cast):
    row, token = make(cast.vettweiss, "grants")
    revoke_token(token=row, by=cast.vettweiss, on=DAY)
    entries = JournalEntry.objects.filter(subject_kind="people.user", subject_pk=str(cast.vettweiss.pk))
    assert entries.count() == 2
    assert not any(token in str(entry.__dict__) for entry in entries)
