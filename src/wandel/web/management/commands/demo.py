"""``wandel demo``: the shipped county with its story, on an embedded database. A second start keeps the data."""

import os
import socket
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Makes or opens the demo in its own directory, starts server and worker and prints the address."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--dir", default="demo", help="where the demo keeps its data (default: ./demo)")
        parser.add_argument("--prepare-only", action="store_true", help="lay out the data and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        directory = Path(options["dir"]).resolve()
        directory.mkdir(parents=True, exist_ok=True)
        address = f"http://localhost:{options['port']}"
        # The demo's settings differ (its own data, demo roles), so its processes start with their own environment.
        environment = {
            **os.environ,
            "WANDEL_DEMO": "1",
            "WANDEL_DATA_DIR": str(directory),
            "WANDEL_BASE_URL": address,
            "DATABASE_URL": f"sqlite:///{directory / 'wandel.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "wandel.web.settings",
        }
        command = [sys.executable, "-m", "wandel.web.cli"]
        if subprocess.run([*command, "demo_prepare"], env=environment, check=False).returncode:  # noqa: S603
            raise CommandError(
                f"The demo in {directory} could not be laid out; the lines above say why. Nothing was started."
            )
        if options["prepare_only"]:
            return
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", options["port"])) == 0:
                raise CommandError(
                    f"Port {options['port']} is taken. Start with another one: wandel demo --port {options['port'] + 1}"
                )
        self.stdout.write(
            f"\n  wandel is ready:  {address}\n  Choose a role there; no password is asked. Stop with Ctrl+C.\n"
        )
        self.stdout.flush()
        os.execvpe(sys.executable, [*command, "serve", "--with-worker", "--port", str(options["port"])], environment)  # noqa: S606
