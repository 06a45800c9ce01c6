"""The check of the German catalogue sees every sentence, wherever it is asked for."""

import runpy
from pathlib import Path

MESSAGES = runpy.run_path(str(Path(__file__).resolve().parent.parent / "tools" / "messages.py"))


def test_a_sentence_inside_an_f_string_is_collected() -> None:
    code = "text = f\"{label} · {_('version of %(day)s') % {'day': day}}\"\nother = f'{len(rows)}'\n"
    assert list(MESSAGES["calls_in_fstrings"](code)) == [("_", ("version of %(day)s",))]
