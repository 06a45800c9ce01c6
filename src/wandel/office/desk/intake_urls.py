from django.urls import path

from wandel.office.desk.views import intake as views

app_name = "intake"
urlpatterns = [
    path("", views.intake_list, name="list"),
    path("new/", views.intake_record, name="create"),
    path("<int:pk>/", views.intake_detail, name="detail"),
    path("<int:pk>/step/", views.intake_step, name="step"),
    path("<int:pk>/answer/", views.intake_answer, name="answer"),
    path("<int:pk>/move/", views.intake_move, name="move"),
    path("<int:pk>/close/", views.intake_close, name="close"),
]
