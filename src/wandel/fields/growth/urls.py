from django.urls import path

from wandel.fields.growth.views import benchmark, figures, offensive, scenario, sheet

app_name = "growth"
urlpatterns = [
    path("", figures.path, name="path"),
    path("benchmark/", benchmark.benchmark, name="benchmark"),
    path("benchmark/sheet-<slug:language>.<slug:form>", benchmark.sheet, name="location-sheet"),
    path("neighbours/", benchmark.neighbours, name="neighbours"),
    path("neighbours/<str:ags>/", benchmark.neighbours, name="neighbour"),
    path("balance/", figures.balance, name="balance"),
    path("municipalities/<str:ags>/", figures.municipality, name="municipality"),
    path("municipalities/<str:ags>/sheet.<str:form>", sheet.sheet, name="sheet"),
    path("figures/", figures.figure_list, name="figures"),
    path("figures/import/", figures.figure_import, name="figure-import"),
    path("figures/imports/<int:pk>/", figures.import_detail, name="import"),
    path("scenarios/", scenario.scenario_list, name="scenarios"),
    path("scenarios/new/", scenario.scenario_new, name="scenario-new"),
    path("scenarios/compare/", scenario.compare, name="compare"),
    path("scenarios/<int:pk>/", scenario.scenario_detail, name="scenario"),
    path("scenarios/<int:pk>/edit/", scenario.scenario_edit, name="scenario-edit"),
    path("scenarios/<int:pk>/compute/", scenario.scenario_compute, name="scenario-compute"),
    path("runs/<int:pk>/", scenario.run_detail, name="run"),
    path("runs/<int:pk>/answer/", scenario.run_answer, name="run-answer"),
    path("targets/", offensive.target_list, name="targets"),
    path("targets/new/", offensive.target_new, name="target-new"),
    path("targets/<int:pk>/edit/", offensive.target_edit, name="target-edit"),
    path("offensive/", offensive.offensive, name="offensive"),
    path("measures/new/", offensive.measure_new, name="measure-new"),
    path("measures/<int:pk>/", offensive.measure_detail, name="measure"),
    path("measures/<int:pk>/edit/", offensive.measure_edit, name="measure-edit"),
    path("campaigns/new/", offensive.campaign_new, name="campaign-new"),
    path("campaigns/<int:pk>/", offensive.campaign_detail, name="campaign"),
    path("campaigns/<int:pk>/code.svg", offensive.campaign_code, name="campaign-code"),
    path("campaigns/<int:pk>/edit/", offensive.campaign_edit, name="campaign-edit"),
]
