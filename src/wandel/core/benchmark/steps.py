"""``steps.yaml``: what was chosen at each of the ten steps, and what holds where nothing is written.

A step that is not written changes nothing, except where an index cannot do without: denominators named in the metadata apply, min-max to 0…100,
weights as given, arithmetic means. Spelling is forgiving (``min-max``, ``n_minmax``; ``max_points``, ``winmax``); see ``spelling``.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from wandel.core.benchmark.problems import Findings
from wandel.core.benchmark.spelling import spelled
from wandel.core.law.texts import Text, shown

FILE = "steps.yaml"
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False, strict=True)]
Number = Annotated[float, Field(allow_inf_nan=False, strict=True)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False, strict=True)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False, strict=True)]
Mean = Literal["arithmetic", "geometric", "harmonic"]
ImputeMethod = Literal["none", "mean", "median", "group_mean", "group_median"]
NormaliseMethod = Literal[
    "min_max", "z_score", "rank", "percentile_rank", "distance_to_reference", "distance_to_target", "none"
]


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Denominate(_Step):
    """``by``: indicator → denominator, in place of the metadata's."""

    method: Literal["given", "none"] = "given"
    by: dict[str, str] = {}


class Impute(_Step):
    """``group``: the column whose groups are meant (the last one where none is named). ``otherwise``: for a group in which nothing is known."""

    method: ImputeMethod = "none"
    group: str | None = None
    otherwise: Literal["error", "mean", "median", "none"] = "error"


class Screen(_Step):
    """``threshold``: smallest share of indicators with a value, ``nonzero``: with a value other than 0; of the imputed or the denominated table."""

    method: Literal["none", "share"] = "none"
    threshold: Share = 0.0
    nonzero: Share = 0.0
    of: Literal["imputed", "denominated"] = "imputed"


class Treat(_Step):
    """Outliers: an indicator passes if |skewness| < ``skew`` or kurtosis < ``kurtosis``. ``untouched``: indicators never treated."""

    method: Literal["none", "winsorise", "log"] = "none"
    max_points: Annotated[int, Field(strict=True, ge=0)] = 5
    skew: NotNegative = 2.0
    kurtosis: Number = 3.5
    otherwise: Literal["log", "none"] = "log"
    untouched: tuple[str, ...] = ()


class Normalise(_Step):
    """``lower`` and ``upper`` of min-max; ``mean`` and ``deviation`` of z-scores; ``reference``: a unit, or best, mean or median."""

    method: NormaliseMethod = "min_max"
    lower: Number = 0.0
    upper: Number = 100.0
    mean: Number = 0.0
    deviation: Positive = 1.0
    reference: str = "best"
    form: Literal["range", "ratio"] = "range"

    @model_validator(mode="after")
    def _upward(self) -> "Normalise":
        if self.lower >= self.upper:
            raise ValueError("range")
        return self


class Weigh(_Step):
    """``values``: code → weight, above the method's."""

    method: Literal["given", "equal", "pca"] = "given"
    values: dict[str, NotNegative] = {}


class Aggregate(_Step):
    """``levels``: the mean per level from the bottom up, ``nodes``: per aggregate. ``minimum``: smallest share of parts that must have a value."""

    method: Mean = "arithmetic"
    levels: tuple[Mean, ...] = ()
    nodes: dict[str, Mean] = {}
    minimum: Share = 0.0


class Coherence(_Step):
    """Correlations below ``negative`` and above ``high`` are reported."""

    method: Literal["pearson", "spearman", "none"] = "pearson"
    negative: Annotated[float, Field(strict=True, ge=-1, le=0)] = -0.4
    high: Annotated[float, Field(strict=True, ge=0, le=1)] = 0.92


class Uncertainty(_Step):
    """``weights``: by how much each weight may differ (0.25: ±25 %). The lists are the choices that might as well have been made; empty: the usual ones."""

    method: Literal["monte_carlo", "none"] = "monte_carlo"
    runs: Annotated[int, Field(strict=True, ge=1, le=20_000)] = 1000
    seed: Annotated[int, Field(strict=True, ge=0, le=2**63)] = 1
    weights: Share = 0.25
    impute: tuple[ImputeMethod, ...] = ()
    treat: tuple[Literal["none", "winsorise", "log"], ...] = ()
    normalise: tuple[Literal["min_max", "z_score", "rank", "percentile_rank"], ...] = ()
    aggregate: tuple[Mean, ...] = ()


class Sensitivity(_Step):
    """``draws``: how many sets of weights stand for the factor weights; above 256 as 256."""

    method: Literal["factorial", "none"] = "factorial"
    draws: Annotated[int, Field(ge=2, strict=True)] = 32


class Steps(_Step):
    """All ten."""

    denominate: Denominate = Denominate()
    impute: Impute = Impute()
    screen: Screen = Screen()
    treat: Treat = Treat()
    normalise: Normalise = Normalise()
    weight: Weigh = Weigh()
    aggregate: Aggregate = Aggregate()
    coherence: Coherence = Coherence()
    uncertainty: Uncertainty = Uncertainty()
    sensitivity: Sensitivity = Sensitivity()


def read_steps(text: str) -> tuple[Steps, list[Text]]:
    """The choices written in YAML, and what is odd about them. Raises BenchmarkError with every mistake."""
    findings = Findings()
    try:
        raw = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        findings.wrong(
            f"{FILE}, Zeile {line}: Das ist kein gültiges YAML. Prüfen Sie Einrückung und Doppelpunkte.",
            f"{FILE}, line {line}: this is not valid YAML. Check indentation and colons.",
        )
        findings.stop()
    steps = steps_from(raw, findings)
    findings.stop()
    return steps, findings.warnings


def steps_from(raw: Any, findings: Findings) -> Steps:
    """The choices from plain values. Mistakes go into ``findings`` (then the steps returned are the default ones)."""
    sections = spelled({} if raw is None else raw, findings)
    try:
        return Steps.model_validate(sections)
    except ValidationError as error:
        for one in error.errors():
            _tell(one["loc"], one["type"], one.get("ctx", {}), one["input"], findings)
    return Steps()


def _tell(
    place: tuple[int | str, ...], kind: str, context: Mapping[str, Any], value: Any, findings: Findings
) -> None:  # fmt: skip
    where = f"{FILE}, {'.'.join(str(part) for part in place)}"
    written = shown(value)
    if kind == "literal_error":
        possible = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        findings.wrong(
            f"{where}: „{written}“ gibt es nicht. Möglich sind: {possible}.",
            f"{where}: there is no “{written}”. Possible are: {possible}.",
        )
    elif kind == "value_error":
        findings.wrong(
            f"{where}: Die untere Grenze muss kleiner sein als die obere. Schreiben Sie zum Beispiel range: [0, 100].",
            f"{where}: the lower bound must be below the upper one. Write for example range: [0, 100].",
        )
    elif kind in {"greater_than_equal", "less_than_equal", "greater_than"}:
        bound = next(iter(context.values()))
        german = {"greater_than_equal": "mindestens", "less_than_equal": "höchstens", "greater_than": "größer als"}
        english = {"greater_than_equal": "at least", "less_than_equal": "at most", "greater_than": "greater than"}
        findings.wrong(
            f"{where}: {written} geht nicht. Der Wert muss {german[kind]} {bound:g} sein.",
            f"{where}: {written} is not possible. The value must be {english[kind]} {bound:g}.",
        )
    else:
        findings.wrong(
            f"{where}: „{written}“ passt hier nicht. Erwartet wird {_expected(kind).de}.",
            f"{where}: “{written}” does not fit here. Expected is {_expected(kind).en}.",
        )


def _expected(kind: str) -> Text:
    if kind.startswith("int"):
        return Text("eine ganze Zahl", "a whole number")
    if kind.startswith(("float", "finite")):
        return Text("eine Zahl", "a number")
    if kind.startswith("string"):
        return Text("ein Name", "a name")
    if kind.startswith(("tuple", "list")):
        return Text("eine Liste", "a list")
    return Text("ein Name mit Angaben", "a name with values")
