"""The version is written once: the newest heading of CHANGELOG.md."""

import re
from pathlib import Path

PACKAGE_DIR = Path(__file__).resolve().parent.parent


def version() -> str:
    """The newest version in CHANGELOG.md, shipped inside the package or lying at the top of the repository."""
    for place in (PACKAGE_DIR / "CHANGELOG.md", PACKAGE_DIR.parent.parent / "CHANGELOG.md"):
        if place.is_file():
            found = re.search(r"(?m)^## (\d+\.\d+\.\d+)", place.read_text("utf-8"))
            if found:
                return found.group(1)
    raise RuntimeError("CHANGELOG.md names no version: its first heading must look like '## 1.2.3 — date'.")
