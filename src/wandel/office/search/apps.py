from django.apps import AppConfig

from wandel.ui.sinks import listen_to_search_texts


class SearchConfig(AppConfig):
    name = "wandel.office.search"
    label = "search"

    def ready(self) -> None:
        # Models must be loaded before these can be read.
        from wandel.office.runs.actions import register_run  # noqa: PLC0415
        from wandel.office.search.actions import index  # noqa: PLC0415
        from wandel.office.search.jobs import reindex_run  # noqa: PLC0415
        from wandel.office.search.registry import register_source  # noqa: PLC0415
        from wandel.office.search.sources import interactions, municipalities, organisations, persons, users  # noqa: PLC0415

        listen_to_search_texts("search", index)
        register_source("people.organisation", organisations)
        register_source("people.person", persons)
        register_source("people.user", users)
        register_source("people.interaction", interactions)
        register_source("places.municipality", municipalities)
        register_run("search.reindex", reindex_run)
