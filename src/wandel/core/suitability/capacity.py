"""How many homes a site holds: gross area × net share × homes per hectare − homes that stand there already.

Every factor carries its source and who decided it. A factor that is missing, or that nobody stands for, yields no
number but a sentence that names it; nothing is assumed. What the town hall states for a site itself wins.
"""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from wandel.core.law.texts import Text

M2_PER_HA = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Factor:
    """A value with its source and who decided (or measured) it."""

    value: Decimal | None
    source: str = ""
    decided_by: str = ""

    @property
    def usable(self) -> bool:
        return self.value is not None and bool(self.source) and bool(self.decided_by)


NOTHING = Factor(None)


@dataclass(frozen=True, slots=True)
class Spread:
    """Low, likely and high of one figure from one source."""

    low: Decimal | None = None
    likely: Decimal | None = None
    high: Decimal | None = None
    source: str = ""
    decided_by: str = ""

    @property
    def complete(self) -> bool:
        return None not in (self.low, self.likely, self.high)

    @property
    def usable(self) -> bool:
        return self.complete and bool(self.source) and bool(self.decided_by)

    @property
    def ordered(self) -> bool:
        """Low ≤ likely ≤ high, as far as they are given."""
        given = [value for value in (self.low, self.likely, self.high) if value is not None]
        return given == sorted(given)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the capacity is worked out from. Areas in m², density in homes per net hectare, ``net_share`` in 0…1."""

    gross_m2: Factor = NOTHING
    net_share: Factor = NOTHING
    density: Spread = field(default_factory=Spread)
    existing: Factor = NOTHING
    household_size: Factor = NOTHING
    stated: Spread = field(default_factory=Spread)


@dataclass(frozen=True, slots=True)
class Capacity:
    """Homes and people, each low, likely, high or all None.

    ``basis`` is "stated", "computed" or "" (no number); ``steps`` the arithmetic line by line; ``missing`` one sentence
    per input that is needed and not there, ``missing_people`` the same for the number of people.
    """

    low: int | None
    likely: int | None
    high: int | None
    basis: str
    steps: tuple[Text, ...]
    missing: tuple[Text, ...]
    people_low: int | None = None
    people_likely: int | None = None
    people_high: int | None = None
    missing_people: tuple[Text, ...] = ()

    @property
    def known(self) -> bool:
        return self.likely is not None


def capacity_of(inputs: Inputs) -> Capacity:
    """Homes of one site, with the arithmetic or with what is missing. Raises ValueError for impossible values."""
    _check(inputs)
    if inputs.stated.likely is not None and inputs.stated.source:
        low, likely, high, steps = _stated(inputs.stated)
        return _with_people(inputs, low, likely, high, "stated", steps)
    missing = _missing(inputs)
    if missing:
        return Capacity(None, None, None, "", (), missing)
    low, likely, high, steps = _computed(inputs)
    return _with_people(inputs, low, likely, high, "computed", steps)


def _check(inputs: Inputs) -> None:
    share = inputs.net_share.value
    if share is not None and not 0 < share <= 1:
        raise ValueError(f"net share {share} is not in (0, 1]")
    for value in (
        inputs.gross_m2.value, inputs.existing.value, inputs.household_size.value, inputs.density.low,
        inputs.density.likely, inputs.density.high, inputs.stated.low, inputs.stated.likely, inputs.stated.high,
    ):  # fmt: skip
        if value is not None and value < 0:
            raise ValueError(f"{value} is negative")
    for spread in (inputs.density, inputs.stated):
        if not spread.ordered:
            raise ValueError("low ≤ likely ≤ high does not hold")


def _stated(stated: Spread) -> tuple[int, int, int, tuple[Text, ...]]:
    likely = stated.likely or Decimal(0)
    low = stated.low if stated.low is not None else likely
    high = stated.high if stated.high is not None else likely
    steps = [
        Text(
            f"Angegeben: {_range(low, likely, high, 'de')} Wohnungen. Quelle: {stated.source}.",
            f"Stated: {_range(low, likely, high, 'en')} homes. Source: {stated.source}.",
        )
    ]
    if stated.low is None or stated.high is None:
        steps.append(
            Text(
                "Es ist nicht für beide Seiten eine Spanne angegeben; dort gilt die eine Zahl.",
                "No range is given for both sides; there the one number stands.",
            )
        )
    return int(low), int(likely), int(high), tuple(steps)


def _missing(inputs: Inputs) -> tuple[Text, ...]:
    found = []
    wanted = (
        (
            inputs.gross_m2.usable,
            Text(
                "Die Größe fehlt: Zeichnen Sie die Fläche ein oder geben Sie ihre Größe an.",
                "The size is missing: draw the area or state its size.",
            ),
        ),
        (
            inputs.net_share.value is not None,
            Text(
                "Der Anteil des Nettobaulands fehlt: Tragen Sie ihn mit Quelle bei den Dichteannahmen ein.",
                "The share of net building land is missing: enter it with its source among the density assumptions.",
            ),
        ),
        (
            inputs.net_share.value is None or inputs.net_share.usable,
            Text(
                "Beim Anteil des Nettobaulands fehlt, woher er kommt oder wer ihn beschlossen hat.",
                "The share of net building land does not say where it comes from or who decided it.",
            ),
        ),
        (
            inputs.density.complete,
            Text(
                "Die Dichte fehlt: Wählen Sie die Siedlungsart der Fläche und tragen Sie dafür Wohnungen je Hektar "
                "(mindestens, wahrscheinlich, höchstens) mit Quelle ein.",
                "The density is missing: choose the settlement type of the site and enter homes per hectare for it "
                "(at least, likely, at most) with their source.",
            ),
        ),
        (
            not inputs.density.complete or inputs.density.usable,
            Text(
                "Bei der Dichte fehlt, woher sie kommt oder wer sie beschlossen hat.",
                "The density does not say where it comes from or who decided it.",
            ),
        ),
        (
            inputs.existing.usable,
            Text(
                "Es fehlt, wie viele Wohnungen dort schon stehen; schreiben Sie 0, wenn es keine sind.",
                "It is missing how many homes stand there already; write 0 if there are none.",
            ),
        ),
    )
    for there, sentence in wanted:
        if not there:
            found.append(sentence)
    return tuple(found)


def _computed(inputs: Inputs) -> tuple[int, int, int, tuple[Text, ...]]:
    gross = _known(inputs.gross_m2.value) / M2_PER_HA
    share, existing = _known(inputs.net_share.value), _known(inputs.existing.value)
    density = inputs.density
    per_ha = (_known(density.low), _known(density.likely), _known(density.high))
    net = gross * share
    low, likely, high = (max(0, _whole(net * one - existing)) for one in per_ha)
    whole_net = {language: _number(net, 2, language) for language in ("de", "en")}
    steps = (
        Text(
            f"{_number(gross, 2, 'de')} ha brutto ({inputs.gross_m2.source}) × {_number(share * 100, 0, 'de')} % = "
            f"{whole_net['de']} ha netto. Quelle des Anteils: {inputs.net_share.source}; festgelegt von "
            f"{inputs.net_share.decided_by}.",
            f"{_number(gross, 2, 'en')} ha gross ({inputs.gross_m2.source}) × {_number(share * 100, 0, 'en')}% = "
            f"{whole_net['en']} ha net. Source of the share: {inputs.net_share.source}; decided by "
            f"{inputs.net_share.decided_by}.",
        ),
        Text(
            f"{whole_net['de']} ha × {_range(per_ha[0], per_ha[1], per_ha[2], 'de')} Wohnungen je Hektar. Quelle: {density.source}; festgelegt "
            f"von {density.decided_by}.",
            f"{whole_net['en']} ha × {_range(per_ha[0], per_ha[1], per_ha[2], 'en')} homes per hectare. Source: {density.source}; decided by "
            f"{density.decided_by}.",
        ),
        Text(
            f"Davon ab: {_number(existing, 0, 'de')} Wohnungen, die dort schon stehen. Es bleiben "
            f"{_range(low, likely, high, 'de')}.",
            f"Less {_number(existing, 0, 'en')} homes that stand there already. That leaves "
            f"{_range(low, likely, high, 'en')}.",
        ),
    )
    return low, likely, high, steps


def _with_people(inputs: Inputs, low: int, likely: int, high: int, basis: str, steps: tuple[Text, ...]) -> Capacity:
    size = inputs.household_size
    if not size.usable:
        sentence = Text(
            "Wie viele Menschen dort wohnen werden, lässt sich nicht sagen: Die Haushaltsgröße fehlt (Wert, Quelle und "
            "wer sie festgelegt hat).",
            "How many people will live there cannot be said: the household size is missing (value, source and who "
            "decided it).",
        )
        return Capacity(low, likely, high, basis, steps, (), missing_people=(sentence,))
    few, some, many = (_whole(homes * _known(size.value)) for homes in (low, likely, high))
    step = Text(
        f"× {_number(_known(size.value), 2, 'de')} Personen je Haushalt = "
        f"{_range(few, some, many, 'de')} Menschen. Quelle: {size.source}; festgelegt von "
        f"{size.decided_by}.",
        f"× {_number(_known(size.value), 2, 'en')} persons per household = "
        f"{_range(few, some, many, 'en')} people. Source: {size.source}; decided by "
        f"{size.decided_by}.",
    )
    return Capacity(low, likely, high, basis, (*steps, step), (), few, some, many)


def _known(value: Decimal | None) -> Decimal:
    if value is None:
        raise ValueError("a factor that was checked is gone")
    return value


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _number(value: Decimal, places: int, language: str) -> str:
    english = f"{value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):,.{places}f}"
    return english.translate(str.maketrans(",.", ".,")) if language == "de" else english


def _range(low: Decimal | int, likely: Decimal | int, high: Decimal | int, language: str) -> str:
    """ "85 – 100 – 119", or one number where all are the same."""
    parts = [_number(Decimal(value), 0, language) for value in (low, likely, high)]
    return parts[0] if len(set(parts)) == 1 else " – ".join(parts)
