from django.apps import AppConfig
from django.utils.translation import gettext_lazy, gettext_noop

from wandel.ui.slots import MenuEntry, register_menu


class RunsConfig(AppConfig):
    name = "wandel.office.runs"
    label = "runs"

    def ready(self) -> None:
        from wandel.office.runs.actions import prune, register_recurring  # noqa: PLC0415 (models exist only from here on)

        register_recurring("runs.prune", every="daily", function=prune)
        register_menu(
            MenuEntry(
                gettext_noop("Head of unit"), 91, gettext_lazy("Background work"), "runs:list", "runs", "runs.view"
            )
        )
