from django.apps import AppConfig

from wandel.ui.sinks import listen_to_search_texts


class SearchConfig(AppConfig):
    name = "wandel.office.search"
    label = "search"

    def ready(self) -> None:
        from wandel.office.search.actions import index  # noqa: PLC0415 – models must be loaded

        listen_to_search_texts("search", index)
