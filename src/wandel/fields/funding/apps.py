from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy, gettext_noop

from wandel.ui.slots import MenuEntry, register_menu, register_panel


class FundingConfig(AppConfig):
    name = "wandel.fields.funding"
    label = "funding"

    def ready(self) -> None:
        from wandel.fields.funding import jobs, panels  # noqa: PLC0415 – registrations need loaded models
        from wandel.fields.funding.actions.booking_import import BOOKING_IMPORT  # noqa: PLC0415
        from wandel.fields.funding.actions.programme import all_programme_texts  # noqa: PLC0415
        from wandel.fields.funding.actions.programme_import import PROGRAMME_IMPORT  # noqa: PLC0415
        from wandel.fields.funding.actions.record import all_search_texts  # noqa: PLC0415
        from wandel.fields.funding.actions.setup import take_cosign_answer  # noqa: PLC0415
        from wandel.fields.funding.queries.applications import applications_for  # noqa: PLC0415
        from wandel.fields.funding.queries.awards import awards_for  # noqa: PLC0415
        from wandel.office.desk.registry import (  # noqa: PLC0415
            register_cosign_listener,
            register_entry_kind,
            register_subject_authoriser,
        )
        from wandel.office.runs.actions import register_recurring, register_run  # noqa: PLC0415
        from wandel.office.search.kinds import register_kind  # noqa: PLC0415
        from wandel.office.search.registry import register_source  # noqa: PLC0415

        register_menu(
            MenuEntry(
                gettext_noop("Funding"), 30, gettext_lazy("Awards"), "funding:awards", "awards", "funding.award.view"
            )
        )
        register_panel("people.organisation", panels.awards_of_organisation, order=30, name="funding.awards")
        register_menu(
            MenuEntry(
                gettext_noop("Funding"),
                31,
                gettext_lazy("Programmes"),
                "programmes:programmes",
                "search",
                "programme.view",
            )
        )
        register_menu(
            MenuEntry(
                gettext_noop("Funding"),
                32,
                gettext_lazy("Applications"),
                "applications:applications",
                "report",
                "funding.award.view",
            )
        )
        register_panel("projects.project", panels.programmes_of_project, order=20, name="funding.programmes")
        register_panel("projects.project", panels.applications_of_project, order=25, name="funding.applications")
        register_panel("projects.project", panels.awards_of_project, order=30, name="funding.awards")
        register_panel("places.county", panels.grants_of_the_county, order=30, name="funding.figures")
        register_panel("desk.aside", panels.funding_summary, order=30, name="funding.summary")
        register_subject_authoriser("funding.award", lambda access, pk: awards_for(access).filter(pk=pk).exists())
        register_cosign_listener("funding.award", take_cosign_answer)
        register_entry_kind("obligation", gettext_lazy("Duty of an award"))
        register_subject_authoriser(
            "funding.application", lambda access, pk: applications_for(access).filter(pk=pk).exists()
        )
        register_entry_kind("application", gettext_lazy("Application"))
        register_entry_kind("proof", gettext_lazy("Proof"))
        register_entry_kind("setup_gap", gettext_lazy("Gap in a set-up"))
        register_entry_kind("check", gettext_lazy("Change of law"))
        register_kind("funding.award", gettext_lazy("Award"), "awards")
        register_source("funding.award", all_search_texts)
        register_kind("funding.programme", gettext_lazy("Programme"), "programmes")
        register_source("funding.programme", all_programme_texts)
        register_run(PROGRAMME_IMPORT, jobs.run_programme_import)
        register_run(BOOKING_IMPORT, jobs.run_booking_import)
        register_recurring("funding.watched", "daily", jobs.remind_of_closing)
        register_subject_authoriser("funding.programme", lambda access, _pk: access.may("programme.view"))
        register_recurring("funding.incoming", "daily", jobs.clear_incoming)
        register_run(jobs.LAW_CHECK, jobs.check_law_of_awards)
        register_recurring("funding.law-check", timedelta(days=1), jobs.queue_law_check)
