from django.urls import path

from wandel.fields.funding.views import programme, programme_import

app_name = "programmes"
urlpatterns = [
    path("", programme.programme_list, name="programmes"),
    path("new/", programme.programme_new, name="programme-new"),
    path("import/", programme_import.programme_import, name="programme-import"),
    path("imports/<uuid:pk>/", programme_import.import_result, name="import-result"),
    path("<int:pk>/", programme.programme_detail, name="programme"),
    path("<int:pk>/projects/", programme.projects_of_programme, name="projects"),
    path("<int:pk>/edit/", programme.programme_edit, name="programme-edit"),
    path("<int:pk>/watch/", programme.programme_watch, name="watch"),
    path("<int:pk>/checked/", programme.programme_check, name="programme-check"),
    path("of-project/<int:pk>/", programme.programmes_of_project, name="of-project"),
    path("of-project/<int:pk>/<int:programme>/mark/", programme.programme_mark, name="mark"),
    path("of-project/<int:pk>/answer.<slug:form>", programme.programme_answer, name="answer"),
]
