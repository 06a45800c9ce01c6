"""Layers of geodata, analyses and their candidates, and the areas under management."""

from .density import DensityAssumption
from .site import AffectedFarm, Site
from .site_event import SiteEvent
from .snapshot import SiteSnapshot

__all__ = ["AffectedFarm", "DensityAssumption", "Site", "SiteEvent", "SiteSnapshot"]
