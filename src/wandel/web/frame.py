"""The frame around every page: branding, navigation, languages, who is signed in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from wandel.office.people.access import access_for
from wandel.office.places.profile import active_profile
from wandel.ui.formats import reader_language
from wandel.ui.slots import MenuEntry, menu

# A path and no name: its address exists in demos only.
DEMO_START = "/demo/"
THEMES = {"light", "dark", "auto"}
LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}


def branding() -> dict[str, Any]:
    """Names the county chose for itself; they are data of the profile."""
    profile = active_profile()
    language = reader_language()
    return {
        "product": profile.branding.product,
        "unit_line": profile.branding.unit_line,
        "county": getattr(profile.name, language),
        "in_county": getattr(profile.in_county, language),
        "public_name": profile.branding.public_name,
        "official_bar": profile.branding.official_bar,
        "contact": profile.contact,
    }


def _entry(request: HttpRequest, entry: MenuEntry) -> dict[str, Any]:
    url = reverse(entry.url_name)
    return {
        "label": entry.label,
        "url": url,
        "icon": entry.icon,
        "count": entry.count(request) if entry.count else None,
        "current": request.path == url or (url != "/" and request.path.startswith(url)),
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Menu groups this reader may use, in the order of the unit."""
    access = access_for(request.user)
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in menu():
        if access.may(entry.permission):
            groups.setdefault(entry.group, []).append(_entry(request, entry))
    return [{"label": gettext(label) if label else "", "entries": entries} for label, entries in groups.items()]


def _who(request: HttpRequest) -> dict[str, Any] | None:
    if not request.user.is_authenticated:
        return None
    access = access_for(request.user)
    return {
        "initials": request.user.initials,
        "name": request.user.name,
        "role": ", ".join(str(role.label) for role in sorted(access.roles)),
        "logout_url": reverse("account_logout"),
        "account_url": reverse("account"),
    }


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Everything is lazy: a page that shows no navigation pays for none."""
    if not hasattr(request, "user"):
        return {
            "branding": branding(),
            "theme": "auto",
            "languages": [],
            "navigation": [],
            "who": None,
            "demo": settings.WANDEL_DEMO,
            "demo_url": DEMO_START if settings.WANDEL_DEMO else "",
        }
    theme = request.COOKIES.get("theme", "auto")
    language = (get_language() or "de")[:2]
    return {
        "branding": SimpleLazyObject(branding),
        "navigation": SimpleLazyObject(lambda: navigation(request)),
        "languages": [
            {"code": code, "name": LANGUAGE_NAMES[code], "current": code == language}
            for code, _name in settings.LANGUAGES
        ],
        "who": SimpleLazyObject(lambda: _who(request)) if request.user.is_authenticated else None,
        "theme": theme if theme in THEMES else "auto",
        "demo": settings.WANDEL_DEMO,
        "demo_url": DEMO_START if settings.WANDEL_DEMO else "",
        "search_url": SimpleLazyObject(
            lambda: reverse("search:results") if access_for(request.user).may("search.use") else ""
        ),
    }
