from django.urls import path

from wandel.office.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.mail_list, name="list"),
    path("<int:pk>/", views.mail_detail, name="detail"),
    path("<int:pk>/send-again/", views.mail_send_again, name="send-again"),
]
