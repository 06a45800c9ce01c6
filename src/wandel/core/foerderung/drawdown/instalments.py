"""Federal grants for buildings above ground: drawn in four instalments as the building grows (ANBest-Gk Nr. 1.4).

The rule speaks of Hochbau financed by a share or a fixed sum, and allows it ("kann"): the notice says whether it is used.
"""

from dataclasses import dataclass
from decimal import Decimal

from wandel.core.foerderung.financing import cents
from wandel.core.foerderung.sets import condition_set
from wandel.core.law.texts import Text

SET = "anbest_gk_bund"
FINANCING = ("anteil", "festbetrag")
# Key in the condition set, what has to have happened.
EVENTS = (
    ("instalment_shell_contract", Text("nach Vergabe des Rohbauauftrags", "after the contract for the shell")),
    (
        "instalment_shell_acceptance",
        Text("nach baurechtlicher Abnahme des Rohbaus", "after the building authority's acceptance of the shell"),
    ),
    (
        "instalment_final_acceptance",
        Text("nach baurechtlicher Schlussabnahme", "after the building authority's final acceptance"),
    ),
    ("instalment_proof", Text("nach Vorlage des Verwendungsnachweises", "after the proof of use")),
)


@dataclass(frozen=True, slots=True)
class Instalment:
    """One instalment: when, how many per cent, how much, and how much has then been paid in all (euro)."""

    key: str
    event: Text
    percent: int
    amount: Decimal
    paid_so_far: Decimal
    norm: str
    edition: str
    source: str
    status: str


def instalments(grant: Decimal, *, financing: str, version: str, purpose: str = "investment") -> tuple[Instalment, ...]:
    """The four instalments of a federal grant for a building under an edition of ANBest-Gk.

    Amounts are rounded so that together they are the grant to the cent. An edition nobody has read takes the
    percentages of the nearest one as ``unconfirmed``. Raises UnknownConditions for an edition that is not listed,
    ValueError for a negative grant or a financing the rule does not speak of (``FINANCING``).
    """
    if financing not in FINANCING:
        raise ValueError(f"the instalments are for {' or '.join(FINANCING)}, not “{financing}”")
    if grant < 0:
        raise ValueError("the grant is 0 or more")
    conditions = condition_set(SET)
    found: list[Instalment] = []
    percent, before = 0, Decimal("0.00")
    for key, event in EVENTS:
        value = conditions.value(key, version, purpose)
        if value is None:
            raise LookupError(f"{SET} has no {key}")
        percent += value.value
        paid = cents(grant * percent / 100)
        found.append(
            Instalment(
                key, event, value.value, paid - before, paid, value.norm, value.edition, value.source, value.status
            )
        )
        before = paid
    return tuple(found)
