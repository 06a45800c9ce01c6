"""From kind, value and day to the answer: threshold, regime, procedures, the buyer's statute, what else to know."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wandel.core.foerderung.procurement.assess import ProcedureAnswer, assess
from wandel.core.foerderung.procurement.buyer import Buyer
from wandel.core.foerderung.procurement.regimes import LAND, GrantCondition, Regime, grant_conditions_on, regime_on
from wandel.core.foerderung.procurement.steps import Step, steps_of
from wandel.core.foerderung.procurement.thresholds import is_above, threshold_on
from wandel.core.foerderung.procurement.words import KINDS, PROCEDURES
from wandel.core.foerderung.reading import Remark
from wandel.core.law.parameters import Parameter
from wandel.core.law.texts import Text, money_de, money_en

# The first day of the new regime: § 75a GO NRW speaks of the Gemeinde, the Kreis gets it through § 53 KrO NRW.
SINCE_75A = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Procurement:
    """The whole answer. ``regime`` is None where nobody has stored the law of the buyer's Land."""

    kind: str
    value: Decimal
    on: date
    buyer: Buyer | None
    threshold: Parameter
    above: bool
    regime: Regime | None
    regime_status: str
    procedures: tuple[ProcedureAnswer, ...]
    steps: tuple[Step, ...]
    grant_conditions: tuple[GrantCondition, ...]
    warnings: tuple[Remark, ...]

    @property
    def least_competition(self) -> int | None:
        """How little competition is allowed without more (``Procedure.competition``); None if nothing is certain."""
        return min((PROCEDURES[one.procedure].competition for one in self.procedures if one.permitted), default=None)

    def as_json(self) -> dict[str, object]:
        """The answer without its warnings; amounts as strings, days in ISO form."""
        until = self.threshold.valid_until
        return {
            "kind": self.kind,
            "value": f"{self.value:.2f}",
            "on": self.on.isoformat(),
            "municipality": None if self.buyer is None else {"ags": self.buyer.ags, **self.buyer.name.as_json()},
            "threshold": {
                "amount": f"{self.threshold.value:.2f}",
                "valid_from": self.threshold.valid_from.isoformat(),
                "valid_until": until.isoformat() if until else None,
                "norm": self.threshold.reference,
                "source": self.threshold.source,
                "status": self.threshold.status,
            },
            "above": self.above,
            "regime": self._regime_json(),
            "procedures": [one.as_json() for one in self.procedures],
            "statute": statute_json(self.buyer),
            "grant_conditions": [one.as_json() for one in self.grant_conditions],
            "steps": [one.as_json() for one in self.steps],
        }

    def _regime_json(self) -> dict[str, object]:
        if self.regime is None:
            because = _no_land_law(self.buyer)
            return {
                "name": "", "norms": [], "valid_from": None, "valid_until": None, "source": "", "status": "unconfirmed",
                "because": because.as_json(),
            }  # fmt: skip
        until = self.regime.valid_until
        return {
            "name": self.regime.name,
            "norms": list(self.regime.norms),
            "valid_from": self.regime.valid_from.isoformat(),
            "valid_until": until.isoformat() if until else None,
            "source": self.regime.source,
            "status": self.regime_status,
            "because": self.regime.because.as_json(),
        }


def procurement_of(kind: str, value: Decimal, *, on: date, buyer: Buyer | None = None) -> Procurement:
    """What an award of this kind (``KINDS``) and value (euro net) has to follow on a day.

    Without a buyer the law of Nordrhein-Westfalen counts and no statute is known. Raises NoThreshold for a day outside
    the table, ValueError for another kind or a value that is not above 0.
    """
    if kind not in KINDS:
        raise ValueError(f"the kind is one of {', '.join(KINDS)}, not “{kind}”")
    if not value.is_finite() or value <= 0:
        raise ValueError("the value is an amount above 0")
    threshold = threshold_on(kind, on)
    above = is_above(value, threshold)
    regime = regime_on(kind, on, above=above, land=buyer.land if buyer else LAND)
    through_kreis = not above and on >= SINCE_75A and buyer is not None and buyer.is_county
    sure = regime is not None and regime.status == "confirmed" and not regime.unread_on(on) and not through_kreis
    procedures = (
        tuple(assess(rule, regime, value, kind=kind, buyer=buyer, sure=sure) for rule in regime.rules) if regime else ()
    )
    return Procurement(
        kind=kind,
        value=value,
        on=on,
        buyer=buyer,
        threshold=threshold,
        above=above,
        regime=regime,
        regime_status="confirmed" if sure else "unconfirmed",
        procedures=procedures,
        steps=steps_of(kind, threshold, Text(money_de(value), money_en(value)), above=above, on=on),
        grant_conditions=grant_conditions_on(on),
        warnings=tuple(_warnings(regime, threshold, buyer, above=above, on=on, through_kreis=through_kreis)),
    )


def statute_json(buyer: Buyer | None) -> dict[str, object] | None:
    """The buyer's statute as the profile knows it; None where no municipality was named."""
    if buyer is None:
        return None
    statute = buyer.statute
    if statute is None:
        return {
            "known": False,
            "ags": buyer.ags,
            "title": None,
            "valid_from": None,
            "valid_until": None,
            "limits": [],
            "source": None,
            "status": "unconfirmed",
            "because": unknown_statute(buyer).as_json(),
        }
    until = statute.valid_until
    return {
        "known": True,
        "ags": buyer.ags,
        "title": statute.title,
        "valid_from": statute.valid_from.isoformat(),
        "valid_until": until.isoformat() if until else None,
        "limits": [
            {"kind": one.kind, "procedure": one.procedure, "up_to": f"{one.up_to:.2f}"} for one in statute.limits
        ],
        "source": statute.source,
        "status": "unconfirmed" if statute.certainty == "unconfirmed" else "confirmed",
        "because": Text(
            f"{statute.title}, hinterlegt im Profil des Kreises.", f"{statute.title}, stored in the county's profile."
        ).as_json(),
    }


def unknown_statute(buyer: Buyer) -> Text:
    """That nobody has read the buyer's statute, and whom to ask."""
    return Text(
        f"{buyer.name.de}: wandel kennt keine Vergabesatzung. Fragen Sie die Vergabestelle der Kommune.",
        f"{buyer.name.en}: a procurement statute is not known to wandel. Ask the municipality's procurement office.",
    )


def _no_land_law(buyer: Buyer | None) -> Text:
    land = buyer.land if buyer else LAND
    return Text(
        f"Unter dem EU-Schwellenwert gilt das Recht des Landes. Für {land} ist keines hinterlegt; fragen Sie die "
        "Vergabestelle.",
        f"Below the EU threshold the law of the Land applies. None is stored for {land}; ask the procurement office.",
    )


def _warnings(
    regime: Regime | None, threshold: Parameter, buyer: Buyer | None, *, above: bool, on: date, through_kreis: bool
) -> list[Remark]:
    found = []
    if threshold.status == "unconfirmed":
        text = Text(
            f"Der Schwellenwert ist für diesen Tag nicht bestätigt ({threshold.source}).",
            f"The threshold is not confirmed for this day ({threshold.source}).",
        )
        found.append(Remark("threshold-unconfirmed", "threshold", text))
    if regime is None:
        return [*found, Remark("land-unknown", "regime", _no_land_law(buyer))]
    if regime.unread_on(on) and regime.unread_after is not None:
        found.append(Remark("text-changed", "regime", regime.unread_after))
    if regime.remark is not None:
        found.append(Remark("editions", "regime", regime.remark))
    if through_kreis:
        text = Text(
            "§ 75a GO NRW spricht von der Gemeinde. Dass er über § 53 KrO NRW auch für den Kreis gilt, ist naheliegend, "
            "aber nicht bestätigt.",
            "§ 75a GO NRW speaks of the Gemeinde. That it applies to the Kreis through § 53 KrO NRW is likely but not "
            "confirmed.",
        )
        found.append(Remark("county-law", "regime", text))
    if above:
        return found
    if buyer is None:
        text = Text(
            "Keine Kommune genannt (--municipality): gerechnet ist mit dem Recht von Nordrhein-Westfalen, ohne eigene "
            "Satzung.",
            "No municipality named (--municipality): worked out with the law of Nordrhein-Westfalen, without a statute.",
        )
        found.append(Remark("no-municipality", "municipality", text))
    elif buyer.statute is None:
        found.append(Remark("statute-unknown", "statute", unknown_statute(buyer)))
    return found
