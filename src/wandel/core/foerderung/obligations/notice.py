"""The notice makes itself known, and the time for the remedy it names starts (§ 41 VwVfG; §§ 58, 70, 74 VwGO)."""

from wandel.core.foerderung.obligations.values import LABELS, NOTICE
from wandel.core.foerderung.obligations.work import Work, fixed_day, reason
from wandel.core.foerderung.reading import Remark
from wandel.core.law.bekanntgabe import Bekanntgabe, bekanntgabe
from wandel.core.law.parameters import NotCovered
from wandel.core.law.periods import Deadline, period
from wandel.core.law.texts import Text, day_de, day_en, span

ACTION_SHIFT = "§ 57 Abs. 2 VwGO, § 222 Abs. 2 ZPO, § 193 BGB"
OBJECTION_SHIFT = "§ 31 Abs. 3 VwVfG, § 193 BGB"
REMEDY_LABELS = {
    "klage": LABELS["rechtsbehelf"],
    "widerspruch": Text("Widerspruchsfrist endet", "Period for an objection ends"),
    "none": Text("Rechtsbehelfsfrist endet", "Period for a remedy ends"),
    "": Text("Rechtsbehelfsfrist endet", "Period for a remedy ends"),
}


def notice_days(work: Work) -> None:
    """Bekanntgabe and, from it, the time for the remedy; without a day of sending only what the notice fixes."""
    notice = work.award.notice
    if notice.sent_on is None:
        fixed_remedy(work)
        return
    try:
        known = bekanntgabe(
            sent_on=notice.sent_on,
            sent_by=notice.sent_by,
            received_on=notice.received_on,
            federal=work.award.level == "bund",
        )
    except NotCovered as error:
        work.remarks.append(Remark("law-not-covered", "notice.sent_on", error.text))
        fixed_remedy(work)
        return
    work.add(
        "bekanntgabe",
        Deadline(known.on, known.on, None, (known.because,)),
        norm=known.norm,
        version=known.version,
        status=known.status,
        because=known.because,
    )
    remedy(work, known)


def fixed_remedy(work: Work) -> bool:
    """The last day for the remedy where the notice names it; says whether it does."""
    fixed = work.award.confirmed.day("rechtsbehelf_on")
    if fixed is None:
        return False
    work.add(
        "rechtsbehelf",
        Deadline(fixed, fixed, None, (fixed_day(fixed),)),
        norm=NOTICE,
        status="from_notice",
        because=fixed_day(fixed),
        label=REMEDY_LABELS[work.award.notice.remedy],
    )
    return True


def remedy(work: Work, known: Bekanntgabe) -> None:
    """The last day for Klage or Widerspruch, as the Rechtsbehelfsbelehrung has it; a year where it has none."""
    if fixed_remedy(work):
        return
    award = work.award
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
    work.add(
        "rechtsbehelf",
        deadline,
        norm=norm,
        version="VwGO",
        status=status,
        because=reason(why, deadline),
        label=REMEDY_LABELS[kind],
    )


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
