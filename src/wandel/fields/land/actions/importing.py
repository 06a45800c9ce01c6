"""Importing a layer in the background: fetch if it is a service, read, repair, put in force.

Loads geometry libraries; only runs and the command line import it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from wandel.fields.land.actions.layer import Description, prepare, put_in_force
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
    description = description_from(params)
    path = Path(params["path"]) if params.get("path") else work / "service.geojson"
    if params.get("service"):
        work.mkdir(parents=True, exist_ok=True)
        try:
            READERS[params["service"]](
                params["url"], params.get("collection", ""), path, work=work, told=told,
                private=bool(params.get("private")),
            )  # fmt: skip
        except ServiceError as error:
            raise ValidationError(error.text.to(get_language() or "de"), code="service") from None
    ready = prepare(path, kind=description.kind, layer=params.get("layer") or None, crs=params.get("crs") or None)
    version, new = put_in_force(description=description, prepared=ready, by=by)
    clear(path, work)
    return version, new


def clear(path: Path, work: Path) -> None:
    """Take away what an import no longer needs, inside its own folder only."""
    if work.is_dir():
        for left in work.iterdir():
            left.unlink()
        work.rmdir()
    elif path.parent == work:
        path.unlink(missing_ok=True)
