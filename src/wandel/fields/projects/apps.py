from django.apps import AppConfig
from django.utils.translation import gettext_lazy, gettext_noop

from wandel.ui.slots import MenuEntry, register_menu, register_panel


class ProjectsConfig(AppConfig):
    name = "wandel.fields.projects"
    label = "projects"

    def ready(self) -> None:
        from wandel.fields.projects import panels  # noqa: PLC0415 – registrations need loaded models
        from wandel.fields.projects.actions.project import all_search_texts  # noqa: PLC0415
        from wandel.fields.projects.actions.topic import all_topic_search_texts  # noqa: PLC0415
        from wandel.fields.projects.queries.project import projects_for  # noqa: PLC0415
        from wandel.fields.projects.queries.topic import topics_for  # noqa: PLC0415
        from wandel.office.desk.registry import register_entry_kind, register_subject_authoriser  # noqa: PLC0415
        from wandel.office.search.kinds import register_kind  # noqa: PLC0415
        from wandel.office.search.registry import register_source  # noqa: PLC0415

        register_menu(
            MenuEntry(
                gettext_noop("Shape the future"),
                24,
                gettext_lazy("Projects"),
                "projects:projects",
                "projects",
                "project.view",
            )
        )
        register_panel("people.organisation", panels.projects_of_organisation, order=25, name="projects.projects")
        register_panel("places.county", panels.projects_of_the_county, order=25, name="projects.figures")
        register_panel("land.site", panels.projects_of_site, order=20, name="projects.projects")
        register_panel("funding.award", panels.project_of_award, order=20, name="projects.project")
        register_panel("desk.intake", panels.project_of_intake, order=10, name="projects.intake")
        register_subject_authoriser("projects.project", lambda access, pk: projects_for(access).filter(pk=pk).exists())
        register_subject_authoriser("projects.topic", lambda access, pk: topics_for(access).filter(pk=pk).exists())
        register_entry_kind("project_idea", gettext_lazy("New idea"))
        register_entry_kind("project_milestone", gettext_lazy("Milestone of a project"))
        register_entry_kind("topic_review", gettext_lazy("Review of a topic"))
        register_kind("projects.project", gettext_lazy("Project"), "projects")
        register_kind("projects.topic", gettext_lazy("Future topic"), "projects")
        register_source("projects.project", all_search_texts)
        register_source("projects.topic", all_topic_search_texts)
