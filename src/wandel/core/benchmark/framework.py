"""What an index is made of: indicators, the aggregates above them, one top; a tree with weights."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wandel.core.benchmark.problems import Findings, listed

TOP = "Index"


@dataclass(frozen=True, slots=True)
class Node:
    """An indicator or an aggregate. ``direction`` 1: more is better, -1: less is better; ``line`` in meta.csv, 0 for an implied one."""

    code: str
    name: str
    parent: str | None
    weight: float = 1.0
    direction: int = 1
    denominator: str | None = None
    target: float | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Framework:
    """Indicators in the order of the metadata, aggregates from the bottom up, the top last."""

    indicators: tuple[Node, ...]
    aggregates: tuple[Node, ...]
    children: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, int]

    @property
    def top(self) -> str:
        return self.aggregates[-1].code

    @property
    def nodes(self) -> tuple[Node, ...]:
        return self.indicators + self.aggregates

    def given_weights(self) -> dict[str, float]:
        """Weight of every node inside its parent, as written."""
        return {node.code: node.weight for node in self.nodes}

    def shares(self, weights: Mapping[str, float]) -> dict[str, float]:
        """What each node counts in the whole: the product of its scaled weights down from the top, which counts 1."""
        found = {self.top: 1.0}
        for aggregate in reversed(self.aggregates):
            members = self.children[aggregate.code]
            total = sum(weights[code] for code in members)
            for code in members:
                found[code] = found.get(aggregate.code, 0.0) * weights[code] / total if total else 0.0
        return {node.code: found.get(node.code, 0.0) for node in self.nodes}


def framework_of(indicators: Iterable[Node], aggregates: Iterable[Node], findings: Findings) -> Framework | None:
    """The tree of what was declared; None with the mistakes in ``findings`` where there is none.

    Several tops, or indicators alone, get an index above them. An indicator without parent beside others with one is left out.
    """
    leaves, branches = list(indicators), list(aggregates)
    if not leaves:
        findings.wrong(
            "meta.csv: Kein Indikator. Nennen Sie mindestens eine Zeile vom Typ Indicator.",
            "meta.csv: no indicator. Write at least one row of type Indicator.",
        )
        return None
    branches = _with_implied_parent(leaves, branches, findings)
    codes = {node.code for node in branches}
    before = len(findings.problems)
    for node in leaves + branches:
        if node.parent is not None and node.parent not in codes:
            is_leaf = any(node.parent == leaf.code for leaf in leaves)
            findings.wrong(
                f"meta.csv, Zeile {node.line}: „{node.code}“ gehört zu „{node.parent}“, "
                + ("einem Indikator. Nennen Sie ein Aggregat." if is_leaf else "das es nicht gibt. Schreiben Sie dafür eine Zeile vom Typ Aggregate."),
                f"meta.csv, line {node.line}: “{node.code}” belongs to “{node.parent}”, "
                + ("which is an indicator. Name an aggregate." if is_leaf else "which does not exist. Write a row of type Aggregate for it."),
            )  # fmt: skip
    _find_circles(branches, findings)
    if len(findings.problems) > before:
        return None
    branches = _without_empty(leaves, branches, findings)
    branches = _with_one_top(leaves, branches, findings)
    return _ordered(leaves, branches, findings)


def _with_implied_parent(leaves: list[Node], branches: list[Node], findings: Findings) -> list[Node]:
    """Where no aggregate is declared and all indicators name the same parent, that parent is the index."""
    named = {leaf.parent for leaf in leaves}
    (only,) = named if len(named) == 1 else (None,)
    if branches or only is None or any(leaf.code == only for leaf in leaves):
        return branches
    findings.odd(
        f"meta.csv: „{only}“ hat keine eigene Zeile und gilt als der Index.",
        f"meta.csv: “{only}” has no row of its own and is taken as the index.",
    )
    return [Node(only, only, None)]


def _find_circles(branches: list[Node], findings: Findings) -> None:
    parents = {node.code: node.parent for node in branches}
    told: set[str] = set()
    for node in branches:
        way: list[str] = []
        code: str | None = node.code
        while code is not None and code in parents and code not in way:
            way.append(code)
            code = parents[code]
        if code is not None and code in way and not told & set(way):
            circle = way[way.index(code) :]
            told |= set(circle)
            chain = " → ".join([*circle, code])
            findings.wrong(
                f"meta.csv, Zeile {node.line}: Die Zuordnung läuft im Kreis ({chain}). Lassen Sie `parent` beim obersten Aggregat leer.",
                f"meta.csv, line {node.line}: the parents run in a circle ({chain}). Leave `parent` of the topmost aggregate empty.",
            )


def _without_empty(leaves: list[Node], branches: list[Node], findings: Findings) -> list[Node]:
    while True:
        used = {node.parent for node in leaves + branches}
        empty = [node for node in branches if node.code not in used]
        if not empty:
            return branches
        for node in empty:
            findings.odd(
                f"meta.csv, Zeile {node.line}: Das Aggregat „{node.code}“ hat keine Teile und wird weggelassen.",
                f"meta.csv, line {node.line}: the aggregate “{node.code}” has no parts and is left out.",
            )
        branches = [node for node in branches if node.code in used]


def _with_one_top(leaves: list[Node], branches: list[Node], findings: Findings) -> list[Node]:
    tops = [node for node in branches if node.parent is None]
    loose = [leaf for leaf in leaves if leaf.parent is None]
    if branches and loose:
        names = listed([leaf.code for leaf in loose])
        findings.odd(
            f"meta.csv: Ohne `parent` zählen diese Indikatoren nicht im Index: {names}.",
            f"meta.csv: without `parent` these indicators do not count in the index: {names}.",
        )
    if len(tops) == 1:
        return branches
    code = TOP
    while any(node.code == code for node in leaves + branches):
        code += "_"
    if branches:
        names = listed([node.code for node in tops])
        findings.odd(
            f"meta.csv: Mehrere Aggregate stehen oben ({names}); darüber steht nun „{code}“.",
            f"meta.csv: several aggregates stand at the top ({names}); “{code}” now stands above them.",
        )
    above = [node for node in (branches or leaves) if node.parent is None]
    for node in above:
        where = branches if branches else leaves
        where[where.index(node)] = Node(
            node.code, node.name, code, node.weight, node.direction, node.denominator, node.target, node.line
        )
    return [*branches, Node(code, code, None)]


def _ordered(leaves: list[Node], branches: list[Node], findings: Findings) -> Framework | None:
    children = {
        branch.code: tuple(node.code for node in leaves + branches if node.parent == branch.code) for branch in branches
    }
    levels = {leaf.code: 1 for leaf in leaves}

    waiting = dict(children)
    while waiting:
        for code in [code for code, members in waiting.items() if all(member in levels for member in members)]:
            levels[code] = 1 + max(levels[member] for member in waiting.pop(code))
    weights = {node.code: node.weight for node in leaves + branches}
    for branch in branches:
        if not any(weights[member] > 0 for member in children[branch.code]):
            findings.wrong(
                f"meta.csv: Alle Teile von „{branch.code}“ haben Gewicht 0. Geben Sie mindestens einem ein Gewicht über 0.",
                f"meta.csv: all parts of “{branch.code}” have weight 0. Give at least one a weight above 0.",
            )
    if findings.problems:
        return None
    upward = sorted(branches, key=lambda node: (node.parent is None, levels[node.code]))
    return Framework(tuple(leaves), tuple(upward), children, levels)
