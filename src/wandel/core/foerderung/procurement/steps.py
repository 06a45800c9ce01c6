"""What has to be kept in mind on the way to the answer: the value, its lots, the day, the statute, the grant."""

from dataclasses import dataclass
from datetime import date

from wandel.core.law.parameters import Parameter
from wandel.core.law.texts import Text, day_de, day_en, money_de, money_en

# Since then the services of all planners of one project count together (§ 3 Abs. 7 Satz 2 VgV a. F. was struck out).
PLANNING_TOGETHER_SINCE = date(2023, 8, 24)
# § 3 Abs. 9 VgV: single lots below these values may be left out, together at most 20 per cent of all lots.
SMALL_LOTS = {"works": Text("1.000.000 €", "€1,000,000")}
SMALL_LOT = Text("80.000 €", "€80,000")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to know, in both languages."""

    name: str
    text: Text

    def as_json(self) -> dict[str, str]:
        return {"name": self.name, **self.text.as_json()}


def steps_of(kind: str, threshold: Parameter, value_text: Text, *, above: bool, on: date) -> tuple[Step, ...]:
    """From the estimate to the grant, in the order an officer checks them."""
    found = [
        Step(
            "value",
            Text(
                f"Maßgeblich ist der geschätzte Gesamtwert ohne Umsatzsteuer, mit Optionen und Verlängerungen (§ 3 Abs. 1 "
                f"VgV): {value_text.de}.",
                f"What counts is the estimated total value without VAT, options and extensions included (§ 3(1) VgV): "
                f"{value_text.en}.",
            ),
        ),
        Step("lots", _lots(kind)),
    ]
    if kind == "planning":
        found.append(Step("planning", _planning(on)))
    until = threshold.valid_until or date.max
    verb = Text("erreicht", "reached") if above else Text("nicht erreicht", "not reached")
    found += [
        Step(
            "day",
            Text(
                "Maßgeblich ist der Tag, an dem die Bekanntmachung abgesendet oder das Verfahren sonst eingeleitet wird "
                f"(§ 3 Abs. 3 VgV); gerechnet ist mit dem {day_de(on)}.",
                "What counts is the day the notice is sent or the procedure otherwise begun (§ 3(3) VgV); worked out "
                f"for {day_en(on)}.",
            ),
        ),
        Step(
            "threshold",
            Text(
                f"EU-Schwellenwert vom {day_de(threshold.valid_from)} bis {day_de(until)}: {money_de(threshold.value)} "
                f"netto – {verb.de}.",
                f"EU threshold from {day_en(threshold.valid_from)} to {day_en(until)}: {money_en(threshold.value)} net "
                f"– {verb.en}.",
            ),
        ),
        Step(
            "grant",
            Text(
                "Hängt eine Zuwendung daran, kann der Bescheid mehr verlangen (Nr. 3 der ANBest). Ein schwerer "
                "Vergabeverstoß kann Widerruf und Erstattung kosten.",
                "If a grant depends on it, the notice may demand more (no. 3 of the ANBest). A serious breach of "
                "procurement law can cost the grant.",
            ),
        ),
    ]
    return tuple(found)


def _lots(kind: str) -> Text:
    small = SMALL_LOTS.get(kind, SMALL_LOT)
    return Text(
        "Alle Lose zählen zusammen; ein Auftrag darf nicht geteilt werden, um den Schwellenwert zu umgehen (§ 3 Abs. 2, 7, "
        f"8 VgV). Einzelne Lose unter {small.de} netto dürfen ausgenommen werden, zusammen bis 20 % (§ 3 Abs. 9 VgV).",
        "All lots count together; a contract must not be split to stay below the threshold (§ 3(2), (7), (8) VgV). Single "
        f"lots below {small.en} net may be left out, together up to 20 % (§ 3(9) VgV).",
    )


def _planning(on: date) -> Text:
    if on >= PLANNING_TOGETHER_SINCE:
        return Text(
            "Planungsleistungen eines Vorhabens, die inhaltlich und funktional zusammengehören, werden zusammengerechnet "
            "(§ 3 Abs. 7 VgV in der Fassung seit 24.08.2023).",
            "Planning services of a project that belong together in substance and function are added up (§ 3(7) VgV as in "
            "force since 24 August 2023).",
        )
    return Text(
        "Bis zum 23.08.2023 wurden nur gleichartige Planungsleistungen zusammengerechnet (§ 3 Abs. 7 Satz 2 VgV a. F.).",
        "Until 23 August 2023 only planning services of the same kind were added up (§ 3(7) sentence 2 VgV, old text).",
    )
