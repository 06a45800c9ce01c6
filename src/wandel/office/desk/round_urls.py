from django.urls import path

from wandel.office.desk.views import round as views
from wandel.office.desk.views.take_over import answer_take_over, round_take_back, round_take_over

app_name = "rounds"
urlpatterns = [
    path("", views.round_list, name="list"),
    path("new/", views.round_create, name="create"),
    path("answers/<int:pk>/", views.answer_page, name="answer"),
    path("answers/<int:pk>/done/", views.answer_done, name="answer-done"),
    path("answers/<int:pk>/copy/", views.answer_copy, name="answer-copy"),
    path("answers/<int:pk>/take-over/", answer_take_over, name="take-over"),
    path("<int:pk>/", views.round_detail, name="detail"),
    path("<int:pk>/edit/", views.round_edit, name="edit"),
    path("<int:pk>/send/", views.round_send, name="send"),
    path("<int:pk>/remind/", views.round_remind, name="remind"),
    path("<int:pk>/close/", views.round_close, name="close"),
    path("<int:pk>/follow/", views.round_follow, name="follow"),
    path("<int:pk>/take-over/", round_take_over, name="take-over-all"),
    path("<int:pk>/take-back/", round_take_back, name="take-back"),
    path("<int:pk>/compare/", views.round_compare, name="compare"),
    path("<int:pk>/export/", views.round_export, name="export"),
    path("<int:pk>/questions/new/", views.question_edit, name="question-create"),
    path("<int:pk>/questions/<slug:key>/", views.question_edit, name="question-edit"),
    path("<int:pk>/questions/<slug:key>/arrange/", views.question_arrange, name="question-arrange"),
]
