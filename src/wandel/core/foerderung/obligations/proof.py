"""The award period and what proves the use of the money: Zwischennachweis and Verwendungsnachweis."""

from datetime import date

from wandel.core.foerderung.obligations.rule import Rule
from wandel.core.foerderung.obligations.values import NOTICE, Obligation
from wandel.core.foerderung.obligations.work import Work, fixed_day, reason
from wandel.core.foerderung.reading import Remark
from wandel.core.foerderung.sets import ConditionValue
from wandel.core.law.periods import Deadline, add_months, counted, end_of_month, period, shift
from wandel.core.law.texts import Text, day_de, day_en, span


def award_period(work: Work) -> None:
    """The end of the award period, a day fixed in the notice."""
    until = work.award.period_until
    work.add(
        "bewilligungszeitraum_ende",
        Deadline(until, until, None, (fixed_day(until),)),
        norm=NOTICE,
        status="from_notice",
        because=Text(
            f"Der Bewilligungszeitraum läuft laut Bescheid vom {day_de(work.award.period_from)} bis zum "
            f"{day_de(until)}. Ein im Bescheid festgesetzter Tag verschiebt sich nicht.",
            f"By the notice the award period runs from {day_en(work.award.period_from)} to {day_en(until)}. A day "
            "fixed in the notice does not move.",
        ),
    )


def interim_proofs(work: Work) -> None:
    """One Zwischennachweis per day the notice fixes, else by the conditions' rule for every year."""
    award = work.award
    if award.confirmed.zwischennachweis_on:
        stored = work.stored("zwischennachweis_months")
        for fixed in award.confirmed.zwischennachweis_on:
            work.add(
                "zwischennachweis",
                Deadline(fixed, fixed, None, (fixed_day(fixed),)),
                key=f"zwischennachweis:{fixed.isoformat()}",
                norm=stored.norm if stored else NOTICE,
                status="from_notice",
                because=fixed_day(fixed),
            )
        return
    on_request = work.stored("zwischennachweis_request_years")
    if on_request and award.confirmed.number("zwischennachweis_months") is None:
        interim_on_request(work, on_request)
        return
    rule = work.rule("zwischennachweis_months")
    if rule is None or rule.count == 0:
        return
    ends_on = min(award.completed_on or award.period_until, award.period_until)
    for year in range(award.period_from.year, ends_on.year + 1):
        year_end = date(year, 12, 31)
        if year_end >= ends_on:
            break
        deadline = period(year_end, rule.count, rule.unit, shifts=True)
        work.add(
            "zwischennachweis",
            deadline,
            key=f"zwischennachweis:{year}",
            norm=rule.norm,
            status=rule.status,
            because=reason(
                Text(
                    f"Ende {year} ist der Zweck noch nicht erfüllt; der Zwischennachweis für das Haushaltsjahr "
                    f"folgt: {rule.origin.de}",
                    f"At the end of {year} the purpose is not yet fulfilled; the interim proof for the financial "
                    f"year follows: {rule.origin.en}",
                ),
                deadline,
            ),
        )


def interim_on_request(work: Work, stored: ConditionValue) -> None:
    """Conditions that let the authority ask for an interim proof after a year."""
    award = work.award
    ends_on = min(award.completed_on or award.period_until, award.period_until)
    deadline = period(award.period_from, stored.value, "years", shifts=True)
    if deadline.nominal_on >= ends_on:
        return
    work.use(stored.key, stored.value, unit=stored.unit, norm=stored.norm, stored=stored, status=stored.status)
    work.add(
        "zwischennachweis",
        deadline,
        norm=stored.norm,
        status=stored.status,
        because=reason(
            Text(
                "Ist der Zweck nach einem Jahr nicht erfüllt, kann die Behörde einen Zwischennachweis verlangen; "
                "gerechnet ab Beginn des Bewilligungszeitraums",
                "If the purpose is not fulfilled after a year, the authority may ask for an interim proof; counted "
                "from the start of the award period",
            ),
            deadline,
        ),
    )


def proof_of_use(work: Work) -> Obligation | None:
    """The Verwendungsnachweis: months after completion, at the latest months after the award period."""
    award = work.award
    rule = work.rule("verwendungsnachweis_months")
    fixed = award.confirmed.day("verwendungsnachweis_on")
    if fixed is not None:
        return work.add(
            "verwendungsnachweis",
            Deadline(fixed, fixed, None, (fixed_day(fixed),)),
            norm=rule.norm if rule else NOTICE,
            status="from_notice",
            because=fixed_day(fixed),
        )
    if rule is None:
        return None
    latest = end_of_month(add_months(award.period_until, rule.count))
    length = span(rule.count, "months")
    bound = Text(
        f"Spätestens {length.de} nach dem Bewilligungszeitraum ({day_de(award.period_until)}), am letzten Tag des "
        f"Monats: {day_de(latest)}.",
        f"At the latest {length.en} after the award period ({day_en(award.period_until)}), on the last day of the "
        f"month: {day_en(latest)}.",
    )
    steps = [bound]
    nominal_on = latest
    if award.completed_on is None:
        why = Text(
            f"Ein Abschluss ist nicht erfasst, deshalb zählt das Ende des Bewilligungszeitraums "
            f"({day_de(award.period_until)}): {rule.origin.de}, bis zum Ende des Monats. Mit einem früheren "
            "Abschluss wird der Nachweis früher fällig",
            f"No completion is recorded, so the end of the award period counts ({day_en(award.period_until)}): "
            f"{rule.origin.en}, to the end of the month. An earlier completion brings the proof forward",
        )
    else:
        after, step = counted(award.completed_on, rule.count, "months")
        steps.insert(0, step)
        nominal_on = min(after, latest)
        if after <= latest:
            why = Text(
                f"{rule.origin.de} nach dem Abschluss am {day_de(award.completed_on)}",
                f"{rule.origin.en} after completion on {day_en(award.completed_on)}",
            )
        else:
            why = Text(
                f"Der Abschluss am {day_de(award.completed_on)} führte zum {day_de(after)}; spätestens ist der "
                f"Nachweis aber zum Ende der Frist nach dem Bewilligungszeitraum fällig: {rule.origin.de}",
                f"Completion on {day_en(award.completed_on)} would lead to {day_en(after)}; at the latest the "
                f"proof is due at the end of the period after the award period: {rule.origin.en}",
            )
    note_bound(work, rule, latest)
    moved = shift(nominal_on)
    deadline = Deadline(moved.nominal_on, moved.due_on, moved.shifted, (*steps, *moved.steps))
    return work.add("verwendungsnachweis", deadline, norm=rule.norm, status=rule.status, because=reason(why, deadline))


def note_bound(work: Work, rule: Rule, latest: date) -> None:
    """The federal ANBest-Gk say "one year after the period": to the day, not to the end of the month."""
    award = work.award
    to_the_day = add_months(award.period_until, rule.count)
    if award.conditions.proof_bound != "same_day" or to_the_day == latest or award.completed_on:
        return
    work.remarks.append(
        Remark(
            "proof-bound-to-the-day",
            "award_period.until",
            Text(
                f"{rule.norm} nennt ein Jahr nach dem Bewilligungszeitraum; streng gelesen ist das der "
                f"{day_de(to_the_day)}, nicht erst das Monatsende {day_de(latest)}.",
                f"{rule.norm} says one year after the award period; read strictly that is {day_en(to_the_day)}, "
                f"not the end of the month {day_en(latest)}.",
            ),
        )
    )
