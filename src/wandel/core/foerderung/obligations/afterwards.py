"""What lasts after the project: the binding to its purpose (Zweckbindung) and keeping the receipts."""

from datetime import date

from wandel.core.foerderung.obligations.values import NOTICE, Obligation
from wandel.core.foerderung.obligations.work import Work, fixed_day
from wandel.core.law.periods import Deadline, add_years, counted
from wandel.core.law.texts import Text, day_de, day_en, span


def purpose_binding(work: Work, proof: Obligation | None) -> None:
    """The end of the Zweckbindung: a day fixed, or so many years from its event."""
    fixed = work.award.confirmed.day("zweckbindung_on")
    if fixed is not None:
        work.add(
            "zweckbindung_ende",
            Deadline(fixed, fixed, None, (fixed_day(fixed),)),
            norm=NOTICE,
            status="from_notice",
            because=fixed_day(fixed),
        )
        return
    binding = work.award.purpose_binding
    if binding is None:
        return
    start, event = binding_start(work, proof)
    end, step = counted(start, binding.years, "years")
    length = span(binding.years, "years")
    work.add(
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


def binding_start(work: Work, proof: Obligation | None) -> tuple[date, Text]:
    """The day the binding starts, and by what event; what is not recorded yet is replaced by what is known."""
    award = work.award
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


def retention(work: Work, proof: Obligation | None) -> None:
    """The day receipts may go: years from handing in the proof of use."""
    fixed = work.award.confirmed.day("aufbewahrung_on")
    rule = work.rule("retention_years")
    if fixed is not None:
        work.add(
            "aufbewahrung_ende",
            Deadline(fixed, fixed, None, (fixed_day(fixed),)),
            norm=rule.norm if rule else NOTICE,
            status="from_notice",
            because=fixed_day(fixed),
        )
        return
    if rule is None or proof is None:
        return
    submitted = work.award.verwendungsnachweis_submitted_on
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
    work.add(
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
