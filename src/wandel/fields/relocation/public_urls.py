from django.urls import path

from wandel.fields.relocation import public_views as views

app_name = "relocation"
urlpatterns = [
    path("", views.plan, name="plan"),
]
