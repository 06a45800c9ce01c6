"""OGC API - Features (Part 1: Core): pages of GeoJSON joined by their ``next`` links."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from wandel.fields.land.readers.fetch import ServiceError, fetch, with_query

PAGE = 1_000
MOST_PAGES = 5_000


def download(
    url: str, collection: str, target: Path, *, work: Path, told: Callable[[int, int], None], private: bool = False
) -> None:
    """Write all features of a collection as one GeoJSON file (degrees, RFC 7946).

    Pages that have arrived stay in ``work``; a second call goes on behind them. Raises ServiceError for a dead, lying or
    endless service: fewer features than it promised, the same feature twice, something else than GeoJSON.
    """
    following: str | None = with_query(_items(url, collection), f="json", limit=str(PAGE))
    state = work / "pages.json"
    done: dict[str, Any] = (
        json.loads(state.read_text()) if state.exists() else {"pages": 0, "next": following, "matched": None}
    )
    while done["next"]:
        if done["pages"] >= MOST_PAGES:
            raise ServiceError("Der Dienst liefert endlos Seiten.", "The service delivers pages without end.")
        page = page_of(fetch(done["next"], accept="application/geo+json", private=private))
        (work / f"page{done['pages']}.json").write_text(json.dumps(page["features"]))
        done = {
            "pages": done["pages"] + 1,
            "next": _next(page, done["next"]),
            "matched": page.get("numberMatched", done["matched"]),
        }
        state.write_text(json.dumps(done))
        told(min(done["pages"] * PAGE, done["matched"] or 0), done["matched"] or 0)
    join(work, done["pages"], done["matched"], target)


def _items(url: str, collection: str) -> str:
    """The address of the features: given as such, or made of service and collection."""
    path = urlsplit(url).path.rstrip("/")
    if path.endswith("/items"):
        return url
    if not collection:
        raise ServiceError(
            "Nennen Sie die Ebene (collection) des Dienstes.", "Name the layer (collection) of the service."
        )
    base = url.split("?", maxsplit=1)[0].rstrip("/")
    base = base if base.endswith("/collections") or f"/collections/{collection}" in base else f"{base}/collections"
    return f"{base}/items" if base.endswith(f"/{collection}") else f"{base}/{collection}/items"


def page_of(body: bytes) -> dict[str, Any]:
    """One answer as GeoJSON. Raises ServiceError for anything else."""
    try:
        page = json.loads(body)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        page = None
    if not isinstance(page, dict) or not isinstance(page.get("features"), list):
        raise ServiceError(
            "Der Dienst antwortet nicht mit GeoJSON. Prüfen Sie Adresse und Ebene.",
            "The service does not answer with GeoJSON. Check address and layer.",
        )
    return page


def _next(page: dict[str, Any], current: str) -> str | None:
    for link in page.get("links") or []:
        if isinstance(link, dict) and link.get("rel") == "next" and isinstance(link.get("href"), str):
            target = urljoin(current, link["href"])
            # A link to itself would never end.
            return target if target != current and page["features"] else None
    return None


def join(work: Path, pages: int, matched: int | None, target: Path) -> None:
    """All pages as one FeatureCollection. Raises ServiceError where the count or the numbers of features do not fit."""
    features: list[Any] = []
    for number in range(pages):
        features += json.loads((work / f"page{number}.json").read_text())
    names = [feature.get("id") for feature in features if isinstance(feature, dict) and feature.get("id") is not None]
    if len(set(map(str, names))) < len(names):
        raise ServiceError(
            f"Der Dienst liefert {len(names) - len(set(map(str, names)))} Objekte doppelt; seine Seiten überschneiden sich. "
            "Laden Sie die Daten als Datei.",
            f"The service delivers {len(names) - len(set(map(str, names)))} features twice; its pages overlap. Load the data as a file.",
        )
    if matched is not None and len(features) != matched:
        raise ServiceError(
            f"Der Dienst nennt {matched} Objekte, geliefert hat er {len(features)}. Versuchen Sie es noch einmal, oder laden "
            "Sie die Daten als Datei.",
            f"The service names {matched} features but delivered {len(features)}. Try again, or load the data as a file.",
        )
    target.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
