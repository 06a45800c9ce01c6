from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "wandel.fields.projects"
    label = "projects"
