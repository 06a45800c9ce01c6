"""Carrying an old age structure forward to a newer count."""

from dataclasses import dataclass, replace

import numpy as np

from wandel.core.law.texts import Text
from wandel.core.population.county import County, Floats
from wandel.core.population.middle import middle_path
from wandel.core.population.scenario import Scenario


@dataclass(frozen=True)
class Carried:
    """The county at its newest count, the level of arrivals that led there, and what to say about it."""

    county: County
    arriving: float
    note: Text


def carry_forward(county: County, *, to: int, counted: Floats, leaving: float) -> Carried:
    """Project to the end of year ``to`` without chance and scale each municipality to what was counted there, (M,).

    With departures at the level ``leaving``, the level of arrivals is chosen so that the county meets its count: the
    projection is linear in it, two runs are enough. Without a year in between it stays 1."""
    if to <= county.year:
        note = Text(
            f"Ausgangspunkt ist die Zählung von {county.year}; die Zuzüge bleiben auf der Höhe dieses Jahres.",
            f"The count of {county.year} is the start; arrivals stay at the level of that year.",
        )
        return Carried(replace(county, base=_scaled(county.base, counted)), 1.0, note)
    years = to - county.year

    def total(level: float) -> float:
        return float(middle_path(county, Scenario(years, arriving=level, leaving=leaving)).people[-1].sum())

    none, one = total(0.0), total(1.0)
    level = max(0.0, (float(counted.sum()) - none) / (one - none)) if one > none else 1.0
    path = middle_path(county, Scenario(years, arriving=level, leaving=leaving)).people[-1]
    note = Text(
        f"Der Altersaufbau von {county.year} ist bis {to} fortgeschrieben und je Gemeinde auf die gezählten Einwohner gebracht. Der Kreis trifft seine Zählung, wenn im Jahr {county.arriving.sum() * level:.0f} Menschen von außerhalb kommen; das gilt als üblich.",
        f"The ages of {county.year} are carried forward to {to} and brought to the inhabitants counted in each municipality. The county meets its count if {county.arriving.sum() * level:.0f} people a year come from outside; that is taken as usual.",
    )
    return Carried(replace(county, year=to, base=_scaled(path, counted)), level, note)


def _scaled(people: Floats, counted: Floats) -> Floats:
    now = people.sum(axis=(0, 1))
    found: Floats = people * np.divide(counted, now, out=np.ones_like(counted), where=now > 0)
    return found
