"""Lets ``wandel help`` list the commands that start before Django; ``wandel NAME`` itself runs them (see cli.py)."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from wandel.web.cli import run_before_django


class EarlyCommand(BaseCommand):
    """A command whose work and options live elsewhere."""

    name: str
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        sys.exit(run_before_django(self.name, argv[2:]))

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(run_before_django(self.name, list(args)))
