"""All awards together: sums, own shares, what falls due – and what is missing, with the way to mend it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.fields.funding.forms.overview import OverviewForm
from wandel.fields.funding.queries.awards import awards_for, editable_awards_for
from wandel.fields.funding.queries.overview import overview_of
from wandel.fields.funding.queries.quality import gaps_in
from wandel.office.people.access import access_for, allowed


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Awards"), reverse("funding:awards"))]


@allowed("funding.award.view")
def award_overview(request: HttpRequest) -> HttpResponse:
    access, today = access_for(request.user), timezone.localdate()
    form = OverviewForm(request.GET or None)
    by = (form.cleaned_data["by"] if form.is_bound and form.is_valid() else "") or "recipient"
    context = {
        "found": overview_of(awards_for(access), by=by, on=today),
        "group": dict(form.fields["by"].choices)[by],
        "filter_form": form,
        "may_edit": access.may("funding.award.edit"),
        "crumbs": _crumbs(),
    }
    return render(request, "funding/award_overview.html", context)


@allowed("funding.award.edit")
def award_quality(request: HttpRequest) -> HttpResponse:
    """What is missing in the awards this reader works on."""
    awards, today = editable_awards_for(access_for(request.user)), timezone.localdate()
    return render(request, "funding/award_quality.html", {"gaps": gaps_in(awards, on=today), "crumbs": _crumbs()})
