"""Proofs of use: the figures as they are today or were released, what is still missing, who may take the next step."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.core.foerderung.proofs import Form, ProofFigures, ReceiptLine, forms_for, proof_figures
from wandel.fields.funding.kinds import title_of
from wandel.fields.funding.models import (
    FundingSource,
    Obligation,
    ProgressNote,
    Proof,
    ProofFinding,
    Zuwendungsbescheid,
)
from wandel.fields.funding.models.proof import PROOF_MOVES, ProofMove
from wandel.fields.funding.queries.awards import awards_for, editable_awards_for
from wandel.fields.funding.queries.cosign import own_share_of
from wandel.fields.funding.queries.plan import what_if
from wandel.office.people.access import Access
from wandel.ui.formats import format_date, reader_language

ZERO = Decimal("0.00")
OTHERS = (FundingSource.Kind.OTHER_PUBLIC, FundingSource.Kind.THIRD_PARTY)
# The money of third parties that the notice names and no plan splits up.
WITHOUT_PLAN = "third_party"
# Lines that have no name of their own; they are named in the reader's language when they are shown.
ALL, NONE = "all", "none"
NAMES = {
    ALL: gettext_lazy("Eligible costs"),
    NONE: gettext_lazy("assigned to no item"),
    "own": gettext_lazy("Own funds"),
    "grant": gettext_lazy("This grant"),
    WITHOUT_PLAN: gettext_lazy("Money of third parties"),
}
DUTY_KINDS = {"verwendungsnachweis": Proof.Kind.FINAL, "zwischennachweis": Proof.Kind.INTERIM}


def proofs_of(award: Zuwendungsbescheid) -> QuerySet[Proof]:
    return Proof.objects.filter(award=award)


def proof_for(access: Access, pk: int) -> Proof:
    """A proof of an award this reader may open, else 404."""
    found = Proof.objects.select_related(
        "award__recipient", "award__funder", "award__lead", "award__deputy", "submitted_by"
    )
    return get_object_or_404(found, pk=pk, award__in=awards_for(access))


def editable_proof_for(access: Access, pk: int) -> Proof:
    found = Proof.objects.select_related(
        "award__recipient", "award__funder", "award__lead", "award__deputy", "submitted_by"
    )
    return get_object_or_404(found, pk=pk, award__in=editable_awards_for(access))


def finding_for(access: Access, pk: int) -> ProofFinding:
    found = ProofFinding.objects.select_related("proof__award__recipient", "proof__award__lead")
    return get_object_or_404(found, pk=pk, proof__award__in=editable_awards_for(access))


def progress_note_for(access: Access, pk: int) -> ProgressNote:
    found = ProgressNote.objects.select_related("award")
    return get_object_or_404(found, pk=pk, award__in=editable_awards_for(access))


@dataclass(frozen=True)
class OpenDuty:
    """A duty to prove that no proof answers yet, with what a new one would start from."""

    obligation: Obligation
    title: str
    kind: str
    from_on: date
    until_on: date


def open_duties(award: Zuwendungsbescheid) -> list[OpenDuty]:
    """The duties of an award that ask for a proof nobody has begun, the nearest first."""
    begun = set(proofs_of(award).exclude(duty="").values_list("duty", flat=True))
    rows = award.obligations.filter(kind__in=DUTY_KINDS, state=Obligation.State.OPEN).order_by("due_on")
    return [_open_duty(award, row) for row in rows if row.key not in begun]


def _open_duty(award: Zuwendungsbescheid, row: Obligation) -> OpenDuty:
    kind = DUTY_KINDS[row.kind]
    from_on, until_on = award.period_from, award.completed_on or award.period_until
    year = row.key.rpartition(":")[2]
    if kind == Proof.Kind.INTERIM:
        until_on = date(int(year), 12, 31) if year.isdigit() else row.due_on
        from_on = max(from_on, date(until_on.year, 1, 1))
    return OpenDuty(row, str(title_of(row.kind, row.amount)), kind, min(from_on, until_on), until_on)


def forms_of(award: Zuwendungsbescheid, kind: str) -> tuple[Form, ...]:
    return forms_for(award.condition_set, kind)


def other_sources(award: Zuwendungsbescheid) -> list[tuple[str, str, str, Decimal]]:
    """Key, kind, title and agreed euro of everybody else's money."""
    rows = award.sources.filter(kind__in=OTHERS).prefetch_related("years")
    found = [
        (str(row.pk), str(row.kind), str(row), sum((year.amount for year in row.years.all()), ZERO)) for row in rows
    ]
    if not found and award.third_party:
        found = [(WITHOUT_PLAN, str(FundingSource.Kind.THIRD_PARTY), WITHOUT_PLAN, award.third_party)]
    return found


def _own(award: Zuwendungsbescheid) -> Decimal:
    planned = award.sources.filter(kind=FundingSource.Kind.OWN).values_list("years__amount", flat=True)
    return sum((amount for amount in planned if amount), ZERO) or own_share_of(award)


def named(title: str) -> str:
    """A line's name in the reader's language; what a person named keeps its name."""
    return str(NAMES.get(title, title))


def live_figures(proof: Proof) -> ProofFigures:
    """The figures as the books say today: all of them for a final proof, those of its time for an interim one."""
    award = proof.award
    # Invoices of a project are often paid after its last day; a final proof holds them all and asks about them.
    counted = Q(paid_on__range=(proof.from_on, proof.until_on)) if proof.kind == Proof.Kind.INTERIM else Q()
    bookings = award.bookings.filter(counted).values_list(
        "voucher", "paid_on", "payee", "purpose", "cost_item_id", "amount"
    )
    receipts = [
        ReceiptLine(voucher, paid_on, payee, purpose, str(item or ""), amount)
        for voucher, paid_on, payee, purpose, item, amount in bookings
    ]
    items = [
        (str(row.pk), str(row), sum((year.amount for year in row.years.all()), ZERO))
        for row in award.cost_items.prefetch_related("years")
    ] or [("", ALL, award.eligible_costs)]
    drawn = sum(award.drawdowns.received().filter(counted).values_list("amount", flat=True), ZERO)
    return proof_figures(
        items=items,
        others=[
            (kind, title, agreed, Decimal(proof.others.get(key) or "0"))
            for key, kind, title, agreed in other_sources(award)
        ],
        grant=award.grant,
        drawn=drawn,
        own=_own(award),
        receipts=receipts,
        period=(award.period_from, award.period_until),
        no_item=NONE,
        names=("grant", "own"),
    )


def as_json(proof: Proof, figures: ProofFigures) -> dict[str, Any]:
    """The figures as they are kept: money as text with two places, days as ISO."""
    settled = None
    if proof.kind == Proof.Kind.FINAL:
        others = sum((one.actual for one in figures.income if one.kind in OTHERS), ZERO)
        answer = what_if(proof.award, costs=figures.actual_costs, third_party=others).answer
        settled = {
            "grant_due": f"{answer.grant_due:.2f}",
            "overpaid": f"{answer.overpaid:.2f}",
            "because": answer.because.as_json(),
            "steps": [step.text.as_json() for step in answer.steps],
        }
    return {
        "income": [
            {"kind": one.kind, "title": one.title, "agreed": f"{one.agreed:.2f}", "actual": f"{one.actual:.2f}"}
            for one in figures.income
        ],
        "costs": [
            {
                "key": one.key,
                "title": one.title,
                "agreed": f"{one.agreed:.2f}",
                "actual": f"{one.actual:.2f}",
                "difference": f"{one.difference:.2f}",
                "explain": one.to_explain,
            }
            for one in figures.costs
        ],
        "receipts": [
            [one.number, one.paid_on.isoformat(), one.payee, one.purpose, one.item, f"{one.amount:.2f}"]
            for one in figures.receipts
        ],
        "agreed_income": f"{figures.agreed_income:.2f}",
        "actual_income": f"{figures.actual_income:.2f}",
        "agreed_costs": f"{figures.agreed_costs:.2f}",
        "actual_costs": f"{figures.actual_costs:.2f}",
        "result": f"{figures.result:.2f}",
        "findings": [{"code": one.code, **one.text.as_json()} for one in figures.findings],
        "settled": settled,
    }


def figures_of(proof: Proof) -> dict[str, Any]:
    """The released figures, or those of today while nothing is released."""
    return proof.figures if proof.figures is not None else as_json(proof, live_figures(proof))


def moved_since_release(proof: Proof) -> bool:
    """Whether the books say something else than what was released."""
    return proof.figures is not None and _sums(proof.figures) != _sums(as_json(proof, live_figures(proof)))


def _sums(figures: dict[str, Any]) -> list[Any]:
    """What has to stay the same, whatever language the titles were released in."""
    return [
        [(one["kind"], one["actual"]) for one in figures["income"]],
        [(one["key"], one["actual"]) for one in figures["costs"]],
        figures["receipts"],
    ]


def missing_for_release(proof: Proof, figures: dict[str, Any]) -> list[str]:
    """What the form asks for and is not there yet, one sentence each; nothing is refused that is merely odd."""
    form, language = proof.pattern, reader_language()
    found = [
        _("“%(part)s” is still empty.") % {"part": text.label.to(language)}
        for text in form.report
        if text.needed and not proof.texts.get(text.key, "").strip()
    ]
    found += [
        _("“%(item)s” differs by more than a fifth; please say why.") % {"item": named(one["title"])}
        for one in figures["costs"]
        if one["explain"] and not proof.explanations.get(one["key"], "").strip()
    ]
    found += [
        _("How much really came from “%(source)s” is not noted.") % {"source": named(title)}
        for key, _kind, title, _agreed in other_sources(proof.award)
        if proof.others.get(key) is None
    ]
    found += [
        _("Not confirmed yet: %(sentence)s") % {"sentence": one.text.to(language)}
        for one in form.confirmations
        if one.key not in proof.confirmed
    ]
    return found


@dataclass(frozen=True)
class Line:
    """A line of income or expenses as a page and a document show it, in euro."""

    key: str
    title: str
    agreed: Decimal
    actual: Decimal
    explanation: str = ""
    explain: bool = False

    @property
    def difference(self) -> Decimal:
        return self.actual - self.agreed


def income_lines(figures: dict[str, Any]) -> list[Line]:
    return [
        Line(one["kind"], named(one["title"]), Decimal(one["agreed"]), Decimal(one["actual"]))
        for one in figures["income"]
    ]


def cost_lines(proof: Proof, figures: dict[str, Any]) -> list[Line]:
    return [
        Line(
            one["key"],
            named(one["title"]),
            Decimal(one["agreed"]),
            Decimal(one["actual"]),
            proof.explanations.get(one["key"], ""),
            one["explain"],
        )
        for one in figures["costs"]
    ]


@dataclass(frozen=True)
class NextStep:
    """A step this person may take now, or why not."""

    move: ProofMove
    blocked: str = ""


def next_steps(proof: Proof, *, user_id: int | None, missing: list[str]) -> list[NextStep]:
    """The steps of the table with what stands in their way for this person."""
    found = []
    for move in PROOF_MOVES[proof.state]:
        blocked = ""
        if move.second and proof.submitted_by_id == user_id:
            blocked = _("A second person has to release it; it waits on their desk.")
        elif move.to == Proof.State.CHECK and missing:
            blocked = _("Something is still missing; the page lists it under “Still missing”.")
        found.append(NextStep(move, blocked))
    return found


def progress_text(award: Zuwendungsbescheid, *, from_on: date, until_on: date, publicity: bool | None = None) -> str:
    """What was noted while the project went on, as a first draft of the report."""
    notes = award.progress.filter(happened_on__range=(from_on, until_on))
    if publicity is not None:
        notes = notes.filter(publicity=publicity)
    return "\n".join(f"{format_date(note.happened_on)}: {note.text}" for note in notes)
