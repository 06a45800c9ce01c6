"""Figures of the official statistics, targets, and the offensive: measures, campaigns, arrivals."""

from wandel.fields.growth.models.figure import Figure, FigureImport
from wandel.fields.growth.models.offensive import Arrival, Campaign, Measure
from wandel.fields.growth.models.scenario import ProjectionRun, Scenario
from wandel.fields.growth.models.target import GrowthTarget

__all__ = ["Arrival", "Campaign", "Figure", "FigureImport", "GrowthTarget", "Measure", "ProjectionRun", "Scenario"]
