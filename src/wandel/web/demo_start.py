"""``wandel demo``: the shipped county with its story, on an embedded database. A second start keeps the data.

Runs before Django reads its settings, because the demo's settings (its own data, its roles) depend on the options.
"""

import argparse
import os
import socket
import sys
from pathlib import Path

import django
from django.core.management import call_command


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(prog="wandel demo", description=__doc__.splitlines()[0])
    found.add_argument("--port", default="8000")
    found.add_argument("--dir", default="demo", help="where the demo keeps its data (default: ./demo)")
    found.add_argument(
        "--full", action="store_true", help="280,000 invented parcels instead of 20,000; takes a minute more"
    )
    found.add_argument("--prepare-only", action="store_true", help="lay out the data and stop")
    return found


def run(arguments: list[str]) -> None:
    """Lay out or open the demo, then become its server. Exits with a sentence where that is not possible."""
    options = parser().parse_args(arguments)
    if not options.port.isdecimal() or not 1 <= int(options.port) <= 65535:
        sys.exit(f"{options.port} is no port. Choose a number from 1 to 65535, for example: wandel demo --port 8000")
    directory = Path(options.dir).resolve()
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(
            f"The demo cannot keep its data in {directory}: {error.strerror}. Choose another folder: wandel demo --dir FOLDER"
        )
    if not options.prepare_only:
        _refuse_taken(int(options.port))
    address = f"http://localhost:{options.port}"
    os.environ |= {
        "WANDEL_DEMO": "1",
        "WANDEL_DATA_DIR": str(directory),
        "WANDEL_BASE_URL": address,
        "DATABASE_URL": f"sqlite:///{directory / 'wandel.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "wandel.web.settings",
    }
    if options.full:
        os.environ["WANDEL_DEMO_FULL"] = "1"
    django.setup()
    call_command("demo_prepare")
    if options.prepare_only:
        return
    sys.stdout.write(
        f"\n  wandel is ready:  {address}\n  Choose a role there; no password is asked. Stop with Ctrl+C.\n"
    )
    sys.stdout.flush()
    os.execv(  # noqa: S606
        sys.executable, [sys.executable, "-m", "wandel.web.cli", "serve", "--with-worker", "--port", options.port]
    )


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            sys.exit(f"Port {port} is taken. Start with another one: {_how(port + 1)}")


def _how(port: int) -> str:
    """The words of whoever started it: make says so in the environment of what it starts."""
    return f"make demo PORT={port}" if "MAKELEVEL" in os.environ else f"wandel demo --port {port}"
