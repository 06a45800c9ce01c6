"""The commands the README shows run as they stand, on the files that come with it."""

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.test_command import ROOT, wandel

README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"^(wandel \S.*?)(?:  .*)?$", README, re.MULTILINE)
WITHOUT_FILE = (" interest ", " procurement ")
ON_EXAMPLES = [
    command for command in COMMANDS if "docs/examples/" in command or any(word in command for word in WITHOUT_FILE)
]


def test_the_readme_has_commands_to_try() -> None:
    assert len(ON_EXAMPLES) >= 5


@pytest.mark.parametrize("command", ON_EXAMPLES)
def test_a_command_of_the_readme_runs(command: str) -> None:
    arguments = [
        str(ROOT / argument) if argument.startswith("docs/") else argument for argument in shlex.split(command)[1:]
    ]
    done = wandel(*arguments)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)


def test_without_an_installation_the_journal_says_what_is_missing(tmp_path: Path) -> None:
    done = wandel("journal", "verify")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "WANDEL_DATA_DIR" in done.stderr
