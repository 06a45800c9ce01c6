"""Money drawn: what became of every cent, what lateness can cost, whether more may be drawn, building instalments.

Pure: drawdowns, payments, the window of the conditions and the day go in. The obligation ``mittelverwendung`` stands on it.
"""

from wandel.core.foerderung.drawdown.allowed import NewDrawdown, new_drawdown
from wandel.core.foerderung.drawdown.instalments import Instalment, instalments
from wandel.core.foerderung.drawdown.uses import (
    DrawdownUse,
    Piece,
    Tracking,
    Window,
    first_in_first_used,
    interest_start,
    track,
)

__all__ = [
    "DrawdownUse", "Instalment", "NewDrawdown", "Piece", "Tracking", "Window", "first_in_first_used", "instalments",
    "interest_start", "new_drawdown", "track",
]  # fmt: skip
