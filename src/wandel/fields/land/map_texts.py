"""Every word the map's script says: it comes from here, translated, and never from the script."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _


def texts() -> dict[str, str]:
    """Sentences by the name the script knows them by; ``{…}`` is filled in there."""
    return {
        "map": _("Map. Arrow keys move it, plus and minus change the scale."),
        "failed": _("The map could not be loaded. The table below shows the same."),
        "loading": _("The map is loading …"),
        "candidates": _("Candidates"),
        "parcels": _("Parcels by suitability"),
        "sites": _("Sites"),
        "low": _("low"),
        "medium": _("medium"),
        "high": _("high"),
        "excluded": _("excluded"),
        "nothing_found": _("Nothing found."),
        "found": _("{n} found"),
        "moved_to": _("The map shows {name}."),
        "draw_hint": _("Click the corners one after another; the first corner again closes the area."),
        "measure_hint": _("Click along the way; a double click ends it."),
        "split_hint": _("Draw a line across the area: begin and end outside it."),
        "select_hint": _("Drag corners to move them, or the small points between them to add one."),
        "merge_hint": _("Draw the next area; then join them."),
        "length": _("{m} m"),
        "pieces": _("The area was split into {n} parts: {sizes}. Keep one of them."),
        "keep": _("Keep {ha} ha"),
        "joined": _("The areas are joined."),
        "cleared": _("The drawing is empty."),
        "nothing_drawn": _("Draw an area first."),
        "two_areas": _("Draw two areas first."),
        "taken": _("The area is taken over: {ha} ha."),
        "unreachable": _("The server did not answer. Try again."),
        "recoloured": _("The map shows the new weights."),
        "number_format": "de-DE" if (get_language() or "de").startswith("de") else "en-GB",
    }


def controls() -> dict[str, str]:
    """Words of the map library's own controls, by the library's names."""
    return {
        "Map.Title": _("Map"),
        "NavigationControl.ZoomIn": _("Zoom in"),
        "NavigationControl.ZoomOut": _("Zoom out"),
        "ScaleControl.Meters": "m",
        "ScaleControl.Kilometers": "km",
        "AttributionControl.ToggleAttribution": _("Show or hide the sources"),
        "Marker.Title": _("Place on the map"),
    }
