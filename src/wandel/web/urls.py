"""Every address. Areas name their own; web joins them."""

from django.conf import settings
from django.urls import include, path

from wandel.web import account_views, demo_views, views

urlpatterns = [
    path("", views.start, name="start"),
    path("theme/", views.set_theme, name="theme"),
    path("language/", include("django.conf.urls.i18n")),
    path("imprint/", views.imprint, name="imprint"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("motion/", views.motion, name="motion"),
    path("healthz/", views.healthz, name="healthz"),
    path("account/", account_views.account, name="account"),
    path("accounts/", include("allauth.urls")),
    path("", include("wandel.office.desk.urls")),
    path("rounds/", include("wandel.office.desk.round_urls")),
    path("intake/", include("wandel.office.desk.intake_urls")),
    path("welcome/", include("wandel.fields.relocation.public_urls")),
    path("", include("wandel.office.desk.public_urls")),
    path("search/", include("wandel.office.search.urls")),
    path("", include("wandel.office.people.urls")),
    path("journal/", include("wandel.office.journal.urls")),
    path("runs/", include("wandel.office.runs.urls")),
    path("outbox/", include("wandel.office.outbox.urls")),
    path("growth/", include("wandel.fields.growth.urls")),
    path("land/", include("wandel.fields.land.urls")),
    path("sites/", include("wandel.fields.land.public_urls")),
    path("projects/", include("wandel.fields.projects.urls")),
    path("newcomers/", include("wandel.fields.relocation.urls")),
    path("applications/", include("wandel.fields.funding.application_urls")),
    path("awards/", include("wandel.fields.funding.urls")),
    path("programmes/", include("wandel.fields.funding.programme_urls")),
    path("api/v1/", include("wandel.web.api.urls")),
    path("ogc/", include("wandel.web.ogc.urls")),
    path("open-data/", include("wandel.web.open_data.urls")),
]

if settings.WANDEL_DEMO:
    urlpatterns += [
        path("demo/", demo_views.demo_start, name="demo-start"),
        path("demo/enter/<slug:role>/", demo_views.enter, name="demo-enter"),
        path("demo/full-land/", demo_views.full_land, name="demo-full-land"),
        path("demo/start-over/", demo_views.start_over, name="demo-start-over"),
        path("ui/", include("wandel.ui.urls")),
    ]

handler400 = "wandel.web.views.bad_request"
handler403 = "wandel.web.views.forbidden"
handler404 = "wandel.web.views.not_found"
handler500 = "wandel.web.views.server_error"
