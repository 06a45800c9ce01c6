"""Layers of geodata, analyses and their candidates, and the areas under management."""

from .analysis import Candidate, RuleSet, SuitabilityRun
from .density import DensityAssumption, SettlementDecision
from .layer import Layer, LayerVersion
from .round_take_over import RoundTakeOver
from .site import AffectedFarm, Site
from .site_event import SiteEvent
from .snapshot import SiteSnapshot

__all__ = [
    "AffectedFarm",
    "Candidate",
    "DensityAssumption",
    "Layer",
    "LayerVersion",
    "RoundTakeOver",
    "RuleSet",
    "SettlementDecision",
    "Site",
    "SiteEvent",
    "SiteSnapshot",
    "SuitabilityRun",
]
