from django.urls import path

from wandel.fields.funding.views import application

app_name = "applications"
urlpatterns = [
    path("", application.application_list, name="applications"),
    path("new/<int:project>/<int:programme>/", application.application_new, name="application-new"),
    path("<int:pk>/", application.application_detail, name="application"),
    path("<int:pk>/edit/", application.application_edit, name="application-edit"),
    path("<int:pk>/step/<slug:state>/", application.application_step, name="application-step"),
]
