from django.apps import AppConfig
from django.utils.translation import gettext_lazy, gettext_noop

from wandel.ui.slots import MenuEntry, register_menu, register_panel


class GrowthConfig(AppConfig):
    name = "wandel.fields.growth"
    label = "growth"

    def ready(self) -> None:
        from wandel.fields.growth import jobs, panels  # noqa: PLC0415 – registrations need loaded models
        from wandel.fields.growth.actions.scenario import PROJECTION  # noqa: PLC0415
        from wandel.office.desk.registry import register_entry_kind  # noqa: PLC0415
        from wandel.office.runs.actions import register_run  # noqa: PLC0415

        register_menu(
            MenuEntry(
                gettext_noop("Shape the future"), 15, gettext_lazy("Growth"), "growth:path", "growth", "growth.view"
            )
        )
        register_panel("people.organisation", panels.growth_of_organisation, order=10, name="growth.population")
        register_run(PROJECTION, jobs.run_projection)
        register_entry_kind("measure_end", gettext_lazy("End of a measure"))
