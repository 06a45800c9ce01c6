from django.urls import path

from wandel.fields.relocation import public_views as views

app_name = "relocation"
urlpatterns = [
    path("", views.plan, name="plan"),
    path("kept/<int:pk>/", views.kept, name="kept"),
    path("kept/<int:pk>/change/", views.kept_change, name="kept-change"),
    path("kept/<int:pk>/tick/", views.kept_tick, name="kept-tick"),
    path("kept/<int:pk>/delete/", views.kept_delete, name="kept-delete"),
    path("k/<str:token>/", views.kept_enter, name="kept-enter"),
]
