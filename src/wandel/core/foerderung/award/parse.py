"""Reading an award from JSON: what cannot be computed is refused with place and remedy, every problem at once."""

from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from wandel.core.foerderung.award.facts import Award, Confirmed, Financing, Movement, Notice, PurposeBinding
from wandel.core.foerderung.award.oddities import note_oddities
from wandel.core.foerderung.financing import TYPES
from wandel.core.foerderung.reading import InputErrors, Reader, day_from
from wandel.core.foerderung.sets import ConditionSet, Edition, UnknownConditions, condition_set
from wandel.core.law.bekanntgabe import WAYS
from wandel.core.law.texts import Text, day_de, day_en, shown

SENT_BY = {way: way for way in WAYS} | {
    "letter": "post",
    "brief": "post",
    "email": "electronic",
    "e-mail": "electronic",
    "elektronisch": "electronic",
    "personal": "handover",
    "service": "zustellung",
}
REMEDIES = {"klage": "klage", "widerspruch": "widerspruch", "none": "none", "keine": "none"}
PURPOSES = {
    "investment": "investment",
    "other": "other",
    "non_investment": "other",
    "non-investment": "other",
    "consumption": "other",
}
BINDING_STARTS = {
    "completion": "completion",
    "commissioning": "commissioning",
    "verwendungsnachweis": "verwendungsnachweis",
    "notice": "notice",
    "award_period_end": "award_period_end",
}
MONTH_KEYS = ("verwendungsnachweis_months", "drawdown_window_months", "zwischennachweis_months", "rechtsbehelf_months")
WEEK_KEYS = ("drawdown_window_weeks",)
YEAR_KEYS = ("retention_years",)
DAY_KEYS = ("verwendungsnachweis_on", "zweckbindung_on", "aufbewahrung_on", "rechtsbehelf_on")
_KNOWN = (
    "title",
    "recipient",
    "land",
    "level",
    "conditions",
    "notice",
    "financing",
    "award_period",
    "purpose",
    "completed_on",
    "commissioned_on",
    "verwendungsnachweis_submitted_on",
    "purpose_binding",
    "confirmed",
    "drawdowns",
    "payments",
)


def parse_award(data: object) -> Award:
    """The award of a JSON-like mapping. Raises AwardErrors with every problem found."""
    reader = Reader.of(data)
    named = _conditions(reader)
    notice = _notice(reader)
    financing = _financing(reader)
    period = _period(reader)
    purpose = _purpose(reader)
    award_days = {
        key: reader.day(key) for key in ("completed_on", "commissioned_on", "verwendungsnachweis_submitted_on")
    }
    binding = _purpose_binding(reader)
    confirmed = _confirmed(reader)
    drawdowns = _movements(reader, "drawdowns")
    payments = _movements(reader, "payments")
    title, recipient = reader.text("title"), reader.text("recipient")
    land, level = reader.text("land") or "NW", reader.text("level") or "land"
    _note_misspelt(reader)
    reader.finish()
    if named is None or notice is None or period is None:
        raise InputErrors(reader.problems)
    conditions, edition, special = named
    award = Award(
        title=title,
        recipient=recipient,
        land=land,
        level=level,
        conditions=conditions,
        edition=edition,
        special=special,
        notice=notice,
        financing=financing,
        period_from=period[0],
        period_until=period[1],
        purpose=purpose,
        completed_on=award_days["completed_on"],
        commissioned_on=award_days["commissioned_on"],
        verwendungsnachweis_submitted_on=award_days["verwendungsnachweis_submitted_on"],
        purpose_binding=binding,
        confirmed=confirmed,
        drawdowns=drawdowns,
        payments=payments,
        remarks=(),
    )
    note_oddities(reader, award)
    return replace(award, remarks=tuple(reader.remarks)) if reader.remarks else award


def _conditions(reader: Reader) -> tuple[ConditionSet, Edition, ConditionSet | None] | None:
    inside = reader.inside("conditions", needed=True)
    if inside is None:
        return None
    name, version = inside.text("set", needed=True), inside.text("version", needed=True)
    special_name = inside.text("special")
    try:
        special = condition_set(special_name) if special_name else None
    except UnknownConditions as error:
        inside.refuse("special", error.text)
        special = None
    if not name:
        return None
    try:
        conditions = condition_set(name)
        return (conditions, conditions.edition(version), special) if version else None
    except UnknownConditions as error:
        inside.refuse(error.key, error.text)
        return None


def _notice(reader: Reader) -> Notice | None:
    inside = reader.inside("notice", needed=True)
    if inside is None:
        return None
    dated_on = inside.day("dated_on", needed=True)
    sent_on = inside.day("sent_on")
    received_on = inside.day("received_on")
    sent_by = inside.choice("sent_by", SENT_BY, default="post")
    remedy = inside.choice("remedy", REMEDIES, default="")
    if not inside.has("sent_on"):
        inside.note(
            "not-sent",
            "sent_on",
            Text(
                "Ohne den Tag der Absendung lassen sich Bekanntgabe und Rechtsbehelfsfrist nicht berechnen. Tragen Sie "
                "ihn ein (Poststempel, Abvermerk).",
                "Without the day it was sent, Bekanntgabe and the period for a remedy cannot be worked out. Add it "
                "(postmark, dispatch note).",
            ),
        )
    elif not inside.has("sent_by"):
        inside.note(
            "sent-how",
            "sent_by",
            Text(
                "Der Weg des Bescheids fehlt; gerechnet ist mit der Post.",
                "How the notice came is missing; it is worked out as sent by post.",
            ),
        )
    if dated_on is None:
        return None
    if sent_on and sent_on < dated_on:
        inside.note(
            "sent-before-dated",
            "sent_on",
            Text(
                f"Der Bescheid wurde am {day_de(sent_on)} abgesandt, trägt aber das Datum {day_de(dated_on)}. Prüfen "
                "Sie beide Tage.",
                f"The notice was sent on {day_en(sent_on)} but is dated {day_en(dated_on)}. Check both days.",
            ),
        )
    return Notice(dated_on=dated_on, sent_on=sent_on, sent_by=sent_by, received_on=received_on, remedy=remedy)


def _financing(reader: Reader) -> Financing:
    inside = reader.inside("financing")
    if inside is None:
        if not reader.has("financing"):
            reader.note(
                "no-financing",
                "financing",
                Text(
                    "Die Finanzierung fehlt; Betrag und Satz lassen sich nicht prüfen.",
                    "The financing is missing; amount and rate cannot be checked.",
                ),
            )
        return Financing("", None, None, None, None, None, None)
    return Financing(
        type=inside.choice("type", TYPES, needed=True),
        rate=inside.rate("rate"),
        eligible_costs=inside.money("eligible_costs"),
        third_party=inside.money("third_party"),
        own=inside.money("own"),
        grant=inside.money("grant"),
        cap=inside.money("cap"),
    )


def _period(reader: Reader) -> tuple[date, date] | None:
    inside = reader.inside("award_period", needed=True)
    if inside is None:
        return None
    first, last = inside.day("from", needed=True), inside.day("until", needed=True)
    if first is None or last is None:
        return None
    if last < first:
        inside.refuse(
            "until",
            Text(
                f"Der Bewilligungszeitraum endet am {day_de(last)} und beginnt erst am {day_de(first)}. Vertauschen "
                "oder berichtigen Sie die beiden Tage.",
                f"The award period ends on {day_en(last)} and begins only on {day_en(first)}. Exchange or correct the "
                "two days.",
            ),
        )
        return None
    return first, last


def _purpose(reader: Reader) -> str:
    if not reader.has("purpose"):
        reader.note(
            "no-purpose",
            "purpose",
            Text(
                "Der Zweck (investment oder other) fehlt; gerechnet ist mit einer Investition.",
                "The purpose (investment or other) is missing; it is worked out as an investment.",
            ),
        )
    return reader.choice("purpose", PURPOSES, default="investment")


def _purpose_binding(reader: Reader) -> PurposeBinding | None:
    inside = reader.inside("purpose_binding")
    if inside is None:
        return None
    years = inside.whole("years", at_least=0, at_most=99, needed=True)
    starts, starts_on = "completion", None
    if inside.has("starts"):
        written = inside.text("starts")
        found = day_from(written) if written[:1].isdigit() else None
        if isinstance(found, date):
            starts, starts_on = "day", found
        elif isinstance(found, Text):
            inside.refuse("starts", found)
        else:
            starts = inside.choice("starts", BINDING_STARTS, default="completion")
    return None if years is None else PurposeBinding(years=years, starts=starts, starts_on=starts_on)


def _confirmed(reader: Reader) -> Confirmed:
    inside = reader.inside("confirmed")
    if inside is None:
        return Confirmed({}, {}, ())
    numbers = {
        key: number
        for keys, most in ((MONTH_KEYS, 240), (WEEK_KEYS, 520), (YEAR_KEYS, 99))
        for key in keys
        if (number := inside.whole(key, at_least=0, at_most=most)) is not None
    }
    days = {key: day for key in DAY_KEYS if (day := inside.day(key)) is not None}
    reports: list[date] = []
    value = inside.data.get("zwischennachweis_on")
    for item in value if isinstance(value, list | tuple) else [] if value is None else [value]:
        found = day_from(item)
        if isinstance(found, Text):
            inside.refuse("zwischennachweis_on", found)
        else:
            reports.append(found)
    known = {*MONTH_KEYS, *WEEK_KEYS, *YEAR_KEYS, *DAY_KEYS, "zwischennachweis_on"}
    for key in inside.data:
        if key not in known:
            inside.note(
                "confirmed-unused",
                str(key),
                Text(
                    f"Die Angabe „{shown(key)}“ wird nicht verwendet. Verwendet werden: {', '.join(sorted(known))}.",
                    f"The fact “{shown(key)}” is not used. Used are: {', '.join(sorted(known))}.",
                ),
            )
    for key in ("verwendungsnachweis", "rechtsbehelf"):
        if f"{key}_on" in days and f"{key}_months" in numbers:
            inside.note(
                "confirmed-twice",
                f"{key}_on",
                Text(
                    "Tag und Monate sind beide angegeben; der feste Tag gilt.",
                    "A day and a number of months are both given; the fixed day counts.",
                ),
            )
    months = numbers.get("verwendungsnachweis_months")
    if months is not None and not 1 <= months <= 24:
        inside.note(
            "odd-months",
            "verwendungsnachweis_months",
            Text(
                f"{months} Monate für den Verwendungsnachweis sind ungewöhnlich. Prüfen Sie die Zahl am Bescheid.",
                f"{months} months for the proof of use are unusual. Check the number against the notice.",
            ),
        )
    return Confirmed(numbers=numbers, days=days, zwischennachweis_on=tuple(sorted(set(reports))))


def _movements(reader: Reader, key: str) -> tuple[Movement, ...]:
    found = []
    for item in reader.each(key):
        paid_on, amount = item.day("paid_on", needed=True), item.money("amount", needed=True)
        if paid_on is not None and amount is not None:
            found.append(Movement(paid_on, amount, item.path))
    return tuple(sorted(found, key=lambda movement: movement.paid_on))


def _note_misspelt(reader: Reader) -> None:
    for key in reader.data:
        if key in _KNOWN:
            continue
        near = get_close_matches(str(key), _KNOWN, n=1, cutoff=0.85)
        if near and near[0] not in reader.data:
            reader.note(
                "misspelt",
                str(key),
                Text(
                    f"„{shown(key)}“ wird nicht gelesen. Meinen Sie „{near[0]}“?",
                    f"“{shown(key)}” is not read. Do you mean “{near[0]}”?",
                ),
            )
