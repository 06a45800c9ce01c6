from django.urls import path

from wandel.fields.relocation.views import offerings, schools

app_name = "newcomers"
urlpatterns = [
    path("schools/", schools.school_list, name="schools"),
    path("schools/<int:pk>/edit/", schools.school_edit, name="school-edit"),
    path("childcare/<int:pk>/edit/", schools.childcare_edit, name="childcare-edit"),
    path("lists/new/", schools.list_import, name="list-import"),
    path("lists/<uuid:pk>/", schools.list_result, name="list-result"),
    path("offers/", offerings.offering_list, name="offerings"),
    path("offers/new/", offerings.offering_new, name="offering-new"),
    path("offers/import/", offerings.offering_import, name="offering-import"),
    path("offers/<int:pk>/", offerings.offering_detail, name="offering"),
    path("offers/<int:pk>/edit/", offerings.offering_edit, name="offering-edit"),
    path("offers/<int:pk>/move/", offerings.offering_move, name="offering-move"),
]
