from django.urls import path

from wandel.fields.relocation.views import guide, guide_more, guide_words, offerings, schools

app_name = "newcomers"
urlpatterns = [
    path("schools/", schools.school_list, name="schools"),
    path("schools/<int:pk>/edit/", schools.school_edit, name="school-edit"),
    path("childcare/<int:pk>/edit/", schools.childcare_edit, name="childcare-edit"),
    path("lists/new/", schools.list_import, name="list-import"),
    path("lists/<uuid:pk>/", schools.list_result, name="list-result"),
    path("guide/", guide.guide_tree, name="guide"),
    path("guide/new/", guide.guide_new, name="guide-new"),
    path("guide/coverage/", guide_more.guide_coverage, name="guide-coverage"),
    path("guide/languages/", guide_more.guide_languages, name="guide-languages"),
    path("guide/languages/new/", guide_more.guide_language_new, name="guide-language-new"),
    path("guide/languages/<slug:code>/", guide_more.guide_language_edit, name="guide-language-edit"),
    path("guide/import/", guide_more.guide_import, name="guide-import"),
    path("guide/trees/<uuid:pk>/", guide_more.guide_tree_result, name="guide-tree-result"),
    path("guide/<int:pk>/", guide.guide_detail, name="guide-detail"),
    path("guide/<int:pk>/edit/", guide.guide_edit, name="guide-edit"),
    path("guide/<int:pk>/move/", guide.guide_move, name="guide-move"),
    path("guide/<int:pk>/show/", guide.guide_show, name="guide-show"),
    path("guide/<int:pk>/read/", guide.guide_read, name="guide-read"),
    path("guide/<int:pk>/<slug:code>/", guide_words.guide_wording, name="guide-wording"),
    path("guide/<int:pk>/<slug:code>/history/", guide_words.guide_history, name="guide-history"),
    path("guide/<int:pk>/<slug:code>/review/", guide_words.guide_review, name="guide-review"),
    path("guide/<int:pk>/<slug:code>/withdraw/", guide_words.guide_withdraw, name="guide-withdraw"),
    path("offers/", offerings.offering_list, name="offerings"),
    path("offers/new/", offerings.offering_new, name="offering-new"),
    path("offers/import/", offerings.offering_import, name="offering-import"),
    path("offers/<int:pk>/", offerings.offering_detail, name="offering"),
    path("offers/<int:pk>/edit/", offerings.offering_edit, name="offering-edit"),
    path("offers/<int:pk>/move/", offerings.offering_move, name="offering-move"),
]
