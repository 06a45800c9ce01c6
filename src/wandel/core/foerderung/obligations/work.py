"""One award being worked through: it collects obligations, remarks and the legal values they rest on."""

from datetime import date
from decimal import Decimal

from wandel.core.foerderung.award import Award, Movement
from wandel.core.foerderung.obligations.rule import Rule, nearest_rule, rule_of_notice, stored_value
from wandel.core.foerderung.obligations.values import LABELS, NOTICE, Lateness, Obligation, ValueUsed
from wandel.core.foerderung.reading import Remark
from wandel.core.foerderung.sets import ConditionValue
from wandel.core.law.periods import Deadline
from wandel.core.law.texts import Text, day_de, day_en


class Work:
    """One award being worked through; collects obligations, values used and remarks."""

    def __init__(self, award: Award, on: date | None) -> None:
        self.award = award
        self.on = on
        self.found: list[Obligation] = []
        self.remarks: list[Remark] = []
        self.values: dict[str, ValueUsed] = {}

    def add(
        self,
        kind: str,
        deadline: Deadline,
        *,
        norm: str,
        status: str,
        because: Text,
        key: str = "",
        version: str = "",
        label: Text | None = None,
        amount: Decimal | None = None,
        drawdown: Movement | None = None,
        lateness: Lateness | None = None,
    ) -> Obligation:
        """Keep an obligation; how it stands is said only where there is a day of looking."""
        done = amount is not None and amount == 0
        state = None
        if self.on is not None:
            if done:
                state = "done"
            elif deadline.due_on < self.on:
                state = "overdue" if kind in {"mittelverwendung", "verwendungsnachweis", "zwischennachweis"} else "over"
            else:
                state = "today" if deadline.due_on == self.on else "upcoming"
        if kind == "verwendungsnachweis" and state == "overdue" and self.award.verwendungsnachweis_submitted_on:
            state = "done"
        obligation = Obligation(
            kind=kind,
            key=key or kind,
            label=label or LABELS[kind],
            due_on=deadline.due_on,
            nominal_on=deadline.nominal_on,
            shifted=deadline.shifted,
            norm=norm,
            version=version or self.award.edition.version,
            status=status,
            because=because,
            steps=deadline.steps,
            amount=amount,
            drawdown=drawdown,
            lateness=lateness,
            state=state,
        )
        self.found.append(obligation)
        return obligation

    def stored(self, key: str) -> ConditionValue | None:
        """The special rule beats the general one."""
        award = self.award
        special = award.special.name if award.special else ""
        return stored_value(award.conditions.name, special, award.edition.version, award.purpose, key)

    def rule(self, *keys: str) -> Rule | None:
        """The first of the keys the notice confirms, else the first the conditions know."""
        award = self.award
        special = award.special.name if award.special else ""
        known = nearest_rule(award.conditions.name, special, award.edition.version, award.purpose, keys)
        stored = known[0] if known else None
        for key in keys:
            number = award.confirmed.number(key)
            if number is None:
                continue
            unit = key.rsplit("_", 1)[-1]
            norm = stored.norm if stored else award.conditions.label
            self.use(key, number, unit=unit, norm=norm, stored=stored, status="from_notice")
            return rule_of_notice(number, unit, norm)
        if stored is None:
            return None
        self.use(stored.key, stored.value, unit=stored.unit, norm=stored.norm, stored=stored, status=stored.status)
        return known[1] if known else None

    def use(self, key: str, value: int, *, unit: str, norm: str, stored: ConditionValue | None, status: str) -> None:
        """Note a value an obligation rests on."""
        self.values[key] = ValueUsed(
            key=key,
            value=value,
            unit=unit,
            norm=norm,
            set=stored.set if stored else self.award.conditions.name,
            version=stored.version if stored else self.award.edition.version,
            edition=stored.edition if stored and status != "from_notice" else "",
            status=status,
            source=NOTICE if status == "from_notice" else stored.source if stored else "",
            checked_on=stored.checked_on if stored and status != "from_notice" else None,
            purpose=self.award.purpose,
        )


def fixed_day(day: date) -> Text:
    """The reason of a day the notice itself fixes."""
    return Text(
        f"Der Bescheid setzt den {day_de(day)} fest. Ein festgesetzter Tag verschiebt sich nicht "
        "(§ 31 Abs. 3 Satz 2 VwVfG).",
        f"The notice fixes {day_en(day)}. A fixed day does not move (§ 31(3) sentence 2 VwVfG).",
    )


def reason(why: Text, deadline: Deadline) -> Text:
    """The reason, the nominal end and, where it moved, why."""
    moved = deadline.steps[-1] if deadline.shifted else None
    return Text(
        f"{why.de}: {day_de(deadline.nominal_on)}." + (f" {moved.de}" if moved else ""),
        f"{why.en}: {day_en(deadline.nominal_on)}." + (f" {moved.en}" if moved else ""),
    )
