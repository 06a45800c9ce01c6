"""``wandel``: the one command. Compute commands and the demo start before Django, the rest are management commands."""

import importlib
import os
import sys

from django.core.management import execute_from_command_line
from django.db.utils import OperationalError, ProgrammingError

from wandel.web.compiled import keep_compiled_code

BEFORE_DJANGO = {
    "obligations": ("wandel.core.foerderung.cli", "obligations"),
    "interest": ("wandel.core.foerderung.cli", "interest"),
    "settle": ("wandel.core.foerderung.cli", "settle"),
    "procurement": ("wandel.core.foerderung.procurement.cli", "procurement"),
    "checklist": ("wandel.core.relocation.cli", "checklist"),
    "ahp": ("wandel.core.suitability.cli", "ahp"),
    "suitability": ("wandel.core.suitability.cli", "suitability"),
    "composite": ("wandel.core.benchmark.cli", "composite"),
    "population": ("wandel.core.population.cli", "population"),
    "retrieval": ("wandel.core.retrieval.cli", "retrieval"),
    "demo": ("wandel.web.demo_start", "run"),
}


def run_before_django(name: str, arguments: list[str]) -> int:
    """Run a command that needs no settings: it computes, or (demo) makes them. Returns the exit code."""
    module, function = BEFORE_DJANGO[name]
    return getattr(importlib.import_module(module), function)(arguments) or 0


def main() -> None:
    keep_compiled_code()
    if len(sys.argv) > 1 and sys.argv[1] in BEFORE_DJANGO:
        sys.exit(run_before_django(sys.argv[1], sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wandel.web.settings")
    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, ProgrammingError) as error:
        # A newcomer without an installation gets a sentence; who looks for a fault sees it with --traceback.
        if "--traceback" in sys.argv:
            raise
        sys.exit(
            f"wandel {sys.argv[1]}: the database does not answer ({str(error).splitlines()[0]}). Start from the folder of the"
            " installation, or name it: WANDEL_DATA_DIR=FOLDER or DATABASE_URL=… . A new one begins with: wandel migrate"
        )


if __name__ == "__main__":
    main()
