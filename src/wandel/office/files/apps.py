from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "wandel.office.files"
    label = "files"

    def ready(self) -> None:
        from wandel.office.files.actions import sweep  # noqa: PLC0415 (models exist only from here on)
        from wandel.office.runs.actions import register_recurring  # noqa: PLC0415

        register_recurring("files.sweep", every="daily", function=sweep)
