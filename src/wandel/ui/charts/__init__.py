"""Charts as SVG drawn on the server, each with a caption, a text for those who do not see it, and its table."""

from wandel.ui.charts.drawing import draw, drawn, on_paper
from wandel.ui.charts.kinds import bars, fan, pyramid
from wandel.ui.charts.model import Band, Bars, Chart, Line, Mark

__all__ = ["Band", "Bars", "Chart", "Line", "Mark", "bars", "draw", "drawn", "fan", "on_paper", "pyramid"]
