"""Money drawn has to be spent in time, and what it can cost if not (§ 49a Abs. 4 VwVfG)."""

from datetime import date
from decimal import Decimal

from wandel.core.foerderung.award import Award, Movement
from wandel.core.foerderung.drawdown.uses import ZERO, Window, first_in_first_used, interest_start
from wandel.core.foerderung.financing import cents
from wandel.core.foerderung.interest import verzinsung_by_law
from wandel.core.foerderung.obligations.rule import Rule
from wandel.core.foerderung.obligations.values import Lateness
from wandel.core.foerderung.obligations.work import Work
from wandel.core.law.basiszins import NoBasiszins, basiszins_on
from wandel.core.law.erstattungszins import margin_on
from wandel.core.law.parameters import NotCovered
from wandel.core.law.periods import Deadline, period
from wandel.core.law.texts import Text, day_de, day_en, money_de, money_en, number_de


def window_of(award: Award) -> Window | None:
    """Within what time this award's conditions want drawn money used, the notice first; None where none says it."""
    work = Work(award, None)
    rule = work.rule("drawdown_window_months", "drawdown_window_weeks")
    if rule is None:
        return None
    from_month = work.stored("interest_from_month")
    return Window(rule.count, rule.unit, rule.norm, rule.status, from_month.value if from_month else None)


def spending(work: Work) -> None:
    """One obligation per drawdown: until when it must be spent, and how much still is not."""
    drawdowns = work.award.drawdowns
    if not drawdowns:
        return
    rule = work.rule("drawdown_window_months", "drawdown_window_weeks")
    if rule is None:
        return
    from_month = work.stored("interest_from_month")
    shares = first_in_first_used(drawdowns, work.award.payments, on=work.on)
    days_seen: dict[date, int] = {}
    for drawdown, used in zip(drawdowns, shares, strict=True):
        number = days_seen[drawdown.paid_on] = days_seen.get(drawdown.paid_on, 0) + 1
        deadline = period(drawdown.paid_on, rule.count, rule.unit, shifts=False)
        unspent = drawdown.amount - sum((part.amount for part in used), ZERO)
        late = sum((part.amount for part in used if part.paid_on > deadline.due_on), ZERO)
        starts = interest_start(drawdown.paid_on, from_month.value if from_month else None)
        work.add(
            "mittelverwendung",
            deadline,
            key=f"mittelverwendung:{drawdown.paid_on.isoformat()}:{number}",
            norm=rule.norm,
            status=rule.status,
            because=_spending_reason(drawdown, unspent, late, rule, deadline),
            amount=unspent,
            drawdown=drawdown,
            lateness=lateness_of(work, unspent, deadline.due_on, starts),
        )


def lateness_of(work: Work, unspent: Decimal, due_on: date, interest_from: date) -> Lateness | None:
    """What lateness can cost on the amount unspent; nothing where it is spent or no Basiszinssatz is known."""
    if unspent == 0:
        return None
    federal = work.award.level == "bund"
    try:
        base = basiszins_on(work.on or due_on)
        margin = margin_on(work.on or due_on, federal=federal)
    except (NoBasiszins, NotCovered):
        return None
    rate = base.percent + margin.value
    act = (
        Text("§ 49a Abs. 4 VwVfG", "§ 49a(4) VwVfG")
        if federal
        else Text("§ 49a Abs. 4 VwVfG NRW", "§ 49a(4) VwVfG NRW")
    )
    per_day = cents(unspent * rate / 36500)
    so_far = None
    if work.on is not None and work.on > due_on and work.on > interest_from:
        try:
            so_far = verzinsung_by_law(unspent, from_on=interest_from, to_on=work.on, federal=federal).total
        except (NoBasiszins, NotCovered):
            so_far = None
    text = Text(
        f"Werden die Mittel zu spät verwendet, kann die Behörde Zinsen verlangen ({act.de}, "
        f"Ermessen): etwa {money_de(per_day)} am Tag, {number_de(rate)} % im Jahr auf {money_de(unspent)}, frühestens ab "
        f"{day_de(interest_from)}" + (f"; bis heute wären es {money_de(so_far)}." if so_far is not None else "."),
        f"If the money is used too late, the authority can charge interest ({act.en}, at "
        f"its discretion): about {money_en(per_day)} a day, {rate:f} % a year on {money_en(unspent)}, from "
        f"{day_en(interest_from)} at the earliest"
        + (f"; up to today it would be {money_en(so_far)}." if so_far is not None else "."),
    )
    return Lateness(rate, per_day, interest_from, so_far, base.status, text)


def _spending_reason(drawdown: Movement, unspent: Decimal, late: Decimal, rule: Rule, deadline: Deadline) -> Text:
    de = (
        f"Die am {day_de(drawdown.paid_on)} ausgezahlten {money_de(drawdown.amount)} müssen bis zum "
        f"{day_de(deadline.due_on)} verwendet sein: {rule.origin.de}. "
    )
    en = (
        f"The {money_en(drawdown.amount)} paid out on {day_en(drawdown.paid_on)} must be spent by "
        f"{day_en(deadline.due_on)}: {rule.origin.en}. "
    )
    if unspent == 0:
        de += "Sie sind vollständig verwendet."
        en += "They are fully spent."
    else:
        de += f"Noch nicht verwendet: {money_de(unspent)}."
        en += f"Not yet spent: {money_en(unspent)}."
    if late:
        de += f" Erst nach diesem Tag verwendet: {money_de(late)}."
        en += f" Spent only after that day: {money_en(late)}."
    return Text(de, en)
