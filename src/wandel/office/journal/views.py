"""The journal as a page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from wandel.office.journal.forms import JournalFilterForm
from wandel.office.journal.queries import entries_for
from wandel.office.runs.gate import access_of, allowed

PER_PAGE = 50
FIELDS = [
    ("growth", _("Growth")),
    ("land", _("Land")),
    ("projects", _("Projects")),
    ("funding", _("Funding")),
    ("investors", _("Investors")),
    ("relocation", _("Newcomers")),
]


@allowed("journal.view")
def entry_list(request: HttpRequest) -> HttpResponse:
    form = JournalFilterForm(request.GET, fields=FIELDS)
    entries = entries_for(access_of(request), form.filters())
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    labels = dict(FIELDS)
    rows = [{"entry": entry, "field": labels.get(entry.field, entry.field)} for entry in page.object_list]
    context = {"page": page, "rows": rows, "filter_form": form, "narrowed": any(form.cleaned_data.values())}
    return render(request, "journal/entry_list.html", context)
