from django.urls import path

from wandel.fields.relocation.views import schools

app_name = "newcomers"
urlpatterns = [
    path("schools/", schools.school_list, name="schools"),
    path("schools/<int:pk>/edit/", schools.school_edit, name="school-edit"),
    path("childcare/<int:pk>/edit/", schools.childcare_edit, name="childcare-edit"),
    path("lists/new/", schools.list_import, name="list-import"),
    path("lists/<uuid:pk>/", schools.list_result, name="list-result"),
]
