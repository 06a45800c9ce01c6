from django.urls import path

from wandel.ui import views

app_name = "ui"
urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/<slug:page>/", views.gallery_page, name="gallery-page"),
]
