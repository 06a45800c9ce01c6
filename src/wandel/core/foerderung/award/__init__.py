"""The facts of a grant notice, read from the award as JSON into frozen values.

``parse_award`` refuses what cannot be computed (every problem at once, each with place and remedy) and keeps what is
merely odd as remarks.
"""

from wandel.core.foerderung.award.facts import Award, Confirmed, Financing, Movement, Notice, PurposeBinding
from wandel.core.foerderung.award.parse import parse_award
from wandel.core.foerderung.reading import InputErrors

AwardErrors = InputErrors

__all__ = ["Award", "AwardErrors", "Confirmed", "Financing", "Movement", "Notice", "PurposeBinding", "parse_award"]
