"""Layers of geodata, analyses and their candidates, and the areas under management."""

from .analysis import Candidate, RuleSet, SuitabilityRun
from .density import DensityAssumption
from .layer import Layer, LayerVersion
from .site import AffectedFarm, Site
from .site_event import SiteEvent
from .snapshot import SiteSnapshot

__all__ = [
    "AffectedFarm",
    "Candidate",
    "DensityAssumption",
    "Layer",
    "LayerVersion",
    "RuleSet",
    "Site",
    "SiteEvent",
    "SiteSnapshot",
    "SuitabilityRun",
]
