from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wandel.office.people.access import access_for, allowed
from wandel.office.search.kinds import icon_of, label_of
from wandel.office.search.queries import suggest


def _rows(request: HttpRequest, limit: int) -> dict[str, object]:
    text = request.GET.get("q", "").strip()
    found = suggest(access_for(request.user), text, limit=limit)
    rows = [{"hit": hit, "kind": label_of(hit.subject_kind), "icon": icon_of(hit.subject_kind)} for hit in found.hits]
    return {"q": text, "rows": rows, "found": found}


@allowed("search.use")
def results(request: HttpRequest) -> HttpResponse:
    return render(request, "search/results.html", _rows(request, 60))


@allowed("search.use")
def suggestions(request: HttpRequest) -> HttpResponse:
    """The list under the box while typing."""
    return render(request, "search/_suggestions.html", _rows(request, 8))
