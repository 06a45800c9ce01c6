from django.apps import AppConfig

from wandel.ui.slots import register_panel


class RelocationConfig(AppConfig):
    name = "wandel.fields.relocation"
    label = "relocation"

    def ready(self) -> None:
        # Registrations need loaded models.
        from wandel.fields.relocation import panels  # noqa: PLC0415
        from wandel.fields.relocation.actions.plan import send_plan_links  # noqa: PLC0415
        from wandel.fields.relocation.jobs import forget_plans  # noqa: PLC0415
        from wandel.office.desk.registry import register_link_sender  # noqa: PLC0415
        from wandel.office.runs.actions import register_recurring  # noqa: PLC0415

        register_panel("public.welcome", panels.plan_invitation, order=10, name="relocation.plan")
        register_panel("public.move", panels.plan_invitation, order=10, name="relocation.plan")
        register_link_sender("relocation.plan", send_plan_links)
        register_recurring("relocation.plans", every="daily", function=forget_plans)
