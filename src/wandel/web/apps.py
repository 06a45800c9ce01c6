from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy


class WebConfig(AppConfig):
    name = "wandel.web"
    label = "web"

    def ready(self) -> None:
        # Desk and search are neighbours; the storey that knows both brings them together. Models must be loaded before.
        from wandel.office.desk.actions.intake import all_intake_search_texts  # noqa: PLC0415
        from wandel.office.search.kinds import register_kind  # noqa: PLC0415
        from wandel.office.search.registry import register_source  # noqa: PLC0415

        register_kind("desk.intake", gettext_lazy("Inquiry"), "inbox")
        register_source("desk.intake", all_intake_search_texts)
        if settings.WANDEL_DEMO:
            from wandel.office.runs.actions import register_run  # noqa: PLC0415 – registrations need loaded models
            from wandel.ui.slots import register_panel  # noqa: PLC0415
            from wandel.web.demo.land import RUN, full_land_panel, lay_out_land  # noqa: PLC0415

            register_run(RUN, lay_out_land)
            register_panel("land.map", full_land_panel, order=90, name="demo.full-land")
