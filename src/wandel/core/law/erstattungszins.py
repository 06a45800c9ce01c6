"""How far above the Basiszinssatz § 49a VwVfG charges: five points, in NRW three since 5 May 2023.

Which act applies follows the authority that made the award. No text read says how a period running over 5 May 2023
is to be charged; the margin of each single day is used.
"""

from datetime import date
from pathlib import Path

from wandel.core.law.parameters import Parameter, Parameters

_MARGINS = Parameters.read(Path(__file__).with_name("erstattungszins.yaml"))


def margin_on(day: date, *, federal: bool) -> Parameter:
    """The margin of that day in percentage points. Raises NotCovered before 2002."""
    return _MARGINS.at("bund" if federal else "land", day)


def margins(*, federal: bool) -> tuple[Parameter, ...]:
    """All margins, oldest first."""
    return _MARGINS.rows("bund" if federal else "land")
