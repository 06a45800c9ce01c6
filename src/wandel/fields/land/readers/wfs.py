"""WFS 2.0: features page by page as GeoJSON, counted against what the service promises.

GeoJSON in EPSG:4326 is asked for because every page can be checked whole; services that only speak GML are read as a file.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wandel.fields.land.readers.fetch import ServiceError, fetch, with_query
from wandel.fields.land.readers.ogcapi import join, page_of

PAGE = 1_000
MOST_PAGES = 5_000
# OGC 09-025r2: the answer to resultType=hits carries the number of features in its root element.
MATCHED = re.compile(rb'numberMatched="(\d+)"')
FEATURE_TYPE = re.compile(rb"<(?:\w+:)?FeatureType\b[^>]*>\s*<(?:\w+:)?Name>([^<]+)</")
MOST_NAMED = 20
EXCEPTION = re.compile(rb"<(?:\w+:)?ExceptionText>(.*?)</", re.DOTALL)


def download(
    url: str, collection: str, target: Path, *, work: Path, told: Callable[[int, int], None], private: bool = False
) -> None:
    """Write all features of a feature type as one GeoJSON file (degrees).

    Pages that have arrived stay in ``work``; a second call goes on behind them. Raises ServiceError with a sentence.
    """
    if not collection:
        collection = _only_layer(url, private=private)
    base = with_query(url, service="WFS", version="2.0.0", request="GetFeature", typeNames=collection)
    state = work / "pages.json"
    done: dict[str, Any] = json.loads(state.read_text()) if state.exists() else {"pages": 0, "received": 0}
    matched = _hits(base, private=private)
    while done["received"] < matched:
        if done["pages"] >= MOST_PAGES:
            raise ServiceError("Der Dienst liefert endlos Seiten.", "The service delivers pages without end.")
        address = with_query(
            base,
            outputFormat="application/json",
            srsName="EPSG:4326",
            startIndex=str(done["received"]),
            count=str(PAGE),
        )
        body = fetch(address, accept="application/json", private=private)
        _refuse_exception(body)
        features = page_of(body)["features"]
        if not features:
            break
        (work / f"page{done['pages']}.json").write_text(json.dumps(features))
        done = {"pages": done["pages"] + 1, "received": done["received"] + len(features)}
        state.write_text(json.dumps(done))
        told(min(done["received"], matched), matched)
    join(work, done["pages"], matched, target)


def _only_layer(url: str, *, private: bool) -> str:
    """The service's layer if it has just one. Raises ServiceError naming those to choose from."""
    body = fetch(
        with_query(url, service="WFS", version="2.0.0", request="GetCapabilities"),
        accept="application/xml",
        private=private,
    )
    _refuse_exception(body)
    found = [name.decode("utf-8", "replace").strip() for name in FEATURE_TYPE.findall(body)]
    if not found:
        raise ServiceError(
            "Der Dienst nennt keine Ebenen; er ist wohl kein WFS 2.0. Prüfen Sie die Adresse.",
            "The service names no layers; it is probably no WFS 2.0. Check the address.",
        )
    if len(found) > 1:
        shown = ", ".join(found[:MOST_NAMED]) + (" …" if len(found) > MOST_NAMED else "")
        raise ServiceError(
            f"Welche Ebene? Der Dienst hat {len(found)}: {shown}. Tragen Sie eine davon ein.",
            f"Which layer? The service has {len(found)}: {shown}. Enter one of them.",
        )
    return found[0]


def _hits(base: str, *, private: bool) -> int:
    body = fetch(with_query(base, resultType="hits"), accept="application/xml", private=private)
    _refuse_exception(body)
    found = MATCHED.search(body[:4_096])
    if not found:
        raise ServiceError(
            "Der Dienst sagt nicht, wie viele Objekte er hat; er ist wohl kein WFS 2.0. Laden Sie die Daten als Datei.",
            "The service does not say how many features it has; it is probably no WFS 2.0. Load the data as a file.",
        )
    if not int(found.group(1)):
        raise ServiceError(
            "Der Dienst hat in dieser Ebene keine Objekte.", "The service has no features in this layer."
        )
    return int(found.group(1))


def _refuse_exception(body: bytes) -> None:
    if b"ExceptionReport" not in body[:2_000]:
        return
    said = EXCEPTION.search(body)
    words = " ".join(said.group(1).decode("utf-8", "replace").split())[:200] if said else ""
    raise ServiceError(
        f"Der Dienst meldet einen Fehler: {words or 'ohne Text'}. Prüfen Sie Adresse und Ebene.",
        f"The service reports an error: {words or 'without text'}. Check address and layer.",
    )
