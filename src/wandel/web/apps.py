from django.apps import AppConfig
from django.conf import settings


class WebConfig(AppConfig):
    name = "wandel.web"
    label = "web"

    def ready(self) -> None:
        if settings.WANDEL_DEMO:
            from wandel.office.runs.actions import register_run  # noqa: PLC0415 – registrations need loaded models
            from wandel.web.demo.land import RUN, lay_out_land  # noqa: PLC0415

            register_run(RUN, lay_out_land)
