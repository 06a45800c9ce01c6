from django.apps import AppConfig
from django.utils.translation import gettext_lazy, gettext_noop

from wandel.ui.slots import MenuEntry, register_menu, register_panel


class RelocationConfig(AppConfig):
    name = "wandel.fields.relocation"
    label = "relocation"

    def ready(self) -> None:
        from wandel.fields.relocation import jobs, panels  # noqa: PLC0415 – registrations need loaded models
        from wandel.fields.relocation.actions.alerts import send_alert_links  # noqa: PLC0415
        from wandel.fields.relocation.actions.case import (  # noqa: PLC0415
            TURN_ENTRY,
            all_case_search_texts,
            send_case_links,
        )
        from wandel.fields.relocation.actions.lists import LEARNING_LIST  # noqa: PLC0415
        from wandel.fields.relocation.actions.message import QUESTION_ENTRY  # noqa: PLC0415
        from wandel.fields.relocation.actions.offerings import all_offering_search_texts  # noqa: PLC0415
        from wandel.fields.relocation.actions.plan import send_plan_links  # noqa: PLC0415
        from wandel.fields.relocation.queries.cases import cases_for, handovers_for, waiting_count  # noqa: PLC0415
        from wandel.fields.relocation.queries.offerings import offerings_for  # noqa: PLC0415
        from wandel.office.desk.registry import (  # noqa: PLC0415
            register_entry_kind,
            register_link_sender,
            register_subject_authoriser,
        )
        from wandel.office.people.access import access_for  # noqa: PLC0415
        from wandel.office.runs.actions import register_recurring, register_run  # noqa: PLC0415
        from wandel.office.search.kinds import register_kind  # noqa: PLC0415
        from wandel.office.search.registry import register_source  # noqa: PLC0415

        register_menu(
            MenuEntry(
                gettext_noop("Welcome centre"),
                51,
                gettext_lazy("Schools and day care"),
                "newcomers:schools",
                "places",
                "school.edit",
            )
        )
        register_run(LEARNING_LIST, jobs.run_learning_list)
        register_recurring("relocation.incoming", "daily", jobs.clear_incoming)

        register_panel("public.welcome", panels.plan_invitation, order=10, name="relocation.plan")
        register_panel("public.move", panels.plan_invitation, order=10, name="relocation.plan")
        register_link_sender("relocation.plan", send_plan_links)
        register_link_sender("relocation.alerts", send_alert_links)
        register_recurring("relocation.plans", every="daily", function=jobs.forget_plans)
        register_panel("public.welcome", panels.school_invitation, order=20, name="relocation.schools")
        register_panel("public.move", panels.school_invitation, order=20, name="relocation.schools")
        register_panel("public.welcome", panels.homes_invitation, order=30, name="relocation.homes")
        register_panel("public.move", panels.homes_invitation, order=30, name="relocation.homes")
        register_menu(
            MenuEntry(
                gettext_noop("Welcome centre"),
                50,
                gettext_lazy("Homes on offer"),
                "newcomers:offerings",
                "relocation",
                "offering.view",
            )
        )
        register_recurring("relocation.homes", "daily", jobs.daily_homes)
        register_entry_kind("offering_runs_out", gettext_lazy("Offer runs out"))
        register_subject_authoriser(
            "relocation.offering", lambda access, pk: offerings_for(access).filter(pk=pk).exists()
        )
        register_kind("relocation.offering", gettext_lazy("Home on offer"), "relocation")
        register_source("relocation.offering", all_offering_search_texts)

        for order, label, url_name, icon, permission, count in (
            (
                48,
                gettext_lazy("Newcomers' cases"),
                "newcomers:cases",
                "relocation",
                "case.view",
                lambda request: waiting_count(access_for(request.user)),
            ),
            (49, gettext_lazy("Appointments"), "newcomers:appointments", "calendar", "case.view", None),
            (52, gettext_lazy("Questions of the welcome centre"), "newcomers:questions", "advice", "case.answer", None),
            (53, gettext_lazy("Numbers of the welcome centre"), "newcomers:numbers", "report", "case.view", None),
        ):
            register_menu(MenuEntry(gettext_noop("Welcome centre"), order, label, url_name, icon, permission, count))
        register_panel("desk.intake", panels.case_of_intake, order=20, name="relocation.case")
        register_panel("people.organisation", panels.newcomers_of, order=60, name="relocation.newcomers")
        register_panel("public.welcome", panels.appointment_invitation, order=5, name="relocation.appointment")
        register_panel("public.move", panels.appointment_invitation, order=5, name="relocation.appointment")
        register_link_sender("relocation.case", send_case_links)
        register_recurring("relocation.cases", "daily", jobs.daily_cases)
        register_entry_kind(TURN_ENTRY, gettext_lazy("Case"))
        register_entry_kind(QUESTION_ENTRY, gettext_lazy("Question of the welcome centre"))
        register_subject_authoriser("relocation.case", lambda access, pk: cases_for(access).filter(pk=pk).exists())
        register_subject_authoriser(
            "relocation.handover", lambda access, pk: handovers_for(access).filter(pk=pk).exists()
        )
        register_kind("relocation.case", gettext_lazy("Case"), "relocation")
        register_source("relocation.case", all_case_search_texts)
        self._register_guide()

    def _register_guide(self) -> None:
        from wandel.fields.relocation import guide_jobs, panels  # noqa: PLC0415 – registrations need loaded models
        from wandel.fields.relocation.actions.guide_import import GUIDE_TREE  # noqa: PLC0415
        from wandel.fields.relocation.actions.guide_search import all_page_search_texts  # noqa: PLC0415
        from wandel.office.desk.registry import register_entry_kind  # noqa: PLC0415
        from wandel.office.runs.actions import register_recurring, register_run  # noqa: PLC0415
        from wandel.office.search.kinds import register_kind  # noqa: PLC0415
        from wandel.office.search.registry import register_source  # noqa: PLC0415

        register_menu(
            MenuEntry(
                gettext_noop("Welcome centre"),
                54,
                gettext_lazy("Guide for newcomers"),
                "newcomers:guide",
                "advice",
                "guide.edit",
            )
        )
        register_panel("public.welcome", panels.guide_invitation, order=15, name="relocation.guide")
        register_panel("public.move", panels.guide_invitation, order=15, name="relocation.guide")
        register_run(GUIDE_TREE, guide_jobs.run_guide_tree)
        register_recurring("relocation.guide", "daily", guide_jobs.daily_guide)
        register_entry_kind("guide_review", gettext_lazy("Guide page to look at again"))
        register_entry_kind("guide_feedback", gettext_lazy("Feedback on a guide page"))
        register_entry_kind("guide_links", gettext_lazy("Broken link in the guide"))
        register_kind("relocation.page", gettext_lazy("Guide page"), "advice")
        register_source("relocation.page", all_page_search_texts)
