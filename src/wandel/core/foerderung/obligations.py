"""From an award to its obligations: each with its day, norm, version, status, arithmetic and reason.

Pure: the award and, if wanted, the day of looking go in. What the officer confirmed in the notice wins
(``from_notice``), then what someone read (``confirmed``), then a stand-in (``unconfirmed``). The readings behind it
are in docs/decisions/0002-deadline-readings.md and docs/methods/fristen.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from wandel.core.foerderung.award import Award, Movement
from wandel.core.foerderung.financing import cents
from wandel.core.foerderung.interest import verzinsung_by_law
from wandel.core.foerderung.reading import Remark
from wandel.core.foerderung.sets import ConditionValue, condition_set, nearest
from wandel.core.law.basiszins import NoBasiszins, basiszins_on
from wandel.core.law.bekanntgabe import Bekanntgabe, bekanntgabe
from wandel.core.law.erstattungszins import margin_on
from wandel.core.law.parameters import NotCovered
from wandel.core.law.periods import (
    Deadline,
    add_months,
    add_years,
    counted,
    end_of_month,
    period,
    shift,
)
from wandel.core.law.texts import Text, day_de, day_en, money_de, money_en, number_de, span

NOTICE = "Zuwendungsbescheid"
ACTION_SHIFT = "§ 57 Abs. 2 VwGO, § 222 Abs. 2 ZPO, § 193 BGB"
OBJECTION_SHIFT = "§ 31 Abs. 3 VwVfG, § 193 BGB"
KINDS = (
    "bekanntgabe",
    "rechtsbehelf",
    "mittelverwendung",
    "zwischennachweis",
    "bewilligungszeitraum_ende",
    "verwendungsnachweis",
    "zweckbindung_ende",
    "aufbewahrung_ende",
)
LABELS = {
    "bekanntgabe": Text("Bekanntgabe des Bescheids", "Notice made known"),
    "rechtsbehelf": Text("Klagefrist endet", "Period for an action ends"),
    "mittelverwendung": Text("Abgerufene Mittel verwenden", "Spend the money drawn"),
    "zwischennachweis": Text("Zwischennachweis vorlegen", "Submit the interim proof"),
    "bewilligungszeitraum_ende": Text("Bewilligungszeitraum endet", "Award period ends"),
    "verwendungsnachweis": Text("Verwendungsnachweis vorlegen", "Submit the proof of use"),
    "zweckbindung_ende": Text("Zweckbindung endet", "Purpose binding ends"),
    "aufbewahrung_ende": Text("Aufbewahrungsfrist endet", "Retention period ends"),
}
_REMEDY_LABELS = {
    "klage": LABELS["rechtsbehelf"],
    "widerspruch": Text("Widerspruchsfrist endet", "Period for an objection ends"),
    "none": Text("Rechtsbehelfsfrist endet", "Period for a remedy ends"),
    "": Text("Rechtsbehelfsfrist endet", "Period for a remedy ends"),
}
_ORDER = {kind: index for index, kind in enumerate(KINDS)}
_ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class ValueUsed:
    """A legal value an obligation rests on, kept with the award so that a later change of law can be noticed."""

    key: str
    value: int
    unit: str
    norm: str
    set: str
    version: str
    edition: str
    status: str
    source: str
    checked_on: date | None
    purpose: str

    def as_json(self) -> dict[str, object]:
        return {
            "key": self.key,
            "value": self.value,
            "unit": self.unit,
            "norm": self.norm,
            "set": self.set,
            "version": self.version,
            "edition": self.edition,
            "status": self.status,
            "source": self.source,
            "checked_on": self.checked_on.isoformat() if self.checked_on else None,
            "purpose": self.purpose,
        }


@dataclass(frozen=True, slots=True)
class Lateness:
    """What lateness *can* cost (§ 49a Abs. 4 VwVfG): the authority decides. Euro a day on the amount still unspent.

    ``interest_from`` is the first day interest can run from; ``so_far`` is what has run up to the day of looking, once
    the day has passed.
    """

    rate: Decimal
    per_day: Decimal
    interest_from: date
    so_far: Decimal | None
    status: str
    text: Text

    def as_json(self) -> dict[str, object]:
        return {
            "rate": f"{self.rate:f}",
            "per_day": f"{self.per_day:.2f}",
            "interest_from": self.interest_from.isoformat(),
            "so_far": None if self.so_far is None else f"{self.so_far:.2f}",
            "status": self.status,
            **self.text.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty or date. ``shifted`` is the German name of what moved it; ``key`` stays the same between runs."""

    kind: str
    key: str
    label: Text
    due_on: date
    nominal_on: date
    shifted: str | None
    norm: str
    version: str
    status: str
    because: Text
    steps: tuple[Text, ...]
    amount: Decimal | None = None
    drawdown: Movement | None = None
    lateness: Lateness | None = None
    state: str | None = None

    def as_json(self) -> dict[str, object]:
        data: dict[str, object] = {
            "kind": self.kind,
            "key": self.key,
            "label": self.label.as_json(),
            "due_on": self.due_on.isoformat(),
            "nominal_on": self.nominal_on.isoformat(),
            "shifted": self.shifted,
            "norm": self.norm,
            "version": self.version,
            "status": self.status,
            "because": self.because.as_json(),
            "steps": [step.as_json() for step in self.steps],
        }
        if self.amount is not None:
            data["amount"] = f"{self.amount:.2f}"
        if self.drawdown is not None:
            data["drawdown"] = {
                "paid_on": self.drawdown.paid_on.isoformat(),
                "amount": f"{self.drawdown.amount:.2f}",
            }
        if self.lateness is not None:
            data["lateness"] = self.lateness.as_json()
        if self.state is not None:
            data["state"] = self.state
        return data


@dataclass(frozen=True, slots=True)
class ObligationPlan:
    """All obligations of an award in date order, what is odd about it, and the legal values it rests on."""

    obligations: tuple[Obligation, ...]
    warnings: tuple[Remark, ...]
    values: tuple[ValueUsed, ...] = field(default=())

    def __iter__(self) -> Iterator[Obligation]:
        return iter(self.obligations)

    def of(self, kind: str) -> tuple[Obligation, ...]:
        return tuple(obligation for obligation in self.obligations if obligation.kind == kind)


def obligations_of(award: Award, *, on: date | None = None) -> ObligationPlan:
    """Every obligation of the award. ``on`` is the day of looking: payments after it do not count yet, what is over
    says so, and lateness uses that day's Basiszinssatz."""
    work = _Work(award, on)
    work.notice_days()
    work.spending()
    work.award_period()
    work.interim_proofs()
    proof = work.proof()
    work.purpose_binding(proof)
    work.retention(proof)
    found = sorted(work.found, key=lambda one: (one.due_on, _ORDER[one.kind], one.key))
    return ObligationPlan(tuple(found), (*award.remarks, *work.remarks), tuple(work.values.values()))


@dataclass(frozen=True, slots=True)
class _Rule:
    """A number as it governs this award: from the notice, read, or standing in."""

    count: int
    unit: str
    norm: str
    status: str
    origin: Text


class _Work:
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

    # --- which number governs

    def stored(self, key: str) -> ConditionValue | None:
        """The special rule beats the general one."""
        award = self.award
        special = award.special.name if award.special else ""
        return _stored(award.conditions.name, special, award.edition.version, award.purpose, key)

    def rule(self, *keys: str) -> _Rule | None:
        """The first of the keys the notice confirms, else the first the conditions know."""
        award = self.award
        special = award.special.name if award.special else ""
        known = _nearest_stored(award.conditions.name, special, award.edition.version, award.purpose, keys)
        stored = known[0] if known else None
        for key in keys:
            number = award.confirmed.number(key)
            if number is None:
                continue
            unit = key.rsplit("_", 1)[-1]
            norm = stored.norm if stored else award.conditions.label
            self.use(key, number, unit=unit, norm=norm, stored=stored, status="from_notice")
            return _rule_of_notice(number, unit, norm)
        if stored is None:
            return None
        self.use(stored.key, stored.value, unit=stored.unit, norm=stored.norm, stored=stored, status=stored.status)
        return known[1] if known else None

    def use(self, key: str, value: int, *, unit: str, norm: str, stored: ConditionValue | None, status: str) -> None:
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

    # --- the notice

    def notice_days(self) -> None:
        notice = self.award.notice
        if notice.sent_on is None:
            self.fixed_remedy()
            return
        try:
            known = bekanntgabe(
                sent_on=notice.sent_on,
                sent_by=notice.sent_by,
                received_on=notice.received_on,
                federal=self.award.level == "bund",
            )
        except NotCovered as error:
            self.remarks.append(Remark("law-not-covered", "notice.sent_on", error.text))
            self.fixed_remedy()
            return
        self.add(
            "bekanntgabe",
            Deadline(known.on, known.on, None, (known.because,)),
            norm=known.norm,
            version=known.version,
            status=known.status,
            because=known.because,
        )
        self.remedy(known)

    def fixed_remedy(self) -> bool:
        fixed = self.award.confirmed.day("rechtsbehelf_on")
        if fixed is None:
            return False
        self.add(
            "rechtsbehelf",
            Deadline(fixed, fixed, None, (_fixed(fixed),)),
            norm=NOTICE,
            status="from_notice",
            because=_fixed(fixed),
            label=_REMEDY_LABELS[self.award.notice.remedy],
        )
        return True

    def remedy(self, known: Bekanntgabe) -> None:
        if self.fixed_remedy():
            return
        award = self.award
        kind = award.notice.remedy
        months = award.confirmed.number("rechtsbehelf_months")
        status = "confirmed" if months is None else "from_notice"
        if kind == "none" and months is None:
            count, unit, norm = 1, "years", "§ 58 Abs. 2 VwGO"
            why = Text(
                "Der Bescheid belehrt nicht über den Rechtsbehelf; dann gilt ein Jahr ab Bekanntgabe",
                "The notice names no remedy; then one year from Bekanntgabe applies",
            )
        else:
            count, unit = (1 if months is None else months), "months"
            norm, act = _remedy(kind, federal=award.level == "bund")
            length = span(count, unit)
            why = Text(
                f"{act.de} innerhalb von {_dative(length.de)} nach der Bekanntgabe am {day_de(known.on)} möglich",
                f"{act.en} possible within {length.en} of Bekanntgabe on {day_en(known.on)}",
            )
        rule = OBJECTION_SHIFT if norm.startswith("§ 70") else ACTION_SHIFT
        deadline = period(known.on, count, unit, shifts=True, rule=rule)
        self.add(
            "rechtsbehelf",
            deadline,
            norm=norm,
            version="VwGO",
            status=status,
            because=_reason(why, deadline),
            label=_REMEDY_LABELS[kind],
        )

    # --- the money

    def spending(self) -> None:
        drawdowns = self.award.drawdowns
        if not drawdowns:
            return
        rule = self.rule("drawdown_window_months", "drawdown_window_weeks")
        if rule is None:
            return
        interest_from_month = self.stored("interest_from_month")
        shares = first_in_first_used(drawdowns, self.award.payments, on=self.on)
        days_seen: dict[date, int] = {}
        for drawdown, used in zip(drawdowns, shares, strict=True):
            number = days_seen[drawdown.paid_on] = days_seen.get(drawdown.paid_on, 0) + 1
            deadline = period(drawdown.paid_on, rule.count, rule.unit, shifts=False)
            unspent = drawdown.amount - sum((part.amount for part in used), _ZERO)
            late = sum((part.amount for part in used if part.paid_on > deadline.due_on), _ZERO)
            starts = _interest_start(drawdown.paid_on, interest_from_month)
            self.add(
                "mittelverwendung",
                deadline,
                key=f"mittelverwendung:{drawdown.paid_on.isoformat()}:{number}",
                norm=rule.norm,
                status=rule.status,
                because=_spending_reason(drawdown, unspent, late, rule, deadline),
                amount=unspent,
                drawdown=drawdown,
                lateness=self.lateness(unspent, deadline.due_on, starts),
            )

    def lateness(self, unspent: Decimal, due_on: date, interest_from: date) -> Lateness | None:
        if unspent == 0:
            return None
        federal = self.award.level == "bund"
        try:
            base = basiszins_on(self.on or due_on)
            margin = margin_on(self.on or due_on, federal=federal)
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
        if self.on is not None and self.on > due_on and self.on > interest_from:
            try:
                so_far = verzinsung_by_law(unspent, from_on=interest_from, to_on=self.on, federal=federal).total
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

    # --- the period and its proofs

    def award_period(self) -> None:
        until = self.award.period_until
        self.add(
            "bewilligungszeitraum_ende",
            Deadline(until, until, None, (_fixed(until),)),
            norm=NOTICE,
            status="from_notice",
            because=Text(
                f"Der Bewilligungszeitraum läuft laut Bescheid vom {day_de(self.award.period_from)} bis zum "
                f"{day_de(until)}. Ein im Bescheid festgesetzter Tag verschiebt sich nicht.",
                f"By the notice the award period runs from {day_en(self.award.period_from)} to {day_en(until)}. A day "
                "fixed in the notice does not move.",
            ),
        )

    def interim_proofs(self) -> None:
        award = self.award
        if award.confirmed.zwischennachweis_on:
            stored = self.stored("zwischennachweis_months")
            for fixed in award.confirmed.zwischennachweis_on:
                self.add(
                    "zwischennachweis",
                    Deadline(fixed, fixed, None, (_fixed(fixed),)),
                    key=f"zwischennachweis:{fixed.isoformat()}",
                    norm=stored.norm if stored else NOTICE,
                    status="from_notice",
                    because=_fixed(fixed),
                )
            return
        on_request = self.stored("zwischennachweis_request_years")
        if on_request and award.confirmed.number("zwischennachweis_months") is None:
            self.interim_on_request(on_request)
            return
        rule = self.rule("zwischennachweis_months")
        if rule is None or rule.count == 0:
            return
        ends_on = min(award.completed_on or award.period_until, award.period_until)
        for year in range(award.period_from.year, ends_on.year + 1):
            year_end = date(year, 12, 31)
            if year_end >= ends_on:
                break
            deadline = period(year_end, rule.count, rule.unit, shifts=True)
            self.add(
                "zwischennachweis",
                deadline,
                key=f"zwischennachweis:{year}",
                norm=rule.norm,
                status=rule.status,
                because=_reason(
                    Text(
                        f"Ende {year} ist der Zweck noch nicht erfüllt; der Zwischennachweis für das Haushaltsjahr "
                        f"folgt: {rule.origin.de}",
                        f"At the end of {year} the purpose is not yet fulfilled; the interim proof for the financial "
                        f"year follows: {rule.origin.en}",
                    ),
                    deadline,
                ),
            )

    def interim_on_request(self, stored: ConditionValue) -> None:
        award = self.award
        ends_on = min(award.completed_on or award.period_until, award.period_until)
        deadline = period(award.period_from, stored.value, "years", shifts=True)
        if deadline.nominal_on >= ends_on:
            return
        self.use(stored.key, stored.value, unit=stored.unit, norm=stored.norm, stored=stored, status=stored.status)
        self.add(
            "zwischennachweis",
            deadline,
            norm=stored.norm,
            status=stored.status,
            because=_reason(
                Text(
                    "Ist der Zweck nach einem Jahr nicht erfüllt, kann die Behörde einen Zwischennachweis verlangen; "
                    "gerechnet ab Beginn des Bewilligungszeitraums",
                    "If the purpose is not fulfilled after a year, the authority may ask for an interim proof; counted "
                    "from the start of the award period",
                ),
                deadline,
            ),
        )

    def proof(self) -> Obligation | None:
        award = self.award
        rule = self.rule("verwendungsnachweis_months")
        fixed = award.confirmed.day("verwendungsnachweis_on")
        if fixed is not None:
            return self.add(
                "verwendungsnachweis",
                Deadline(fixed, fixed, None, (_fixed(fixed),)),
                norm=rule.norm if rule else NOTICE,
                status="from_notice",
                because=_fixed(fixed),
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
        self.note_bound(rule, latest)
        moved = shift(nominal_on)
        deadline = Deadline(moved.nominal_on, moved.due_on, moved.shifted, (*steps, *moved.steps))
        return self.add(
            "verwendungsnachweis", deadline, norm=rule.norm, status=rule.status, because=_reason(why, deadline)
        )

    def note_bound(self, rule: _Rule, latest: date) -> None:
        """The federal ANBest-Gk say "one year after the period": to the day, not to the end of the month."""
        award = self.award
        to_the_day = add_months(award.period_until, rule.count)
        if award.conditions.proof_bound != "same_day" or to_the_day == latest or award.completed_on:
            return
        self.remarks.append(
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

    # --- what comes after

    def purpose_binding(self, proof: Obligation | None) -> None:
        fixed = self.award.confirmed.day("zweckbindung_on")
        if fixed is not None:
            self.add(
                "zweckbindung_ende",
                Deadline(fixed, fixed, None, (_fixed(fixed),)),
                norm=NOTICE,
                status="from_notice",
                because=_fixed(fixed),
            )
            return
        binding = self.award.purpose_binding
        if binding is None:
            return
        start, event = self.binding_start(proof)
        end, step = counted(start, binding.years, "years")
        length = span(binding.years, "years")
        self.add(
            "zweckbindung_ende",
            Deadline(end, end, None, (step,)),
            norm=NOTICE,
            status="from_notice",
            because=Text(
                f"Die Zweckbindung dauert laut Bescheid {length.de} ab {event.de} ({day_de(start)}). {step.de} Sie "
                "endet mit diesem Tag und verschiebt sich nicht.",
                f"By the notice the purpose binding lasts {length.en} from {event.en} ({day_en(start)}). {step.en} It "
                "ends with that day and does not move.",
            ),
        )

    def binding_start(self, proof: Obligation | None) -> tuple[date, Text]:
        award = self.award
        binding = award.purpose_binding
        starts = binding.starts if binding else "completion"
        if binding and binding.starts_on:
            return binding.starts_on, Text("dem festgesetzten Tag", "the day fixed")
        if starts == "notice":
            return award.notice.dated_on, Text("dem Datum des Bescheids", "the date of the notice")
        if starts == "award_period_end":
            return award.period_until, Text("dem Ende des Bewilligungszeitraums", "the end of the award period")
        if starts == "verwendungsnachweis":
            if award.verwendungsnachweis_submitted_on:
                return award.verwendungsnachweis_submitted_on, Text(
                    "der Vorlage des Verwendungsnachweises", "submission of the proof of use"
                )
            if proof:
                return proof.due_on, Text(
                    "der Fälligkeit des Verwendungsnachweises, weil seine Vorlage noch nicht erfasst ist",
                    "the due day of the proof of use, because its submission is not recorded yet",
                )
        if starts == "commissioning" and award.commissioned_on:
            return award.commissioned_on, Text("der Inbetriebnahme", "commissioning")
        if award.completed_on:
            return award.completed_on, Text("dem Abschluss", "completion")
        return award.period_until, Text(
            "dem Ende des Bewilligungszeitraums, weil der Abschluss noch nicht erfasst ist",
            "the end of the award period, because completion is not recorded yet",
        )

    def retention(self, proof: Obligation | None) -> None:
        fixed = self.award.confirmed.day("aufbewahrung_on")
        rule = self.rule("retention_years")
        if fixed is not None:
            self.add(
                "aufbewahrung_ende",
                Deadline(fixed, fixed, None, (_fixed(fixed),)),
                norm=rule.norm if rule else NOTICE,
                status="from_notice",
                because=_fixed(fixed),
            )
            return
        if rule is None or proof is None:
            return
        submitted = self.award.verwendungsnachweis_submitted_on
        start = submitted or proof.due_on
        end = add_years(start, rule.count)
        _, step = counted(start, rule.count, "years")
        event = (
            Text("der Vorlage des Verwendungsnachweises", "submission of the proof of use")
            if submitted
            else Text(
                "der Fälligkeit des Verwendungsnachweises (die Vorlage ist noch nicht erfasst)",
                "the due day of the proof of use (its submission is not recorded yet)",
            )
        )
        self.add(
            "aufbewahrung_ende",
            Deadline(end, end, None, (step,)),
            norm=rule.norm,
            status=rule.status,
            because=Text(
                f"Belege sind aufzubewahren: {rule.origin.de}, gerechnet ab {event.de} am {day_de(start)}. {step.de} "
                "Andere Vorschriften können länger dauern.",
                f"Receipts must be kept: {rule.origin.en}, counted from {event.en} on {day_en(start)}. {step.en} Other "
                "rules may require longer.",
            ),
        )


def first_in_first_used(
    drawdowns: tuple[Movement, ...], payments: tuple[Movement, ...], *, on: date | None = None
) -> tuple[tuple[Movement, ...], ...]:
    """Which payments used up which drawdown, in the order of ``drawdowns``: the oldest money is spent first.

    A payment made before a drawdown counts too: the drawdown then pays back what was pre-financed. Payments after
    ``on`` have not happened yet. Every cent of a payment is used once; what exceeds all drawdowns is the recipient's.
    """
    parts: list[list[Movement]] = [[] for _ in drawdowns]
    rest = [drawdown.amount for drawdown in drawdowns]
    current = 0
    for payment in payments:
        if on is not None and payment.paid_on > on:
            continue
        left = payment.amount
        while left > 0 and current < len(drawdowns):
            taken = min(left, rest[current])
            if taken > 0:
                parts[current].append(Movement(payment.paid_on, taken))
                rest[current] -= taken
                left -= taken
            if rest[current] == 0:
                current += 1
    return tuple(tuple(part) for part in parts)


@lru_cache(maxsize=4096)
def _stored(name: str, special: str, version: str, purpose: str, key: str) -> ConditionValue | None:
    if special:
        overriding = condition_set(special)
        own = overriding.own_value(key, overriding.editions[-1].version, purpose)
        if own:
            return own
    return condition_set(name).value(key, version, purpose)


@lru_cache(maxsize=4096)
def _nearest_stored(
    name: str, special: str, version: str, purpose: str, keys: tuple[str, ...]
) -> tuple[ConditionValue, _Rule] | None:
    found = nearest(_stored(name, special, version, purpose, key) for key in keys)
    return (found, _Rule(found.value, found.unit, found.norm, found.status, _origin(found))) if found else None


@lru_cache(maxsize=4096)
def _rule_of_notice(number: int, unit: str, norm: str) -> _Rule:
    length = span(number, unit)
    origin = Text(f"{length.de} laut Bescheid ({norm})", f"{length.en} as read in the notice ({norm})")
    return _Rule(number, unit, norm, "from_notice", origin)


def _origin(stored: ConditionValue) -> Text:
    length = span(stored.value, stored.unit)
    german = _german_version(stored.version)
    if stored.status == "confirmed":
        return Text(
            f"{length.de} nach {stored.norm} (Fassung {german})",
            f"{length.en} under {stored.norm} (version {stored.version})",
        )
    if stored.edition == stored.version:
        return Text(
            f"{length.de} nach {stored.norm} (Fassung {german}; nicht bestätigt, bitte am Bescheid prüfen)",
            f"{length.en} under {stored.norm} (version {stored.version}; not confirmed, check against the notice)",
        )
    return Text(
        f"{length.de} nach {stored.norm} (Wert aus der Fassung {_german_version(stored.edition)}; "
        f"für die Fassung {german} noch nicht bestätigt, bitte am Bescheid prüfen)",
        f"{length.en} under {stored.norm} (value of version {stored.edition}; not yet confirmed for "
        f"version {stored.version}, check against the notice)",
    )


def _german_version(version: str) -> str:
    """2025-05-25 as 25.05.2025, 2019-06 as 06.2019."""
    return ".".join(reversed(version.split("-")))


def _remedy(kind: str, *, federal: bool) -> tuple[str, Text]:
    """The norm and the opening of the reason, as the Rechtsbehelfsbelehrung names it."""
    if kind == "widerspruch":
        return "§ 70 Abs. 1 VwGO", Text("Widerspruch ist", "An objection is")
    if kind == "klage":
        return "§ 74 Abs. 1 VwGO", Text("Klage ist", "An action is")
    if federal:
        return "§ 70 Abs. 1, § 74 Abs. 1 VwGO", Text(
            "Je nach Rechtsbehelfsbelehrung ist Widerspruch oder Klage",
            "As the notice instructs, objection or action is",
        )
    return "§ 74 Abs. 1 VwGO", Text(
        "Klage (in NRW ohne Widerspruch, § 110 JustG NRW) ist",
        "An action (in NRW without an objection first, § 110 JustG NRW) is",
    )


def _dative(length: str) -> str:
    """„einem Monat“, „zwei Monaten“: the span after „innerhalb von“."""
    if length == "1 Monat":
        return "einem Monat"
    return length + "n" if length.endswith("Monate") else length


def _fixed(day: date) -> Text:
    return Text(
        f"Der Bescheid setzt den {day_de(day)} fest. Ein festgesetzter Tag verschiebt sich nicht "
        "(§ 31 Abs. 3 Satz 2 VwVfG).",
        f"The notice fixes {day_en(day)}. A fixed day does not move (§ 31(3) sentence 2 VwVfG).",
    )


def _reason(why: Text, deadline: Deadline) -> Text:
    """The reason, the nominal end and, where it moved, why."""
    moved = deadline.steps[-1] if deadline.shifted else None
    return Text(
        f"{why.de}: {day_de(deadline.nominal_on)}." + (f" {moved.de}" if moved else ""),
        f"{why.en}: {day_en(deadline.nominal_on)}." + (f" {moved.en}" if moved else ""),
    )


def _spending_reason(drawdown: Movement, unspent: Decimal, late: Decimal, rule: _Rule, deadline: Deadline) -> Text:
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


def _interest_start(paid_on: date, from_month: ConditionValue | None) -> date:
    """Payout day; under a rule "only from month 13" the first day of that month."""
    if from_month is None or from_month.value <= 1:
        return paid_on
    return add_months(paid_on, from_month.value - 1) + timedelta(days=1)
