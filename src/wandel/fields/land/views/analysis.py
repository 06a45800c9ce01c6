"""Rules and analyses: decide, run in the background, compare, take a candidate over."""

from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wandel.fields.land.actions.analysis import adopt_candidate, decide_rules, start_analysis
from wandel.fields.land.forms.rules import PairsForm, RulesForm
from wandel.fields.land.queries.analysis import (
    analyses_for,
    analysis_for,
    candidate_for,
    rule_set_for,
    rule_set_on,
    rule_sets_for,
)
from wandel.fields.land.queries.compare import compared
from wandel.fields.land.queries.layer import current_layers
from wandel.office.people.access import access_for, allowed
from wandel.office.runs.once import submit_once

ROWS = 50


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Where can be built?"), reverse("land:map")), (_("Analyses"), reverse("land:analyses"))]


@allowed("land.analysis.view")
def analysis_list(request: HttpRequest) -> HttpResponse:
    """Analyses newest first, and the rules they stand on."""
    access = access_for(request.user)
    in_force = rule_set_on(timezone.localdate())
    context = {
        "page": Paginator(analyses_for(access), ROWS).get_page(request.GET.get("page")),
        "rule_sets": [(rule_set, rule_set == in_force) for rule_set in rule_sets_for(access)[:ROWS]],
        "may_run": access.may("land.analysis.run"),
        "crumbs": _crumbs()[:1],
    }
    return render(request, "land/analysis_list.html", context)


@require_POST
@allowed("land.analysis.run")
def analysis_start(request: HttpRequest, pk: int) -> HttpResponseBase:
    rule_set = rule_set_for(access_for(request.user), pk)

    def perform() -> str:
        return reverse("runs:detail", args=[start_analysis(rule_set=rule_set, by=request.user).pk])

    return redirect(submit_once(request, perform))


def _base_rules(request: HttpRequest) -> dict[str, Any]:
    """The rules a new set starts from: the named one, else those in force."""
    named = request.GET.get("from", "")
    if named.isdecimal() and len(named) < 10:
        return dict(rule_set_for(access_for(request.user), int(named)).rules)
    in_force = rule_set_on(timezone.localdate())
    return dict(in_force.rules) if in_force else {}


@allowed("land.analysis.run")
def rules_new(request: HttpRequest) -> HttpResponseBase:
    layers = current_layers("areas", "lines", "points", "raster")
    form = RulesForm(
        request.POST or None, layers=layers, base=_base_rules(request), initial={"valid_from": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():

        def perform() -> str:
            decide_rules(values=form.rules_values(), by=request.user)
            return reverse("land:analyses")

        path = submit_once(request, perform)
        messages.success(request, _("The rules are recorded. Press “Search for areas” to see what they mean."))
        return redirect(path)
    context = {"form": form, "layers": layers, "crumbs": _crumbs()}
    return render(request, "land/rules_form.html", context, status=422 if form.errors else 200)


@allowed("land.analysis.view")
def rules_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What a rule set says, in words."""
    access = access_for(request.user)
    rule_set = rule_set_for(access, pk)
    analysing = import_module("wandel.core.suitability.rules")
    rules = analysing.rules_from(rule_set.rules)
    language = get_language() or "de"
    weights = dict(zip((one.name for one in rules.weighted), rules.weights, strict=True))
    rows = [
        {
            "label": one.label.to(language),
            "kind": one.kind,
            "weight": weights.get(one.name),
            "best": one.best if one.weight else None,
            "worst": one.worst if one.weight else None,
            "exclude": one.exclude,
            "exclude_below": one.exclude_below,
            "advice": one.advice.to(language) if one.advice else "",
        }
        for one in rules.criteria
    ]
    context = {
        "rule_set": rule_set,
        "rules": rules,
        "rows": rows,
        "may_run": access.may("land.analysis.run"),
        "crumbs": _crumbs(),
    }
    return render(request, "land/rules_detail.html", context)


@allowed("land.analysis.run")
def rules_pairs(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Weights from pairs: compare, see weights and consistency, take them over as a new rule set."""
    rule_set = rule_set_for(access_for(request.user), pk)
    criteria = _weighted(rule_set.rules, get_language() or "de")
    if len(criteria) < 2:
        messages.error(request, _("There are fewer than two weighted criteria; nothing can be compared."))
        return redirect("land:rules", pk=pk)
    stored = rule_set.comparison.get("answers", {})
    initial = {"title": rule_set.title, "valid_from": timezone.localdate()}
    form = PairsForm(request.POST or None, criteria=criteria, stored=stored, initial=initial)
    weights = None
    if request.method == "POST" and form.is_valid():
        weights = _weights(form)
        if "take" in request.POST:

            def perform() -> str:
                decide_rules(values=_with_weights(rule_set.rules, form, weights), by=request.user)
                return reverse("land:analyses")

            return redirect(submit_once(request, perform))
    rows = list(zip([label for _key, label in criteria], weights.weights, strict=True)) if weights else []
    context = {"form": form, "rule_set": rule_set, "weights": weights, "rows": rows, "crumbs": _crumbs()}
    return render(request, "land/rules_pairs.html", context, status=422 if form.errors else 200)


def _weighted(rules: dict[str, Any], language: str) -> list[tuple[str, str]]:
    found = import_module("wandel.core.suitability.rules").rules_from(rules).weighted
    # By name: databases do not all keep the order of stored members, and stored answers must meet their pairs again.
    return sorted((one.name, one.label.to(language)) for one in found)


def _weights(form: PairsForm) -> Any:
    """Weights of the comparison. Every matrix made of pairs is reciprocal, so core refuses none."""
    numpy = import_module("numpy")
    matrix = numpy.ones((len(form.criteria), len(form.criteria)))
    for first, second, key in form.pairs:
        value = float(Fraction(form.cleaned_data[key]))
        matrix[first, second], matrix[second, first] = value, 1 / value
    names = tuple(label for _key, label in form.criteria)
    return import_module("wandel.core.suitability.ahp").weights_of(matrix, names)


def _with_weights(rules: dict[str, Any], form: PairsForm, weights: Any) -> dict[str, Any]:
    """The same rules with the comparison's weights, as a new decision."""
    by_name = {key: round(weight, 4) for (key, _label), weight in zip(form.criteria, weights.weights, strict=True)}

    def weighed(section: dict[str, Any]) -> dict[str, Any]:
        return {
            name: {**values, "weight": by_name[name]} if name in by_name else values for name, values in section.items()
        }

    new = {**rules, "title": form.cleaned_data["title"]}
    for section in ("layers", "distances"):
        if section in rules:
            new[section] = weighed(rules[section])
    if "slope" in by_name:
        new["slope"] = {**rules["slope"], "weight": by_name["slope"]}
    return {
        **{name: form.cleaned_data[name] for name in ("title", "valid_from", "decided_by")},
        "rules": new,
        "comparison": {
            "answers": form.answers(),
            "cr": round(weights.cr, 4),
            "lambda_max": round(weights.lambda_max, 4),
        },
    }


@allowed("land.analysis.view")
def analysis_compare(request: HttpRequest) -> HttpResponse:
    """Two analyses side by side: rules, candidates, hectares by municipality, and what only one of them finds."""
    access = access_for(request.user)
    chosen = [request.GET.get(name, "") for name in ("first", "second")]
    runs = list(analyses_for(access)[:ROWS])
    pair = None
    if all(value.isdecimal() and len(value) < 10 for value in chosen):
        pair = compared(*(analysis_for(access, int(value)) for value in chosen))
    elif any(chosen):
        raise Http404
    context = {"runs": runs, "chosen": chosen, "pair": pair, "crumbs": _crumbs()}
    return render(request, "land/analysis_compare.html", context)


@require_POST
@allowed("land.site.decide")
def candidate_adopt(request: HttpRequest, pk: int) -> HttpResponseBase:
    candidate = candidate_for(access_for(request.user), pk)
    if candidate.site_id:
        return redirect(candidate.site)
    try:
        site = adopt_candidate(candidate=candidate, by=request.user, on=timezone.localdate())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(candidate.analysis)
    size = Decimal(str(round(candidate.hectares, 1)))
    messages.success(
        request, _("The candidate is a site now (%(size)s ha). Complete what is known of it.") % {"size": size}
    )
    return redirect(site)
