"""Cases of law in YAML: facts, expected, and the source without which a case is refused."""

from pathlib import Path
from typing import Any

import yaml


class CaseWithoutSource(ValueError):
    """A case that does not say where its expectation comes from proves nothing."""


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a file. Each has name, facts, expected and source, or the file is refused."""
    cases = yaml.safe_load(path.read_text(encoding="utf-8"))
    for case in cases:
        missing = {"name", "facts", "expected", "source"} - case.keys()
        if missing or not str(case["source"]).strip():
            raise CaseWithoutSource(f"{path.name}: “{case.get('name')}” lacks {', '.join(sorted(missing)) or 'source'}")
    return list(cases)


def case_names(cases: list[dict[str, Any]]) -> list[str]:
    return [str(case["name"]) for case in cases]
