"""``wandel``: the one command. Compute commands start without Django, everything else is a management command."""

import importlib
import os
import sys

from django.core.management import execute_from_command_line

COMPUTE = {
    "obligations": ("wandel.core.foerderung.cli", "obligations"),
    "interest": ("wandel.core.foerderung.cli", "interest"),
    "settle": ("wandel.core.foerderung.cli", "settle"),
}


def compute(name: str, arguments: list[str]) -> int:
    """Run a command that only computes: no settings, no database, no environment."""
    module, function = COMPUTE[name]
    return int(getattr(importlib.import_module(module), function)(arguments))


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] in COMPUTE:
        sys.exit(compute(sys.argv[1], sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wandel.web.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
