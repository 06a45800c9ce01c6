"""What comes out: an obligation with its reason, what lateness can cost, the legal values used, all of them as a plan."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from wandel.core.foerderung.award import Movement
from wandel.core.foerderung.reading import Remark
from wandel.core.law.texts import Text

NOTICE = "Zuwendungsbescheid"
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
