"""The gallery: every component in every state on one page, for looking and for the accessibility tests."""

from types import SimpleNamespace
from typing import Any

from django.contrib import messages as levels
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from wandel.ui.conflict import ConflictField
from wandel.ui.forms import SampleFilter, SampleForm
from wandel.ui.templatetags.icons import ICONS
from wandel.ui.undo import MARK, offer_text

PAGES = {"desk": "ui/gallery/desk.html", "award": "ui/gallery/award.html", "portal": "ui/gallery/portal.html"}


def _navigation(current: str) -> list[dict[str, Any]]:
    groups: list[tuple[str, list[tuple[str, str, int]]]] = [
        ("", [("Schreibtisch", "desk", 7), ("Kalender", "calendar", 0), ("Abfragen", "rounds", 2)]),
        ("Zukunft gestalten", [("Wachstum", "growth", 0), ("Flächen", "land", 0), ("Projekte", "projects", 0)]),
        ("Fördermittel", [("Programme", "programmes", 3), ("Bescheide", "awards", 0), ("Beratung", "advice", 0)]),
        ("Welcome Center", [("Investoren", "investors", 0), ("Neubürger", "relocation", 4)]),
        ("Leitung", [("Stellenplan", "posts", 0), ("Bericht", "report", 0)]),
    ]
    url = reverse("ui:gallery")
    return [
        {
            "label": label,
            "entries": [
                {"label": name, "url": url, "icon": icon, "count": count, "current": icon == current}
                for name, icon, count in entries
            ],
        }
        for label, entries in groups
    ]


def _frame(request: HttpRequest, current: str) -> dict[str, Any]:
    """The frame as a signed-in officer sees it. The look follows ``?theme=dark`` so that a test can ask for it."""
    url = reverse("ui:gallery")
    frame: dict[str, Any] = {
        "navigation": _navigation(current),
        "branding": {
            "product": "wandel",
            "unit_line": "Kreis Düren · Stabsstelle 60",
            "county": "Kreis Düren",
            "in_county": "im Kreis Düren",
            "public_name": "Welcome Center",
            "official_bar": False,
        },
        "who": {
            "initials": "60",
            "name": "Frieda Fördermann",
            "role": "Fördermittel",
            "logout_url": url,
            "account_url": url,
        },
        "search_url": url,
        "demo": False,
        "languages": [
            {"code": "de", "name": "Deutsch", "current": True},
            {"code": "en", "name": "English", "current": False},
        ],
    }
    if request.GET.get("theme") in {"light", "dark"}:
        frame["theme"] = request.GET["theme"]
    return frame


def _conflict() -> SimpleNamespace:
    rows = [
        ConflictField(
            "phone", "Telefon", "02424 209-0", "02424 209-11", "02424 209-0", "theirs", False, "sample-phone"
        ),
        ConflictField(
            "address", "Anschrift", "", "Gereonstr. 14, Vettweiß", "Gereonstraße 14", "", True, "sample-address"
        ),
    ]
    return SimpleNamespace(conflict=rows)


def gallery(request: HttpRequest) -> HttpResponse:
    """Components and states. Nothing is read or saved."""
    wrong = SampleForm({"title": "", "grant": "viel Geld", "kind": "share", "state": "open"}, auto_id="wrong_%s")
    wrong.errors  # noqa: B018 - validates, so that the summary below has something to show
    page = Paginator(range(10_000), 25).get_page(request.GET.get("page", 4))
    return render(
        request,
        "ui/gallery/components.html",
        {
            **_frame(request, ""),
            "form": SampleForm(initial={"state": "running", "recipient": "Gemeinde Vettweiß"}),
            "wrong": wrong,
            "filter_form": SampleFilter(auto_id="filter_%s"),
            "conflict_form": _conflict(),
            "page": page,
            "icons": sorted(ICONS),
            "tabs": [
                {"label": "Übersicht", "url": "?tab=overview", "current": False},
                {"label": "Pflichten", "url": "?tab=duties", "current": True, "count": 5},
                {"label": "Verlauf", "url": "?tab=history", "current": False},
            ],
            "messages": [
                Message(levels.SUCCESS, "Gespeichert."),
                Message(levels.SUCCESS, offer_text("Zusage gehalten.", url=request.path, data={"undo": "1"}), MARK),
                Message(levels.WARNING, "Der Bescheid nennt kein Aktenzeichen."),
                Message(levels.ERROR, "Die Datei ist größer als 25 MB."),
            ],
            "crumbs": [("Start", "/"), ("Bausteine", "")],
        },
    )


def gallery_page(request: HttpRequest, page: str) -> HttpResponse:
    """A whole page with sample data, to be laid beside the sketches."""
    if page not in PAGES:
        raise Http404
    context = _frame(request, "awards" if page == "award" else page)
    if page == "portal":
        context |= {"navigation": [], "who": None}
    return render(request, PAGES[page], context)
