"""Proofs of use of some of the demo's awards: one being written, one waiting for release, one asked about, one accepted."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from wandel.fields.funding.actions.proof import ask_finding, move_proof, note_progress, start_proof, write_proof
from wandel.fields.funding.models import Proof, Zuwendungsbescheid
from wandel.fields.funding.queries.proof import figures_of, forms_of, other_sources
from wandel.office.people.models import User


@dataclass(frozen=True)
class DemoProof:
    """A proof by the reference of its award; ``days`` are hand-over, release, sending and acceptance, as far as it has come."""

    award: str
    kind: str
    days: tuple[int, ...] = ()


PROOFS = [
    DemoProof("U3-2023-088", "final"),
    DemoProof("33.02.19/23", "interim", (-3,)),
    DemoProof("35.04.22/23", "final", (-60, -55, -50)),
    DemoProof("33.05.02/22", "final", (-170, -165, -160, -30)),
]
# By the reference of the award: days, what happened, whether it showed the funder.
NOTES = {
    "33.02.07/24": [
        (-140, "Baubeginn mit den Anwohnern besprochen; Umleitung beschildert.", False),
        (-128, "Bauschild mit Hinweis auf die Förderung aufgestellt.", True),
        (-45, "Altlast im Norden gefunden, drei Wochen Verzug, Entsorgung beauftragt.", False),
    ],
    "U3-2023-088": [
        (-540, "Bodenplatte fertig; Bauschild steht.", True),
        (-200, "Innenausbau wegen Lieferzeit der Fenster sechs Wochen später.", False),
        (-62, "Kita eröffnet; 85 Plätze, davon 20 unter drei Jahren.", True),
    ],
}
TEXTS = {
    "course": "Die Maßnahme wurde wie bewilligt durchgeführt.",
    "results": "Die Ziele des Antrags sind erreicht.",
    "deviations": "Wesentliche Abweichungen gab es nicht.",
}
STEPS = (Proof.State.CHECK, Proof.State.RELEASED, Proof.State.SENT, Proof.State.ACCEPTED)


def lay_out_proofs(*, day: date) -> None:
    """Call it after the plans: the figures of a released proof are frozen here."""
    officer = User.objects.get(email="foerdermittel@demo.example")
    second = User.objects.get(email="projekte@demo.example")
    for reference, notes in NOTES.items():
        award = Zuwendungsbescheid.objects.standing().get(reference=reference)
        for days, text, publicity in notes:
            note_progress(
                award=award, happened_on=day + timedelta(days=days), text=text, publicity=publicity, by=officer
            )
    for demo in PROOFS:
        _proof(demo, officer, second, day)


def _proof(demo: DemoProof, officer: User, second: User, day: date) -> None:
    award = Zuwendungsbescheid.objects.standing().get(reference=demo.award)
    final = demo.kind == Proof.Kind.FINAL
    until = award.completed_on or award.period_until
    if not final:
        until = date((day + timedelta(days=demo.days[0])).year - 1, 12, 31)
    duty = award.obligations.filter(kind="verwendungsnachweis" if final else "zwischennachweis").first()
    proof = start_proof(
        award=award,
        kind=demo.kind,
        form=forms_of(award, demo.kind)[0].key,
        from_on=award.period_from if final else max(award.period_from, date(until.year, 1, 1)),
        until_on=until,
        duty=duty.key if duty and final else "",
        by=officer,
        on=day + timedelta(days=demo.days[0] if demo.days else -5),
    )
    if not demo.days:
        return
    explained = {
        one["key"]: "Wie mit dem Fördergeber besprochen." for one in figures_of(proof)["costs"] if one["explain"]
    }
    values: dict[str, Any] = {
        "texts": TEXTS,
        "explanations": explained,
        "others": {key: f"{agreed:.2f}" for key, _kind, _title, agreed in other_sources(award)},
        "confirmed": [one.key for one in proof.pattern.confirmations],
    }
    proof = write_proof(proof=proof, values=values, by=officer)
    for days, state in zip(demo.days, STEPS, strict=False):
        on = day + timedelta(days=days)
        by = second if state == Proof.State.RELEASED else officer
        proof = move_proof(proof=proof, to=state, taken_on=on, by=by, on=on)
    if proof.state == Proof.State.SENT:
        ask_finding(
            proof=proof,
            asked_on=day - timedelta(days=5),
            question="Zum Beleg „Sanierung“ fehlt die Schlussrechnung. Bitte reichen Sie sie nach.",
            due_on=day + timedelta(days=9),
            amount=Decimal("12400.00"),
            by=officer,
            on=day - timedelta(days=5),
        )
