from django.urls import path

from wandel.office.desk import public_views as views

app_name = "public"
urlpatterns = [
    path("welcome/", views.welcome, name="welcome"),
    path("welcome/thanks/<int:pk>/", views.thanks, name="thanks"),
    path("welcome/<slug:kind>/", views.front_door, name="front-door"),
    path("ideas/new/", views.idea_new, name="idea-new"),
    path("s/lost/", views.lost_link, name="lost-link"),
    path("s/lost/sent/", views.lost_link_sent, name="lost-link-sent"),
    path("s/view/<int:pk>/", views.status, name="status"),
    path("s/<str:token>/", views.status_enter, name="status-enter"),
    path("r/answer/<int:pk>/", views.answer_page, name="answer"),
    path("r/answer/<int:pk>/done/", views.answer_done, name="answer-done"),
    path("r/answer/<int:pk>/copy/", views.answer_copy, name="answer-copy"),
    path("r/<str:token>/", views.answer_enter, name="answer-enter"),
]
