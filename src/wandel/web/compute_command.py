"""Lets ``wandel help`` list the compute commands; ``wandel NAME`` itself runs them without Django (see cli.py)."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from wandel.web.cli import compute


class ComputeCommand(BaseCommand):
    """A command whose work and options live in core."""

    name: str
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        sys.exit(compute(self.name, argv[2:]))

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(compute(self.name, list(args)))
