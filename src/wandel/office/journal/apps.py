from django.apps import AppConfig
from django.utils.translation import gettext_lazy, gettext_noop

from wandel.ui.slots import MenuEntry, register_menu


class JournalConfig(AppConfig):
    name = "wandel.office.journal"
    label = "journal"

    def ready(self) -> None:
        from wandel.office.journal.jobs import anchor_daily  # noqa: PLC0415 (models exist only from here on)
        from wandel.office.runs.actions import register_recurring  # noqa: PLC0415

        register_recurring("journal.anchor", every="daily", function=anchor_daily)
        register_menu(
            MenuEntry(
                gettext_noop("Head of unit"), 90, gettext_lazy("Journal"), "journal:list", "history", "journal.view"
            )
        )
