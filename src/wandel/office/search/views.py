from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wandel.office.people.access import access_for, allowed
from wandel.office.search.kinds import icon_of, label_of
from wandel.office.search.queries import suggest
from wandel.office.search.words import highlighted


def _rows(request: HttpRequest, limit: int) -> dict[str, Any]:
    text = request.GET.get("q", "").strip()
    found = suggest(access_for(request.user), text, limit=limit)
    rows = [
        {
            "hit": hit,
            "pieces": highlighted(hit.title, found.words),
            "kind": label_of(hit.subject_kind),
            "icon": icon_of(hit.subject_kind),
        }
        for hit in found.hits
    ]
    return {"q": text, "rows": rows, "found": found}


@allowed("search.use")
def results(request: HttpRequest) -> HttpResponse:
    """All hits by kind; the kind with the best hit stands first."""
    context = _rows(request, 60)
    best = {str(row["kind"]): position for position, row in reversed(list(enumerate(context["rows"])))}
    by_kind = sorted(context["rows"], key=lambda row: best[str(row["kind"])])
    groups = [(kind, list(rows)) for kind, rows in groupby(by_kind, key=lambda row: str(row["kind"]))]
    return render(request, "search/results.html", {**context, "groups": groups})


@allowed("search.use")
def suggestions(request: HttpRequest) -> HttpResponse:
    """The list under the box while typing."""
    return render(request, "search/_suggestions.html", _rows(request, 8))
