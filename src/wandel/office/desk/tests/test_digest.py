"""The daily mail, walked through day by day."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from wandel.conftest import Cast
from wandel.office.desk.actions.entry import close_entry, create_task, postpone, take_on, upsert_entry
from wandel.office.desk.jobs import daily_digest
from wandel.office.desk.models import Entry
from wandel.office.outbox.models import Mail
from wandel.office.people.models import Deputy, User
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import CONFIDENTIAL, INTERNAL
from wandel.ui.subjects import SubjectRef

pytestmark = pytest.mark.database
DUE = date(2026, 12, 31)


def put(owner: User, *, key: str = "proof", due_on: date = DUE, **changes: object) -> Entry:
    values: dict[str, object] = {
        "kind": "obligation",
        "subject": SubjectRef("funding.award", "7", "/awards/7/", "Dorfplatz"),
        "title": plain(f"Nachweis {key}"),
        "organisation_ids": [],
        "owner": owner,
        "field": "funding",
        "confidentiality": INTERNAL,
        "context": Phrase(""),
        "basis": Phrase(""),
        "waiting_for": Phrase(""),
        "by": None,
    }
    entry = upsert_entry(key=key, due_on=due_on, **{**values, **changes})
    Entry.objects.filter(pk=entry.pk).update(created_at=datetime.fromisoformat("2026-01-01T12:00:00+01:00"))
    return entry


def morning(day: date) -> list[Mail]:
    """Let the worker do a morning, twice as a restarted worker would; the mails of that day."""
    before = set(Mail.objects.values_list("pk", flat=True))
    now = timezone.make_aware(datetime.combine(day, time(5)))
    daily_digest(now)
    daily_digest(now)
    return list(Mail.objects.exclude(pk__in=before))


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def test_over_a_month_somebody_is_reminded_30_14_7_and_1_day_before_and_daily_from_the_day_itself(cast: Cast) -> None:
    put(cast.funding_officer)
    reminded = {day for day in days(DUE - timedelta(days=40), DUE + timedelta(days=1)) if morning(day)}
    assert {(DUE - day).days for day in reminded} == {30, 14, 7, 1, 0, -1}


def test_one_mail_a_day_says_everything(cast: Cast) -> None:
    put(cast.head, key="late", due_on=DUE - timedelta(days=1))
    put(cast.head, key="now")
    put(cast.head, key="soon", due_on=DUE + timedelta(days=7))
    (mail,) = morning(DUE)
    assert mail.to == cast.head.email
    assert all(f"Nachweis {key}" in mail.text for key in ("late", "now", "soon"))


def test_a_moved_date_reminds_again(cast: Cast) -> None:
    entry = put(cast.head)
    assert morning(DUE - timedelta(days=7))
    assert not morning(DUE - timedelta(days=6))
    put(cast.head, due_on=DUE + timedelta(days=3))
    assert entry.pk == Entry.objects.get().pk
    assert not [day for day in days(DUE - timedelta(days=5), DUE - timedelta(days=5)) if not morning(day)]
    reminded = [day for day in days(DUE - timedelta(days=4), DUE + timedelta(days=3)) if morning(day)]
    assert [(DUE + timedelta(days=3) - day).days for day in reminded] == [7, 1, 0]


def test_a_day_without_a_worker_is_made_up_for_once(cast: Cast) -> None:
    put(cast.head)
    assert not morning(DUE - timedelta(days=31))
    assert morning(DUE - timedelta(days=28))
    assert not morning(DUE - timedelta(days=27))


def test_who_wants_no_mail_gets_none(cast: Cast) -> None:
    put(cast.head)
    User.objects.filter(pk=cast.head.pk).update(digest_wanted=False)
    assert not morning(DUE)


def test_an_address_that_no_mail_reaches_holds_up_nobody_else(cast: Cast) -> None:
    put(cast.funding_officer, key="unreachable")
    put(cast.head, key="reachable")
    User.objects.filter(pk=cast.funding_officer.pk).update(email="kein-postfach")
    assert {mail.to for mail in morning(DUE)} == {cast.head.email}


def test_nothing_is_told_of_what_is_done_or_waits_for_others(cast: Cast) -> None:
    put(cast.head, key="done")
    put(cast.head, key="asked", waiting_for=plain("Linnich"))
    close_entry(key="done", by=cast.head, on=DUE)
    assert not morning(DUE)


def test_the_mail_speaks_the_readers_language(cast: Cast) -> None:
    User.objects.filter(pk=cast.head.pk).update(language="en")
    put(cast.head)
    (mail,) = morning(DUE)
    assert mail.language == "en"
    assert "Your desk" in mail.subject_line


def late_day(cast: Cast) -> list[Mail]:
    return [mail for mail in morning(DUE + timedelta(days=3)) if mail.to != cast.funding_officer.email]


def test_after_three_days_the_deputy_is_told_once(cast: Cast) -> None:
    put(cast.funding_officer)
    Deputy.objects.create(user=cast.funding_officer, deputy=cast.land_officer)
    early = [mail for day in days(DUE, DUE + timedelta(days=2)) for mail in morning(day)]
    assert {mail.to for mail in early} == {cast.funding_officer.email}
    (mail,) = late_day(cast)
    assert mail.to == cast.land_officer.email
    assert cast.funding_officer.name in mail.text
    later = [mail for day in days(DUE + timedelta(days=4), DUE + timedelta(days=12)) for mail in morning(day)]
    assert {mail.to for mail in later} == {cast.funding_officer.email}


def test_without_a_deputy_or_with_one_who_is_away_too_the_head_is_told(cast: Cast) -> None:
    put(cast.funding_officer)
    Deputy.objects.create(user=cast.funding_officer, deputy=cast.land_officer)
    Deputy.objects.create(user=cast.land_officer, deputy=cast.head, away_from=DUE, away_until=DUE + timedelta(days=9))
    assert {mail.to for mail in late_day(cast)} == {cast.head.email}


def test_nobody_else_is_told_when_the_owner_says_that_they_are_on_it(cast: Cast) -> None:
    entry = put(cast.funding_officer)
    take_on(entry=entry, by=cast.funding_officer, on=DUE + timedelta(days=1))
    assert late_day(cast) == []


def test_a_postponed_task_is_not_late(cast: Cast) -> None:
    entry = put(cast.funding_officer, kind="task")
    postpone(entry=entry, until=DUE + timedelta(days=20), by=cast.funding_officer, on=DUE)
    assert late_day(cast) == []


def test_a_private_task_is_told_to_nobody(cast: Cast) -> None:
    task = create_task(
        title="Zahnarzt", note="", kind="task", due_on=DUE, owner=cast.vettweiss, shared=False, is_unit=False, organisation_ids=[],
        by=cast.vettweiss,
    )  # fmt: skip
    assert task.confidentiality == CONFIDENTIAL
    assert {mail.to for mail in morning(DUE + timedelta(days=3))} == {cast.vettweiss.email}
