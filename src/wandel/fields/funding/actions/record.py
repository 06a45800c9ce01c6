"""Recording and correcting a notice; everything that follows from it is worked out in core and stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.core.foerderung.award import Movement, parse_award
from wandel.core.foerderung.obligations import Obligation as Found
from wandel.core.foerderung.obligations import obligations_of
from wandel.core.foerderung.reading import Remark
from wandel.fields.funding.actions.standing import hold_standing, start_when_ready
from wandel.fields.funding.kinds import CHECKLIST, GAPS, ON_DESK, title_of
from wandel.fields.funding.models import AwardParty, AwardVersion, ChecklistItem, Obligation, Zuwendungsbescheid
from wandel.fields.funding.queries.awards import gaps_of
from wandel.fields.funding.queries.cosign import own_share_cosign
from wandel.office.desk.actions.entry import close_entry, upsert_entry
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.office.search.actions import index
from wandel.ui.phrases import Phrase, plain
from wandel.ui.sinks import OPEN, SearchText

FIELD = "funding"

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Reckoning:
    """What core says about an award: its duties, the values used, and what is odd."""

    obligations: list[Found]
    values: list[dict[str, Any]]
    warnings: list[Remark]


def facts_of(
    values: Mapping[str, Any], *, recipient_kind: str = "gemeinde", drawdowns: Any = (), payments: Any = ()
) -> dict[str, Any]:
    """The award in the form of ``wandel obligations``: strings for money, ISO for dates."""

    def money(amount: Decimal | None) -> str | None:
        return None if amount is None else f"{amount:.2f}"

    financing = {
        "type": values["financing_type"],
        "rate": None if values.get("rate") is None else f"{values['rate']:f}",
        "eligible_costs": money(values["eligible_costs"]),
        "grant": money(values["grant"]),
        "cap": money(values.get("cap")),
        "third_party": money(values.get("third_party")),
    }
    facts: dict[str, Any] = {
        "title": values["title"],
        "recipient": recipient_kind,
        "land": "NW",
        "level": values["level"],
        "conditions": {
            "set": values["condition_set"],
            "version": values["condition_version"],
            **({"special": values["special_set"]} if values.get("special_set") else {}),
        },
        "notice": {
            "dated_on": values["dated_on"].isoformat(),
            "sent_on": values["sent_on"].isoformat(),
            "sent_by": values["sent_by"],
            "remedy": values["remedy"],
        },
        "financing": {key: value for key, value in financing.items() if value is not None},
        "award_period": {"from": values["period_from"].isoformat(), "until": values["period_until"].isoformat()},
        "purpose": values["purpose"],
        "completed_on": values["completed_on"].isoformat() if values.get("completed_on") else None,
        "confirmed": dict(values.get("confirmed") or {}),
        "drawdowns": [{"paid_on": row.paid_on.isoformat(), "amount": money(row.amount)} for row in drawdowns],
        "payments": [{"paid_on": row.paid_on.isoformat(), "amount": money(row.amount)} for row in payments],
    }
    if values.get("binding_years"):
        facts["purpose_binding"] = {"years": values["binding_years"], "starts": values["binding_starts"]}
    return facts


def reckon(facts: Mapping[str, Any], *, on: date) -> Reckoning:
    """Ask core. Raises ``AwardErrors`` with one sentence per fault."""
    award = parse_award(dict(facts))
    plan = obligations_of(award, on=on)
    return Reckoning(list(plan), [value.as_json() for value in plan.values], list(plan.warnings))


def preview_of(values: Mapping[str, Any], *, on: date) -> Reckoning:
    """What would follow from a notice that is not saved yet."""
    return reckon(facts_of(values), on=on)


def _field_values(award: Zuwendungsbescheid) -> dict[str, Any]:
    names = (
        "title", "level", "condition_set", "condition_version", "special_set", "dated_on", "sent_on", "sent_by", "remedy", "financing_type", "rate",
        "eligible_costs", "grant", "cap", "third_party", "period_from", "period_until", "purpose", "completed_on", "binding_years",
        "binding_starts", "confirmed",
    )  # fmt: skip
    return {name: getattr(award, name) for name in names}


@transaction.atomic
def record_award(*, values: Mapping[str, Any], by: User, on: date) -> Zuwendungsbescheid:
    """Record a notice: the award with its values, its parties, its kick-off list, its duties on the desk."""
    award = Zuwendungsbescheid(law_day=on, **values)
    if by is not None and award.lead_id is None:
        award.lead = by
    award.facts = facts_of(_field_values(award))
    award.save()
    AwardParty.objects.create(award=award, organisation=award.recipient, part=AwardParty.Part.RECIPIENT)
    ChecklistItem.objects.bulk_create(
        ChecklistItem(award=award, key=key, position=position) for position, key in enumerate(CHECKLIST)
    )
    refresh(award=award, by=by, on=on, message=Phrase(gettext_noop("Notice recorded")))
    refresh_gaps(award=award, by=by)
    return award


@transaction.atomic
def correct_award(*, award: Zuwendungsbescheid, values: Mapping[str, Any], by: User, on: date) -> Zuwendungsbescheid:
    """Correct what was read from the notice; the earlier version stays readable."""
    hold_standing(award)
    earlier = award.recipient_id
    for name, value in values.items():
        setattr(award, name, value)
    award.version += 1
    award.law_day = on
    award.save()
    if award.recipient_id != earlier:
        award.parties.filter(part=AwardParty.Part.RECIPIENT).delete()
        AwardParty.objects.create(award=award, organisation=award.recipient, part=AwardParty.Part.RECIPIENT)
    # A smaller own share may be signed already.
    start_when_ready(award)
    refresh(award=award, by=by, on=on, message=Phrase(gettext_noop("Notice corrected")))
    refresh_gaps(award=award, by=by)
    return award


@transaction.atomic
def refresh(*, award: Zuwendungsbescheid, by: User | None, on: date, message: Phrase) -> None:
    """Work everything out again from the facts and bring duties, desk, search and journal in line."""
    drawdowns, payments = (
        [Movement(*row) for row in rows.values_list("paid_on", "amount")]
        for rows in (award.drawdowns.received(), award.bookings.all())
    )
    award.facts = facts_of(_field_values(award), drawdowns=drawdowns, payments=payments)
    award.drawn_total = sum((row.amount for row in drawdowns), ZERO)
    award.spent_total = sum((row.amount for row in payments), ZERO)
    reckoning = reckon(award.facts, on=on)
    award.values, award.warnings = reckoning.values, [remark.as_json() for remark in reckoning.warnings]
    award.save()
    number = award.versions.count() + 1
    AwardVersion.objects.create(
        award=award,
        number=number,
        facts=award.facts,
        values=award.values,
        law_day=award.law_day,
        actor_id=str(by.pk) if by else "",
        actor_name=by.name if by else "",
    )
    organisation_ids = party_ids(award)
    _write_obligations(award, reckoning, organisation_ids, by, on)
    record(
        by=by, message=message, subject=award.ref, organisation_ids=organisation_ids, field=FIELD, confidentiality=OPEN
    )
    index(award_search_text(award, organisation_ids))


def _spellings(amount: Decimal) -> tuple[str, str]:
    """How an amount is typed in German: 154.320,98 and 154320,98."""
    grouped = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
    return grouped, grouped.replace(".", "")


def award_search_text(award: Zuwendungsbescheid, organisation_ids: tuple[int, ...]) -> SearchText:
    return SearchText(
        subject=award.ref,
        title=award.title,
        words=" ".join(
            [award.reference, award.funder.name, award.recipient.name]
            + [spelling for amount in (award.grant, award.eligible_costs) for spelling in _spellings(amount)]
        ),
        context=f"{award.recipient.name} · {award.reference}",
        organisation_ids=organisation_ids,
        field=FIELD,
        confidentiality=OPEN,
    )


def all_search_texts() -> Iterator[SearchText]:
    """Every award that stands, as the search box knows it, for rebuilding the index."""
    awards = Zuwendungsbescheid.objects.standing().select_related("funder", "recipient").prefetch_related("parties")
    for award in awards.iterator(chunk_size=500):
        yield award_search_text(award, tuple(sorted({party.organisation_id for party in award.parties.all()})))


def party_ids(award: Zuwendungsbescheid) -> tuple[int, ...]:
    return tuple(sorted(set(award.parties.values_list("organisation_id", flat=True))))


def _write_obligations(
    award: Zuwendungsbescheid,
    reckoning: Reckoning,
    organisation_ids: tuple[int, ...],
    by: User | None,
    on: date,
) -> None:
    existing = {row.key: row for row in award.obligations.all()}
    seen = set()
    for found in reckoning.obligations:
        key = found.key
        seen.add(key)
        row = existing.get(key) or Obligation(award=award, key=key)
        row.kind, row.due_on, row.nominal_on = found.kind, found.due_on, found.nominal_on
        row.shifted, row.norm, row.norm_version = found.shifted or "", found.norm, found.version or ""
        row.status, row.amount = found.status, found.amount
        row.because = found.because.as_json()
        row.lateness = found.lateness.as_json() if found.lateness else None
        row.save()
        _write_entry(award, row, organisation_ids, by, on)
    for key, row in existing.items():
        if key not in seen:
            close_entry(key=entry_key(row), by=by, on=on)
            row.delete()


def entry_key(obligation: Obligation) -> str:
    return f"award-{obligation.award_id}-{obligation.key}"


def _cost_of(row: Obligation, on: date) -> Phrase:
    """What every further day can cost, once the day has passed; why and how much so far, the award's page says."""
    if not row.lateness or row.due_on >= on:
        return Phrase("")
    return Phrase(gettext_noop("can cost %(amount)s a day"), {"amount": Decimal(row.lateness["per_day"])})


def _write_entry(
    award: Zuwendungsbescheid, row: Obligation, organisation_ids: tuple[int, ...], by: User | None, on: date
) -> None:
    nothing_left = row.kind == "mittelverwendung" and not row.amount
    # A remedy that could no longer be lodged when the notice was recorded is a fact of the past, not a task.
    gone = row.kind in {"rechtsbehelf", "bewilligungszeitraum_ende"} and row.due_on < on
    if row.kind not in ON_DESK:
        return
    if row.state == Obligation.State.DONE or nothing_left or gone or award.state == Zuwendungsbescheid.State.CLOSED:
        close_entry(key=entry_key(row), by=by, on=on)
        return
    status = {
        "confirmed": gettext_noop("%(norm)s · confirmed"),
        "from_notice": gettext_noop("%(norm)s · confirmed in the notice"),
    }.get(row.status, gettext_noop("%(norm)s · to be confirmed"))
    upsert_entry(
        key=entry_key(row),
        kind="obligation",
        subject=award.ref,
        title=title_of(row.kind, row.amount, award.remedy),
        due_on=row.due_on,
        organisation_ids=organisation_ids,
        owner=award.lead,
        field=FIELD,
        confidentiality=OPEN,
        context=plain(f"{award.title} · {award.reference}"),
        basis=Phrase(status, {"norm": row.norm}),
        waiting_for=Phrase(""),
        cost=_cost_of(row, on),
        by=by,
    )


def refresh_gaps(*, award: Zuwendungsbescheid, by: User | None, asker: User | None = None) -> None:
    """Every gap of the set-up waits on the lead's desk, and leaves it when it is filled.

    ``asker`` takes what has no lead, where ``by`` belongs to another house. While the treasury looks at the own share,
    the asker's own entry waits for it and no second one is written.
    """
    missing = set(gaps_of(award))
    if own_share_cosign(award).asked:
        missing.discard("own_share")
    for gap, title in GAPS.items():
        key = f"award-{award.pk}-gap-{gap}"
        if gap in missing and award.state != Zuwendungsbescheid.State.CLOSED:
            upsert_entry(
                key=key,
                kind="setup_gap",
                subject=award.ref,
                title=Phrase(title),
                due_on=None,
                organisation_ids=(),
                owner=award.lead or asker or by,
                field=FIELD,
                confidentiality="internal",
                context=plain(award.title),
                basis=Phrase(gettext_noop("set-up of the award")),
                waiting_for=Phrase(""),
                by=by,
            )
        else:
            close_entry(key=key, by=by, on=award.law_day)
