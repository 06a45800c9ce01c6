"""What stands around a page of the guide, in the page's own language."""

from functools import lru_cache
from pathlib import Path

import yaml

FALLBACK = "en"


@lru_cache(maxsize=32)
def words(language: str) -> tuple[dict[str, str], str]:
    """The guide's own words in a language and the language they are in: English where nobody has given them."""
    raw: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text("utf-8"))
    code = language if all(language in row for row in raw.values()) else FALLBACK
    return {name: row[code] for name, row in raw.items()}, code
