"""Importing a layer in the background: fetch if it is a service, read, repair, put in force.

Loads geometry libraries; only runs and the command line import it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from wandel.fields.land.actions.layer import Description, Prepared, foreseen, prepare, put_in_force
from wandel.fields.land.models import LayerVersion
from wandel.fields.land.readers import ogcapi, wfs
from wandel.fields.land.readers.fetch import ServiceError

Told = Callable[[int, int], None]
READERS = {"wfs": wfs.download, "ogcapi": ogcapi.download}


def description_from(params: Mapping[str, Any]) -> Description:
    """What was said at the start of a run, out of its parameters."""
    stored = dict(params["description"])
    return Description(**{**stored, "as_of": date.fromisoformat(stored["as_of"])})


def import_from(params: Mapping[str, Any], *, by: Any, told: Told, work: Path) -> tuple[LayerVersion, bool]:
    """Do an import as its run's parameters say; the version in force, and whether it is new.

    ``work`` is the run's own folder: pages of a service that have arrived stay there, so a resumed run goes on. Raises
    ValidationError with sentences; the layer keeps what it had.
    """
    description, path, ready = _read(params, told=told, work=work)
    version, new = put_in_force(description=description, prepared=ready, by=by)
    clear(path, work)
    return version, new


def look(params: Mapping[str, Any], *, told: Told, work: Path) -> dict[str, Any]:
    """What an import would change, as plain values; the data stay in ``work`` for the import itself.

    Raises ValidationError with sentences, as the import would.
    """
    description, _path, ready = _read(params, told=told, work=work)
    return {**foreseen(description=description, prepared=ready), "description": dict(params["description"])}


def _read(params: Mapping[str, Any], *, told: Told, work: Path) -> tuple[Description, Path, Prepared]:
    description = description_from(params)
    path = Path(params["path"]) if params.get("path") else work / "service.geojson"
    if params.get("service") and not path.exists():
        work.mkdir(parents=True, exist_ok=True)
        try:
            READERS[params["service"]](
                params["url"], params.get("collection", ""), path, work=work, told=told,
                private=bool(params.get("private")),
            )  # fmt: skip
        except ServiceError as error:
            raise ValidationError(error.text.to(get_language() or "de"), code="service") from None
    ready = prepare(path, kind=description.kind, layer=params.get("layer") or None, crs=params.get("crs") or None)
    return description, path, ready


def clear(path: Path, work: Path) -> None:
    """Take away what an import no longer needs, inside its own folder only."""
    if work.is_dir():
        for left in work.iterdir():
            left.unlink()
        work.rmdir()
    elif path.parent == work:
        path.unlink(missing_ok=True)
