"""Projects with their parts, the criteria they are judged by, and the future topics the unit watches."""

from .criteria import CriteriaSet, Criterion, Score
from .parts import BudgetYear, Decision, Milestone, ProjectParty, Risk
from .project import Project, StageEvent
from .topic import Adviser, FutureTopic

__all__ = [
    "Adviser",
    "BudgetYear",
    "CriteriaSet",
    "Criterion",
    "Decision",
    "FutureTopic",
    "Milestone",
    "Project",
    "ProjectParty",
    "Risk",
    "Score",
    "StageEvent",
]
