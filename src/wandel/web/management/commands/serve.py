"""``wandel serve``: the web server; with ``--with-worker`` the worker beside it, for one machine."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from granian import Granian
from granian.constants import Interfaces


class Command(BaseCommand):
    help = "Starts the web server (production: behind a TLS proxy)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--with-worker", action="store_true", help="start the background worker too")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = None
        if options["with_worker"]:
            worker = subprocess.Popen([sys.executable, "-m", "wandel.web.cli", "worker"], env=os.environ)
        try:
            Granian(
                "wandel.web.wsgi:application",
                address=options["host"],
                port=options["port"],
                interface=Interfaces.WSGI,
                workers=options["workers"],
                blocking_threads=4,
                log_access=False,
                log_level="warning",
            ).serve()
        finally:
            if worker:
                worker.terminate()
                worker.wait(timeout=15)
