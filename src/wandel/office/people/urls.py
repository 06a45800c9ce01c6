from django.urls import path

from wandel.office.people.views import municipality, organisation

app_name = "people"
urlpatterns = [
    path("organisations/", organisation.organisation_list, name="organisations"),
    path("organisations/new/", organisation.organisation_edit, name="organisation-new"),
    path("organisations/<int:pk>/", organisation.organisation_detail, name="organisation"),
    path("organisations/<int:pk>/edit/", organisation.organisation_edit, name="organisation-edit"),
    path("organisations/<int:pk>/merge/", organisation.organisation_merge, name="organisation-merge"),
    path("organisations/<int:pk>/promises/", organisation.promise_new, name="promise-new"),
    path("promises/<int:pk>/kept/", organisation.promise_keep, name="promise-keep"),
    path("persons/new/", organisation.person_edit, name="person-new"),
    path("persons/<int:pk>/", organisation.person_detail, name="person"),
    path("persons/<int:pk>/edit/", organisation.person_edit, name="person-edit"),
    path("persons/<int:pk>/merge/", organisation.person_merge, name="person-merge"),
    path("contacts/new/", organisation.interaction_edit, name="interaction-new"),
    path("contacts/<int:pk>/", organisation.interaction_detail, name="interaction"),
    path("contacts/<int:pk>/edit/", organisation.interaction_edit, name="interaction-edit"),
    path("municipalities/", municipality.municipality_list, name="municipalities"),
    path("municipalities/<str:ags>/", municipality.municipality_detail, name="municipality"),
]
