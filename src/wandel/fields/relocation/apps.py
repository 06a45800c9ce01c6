from django.apps import AppConfig

from wandel.ui.slots import register_panel


class RelocationConfig(AppConfig):
    name = "wandel.fields.relocation"
    label = "relocation"

    def ready(self) -> None:
        from wandel.fields.relocation import panels  # noqa: PLC0415 – registrations need loaded models

        register_panel("public.welcome", panels.plan_invitation, order=10, name="relocation.plan")
        register_panel("public.move", panels.plan_invitation, order=10, name="relocation.plan")
        register_panel("public.welcome", panels.school_invitation, order=20, name="relocation.schools")
        register_panel("public.move", panels.school_invitation, order=20, name="relocation.schools")
