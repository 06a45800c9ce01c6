from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from wandel.ui.slots import MenuEntry, register_menu


class DeskConfig(AppConfig):
    name = "wandel.office.desk"
    label = "desk"

    def ready(self) -> None:
        # Models exist only from here on, so what imports them does too.
        from wandel.office.desk.actions.entry import take_follow_up  # noqa: PLC0415
        from wandel.office.desk.actions.intake import send_status_links  # noqa: PLC0415
        from wandel.office.desk.jobs import daily_digest  # noqa: PLC0415
        from wandel.office.desk.queries.cosign import cosigns_for  # noqa: PLC0415
        from wandel.office.desk.queries.entry import due_count, entries_for, reach_of  # noqa: PLC0415
        from wandel.office.desk.queries.intake import intakes_for, waiting_count  # noqa: PLC0415
        from wandel.office.desk.queries.round import rounds_for  # noqa: PLC0415
        from wandel.office.desk.registry import register_link_sender, register_subject_authoriser  # noqa: PLC0415
        from wandel.office.desk.round_jobs import erase_inquiries, remind_rounds  # noqa: PLC0415
        from wandel.office.people.access import access_for  # noqa: PLC0415
        from wandel.office.people.queries.organisation import (  # noqa: PLC0415
            interactions_for,
            organisations_for,
            persons_for,
        )
        from wandel.office.runs.actions import register_recurring  # noqa: PLC0415
        from wandel.ui.sinks import listen_to_follow_ups  # noqa: PLC0415

        def count(request: HttpRequest) -> int:
            return due_count(access_for(request.user), timezone.localdate())

        def inquiries(request: HttpRequest) -> int:
            return waiting_count(access_for(request.user))

        def entries(access: Any) -> Any:
            return entries_for(access, standing_in_for=reach_of(access, timezone.localdate()).standing_in_for)

        register_menu(MenuEntry("", 1, gettext_lazy("Desk"), "desk:desk", "desk", "desk.view", count))
        register_menu(MenuEntry("", 2, gettext_lazy("Calendar"), "desk:calendar", "calendar", "desk.view"))
        register_menu(MenuEntry("", 3, gettext_lazy("Inquiries"), "intake:list", "inbox", "intake.view", inquiries))
        register_menu(MenuEntry("", 4, gettext_lazy("Rounds"), "rounds:list", "rounds", "round.answer"))
        register_link_sender("desk.intake", send_status_links)
        listen_to_follow_ups("desk", take_follow_up)
        register_recurring("desk.digest", every="daily", function=daily_digest)
        register_recurring("desk.round-reminders", every="daily", function=remind_rounds)
        register_recurring("desk.intake-erasure", every="daily", function=erase_inquiries)
        for kind, rows in (
            ("desk.entry", entries),
            ("desk.cosign", cosigns_for),
            ("desk.intake", intakes_for),
            ("desk.round", rounds_for),
            ("people.organisation", organisations_for),
            ("people.person", persons_for),
            ("people.interaction", interactions_for),
        ):
            register_subject_authoriser(kind, lambda access, pk, rows=rows: rows(access).filter(pk=pk).exists())
