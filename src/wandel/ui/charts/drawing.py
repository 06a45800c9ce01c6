"""From a chart to SVG: in the page's own colours for the screen, in fixed ones for paper.

Drawing one takes about 0.1 s, so the web keeps what it drew: the same figures in the same language are the same picture.
"""

import hashlib
import json
from functools import lru_cache
from typing import Any

import vl_convert
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language

from wandel.ui.charts.model import Chart

WIDE, NARROW = 640, 290
KEPT_SECONDS = 30 * 86400
FONT = "Fira Sans"
# The light theme's colours: paper knows no custom properties. tokens.css holds the same.
ON_PAPER = {
    "var(--w-text)": "#171a2b", "var(--w-soft)": "#5a6072", "var(--w-line)": "#dfe3ec", "var(--w-green)": "#0f6b45",
    "var(--w-chart-1)": "#2144ab", "var(--w-chart-2)": "#b3541e", "var(--w-chart-3)": "#0f6b45",
    "var(--w-chart-4)": "#7a3b93", "var(--w-chart-5)": "#5a6072",
}  # fmt: skip
GERMAN = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " €"]}
ENGLISH = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""]}
CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--w-soft)", "labelFontSize": 12, "gridColor": "var(--w-line)", "domainColor": "var(--w-line)",
        "tickColor": "var(--w-line)", "labelFont": FONT,
    },
    "legend": {"labelColor": "var(--w-text)", "labelFontSize": 12, "labelFont": FONT},
    "text": {"font": FONT, "fontSize": 12},
}  # fmt: skip


@lru_cache(maxsize=1)
def _fonts() -> None:
    """Without its fonts the drawing measures words wrongly. Registered once per process."""
    vl_convert.register_font_directory(str(settings.WANDEL_FONT_DIR))


def draw(chart: Chart, *, width: int, language: str) -> str:
    """The chart as SVG in the page's colours (``var(--w-…)``), numbers as the language writes them."""
    _fonts()
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width, "height": chart.height, "padding": 2, "autosize": {"type": "fit", "contains": "padding"},
        "config": CONFIG, **chart.spec,
    }  # fmt: skip
    svg: str = vl_convert.vegalite_to_svg(spec, format_locale=GERMAN if language == "de" else ENGLISH)
    return svg


def drawn(chart: Chart) -> dict[str, str]:
    """``{"wide": …, "narrow": …}`` for the page, kept in the cache; the wide one serves from tablet size on."""
    language = (get_language() or "de")[:2]
    wanted = json.dumps([chart.spec, chart.height, language], sort_keys=True, default=str)
    key = f"chart:{hashlib.sha256(wanted.encode()).hexdigest()}"
    found: dict[str, str] | None = cache.get(key)
    if found is None:
        found = {
            "wide": draw(chart, width=WIDE, language=language),
            "narrow": draw(chart, width=NARROW, language=language),
        }
        cache.set(key, found, KEPT_SECONDS)
    return found


def on_paper(chart: Chart, *, language: str, width: int = WIDE) -> str:
    """The chart for a document: the light theme's colours written out."""
    svg = draw(chart, width=width, language=language)
    for name, colour in ON_PAPER.items():
        svg = svg.replace(name, colour)
    return svg
