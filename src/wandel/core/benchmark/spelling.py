"""Many ways of writing ``steps.yaml`` into the one the models know.

A step may be a word (``impute: mean``), a number (``screen: 0.9``), yes or no, or names with values. The whole may be a mapping, stand under
``steps``, or be a list in which the place of ``screen`` says which table is screened.
"""

from collections.abc import Mapping
from typing import Any

from wandel.core.benchmark.problems import Findings, listed
from wandel.core.benchmark.sheets import folded
from wandel.core.law.texts import shown

SECTIONS: dict[str, tuple[str, ...]] = {
    "denominate": ("denomination", "denominator", "denominators", "denominated"),
    "impute": ("imputation", "imputed"),
    "screen": ("screening", "screened"),
    "treat": ("treatment", "outliers", "outlier", "treatoutliers", "outliertreatment", "treated"),
    "normalise": ("normalize", "normalisation", "normalization", "normalised", "normalized"),
    "weight": ("weights", "weighting", "weigh"),
    "aggregate": ("aggregation", "aggregated"),
    "coherence": ("coherent",),
    "uncertainty": ("uncertain", "montecarlo", "robustness"),
    "sensitivity": ("sensitive",),
}
ABOUT = {"title", "name", "description", "version", "author", "source", "note", "notes", "comment", "index"}
_METHOD = ("method", "how", "type", "function", "name", "fn", "fi", "fag", "f1", "kind")
KEYS: dict[str, dict[str, tuple[str, ...]]] = {
    "denominate": {"method": (*_METHOD, "on", "enabled"), "by": ("denominators", "map")},
    "impute": {
        "method": (*_METHOD, "by"),
        "group": ("usegroup", "groupby", "groupcolumn", "groups", "bygroup", "within", "column", "grouping", "groupvar"),
        "otherwise": ("fallback", "else", "empty"),
    },
    "screen": {
        "method": (*_METHOD, "unitscreen", "by"),
        "threshold": ("datthresh", "minimum", "min", "share", "nonna", "byna", "nonnathreshold", "minshare", "availability",
                      "minimumshare", "minavailability", "dataavailability", "atleast", "minnonna", "nonmissing",
                      "minnonmissing", "completeness", "mincompleteness", "coverage", "mincoverage", "cutoff", "required", "units"),
        "nonzero": ("nonzerothresh", "nonzerothreshold"),
        "of": ("on", "table", "stage", "dset", "data"),
    },
    "treat": {
        "method": _METHOD,
        "max_points": ("winmax", "points", "max", "maximum", "limit", "maxwinsorised", "maxwinsorized", "npoints", "n", "maxn", "nmax", "maxwinsorise", "maxwinsorize",
                       "winsorisemax", "winsorizemax", "maxwin"),
        "skew": ("skewthresh", "skewness", "maxskew", "skewthreshold", "skewlimit", "skewmax"),
        "kurtosis": ("kurt", "kurtthresh", "maxkurtosis", "maxkurt", "kurtosisthreshold", "kurtthreshold", "kurtosislimit",
                     "kurtmax", "kurtosismax"),
        "otherwise": ("fallback", "else", "f2", "then"),
        "untouched": ("except", "exclude", "skip"),
    },
    "normalise": {
        "method": _METHOD,
        "range": ("to", "lu", "bounds", "scale", "between", "limits", "interval", "scaleto", "torange", "targetrange"),
        "lower": ("min", "minimum", "low", "from"),
        "upper": ("max", "maximum", "high", "until"),
        "mean": (),
        "deviation": ("sd", "std", "standarddeviation"),
        "reference": ("unit", "ref", "to_unit"),
        "form": ("formula",),
    },
    "weight": {"method": (*_METHOD, "scheme"), "values": ("weights", "given", "by")},
    "aggregate": {
        "method": (*_METHOD, "mean"),
        "levels": ("perlevel", "bylevel", "level"),
        "nodes": ("pernode", "aggregates", "bynode"),
        "minimum": ("datthresh", "minimumshare", "minshare", "threshold"),
    },
    "coherence": {
        "method": (*_METHOD, "correlation", "cortype"),
        "negative": ("negativethreshold",),
        "high": ("collinear", "redundant"),
    },
    "uncertainty": {
        "method": _METHOD,
        "runs": ("n", "draws", "replications", "samples", "iterations", "simulations", "nrep", "nruns"),
        "seed": ("randomseed", "rng"),
        "weights": ("weightnoise", "noise", "perturbation", "weight", "weightperturbation", "noisefactor", "weightspread", "weightrange", "weightvariation"),
        "impute": ("imputation",),
        "treat": ("treatment",),
        "normalise": ("normalisation", "normalize", "normalization"),
        "aggregate": ("aggregation",),
    },
    "sensitivity": {"method": _METHOD, "draws": ("n", "runs", "samples", "weightsets")},
}  # fmt: skip
METHODS: dict[str, dict[str, tuple[str, ...]]] = {
    "denominate": {"given": ("meta", "metadata", "yes", "all", "ratio", "divide"), "none": ("no", "off", "skip")},
    "impute": {
        "none": ("no", "off", "leave", "na", "skip"),
        "mean": ("imean", "average", "arithmeticmean", "indicatormean"),
        "median": ("imedian", "indicatormedian"),
        "group_mean": ("imeangrp", "meangroup", "groupaverage", "meanbygroup"),
        "group_median": ("imediangrp", "mediangroup", "medianbygroup"),
    },
    "screen": {
        "share": ("byna", "nonna", "nonmissing", "availability", "bynonna", "dataavailability", "nonnashare", "bynaandzeros", "byzeros"),
        "none": ("no", "off", "skip"),
    },
    "treat": {
        "winsorise": ("winsorize", "winsorisation", "winsorization", "winsor", "winsorised", "winsorized", "skewkurtosis", "skewkurt"),
        "log": ("logct", "logarithm", "ln"),
        "none": ("no", "off", "skip"),
    },
    "normalise": {
        "min_max": ("nminmax", "minmaxscaling", "rescale", "rescaling"),
        "z_score": ("nzscore", "z", "standardise", "standardize", "standardisation", "standardization", "zscores"),
        "rank": ("nrank", "ranks", "ranking"),
        "percentile_rank": ("nprank", "percentile", "prank", "percentrank"),
        "distance_to_reference": ("ndist2ref", "dist2ref", "reference", "ndist2max", "distance"),
        "distance_to_target": ("ndist2targ", "dist2targ", "target"),
        "none": ("no", "off", "skip"),
    },
    "weight": {
        "given": ("meta", "metadata", "original", "asgiven", "expert", "budgetallocation"),
        "equal": ("equalweights", "ew", "same", "equalweighting"),
        "pca": ("principalcomponents", "principalcomponent", "principalcomponentanalysis", "factoranalysis"),
    },
    "aggregate": {
        "arithmetic": ("mean", "amean", "aamean", "arithmeticmean", "weightedarithmeticmean", "weightedmean", "additive", "linear",
                       "average", "weightedarithmetic", "weightedaverage"),
        "geometric": ("gmean", "agmean", "geometricmean", "weightedgeometricmean", "weightedgeometric"),
        "harmonic": ("hmean", "ahmean", "harmonicmean", "weightedharmonicmean", "weightedharmonic"),
    },
    "coherence": {"pearson": ("yes", "correlation", "correlations"), "spearman": (), "none": ("no", "off", "skip")},
    "uncertainty": {"monte_carlo": ("yes", "mc", "simulation"), "none": ("no", "off", "skip")},
    "sensitivity": {
        "factorial": ("yes", "sobol", "variance", "variancebased", "sa", "leaveoneout"),
        "none": ("no", "off", "skip"),
    },
}  # fmt: skip
MAIN_VALUE = {
    "impute": "group",
    "screen": "threshold",
    "treat": "max_points",
    "normalise": "range",
    "aggregate": "levels",
}
SWITCHED_ON = {
    "denominate": "given", "impute": "mean", "screen": "share", "treat": "winsorise", "normalise": "min_max", "weight": "given",
    "aggregate": "arithmetic", "coherence": "pearson", "uncertainty": "monte_carlo", "sensitivity": "factorial",
}  # fmt: skip


def spelled(raw: Any, findings: Findings) -> dict[str, dict[str, Any]]:
    """Section → keys → values in the spelling of the models; what nobody knows becomes a warning."""
    order: list[str] = []
    if isinstance(raw, list):
        raw, order = _from_list(raw), [folded(_first(one)) for one in raw]
    if isinstance(raw, Mapping) and isinstance(raw.get("steps"), list | Mapping):
        rest = {key: value for key, value in raw.items() if key != "steps"}
        inner = raw["steps"]
        if isinstance(inner, list):
            order = [folded(_first(one)) for one in inner]
            inner = _from_list(inner)
        raw = {**rest, **inner}
    if not isinstance(raw, Mapping):
        findings.wrong(
            f"steps.yaml: Erwartet werden Schritte mit Angaben, zum Beispiel impute: mean. Möglich sind: {', '.join(SECTIONS)}.",
            f"steps.yaml: steps with values are expected, for example impute: mean. Possible are: {', '.join(SECTIONS)}.",
        )
        return {}
    sections: dict[str, dict[str, Any]] = {}
    for key, value in raw.items():
        section = _known(folded(key), SECTIONS)
        if section is None:
            if folded(key) not in ABOUT:
                _unknown(str(key), list(SECTIONS), findings)
        elif section in sections:
            findings.wrong(
                f"steps.yaml, {section}: Der Schritt steht zweimal da. Streichen Sie einen.",
                f"steps.yaml, {section}: the step is written twice. Remove one.",
            )
        else:
            sections[section] = _section(section, value, findings)
    _screened_first(sections, order)
    return sections


def _first(step: Any) -> Any:
    if isinstance(step, Mapping) and len(step) >= 1:
        return step.get("step", next(iter(step)))
    return step


def _from_list(steps: list[Any]) -> dict[Any, Any]:
    """``[impute: mean, treat, {step: screen, threshold: 0.9}]`` as a mapping."""
    found: dict[Any, Any] = {}
    for step in steps:
        if not isinstance(step, Mapping):
            found[str(step)] = True
        elif "step" in step:
            values = {key: value for key, value in step.items() if key != "step"}
            found[step["step"]] = values or True
        else:
            found.update(step)
    return found


def _screened_first(sections: dict[str, dict[str, Any]], order: list[str]) -> None:
    places = {section: order.index(word) for word in order if (section := _known(word, SECTIONS))}
    screen = sections.get("screen")
    if screen and "of" not in screen and places.get("screen", 1) < places.get("impute", 0):
        screen["of"] = "denominated"


def _known(word: str, names: Mapping[str, tuple[str, ...]]) -> str | None:
    for name, aliases in names.items():
        if word == folded(name) or word in aliases:
            return name
    return None


def _unknown(where: str, known: list[str], findings: Findings) -> None:
    findings.odd(
        f"steps.yaml: Die Angabe „{shown(where)}“ gibt es nicht; sie bleibt ohne Wirkung. Möglich sind: {listed(known, 12)}.",
        f"steps.yaml: “{shown(where)}” does not exist and has no effect. Possible are: {listed(known, 12)}.",
    )


def method(section: str, written: Any) -> Any:
    """The models' name of a method; what nobody knows stays, for the model to refuse."""
    if written is None or written is False:
        return "none" if "none" in METHODS[section] else SWITCHED_ON[section]
    if written is True:
        return SWITCHED_ON[section]
    return _known(folded(written), METHODS[section]) or written


def _section(section: str, value: Any, findings: Findings) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return _members(section, value, findings)
    if section == "screen" and isinstance(value, int | float) and not isinstance(value, bool):
        return {"method": "share", "threshold": value}
    if section == "uncertainty" and isinstance(value, int) and not isinstance(value, bool):
        return {"runs": value}
    if section == "aggregate" and isinstance(value, list):
        return {"levels": [method(section, one) for one in value]}
    return _tuned(section, {"method": method(section, value)}, str(value), findings)


def _members(section: str, value: Mapping[Any, Any], findings: Findings) -> dict[str, Any]:
    members: dict[str, Any] = {}
    unknown: dict[str, Any] = {}
    raw = dict(value)
    for nested in ("alternatives", "choices", "parameters", "params", "options", "thresholds", "para"):
        inner = raw.get(nested)
        if isinstance(inner, Mapping):
            del raw[nested]
            raw.update(inner)
    raw = _with_method_as_key(section, raw)
    for key, content in raw.items():
        name = _known(folded(key), KEYS[section])
        if name is None or name in members:
            unknown[str(key)] = content
        elif content is not None or name == "method":
            members[name] = content
    if unknown and not members and section in {"weight", "denominate"}:
        # weight: {a: 2, b: 1} and denominate: {flights: population} name the values at once.
        members["values" if section == "weight" else "by"] = unknown
    elif unknown and not members and section == "aggregate":
        members["nodes"] = unknown
    else:
        for key in unknown:
            _unknown(f"{section}.{key}", list(KEYS[section]), findings)
    written = members.get("method")
    if "method" in members:
        members["method"] = method(section, written)
    return _tuned(section, members, str(written), findings)


def _with_method_as_key(section: str, raw: dict[Any, Any]) -> dict[Any, Any]:
    """``{winsorise: 5}`` and ``{group_mean: {group: region}}``: the method as key, its values or its main value below."""
    if any(_known(folded(key), KEYS[section]) == "method" for key in raw):
        return raw
    for key, content in raw.items():
        known = _known(folded(key), METHODS[section])
        if known is None or _known(folded(key), KEYS[section]) is not None:
            continue
        rest = {other: value for other, value in raw.items() if other != key}
        if isinstance(content, Mapping):
            return {**rest, **content, "method": known}
        main = MAIN_VALUE.get(section)
        return {**rest, "method": known, **({main: content} if main and content not in (None, True) else {})}
    return raw


def _tuned(section: str, members: dict[str, Any], written: str, findings: Findings) -> dict[str, Any]:
    """Values that follow from others: a step with values is switched on, a mean with a group is a group's mean."""
    for named in ("values", "by"):
        if isinstance(members.get(named), Mapping):
            members[named] = {str(key): one for key, one in members[named].items()}
    if section == "impute":
        if isinstance(members.get("group"), int | float):
            members["group"] = str(members["group"])
        if "group" in members and members.get("method", "mean") in {"mean", "median"}:
            members["method"] = f"group_{members.get('method', 'mean')}"
    elif section == "screen":
        if isinstance(members.get("method"), int | float):
            members["threshold"] = members.pop("method")
        if "of" in members:
            members["of"] = {"denominated": "denominated", "raw": "denominated", "observed": "denominated"}.get(
                folded(members["of"]), members["of"]
            )
        if members.get("method") == "share" and not {"threshold", "nonzero"} & set(members):
            members["threshold"] = 0.9
        members.setdefault("method", "share")
    elif section == "treat":
        members.setdefault("method", "winsorise")
        if "otherwise" in members:
            members["otherwise"] = method("treat", members["otherwise"])
        untouched = members.get("untouched")
        if isinstance(untouched, str):
            members["untouched"] = [untouched]
    elif section == "normalise":
        bounds = members.pop("range", None)
        if isinstance(bounds, list | tuple) and len(bounds) == 2:
            members["lower"], members["upper"] = bounds
        elif bounds is not None:
            findings.wrong(
                f"steps.yaml, normalise.range: „{shown(bounds)}“ sind keine zwei Grenzen. Schreiben Sie zum Beispiel range: [0, 100].",
                f"steps.yaml, normalise.range: “{shown(bounds)}” is not two bounds. Write for example range: [0, 100].",
            )
        if {"lower", "upper"} & set(members) and members.get("method", "min_max") != "min_max":
            findings.odd(
                "steps.yaml, normalise: Grenzen wirken nur mit method: min_max.",
                "steps.yaml, normalise: bounds have an effect with method: min_max only.",
            )
        if folded(written) == "ndist2max":
            members["reference"] = "best"
        if "reference" in members:
            members["reference"] = str(members["reference"])
    elif section == "aggregate":
        if isinstance(members.get("levels"), list):
            members["levels"] = [method(section, one) for one in members["levels"]]
        elif isinstance(members.get("levels"), Mapping):
            members["nodes"] = {**members.pop("levels"), **members.get("nodes", {})}
        if isinstance(members.get("nodes"), Mapping):
            members["nodes"] = {str(key): method(section, one) for key, one in members["nodes"].items()}
        if isinstance(members.get("method"), list):
            members["levels"] = [method(section, one) for one in members.pop("method")]
    elif section == "uncertainty":
        for step in ("impute", "treat", "normalise", "aggregate"):
            if step in members:
                choices = members[step] if isinstance(members[step], list) else [members[step]]
                members[step] = [method(step, choice) for choice in choices]
    return members
