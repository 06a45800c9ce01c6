"""What makes land suitable, as a county decides it: exclusions, weighted criteria, the smallest candidate area.

Weighted linear combination with constraints, S = Σ wᵢ xᵢ · Π Cⱼ (Eastman, Jin, Kyem and Toledano 1995, PE&RS 61, 539-547).
A criterion turns a measured value into x between 0 and 1 along a straight line from ``worst`` to ``best``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import yaml

from wandel.core.law.texts import Text

NAME = re.compile(r"[a-z0-9äöüß][a-z0-9äöüß_.-]{0,60}", re.IGNORECASE)
SHARE, DISTANCE, SLOPE = "share", "distance", "slope"


class RulesError(ValueError):
    """Rules that cannot be followed: one sentence per mistake, in both languages."""

    def __init__(self, *texts: Text) -> None:
        super().__init__(" ".join(text.en for text in texts))
        self.texts = texts


@dataclass(frozen=True, slots=True)
class Where:
    """Which features of a layer count: those whose attribute lies in a range or in a list."""

    attribute: str
    least: float | None = None
    most: float | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One layer's part in the rules.

    ``kind``: share (0…1 of the parcel's area), distance (metres from the parcel's centroid to the nearest point or area) or slope (per cent).
    ``weight``: relative importance, 0 for none. ``best`` and ``worst``: the values that count 1 and 0.
    ``exclude``: the value beyond which a parcel is out; ``exclude_below`` for distances that must at least be kept.
    ``ignore``: shares up to this count as none. ``advice``: whom to talk to where this costs points.
    """

    name: str
    kind: str
    layer: str
    label: Text
    weight: float = 0.0
    best: float = 0.0
    worst: float = 1.0
    exclude: float | None = None
    exclude_below: float | None = None
    ignore: float = 0.0
    where: Where | None = None
    advice: Text | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """A whole set of rules. ``threshold``: points of 100 from which a parcel may belong to a candidate area;
    ``minimum_ha``: the smallest candidate area; ``maximum_ha``: larger ones are divided (0: never); ``municipalities``: the layer that divides the county.
    """

    title: str
    criteria: tuple[Criterion, ...]
    threshold: float
    minimum_ha: float
    municipalities: str | None
    maximum_ha: float = 0.0
    warnings: tuple[Text, ...] = ()

    @property
    def weighted(self) -> tuple[Criterion, ...]:
        return tuple(one for one in self.criteria if one.weight > 0)

    @property
    def weights(self) -> tuple[float, ...]:
        """Weights of the weighted criteria, scaled to sum to 1."""
        total = sum(one.weight for one in self.weighted)
        return tuple(one.weight / total for one in self.weighted) if total else ()


def read_rules(text: str) -> Rules:
    """Rules from YAML. Raises RulesError with every mistake found, each with its place and remedy."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise RulesError(
            Text(
                f"Zeile {line}: Das ist kein gültiges YAML. Prüfen Sie Einrückung und Doppelpunkte.",
                f"Line {line}: this is not valid YAML. Check indentation and colons.",
            )
        ) from None
    return rules_from(raw)


def rules_from(raw: Any) -> Rules:
    """Rules from plain values, as YAML or JSON holds them. Raises RulesError."""
    reader = _Reader()
    members = reader.mapping(raw, "")
    reader.unknown(
        members,
        {
            "title",
            "layers",
            "distances",
            "slope",
            "threshold",
            "minimum_cluster_ha",
            "maximum_cluster_ha",
            "municipalities",
        },
        "",
    )
    criteria: list[Criterion] = []
    for section, kind in (("layers", SHARE), ("distances", DISTANCE)):
        for name, values in reader.mapping(members.get(section, {}), section).items():
            criterion = reader.criterion(str(name), values, kind, f"{section}.{name}")
            if criterion:
                criteria.append(criterion)
    if members.get("slope") is not None:
        slope = reader.criterion("slope", members["slope"], SLOPE, "slope")
        if slope:
            criteria.append(slope)
    threshold = reader.number(members, "threshold", "", default=0.0, least=0, most=100)
    minimum = reader.number(members, "minimum_cluster_ha", "", default=0.0, least=0, most=1e6)
    maximum = reader.number(members, "maximum_cluster_ha", "", default=0.0, least=0, most=1e6)
    if 0 < maximum < minimum:
        reader.wrong(
            "maximum_cluster_ha",
            "Das Größte liegt unter dem Kleinsten. Vertauschen Sie die beiden.",
            "The largest lies below the smallest. Exchange the two.",
        )
    municipalities = members.get("municipalities")
    if municipalities is not None and not isinstance(municipalities, str):
        reader.wrong("municipalities", "Nennen Sie den Namen einer Ebene.", "Name a layer.")
    if not criteria and not reader.problems:
        reader.wrong(
            "layers",
            "Die Regeln nennen keine Ebene und keine Entfernung. Nennen Sie mindestens eine.",
            "The rules name no layer and no distance. Name at least one.",
        )
    names = [one.name for one in criteria]
    for name in sorted({name for name in names if names.count(name) > 1}):
        reader.wrong(
            name,
            "Der Name steht für zwei Kriterien. Geben Sie einem einen anderen Namen und nennen Sie unter `layer` die Ebene.",
            "The name stands for two criteria. Give one another name and its layer under `layer`.",
        )
    if reader.problems:
        raise RulesError(*reader.problems)
    if not any(one.weight for one in criteria):
        reader.odd(
            "Kein Kriterium hat ein Gewicht: alles, was nicht ausgeschlossen ist, bekommt 100 Punkte.",
            "No criterion has a weight: whatever is not excluded gets 100 points.",
        )
    return Rules(
        str(members.get("title") or ""),
        tuple(criteria),
        threshold,
        minimum,
        municipalities,
        maximum,
        tuple(reader.warnings),
    )


class _Reader:
    """Collects every mistake, so that a person mends them in one go."""

    def __init__(self) -> None:
        self.problems: list[Text] = []
        self.warnings: list[Text] = []

    def wrong(self, where: str, german: str, english: str) -> None:
        place = f"{where}: " if where else ""
        self.problems.append(Text(place + german, place + english))

    def odd(self, german: str, english: str) -> None:
        self.warnings.append(Text(german, english))

    def mapping(self, raw: Any, where: str) -> Mapping[str, Any]:
        if isinstance(raw, Mapping):
            return raw
        if raw is not None or not where:
            self.wrong(where, "Hier werden Namen mit Angaben erwartet.", "Names with values are expected here.")
        return {}

    def unknown(self, members: Mapping[str, Any], known: set[str], where: str) -> None:
        for key in members:
            if key not in known:
                place = f"{where}.{key}" if where else str(key)
                listed = ", ".join(sorted(known))
                self.wrong(
                    place,
                    f"Diese Angabe gibt es nicht. Möglich sind: {listed}.",
                    f"This does not exist. Possible are: {listed}.",
                )

    def number(
        self, members: Mapping[str, Any], key: str, where: str, *, default: float, least: float, most: float
    ) -> float:
        value = members.get(key)
        if value is None:
            return default
        place = f"{where}.{key}" if where else key
        number = _plain_number(value)
        if number is None:
            self.wrong(place, f"„{value}“ ist keine Zahl.", f"“{value}” is not a number.")
        elif not least <= number <= most:
            self.wrong(
                place,
                f"{number:g} liegt nicht zwischen {least:g} und {most:g}.",
                f"{number:g} is not between {least:g} and {most:g}.",
            )
        else:
            return number
        return default

    def criterion(self, name: str, raw: Any, kind: str, where: str) -> Criterion | None:
        before = len(self.problems)
        if not NAME.fullmatch(name):
            self.wrong(
                where,
                "Der Name darf nur Buchstaben, Ziffern, Punkt und Striche haben.",
                "A name has letters, digits, dots and dashes only.",
            )
        members = self.mapping({} if raw is None else raw, where)
        known = {"layer", "label", "weight", "best", "worst", "exclude", "threshold", "where", "advice"}
        self.unknown(members, known | ({"exclude_below"} if kind == DISTANCE else set()), where)
        weight = self.number(members, "weight", where, default=0.0, least=0, most=1e6)
        most = 1.0 if kind == SHARE else 1e6
        if kind != SHARE and weight > 0 and ("best" not in members or "worst" not in members):
            self.wrong(
                where,
                "Ein Gewicht braucht `best` (ab hier volle Punkte) und `worst` (ab hier keine).",
                "A weight needs `best` (full points from here) and `worst` (none from here).",
            )
        best = self.number(members, "best", where, default=0.0, least=0, most=most)
        worst = self.number(members, "worst", where, default=1.0, least=0, most=most)
        if best == worst and weight > 0:
            self.wrong(
                where,
                "`best` und `worst` sind gleich. Dann unterscheidet nichts.",
                "`best` and `worst` are equal. Nothing would differ.",
            )
        threshold = self.number(members, "threshold", where, default=0.0, least=0, most=most)
        exclude = self._exclude(members, where, kind, threshold, most)
        below = self.number(members, "exclude_below", where, default=-1.0, least=0, most=most)
        if not weight and exclude is None and below < 0:
            self.odd(
                f"{where}: weder Gewicht noch Ausschluss; die Ebene wird nur gemessen.",
                f"{where}: neither weight nor exclusion; the layer is only measured.",
            )
        condition = self._where(members.get("where"), f"{where}.where")
        if len(self.problems) > before:
            return None
        return Criterion(
            name=name,
            kind=kind,
            layer=str(members.get("layer") or name),
            label=_label(members.get("label"), name),
            weight=weight,
            best=best,
            worst=worst,
            exclude=exclude,
            exclude_below=below if below >= 0 else None,
            ignore=threshold if exclude is None and kind == SHARE else 0.0,
            where=condition,
            advice=_label(members["advice"], "") if members.get("advice") else None,
        )

    def _exclude(
        self, members: Mapping[str, Any], where: str, kind: str, threshold: float, most: float
    ) -> float | None:
        value = members.get("exclude")
        if value is None or value is False:
            return None
        if value is True:
            if kind != SHARE and "threshold" not in members:
                self.wrong(
                    f"{where}.exclude",
                    "Nennen Sie unter `threshold`, ab welchem Wert ausgeschlossen wird.",
                    "Name under `threshold` the value beyond which a parcel is out.",
                )
            return threshold
        return self.number(members, "exclude", where, default=0.0, least=0, most=most)

    def _where(self, raw: Any, where: str) -> Where | None:
        if raw is None:
            return None
        members = self.mapping(raw, where)
        self.unknown(members, {"attribute", "min", "max", "in"}, where)
        attribute = members.get("attribute")
        if not isinstance(attribute, str) or not attribute:
            self.wrong(f"{where}.attribute", "Nennen Sie die Spalte der Ebene.", "Name the layer's column.")
            return None
        values = members.get("in", [])
        if not isinstance(values, list):
            self.wrong(f"{where}.in", "Hier wird eine Liste erwartet.", "A list is expected here.")
            values = []
        if not {"min", "max", "in"} & set(members):
            self.wrong(where, "Nennen Sie `min`, `max` oder `in`.", "Name `min`, `max` or `in`.")
        bounds = {key: self.number(members, key, where, default=0.0, least=-1e12, most=1e12) for key in ("min", "max")}
        return Where(
            attribute,
            bounds["min"] if members.get("min") is not None else None,
            bounds["max"] if members.get("max") is not None else None,
            tuple(str(value) for value in values),
        )


def _plain_number(value: Any) -> float | None:
    """A finite number; YAML's yes and no are none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return float(value)


def _label(raw: Any, name: str) -> Text:
    if isinstance(raw, Mapping):
        german = str(raw.get("de") or raw.get("en") or name)
        return Text(german, str(raw.get("en") or german))
    return Text(str(raw), str(raw)) if raw else Text(name, name)
