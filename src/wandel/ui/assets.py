"""Where the front-end build put a file: names carry a hash, the manifest of the build knows it."""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

MANIFEST = Path(__file__).parent / "static" / "dist" / ".vite" / "manifest.json"


def _read(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    return {Path(entry["src"]).name: entry["file"] for entry in json.loads(path.read_text()).values() if "src" in entry}


@lru_cache(maxsize=4)
def _kept(path: Path, changed_ns: int) -> dict[str, str]:
    return _read(path)


@lru_cache(maxsize=1)
def _for_good() -> dict[str, str]:
    return _read(MANIFEST)


def asset_url(name: str) -> str:
    """URL of "main.css" or "main.js". While developing a new build shows at once.

    Without a build the address is the plain name: the page then comes unstyled but whole, which is what tests without
    a front end need.
    """
    if settings.DEBUG and MANIFEST.is_file():
        files = _kept(MANIFEST, MANIFEST.stat().st_mtime_ns)
    elif MANIFEST.is_file():
        files = _for_good()
    else:
        files = {}
    return static(f"dist/{files.get(name, name)}")
