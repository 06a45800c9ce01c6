from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy, gettext_noop

from wandel.ui.slots import MenuEntry, register_menu


class OutboxConfig(AppConfig):
    name = "wandel.office.outbox"
    label = "outbox"

    def ready(self) -> None:
        from wandel.office.outbox.delivery import send_queued  # noqa: PLC0415 (models exist only from here on)
        from wandel.office.runs.actions import register_recurring  # noqa: PLC0415

        register_recurring("outbox.send", every=timedelta(minutes=1), function=send_queued)
        register_menu(
            MenuEntry(gettext_noop("Head of unit"), 92, gettext_lazy("Outbox"), "outbox:list", "mail", "outbox.view")
        )
