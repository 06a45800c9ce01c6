"""``wandel search reindex``: rebuild the search index from what the areas hold."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from wandel.office.search.actions import reindex


class Command(BaseCommand):
    help = "Rebuild the search index (reindex)."

    def add_arguments(self, parser: CommandParser) -> None:
        tasks = parser.add_subparsers(dest="task", required=True)
        tasks.add_parser("reindex", help="Write everything findable anew and forget what is gone.")

    def handle(self, *args: Any, **options: Any) -> None:
        done = reindex(progress=lambda count: self.stdout.write(f"{count} written"))
        self.stdout.write(f"The search index holds {done} documents from its sources anew.")
