from django.apps import AppConfig
from django.utils.translation import gettext_lazy, gettext_noop

from wandel.ui.slots import MenuEntry, register_menu


class PeopleConfig(AppConfig):
    name = "wandel.office.people"
    label = "people"

    def ready(self) -> None:
        group = gettext_noop("Contacts")
        register_menu(
            MenuEntry(group, 60, gettext_lazy("Municipalities"), "people:municipalities", "places", "places.view")
        )
        register_menu(
            MenuEntry(group, 61, gettext_lazy("Organisations"), "people:organisations", "people", "people.view")
        )
        register_menu(
            MenuEntry(
                gettext_noop("Head of unit"), 93, gettext_lazy("Users"), "people:users", "settings", "users.manage"
            )
        )
