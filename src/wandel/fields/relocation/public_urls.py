from django.urls import path

from wandel.fields.relocation.public_views import guide, homes, plan, schools

app_name = "relocation"
urlpatterns = [
    path("plan/", plan.plan, name="plan"),
    path("plan/kept/<int:pk>/", plan.kept, name="kept"),
    path("plan/kept/<int:pk>/change/", plan.kept_change, name="kept-change"),
    path("plan/kept/<int:pk>/tick/", plan.kept_tick, name="kept-tick"),
    path("plan/kept/<int:pk>/delete/", plan.kept_delete, name="kept-delete"),
    path("plan/k/<str:token>/", plan.kept_enter, name="kept-enter"),
    path("schools/", schools.finder, name="schools"),
    path("schools/points.json", schools.points, name="school-points"),
    path("schools/on-map/<int:number>/", schools.on_map, name="school-on-map"),
    path("schools/childcare/<int:pk>/", schools.childcare, name="childcare"),
    path("schools/<slug:number>/", schools.school, name="school"),
    path("guide/", guide.guide_start, name="guide-start"),
    path("guide/<slug:code>/", guide.guide, name="guide"),
    path("guide/<slug:code>/search/", guide.guide_search, name="guide-search"),
    path("guide/<slug:code>/<slug:key>/", guide.guide_page, name="guide-page"),
    path("guide/<slug:code>/<slug:key>/feedback/", guide.guide_feedback, name="guide-feedback"),
    path("homes/", homes.homes, name="homes"),
    path("homes/<int:pk>/", homes.home, name="home"),
    path("homes/mail/", homes.alert, name="alert"),
    path("homes/mail/sent/", homes.alert_sent, name="alert-sent"),
    path("homes/mail/<int:pk>/", homes.alert_page, name="alert-page"),
    path("homes/mail/<int:pk>/confirm/", homes.alert_confirm, name="alert-confirm"),
    path("homes/mail/<int:pk>/stop/", homes.alert_stop, name="alert-stop"),
    path("homes/mail/link/<str:token>/", homes.alert_enter, name="alert-enter"),
]
