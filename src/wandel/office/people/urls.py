from django.urls import path

from wandel.office.people.views import api_token, municipality, organisation, users

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
    path("users/", users.user_list, name="users"),
    path("users/new/", users.user_new, name="user-new"),
    path("users/posts/", users.post_list, name="posts"),
    path("users/posts/<int:pk>/", users.post_fill, name="post-fill"),
    path("users/<int:pk>/", users.user_detail, name="user"),
    path("users/<int:pk>/roles/", users.role_give, name="role-give"),
    path("users/<int:pk>/activity/", users.user_activity, name="user-activity"),
    path("users/<int:pk>/deputies/", users.deputy_name, name="deputy-name"),
    path("roles/<int:pk>/end/", users.role_end, name="role-end"),
    path("deputies/<int:pk>/remove/", users.deputy_remove, name="deputy-remove"),
    path("account/tokens/", api_token.token_list, name="api-tokens"),
    path("account/tokens/<int:pk>/revoke/", api_token.token_revoke, name="api-token-revoke"),
    path("municipalities/", municipality.municipality_list, name="municipalities"),
    path("municipalities/<str:ags>/", municipality.municipality_detail, name="municipality"),
]
