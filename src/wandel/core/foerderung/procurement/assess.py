"""Whether a procedure is allowed for a value: what the regime says, and what the buyer's own statute takes away."""

from dataclasses import dataclass
from decimal import Decimal

from wandel.core.foerderung.procurement.buyer import Buyer
from wandel.core.foerderung.procurement.regimes import ProcedureRule, Regime
from wandel.core.law.texts import Text, money_de, money_en
from wandel.core.profile.procurement import ProcurementStatute, StatuteLimit


@dataclass(frozen=True, slots=True)
class ProcedureAnswer:
    """One procedure: ``permitted`` is None where it hangs on conditions or on something nobody has read.

    ``limit`` is the value in euro net up to which it is allowed without more; None where there is none or none is known.
    """

    procedure: str
    name: Text
    permitted: bool | None
    limit: Decimal | None
    norm: str
    source: str
    status: str
    because: Text

    def as_json(self) -> dict[str, object]:
        return {
            "procedure": self.procedure,
            "name": self.name.as_json(),
            "permitted": self.permitted,
            "limit": None if self.limit is None else f"{self.limit:.2f}",
            "norm": self.norm,
            "source": self.source,
            "status": self.status,
            "because": self.because.as_json(),
        }


def assess(
    rule: ProcedureRule, regime: Regime, value: Decimal, *, kind: str, buyer: Buyer | None, sure: bool
) -> ProcedureAnswer:
    """The answer for one procedure. ``sure`` is False where the regime as a whole is unconfirmed for this buyer or day."""
    statute = buyer.statute if buyer and regime.side == "below" else None
    own = statute.limit(kind, rule.procedure) if statute else None
    if statute and own:
        return _limited_by_statute(rule, value, statute, own, sure=sure)
    if rule.rule == "by_statute":
        return _left_to_statute(rule, statute)
    permitted = _permitted(rule, value)
    return ProcedureAnswer(
        procedure=rule.procedure,
        name=rule.name,
        permitted=permitted,
        limit=rule.limit,
        norm=rule.norm,
        source=rule.source,
        status=rule.status if sure else "unconfirmed",
        because=_joined(rule.because, _beside_limit(value, rule.limit)) if rule.limit is not None else rule.because,
    )


def _permitted(rule: ProcedureRule, value: Decimal) -> bool | None:
    if rule.rule == "up_to" and rule.limit is not None:
        return True if value <= rule.limit else None if rule.beyond == "conditions" else False
    return {"free": True, "no": False}.get(rule.rule)


def _limited_by_statute(
    rule: ProcedureRule, value: Decimal, statute: ProcurementStatute, own: StatuteLimit, *, sure: bool
) -> ProcedureAnswer:
    """A statute can only narrow what the law of the Land allows; where the Land sets nothing, it decides alone."""
    by_law = True if rule.rule == "by_statute" else _permitted(rule, value)
    limit = own.up_to if rule.limit is None else min(own.up_to, rule.limit)
    confirmed = sure and rule.status == "confirmed" and statute.certainty != "unconfirmed"
    said = Text(
        f"Die {statute.title} erlaubt es bis {money_de(own.up_to)} netto.",
        f"The statute “{statute.title}” allows it up to {money_en(own.up_to)} net.",
    )
    return ProcedureAnswer(
        procedure=rule.procedure,
        name=rule.name,
        permitted=by_law if value <= own.up_to else False,
        limit=limit,
        norm=f"{rule.norm}; {statute.title}",
        source=statute.source,
        status="confirmed" if confirmed else "unconfirmed",
        because=_joined(rule.because, said, _beside_limit(value, limit)),
    )


def _left_to_statute(rule: ProcedureRule, statute: ProcurementStatute | None) -> ProcedureAnswer:
    if statute is None:
        open_question = Text(
            "Ob eine Satzung der Kommune es einschränkt, ist wandel nicht bekannt. Fragen Sie die Kommune.",
            "Whether a statute of the municipality restricts it is not known to wandel. Ask the municipality.",
        )
    else:
        open_question = Text(
            f"Zur {statute.title} ist hierfür keine Grenze hinterlegt. Lesen Sie dort nach.",
            f"No limit of the statute “{statute.title}” is stored for it. Read there.",
        )
    return ProcedureAnswer(
        procedure=rule.procedure,
        name=rule.name,
        permitted=None,
        limit=None,
        norm=rule.norm,
        source=rule.source,
        status="unconfirmed",
        because=_joined(rule.because, open_question),
    )


def _beside_limit(value: Decimal, limit: Decimal) -> Text:
    if value <= limit:
        return Text(
            f"{money_de(value)} liegen nicht über {money_de(limit)}.",
            f"{money_en(value)} is not above {money_en(limit)}.",
        )
    return Text(f"{money_de(value)} liegen über {money_de(limit)}.", f"{money_en(value)} is above {money_en(limit)}.")


def _joined(*texts: Text) -> Text:
    return Text(" ".join(text.de for text in texts), " ".join(text.en for text in texts))
