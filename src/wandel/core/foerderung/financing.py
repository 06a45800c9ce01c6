"""The four Finanzierungsarten (VV 2.2, 2.3 zu § 44 LHO NRW) and what each makes of the eligible costs.

Rates are shares (0.80), amounts euro to the cent, rounded half-up.
"""

from decimal import ROUND_HALF_UP, Decimal

from wandel.core.law.texts import Text, number_de

TYPES = {
    "anteil": "anteil",
    "anteilfinanzierung": "anteil",
    "anteilsfinanzierung": "anteil",
    "fehlbedarf": "fehlbedarf",
    "fehlbedarfsfinanzierung": "fehlbedarf",
    "festbetrag": "festbetrag",
    "festbetragsfinanzierung": "festbetrag",
    "voll": "voll",
    "vollfinanzierung": "voll",
}
RATE_TOLERANCE = Decimal("0.00001")
CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """Rounded half-up to the cent."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def within(amount: Decimal, cap: Decimal | None) -> Decimal:
    """Never below zero, never above the cap (Höchstbetrag)."""
    bounded = max(Decimal(0), amount)
    return bounded if cap is None else min(bounded, cap)


def anteil(costs: Decimal, rate: Decimal, cap: Decimal | None = None) -> Decimal:
    """Anteilfinanzierung: a share of the eligible costs, at most the cap (VV 2.2.1)."""
    return within(cents(costs * rate), cap)


def fehlbedarf(costs: Decimal, *, third_party: Decimal, own: Decimal, cap: Decimal | None = None) -> Decimal:
    """Fehlbedarfsfinanzierung: the gap own and third parties' money leaves, at most the cap (VV 2.2.2)."""
    return within(cents(costs - third_party - own), cap)


def festbetrag(costs: Decimal, fixed: Decimal, cap: Decimal | None = None) -> Decimal:
    """Festbetragsfinanzierung: a fixed sum, but never more than the eligible costs (VV 2.2.3)."""
    return within(cents(min(fixed, costs)), cap)


def voll(costs: Decimal, *, third_party: Decimal = Decimal(0), cap: Decimal | None = None) -> Decimal:
    """Vollfinanzierung: everything third parties do not pay, at most the cap (VV 2.3)."""
    return within(cents(costs - third_party), cap)


def share(grant: Decimal, costs: Decimal) -> Decimal | None:
    """The grant's share of the eligible costs, None without costs."""
    return grant / costs if costs else None


def rate_remark(rate: Decimal | None, grant: Decimal, costs: Decimal, cap: Decimal | None) -> Text | None:
    """A sentence when the rate does not carry the grant (tolerance 0.001 percentage points), else None.

    A grant that its Höchstbetrag keeps below the rate is in order.
    """
    real = share(grant, costs)
    if rate is None or real is None or abs(real - rate) <= RATE_TOLERANCE:
        return None
    real_percent, rate_percent = (value * 100 for value in (real, rate))
    real_de, rate_de = (number_de(value.quantize(CENT)) for value in (real_percent, rate_percent))
    if cap is not None and grant == cap and real < rate:
        return Text(
            f"Die Zuwendung ist {real_de} % der zuwendungsfähigen Ausgaben, der Satz {rate_de} %: der Höchstbetrag "
            "begrenzt, oder ein Teil ist nicht zuwendungsfähig. Prüfen Sie beides am Bescheid.",
            f"The grant is {real_percent:.2f} % of the eligible costs, the rate {rate_percent:.2f} %: the cap limits "
            "it, or a part is not eligible. Check both against the notice.",
        )
    side = ("unter", "below") if real < rate else ("über", "above")
    return Text(
        f"Die Zuwendung ist {real_de} % der zuwendungsfähigen Ausgaben und liegt damit {side[0]} dem Satz von "
        f"{rate_de} %. Ist ein Teil nicht zuwendungsfähig? Prüfen Sie beides am Bescheid.",
        f"The grant is {real_percent:.2f} % of the eligible costs, {side[1]} the rate of {rate_percent:.2f} %. Is a "
        "part not eligible? Check both against the notice.",
    )
