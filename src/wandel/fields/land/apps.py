from django.apps import AppConfig
from django.utils.translation import gettext_lazy, gettext_noop

from wandel.ui.slots import MenuEntry, register_menu, register_panel


class LandConfig(AppConfig):
    name = "wandel.fields.land"
    label = "land"

    def ready(self) -> None:
        from wandel.fields.land import jobs, panels  # noqa: PLC0415 – registrations need loaded models
        from wandel.fields.land.actions import round as round_form  # noqa: PLC0415
        from wandel.fields.land.actions import round_all  # noqa: PLC0415
        from wandel.fields.land.actions.analysis import ANALYSIS, LAYER_IMPORT  # noqa: PLC0415
        from wandel.fields.land.actions.comparison import CONSTRAINTS  # noqa: PLC0415
        from wandel.fields.land.actions.site import all_search_texts  # noqa: PLC0415
        from wandel.fields.land.queries.site import sites_for  # noqa: PLC0415
        from wandel.office.desk.registry import (  # noqa: PLC0415
            RoundForm,
            register_entry_kind,
            register_round_form,
            register_subject_authoriser,
        )
        from wandel.office.runs.actions import register_recurring, register_run  # noqa: PLC0415
        from wandel.office.search.kinds import register_kind  # noqa: PLC0415
        from wandel.office.search.registry import register_source  # noqa: PLC0415

        register_menu(
            MenuEntry(
                gettext_noop("Shape the future"),
                20,
                gettext_lazy("Where to build"),
                "land:map",
                "land",
                "land.layer.view",
            )
        )
        register_menu(
            MenuEntry(
                gettext_noop("Shape the future"), 21, gettext_lazy("Sites"), "land:sites", "land", "land.site.view"
            )
        )
        register_run(ANALYSIS, jobs.run_analysis)
        register_run(LAYER_IMPORT, jobs.run_layer_import)
        register_run(CONSTRAINTS, jobs.run_comparison)
        register_menu(
            MenuEntry(
                gettext_noop("Shape the future"),
                22,
                gettext_lazy("Balance of land"),
                "land:balance",
                "land",
                "land.site.view",
            )
        )
        register_panel("people.organisation", panels.sites_of_organisation, order=20, name="land.sites")
        register_panel("people.organisation", panels.balance_of_municipality, order=21, name="land.balance")
        register_panel("places.county", panels.land_of_the_county, order=20, name="land.figures")
        register_panel("land.site", panels.sheet_of_site, order=10, name="land.sheet")
        register_recurring("land.incoming", "daily", jobs.clear_incoming)
        register_recurring("land.key-date", "daily", jobs.write_down_the_year)
        register_subject_authoriser("land.site", lambda access, pk: sites_for(access).filter(pk=pk).exists())
        register_entry_kind("site_owner", gettext_lazy("Owner of a site"))
        register_entry_kind("site_reservation", gettext_lazy("Reservation of a site"))
        register_kind("land.site", gettext_lazy("Site"), "land")
        register_source("land.site", all_search_texts)
        register_round_form(
            RoundForm(
                round_form.KEY,
                round_form.TABLE_KEY,
                round_form.prefill,
                round_form.proposals,
                round_form.take_over,
                round_all.all_proposals,
                round_all.take_over_all,
                round_all.take_back,
            )
        )
