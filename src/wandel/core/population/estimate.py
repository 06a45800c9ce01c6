"""From published figures to the rates of a projection, with every assumption named.

What the offices publish is coarse: births and deaths of the county by age group, moves of the municipalities by six age
groups, nothing on who moves from which municipality to which. What is filled in, and how, stands in ``notes``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from wandel.core.law.texts import Text
from wandel.core.population.county import County, Floats
from wandel.core.population.rates import shrink

Counts = Sequence[tuple[int, int | None, float]]
# Moves within a county fade with distance; half as many after about ten kilometres. An assumption, named in the notes.
FADE_KM = 15.0
LAST_MOTHER = 45
FIRST_MOTHER = 15


@dataclass(frozen=True)
class Published:
    """What is known of one year. ``people`` (S, A, M) at its end, women first. ``births`` of the county by age of the mother and
    ``deaths[sex]`` by age: groups ``(from, until, count)``, the last one open. ``moves_in`` and ``moves_out`` (S, M) lists of
    groups across municipal borders, ``county_in`` and ``county_out`` totals across the county's. ``distances`` (M, M) km.
    ``girls``: share of girls among the births."""

    year: int
    areas: tuple[str, ...]
    names: tuple[str, ...]
    people: Floats
    births: Counts
    girls: float
    deaths: tuple[Counts, Counts]
    moves_in: tuple[tuple[Counts, ...], tuple[Counts, ...]]
    moves_out: tuple[tuple[Counts, ...], tuple[Counts, ...]]
    county_in: float
    county_out: float
    distances: Floats


@dataclass(frozen=True)
class Estimate:
    """A county ready to project, and what was assumed on the way."""

    county: County
    notes: list[Text] = field(default_factory=list)


def _per_age(groups: Counts, people: Floats, *, low: int = 0, high: int | None = None) -> Floats:
    """Events per person and year by single age, the same within a group; ages outside ``low`` … ``high`` have none.

    A group that reaches beyond the bounds ("under 20") is related to those inside them only."""
    ages = len(people)
    found = np.zeros(ages)
    for first, until, count in groups:
        here = slice(max(first, low), min(until or ages, high or ages))
        exposed = float(people[here].sum())
        if exposed > 0:
            found[here] = count / exposed
    return found


def _smooth_mortality(groups: Counts, people: Floats) -> Floats:
    """Death rates by single age: straight lines between the logarithms at the middle of each group, flat at both ends."""
    ages = len(people)
    middles, logs = [], []
    for first, until, count in groups:
        here = slice(first, until or ages)
        exposed = float(people[here].sum())
        if exposed > 0:
            weights = people[here] / exposed
            middles.append(float((np.arange(ages)[here] * weights).sum()))
            logs.append(np.log(max(count, 0.5) / exposed))
    found: Floats = np.exp(np.interp(np.arange(ages), middles, logs))
    return found


def _survival(rates: Floats) -> Floats:
    """Shares that survive a year into each age, from death rates: half a year at each of the two ages."""
    found = np.empty_like(rates)
    found[1:] = np.exp(-(rates[:-1] + rates[1:]) / 2)
    found[0] = np.exp(-rates[0] / 2)
    found[-1] = np.exp(-rates[-1])
    return found


def _total(groups: Counts) -> float:
    return sum(count for _first, _until, count in groups)


def estimate(published: Published) -> Estimate:
    """The rates of a year as those of the county and its municipalities."""
    sexes, _ages, places = published.people.shape
    county_people = published.people.sum(axis=2)
    notes: list[Text] = []
    fertility = _per_age(published.births, county_people[0], low=FIRST_MOTHER, high=LAST_MOTHER)
    survival = np.stack(
        [_survival(_smooth_mortality(published.deaths[sex], county_people[sex])) for sex in range(sexes)]
    )
    notes.append(
        Text(
            f"Geburten und Sterbefälle {published.year} sind nur für den Kreis bekannt; ihre Raten gelten in allen Gemeinden.",
            f"Births and deaths of {published.year} are known for the county only; their rates hold in every municipality.",
        )
    )
    outgoing, out_factor = _moves(published, published.moves_out, notes, leaving=True)
    incoming, _factor = _moves(published, published.moves_in, notes, leaving=False)
    all_in = sum(_total(groups) for by_place in published.moves_in for groups in by_place)
    all_out = sum(_total(groups) for by_place in published.moves_out for groups in by_place)
    inside_in = max(0.0, 1 - published.county_in / all_in) if all_in else 0.0
    inside_out = max(0.0, 1 - published.county_out / all_out) if all_out else 0.0
    notes.append(
        Text(
            f"Von den Zuzügen der Gemeinden kommen {inside_in:.0%} aus dem Kreis selbst (Unterschied zur Kreisgrenze); dieser Anteil gilt überall. Wer im Kreis umzieht, geht eher in nahe und beliebte Gemeinden (halbe Wirkung nach etwa 10 km, angenommen).",
            f"Of the municipalities' arrivals {inside_in:.0%} come from within the county (the difference to its border); that share holds everywhere. Who moves within the county rather goes to near and popular municipalities (half the pull after about 10 km, assumed).",
        )
    )
    pull = incoming.sum(axis=(0, 1)) * np.exp(-published.distances / FADE_KM)
    np.fill_diagonal(pull, 0)
    # Row: from, column: to.
    goes = pull / np.maximum(pull.sum(axis=1, keepdims=True), 1e-12)
    rate = outgoing * out_factor
    moving = np.einsum("sam,mn->sanm", rate * inside_out, goes)
    county = County(
        year=published.year,
        areas=published.areas,
        base=published.people,
        survival=survival[..., None],
        fertility=np.repeat(fertility[:, None], places, axis=1),
        moving=moving,
        leaving=rate * (1 - inside_out),
        arriving=incoming * (1 - inside_in),
        girls=published.girls,
    )
    return Estimate(county, notes)


def _moves(
    published: Published, moves: tuple[tuple[Counts, ...], tuple[Counts, ...]], notes: list[Text], *, leaving: bool
) -> tuple[Floats, Floats]:
    """Departures: rates (S, A, M) of the county and a factor by place. Arrivals: persons (S, A, M) and ones.

    Small places are drawn towards the county's level, outliers held; both stand in the notes."""
    sexes, _ages, places = published.people.shape
    county_people = published.people.sum(axis=2)
    together = [_sum_groups([moves[sex][place] for place in range(places)]) for sex in range(sexes)]
    rates = np.stack([_per_age(together[sex], county_people[sex]) for sex in range(sexes)])
    observed = np.array([sum(_total(moves[sex][place]) for sex in range(sexes)) for place in range(places)])
    expected = np.einsum("sa,sam->m", rates, published.people)
    found = shrink(observed, expected)
    held = [published.names[place] for place in np.flatnonzero(found.trimmed)]
    what = ("Fortzüge", "departures") if leaving else ("Zuzüge", "arrivals")
    if held:
        notes.append(
            Text(
                f"{what[0]} {published.year}: auf die Hälfte oder das Doppelte des Kreises begrenzt, weil die Zahl wie ein Ausreißer aussieht: {', '.join(held)}.",
                f"{published.year} {what[1]}: held at half or twice the county's, because the number looks like an outlier: {', '.join(held)}.",
            )
        )
    if leaving:
        return np.repeat(rates[..., None], places, axis=2), found.factor
    persons = rates[..., None] * published.people * found.factor
    # Ages of those who come are those of the county's arrivals, not of who lives there: only the level is the place's own.
    profile = rates * county_people
    profile /= max(profile.sum(), 1e-12)
    totals = persons.sum(axis=(0, 1))
    totals *= observed.sum() / max(totals.sum(), 1e-12)
    return profile[..., None] * totals, np.ones(places)


def _sum_groups(many: Sequence[Counts]) -> Counts:
    sums: dict[tuple[int, int | None], float] = {}
    for groups in many:
        for first, until, count in groups:
            sums[first, until] = sums.get((first, until), 0.0) + count
    return [(first, until, count) for (first, until), count in sums.items()]
