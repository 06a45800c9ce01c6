from django.urls import path

from wandel.fields.projects.views import change, parts, project, topic

app_name = "projects"
urlpatterns = [
    path("", project.project_list, name="projects"),
    path("board/", project.board, name="board"),
    path("portfolio/", project.portfolio, name="portfolio"),
    path("suggest/", change.suggest, name="suggest"),
    path("take/<int:pk>/", change.take, name="take"),
    path("<int:pk>/", project.project_detail, name="project"),
    path("<int:pk>/plan/", project.project_plan, name="project-plan"),
    path("<int:pk>/score/", project.project_score, name="project-score"),
    path("<int:pk>/documents/", project.project_documents, name="project-documents"),
    path("<int:pk>/history/", project.project_history, name="project-history"),
    path("<int:pk>/edit/", change.project_edit, name="project-edit"),
    path("<int:pk>/move/", change.project_move, name="project-move"),
    path("<int:pk>/judge/", parts.project_judge, name="project-judge"),
    path("<int:pk>/files/", change.project_upload, name="project-upload"),
    path("<int:pk>/files/<int:file_pk>/", project.project_file, name="project-file"),
    path("<int:pk>/files/<int:file_pk>/remove/", change.project_file_remove, name="project-file-remove"),
    path("<int:pk>/parts/<slug:kind>/new/", parts.part_new, name="part-new"),
    path("parts/<slug:kind>/<int:pk>/edit/", parts.part_edit, name="part-edit"),
    path("parts/<slug:kind>/<int:pk>/remove/", parts.part_remove, name="part-remove"),
    path("milestones/<int:pk>/reach/", parts.milestone_reach, name="milestone-reach"),
    path("criteria/", parts.criteria, name="criteria"),
    path("criteria/new/", parts.criteria_new, name="criteria-new"),
    path("topics/", topic.topic_list, name="topics"),
    path("topics/new/", topic.topic_new, name="topic-new"),
    path("topics/<int:pk>/", topic.topic_detail, name="topic"),
    path("topics/<int:pk>/edit/", topic.topic_edit, name="topic-edit"),
    path("advisers/", topic.adviser_list, name="advisers"),
    path("advisers/new/", topic.adviser_new, name="adviser-new"),
    path("advisers/<int:pk>/edit/", topic.adviser_edit, name="adviser-edit"),
    path("advisers/<int:pk>/remove/", topic.adviser_remove, name="adviser-remove"),
]
