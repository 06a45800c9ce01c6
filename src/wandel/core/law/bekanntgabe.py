"""When a notice counts as made known (Bekanntgabe, § 41 VwVfG NRW). The day never moves off a weekend.

The rule of the day of posting governs: a letter posted on 30 December 2024 still has three days, although they end
in 2025. A later proven arrival counts instead (§ 41 Abs. 2 Satz 3); an earlier one does not shorten the fiction.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from wandel.core.law.parameters import Parameters
from wandel.core.law.periods import add_days
from wandel.core.law.texts import Text, day_de, day_en

WAYS = ("post", "electronic", "portal", "handover", "zustellung")
_VERB = {
    "post": Text("zur Post gegeben", "posted"),
    "electronic": Text("elektronisch übermittelt", "sent electronically"),
    "portal": Text("im Portal abgerufen", "retrieved from the portal"),
    "handover": Text("übergeben", "handed over"),
    "zustellung": Text("förmlich zugestellt", "formally served"),
}
_ORDINAL = {3: Text("dritten", "third"), 4: Text("vierten", "fourth")}
_RULES = Parameters.read(Path(__file__).with_name("bekanntgabe.yaml"))


@dataclass(frozen=True, slots=True)
class Bekanntgabe:
    """The day a notice counts as made known, with norm, version of the rule, status and reason."""

    on: date
    norm: str
    version: str
    status: str
    days: int
    because: Text


@lru_cache(maxsize=65536)
def bekanntgabe(*, sent_on: date, sent_by: str, received_on: date | None = None, federal: bool = False) -> Bekanntgabe:
    """The day of Bekanntgabe. ``sent_by`` is one of WAYS; for ``portal`` ``sent_on`` is the day of retrieval.

    ``federal`` names the federal act in the norm. Raises NotCovered before 1977, when the act came into force.
    """
    rule = _RULES.at(sent_by, sent_on)
    days = int(rule.value)
    on = add_days(sent_on, days)
    norm = rule.reference.replace(" NRW", "") if federal else rule.reference
    verb = _VERB[sent_by]
    version = f"bis {rule.valid_until.isoformat()}" if rule.valid_until else f"seit {rule.valid_from.isoformat()}"
    if days in _ORDINAL:
        because = Text(
            f"Der Bescheid wurde am {day_de(sent_on)} {verb.de} und gilt am {_ORDINAL[days].de} Tag danach als "
            f"bekannt gegeben: {day_de(on)}. Wochenende und Feiertag verschieben diesen Tag nicht.",
            f"The notice was {verb.en} on {day_en(sent_on)} and counts as made known on the {_ORDINAL[days].en} day "
            f"after: {day_en(on)}. Weekends and holidays do not move this day.",
        )
    else:
        because = Text(
            f"Der Bescheid wurde am {day_de(sent_on)} {verb.de} und ist am {day_de(on)} bekannt gegeben.",
            f"The notice was {verb.en} on {day_en(sent_on)} and is made known on {day_en(on)}.",
        )
    if received_on and received_on > on:
        because = Text(
            f"{because.de} Er ging nachweislich erst am {day_de(received_on)} zu; der spätere Tag gilt.",
            f"{because.en} It provably arrived only on {day_en(received_on)}; the later day counts.",
        )
        on = received_on
    return Bekanntgabe(on=on, norm=norm, version=version, status=rule.status, days=days, because=because)
