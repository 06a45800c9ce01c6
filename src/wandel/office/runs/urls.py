from django.urls import path

from wandel.office.runs import views

app_name = "runs"
urlpatterns = [
    path("", views.run_list, name="list"),
    path("<uuid:pk>/", views.run_detail, name="detail"),
    path("<uuid:pk>/cancel/", views.run_cancel, name="cancel"),
    path("<uuid:pk>/resume/", views.run_resume, name="resume"),
]
