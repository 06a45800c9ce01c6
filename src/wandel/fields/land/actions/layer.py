"""Taking geodata in: read and checked first, put in force in one short transaction, the earlier version kept."""

import hashlib
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from wandel.fields.land.actions.comparison import queue_comparison
from wandel.fields.land.models import Layer, LayerVersion
from wandel.fields.land.queries.layer import features_path, flat_path, raster_path
from wandel.office.journal.actions import record
from wandel.ui.phrases import Phrase

FIELD = "land"
KIND_NEEDED = {"areas": "areas", "parcels": "areas", "lines": "lines", "points": "points"}


@dataclass(frozen=True, slots=True)
class Description:
    """What a person says about an import: the layer's key and names, and where the data come from."""

    key: str
    kind: str
    name_de: str
    name_en: str
    source: str
    licence: str
    as_of: date
    source_url: str = ""
    synthetic: bool = False
    why_de: str = ""
    why_en: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Features or a raster ready to be put in force, with the hash of their content."""

    features: Any
    sha256: str
    raster: Any = None

    @property
    def count(self) -> int:
        """Features, or pixels of a raster."""
        return len(self.features) if self.raster is None else int(self.raster.values.size)


def _core(name: str) -> Any:
    # Geometry libraries are loaded only when somebody imports; pages shall not wait for them.
    return import_module(f"wandel.core.geodata.{name}")


def prepare(path: Path, *, kind: str, layer: str | None = None, crs: str | None = None) -> Prepared:
    """Read a file as a layer of a kind needs it. Raises ValidationError with every sentence; writes nothing."""
    problems = _core("problems")
    if kind == Layer.Kind.RASTER:
        return _prepare_raster(path)
    try:
        features = _core("reading").read_features(
            path, layer=layer, crs=crs, kind=KIND_NEEDED[kind], grids=Path(settings.WANDEL_DATA_DIR) / "grids"
        )
    except problems.GeodataError as error:
        raise ValidationError([text.to(get_language() or "de") for text in error.texts], code="geodata") from None
    return prepared(features)


def _prepare_raster(path: Path) -> Prepared:
    raster = import_module("wandel.core.suitability.raster")
    try:
        return prepared_raster(raster.read_raster(path))
    except raster.RasterError as error:
        raise ValidationError(error.text.to(get_language() or "de"), code="geodata") from None


def prepared_raster(raster: Any) -> Prepared:
    """A raster with the hash of its values and place."""
    digest = hashlib.sha256(raster.values.tobytes())
    digest.update(repr((raster.values.shape, raster.west, raster.north, raster.pixel)).encode())
    return Prepared(None, digest.hexdigest(), raster)


def prepared(features: Any) -> Prepared:
    """Features with the hash of what counts of them: geometry and attributes, in their order."""
    digest = hashlib.sha256()
    for row in _wkb(features):
        digest.update(row)
    pa = import_module("pyarrow")
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, features.attributes.schema.remove_metadata()) as stream:
        stream.write_table(features.attributes.replace_schema_metadata(None).combine_chunks())
    digest.update(sink.getvalue())
    return Prepared(features, digest.hexdigest())


def _wkb(features: Any) -> Any:
    return import_module("shapely").to_wkb(features.geometry)


def put_in_force(*, description: Description, prepared: Prepared, by: Any) -> tuple[LayerVersion, bool]:
    """Make a version of prepared features the current one; True if it is new. The same content again changes nothing.

    The files are complete before the transaction begins, so a layer points at whole data or at what it had before.
    Raises ValidationError where the layer is of another kind.
    """
    _known(description)
    _write_files(description, prepared)
    with transaction.atomic():
        layer = _layer(description, by)
        # Held, so that two imports at once do not take the same number.
        layer = Layer.objects.select_for_update().get(pk=layer.pk)
        found = LayerVersion.objects.filter(layer=layer, sha256=prepared.sha256).first()
        if found is not None and layer.current_id == found.pk:
            return found, False
        version = found or _new_version(layer, description, prepared, by)
        layer.current = version
        layer.save(update_fields=["current"])
        message = gettext_noop("Version %(number)s in force: %(features)s features, %(source)s")
        facts = {"number": version.number, "features": version.features, "source": version.source}
        record(by=by, message=Phrase(message, facts), subject=layer.ref, field=FIELD)
        queue_comparison()
    if description.kind == Layer.Kind.PARCELS:
        import_module("wandel.fields.land.actions.layer_geometry").index_parcels(version)
    return version, True


def foreseen(*, description: Description, prepared: Prepared) -> dict[str, Any]:
    """What putting in force would do, as plain values for a page. Writes nothing. Raises ValidationError as it would."""
    layer = _known(description)
    current = layer.current if layer else None
    features = prepared.features
    return {
        "new": current is None or current.sha256 != prepared.sha256,
        "features": prepared.count,
        "vertices": features.vertices if features else 0,
        "source_crs": features.source_crs if features else "EPSG:25832",
        "report": features.report.as_json() if features else {},
        "in_force": {"number": current.number, "features": current.features, "vertices": current.vertices}
        if current
        else None,
    }


def _known(description: Description) -> Layer | None:
    layer = Layer.objects.filter(key=description.key).select_related("current").first()
    if layer is not None:
        _refuse_other_kind(layer, description)
    return layer


def _layer(description: Description, by: Any) -> Layer:
    names = {name: getattr(description, name) for name in ("name_de", "name_en", "why_de", "why_en")}
    layer, made = Layer.objects.get_or_create(key=description.key, defaults={"kind": description.kind, **names})
    _refuse_other_kind(layer, description)
    if not made:
        # Naming the layer anew renames it; an import without names leaves them.
        given = {name: value for name, value in names.items() if value and value != description.key}
        changed = [name for name, value in given.items() if getattr(layer, name) != value]
        for name in changed:
            setattr(layer, name, given[name])
        if changed:
            layer.save(update_fields=changed)
            message = gettext_noop("Named anew: %(name)s")
            record(by=by, message=Phrase(message, {"name": layer.name_de}), subject=layer.ref, field=FIELD)
    return layer


def _refuse_other_kind(layer: Layer, description: Description) -> None:
    if layer.kind != description.kind:
        raise ValidationError(
            _("The layer “%(key)s” holds %(kind)s. Choose another short name for other data."),
            params={"key": layer.key, "kind": layer.get_kind_display()},
            code="kind",
        )


def _new_version(layer: Layer, description: Description, prepared: Prepared, by: Any) -> LayerVersion:
    last = LayerVersion.objects.filter(layer=layer).order_by("-number").first()
    features = prepared.features
    return LayerVersion.objects.create(
        layer=layer,
        number=(last.number if last else 0) + 1,
        sha256=prepared.sha256,
        features=prepared.count,
        vertices=features.vertices if features else 0,
        source=description.source,
        source_url=description.source_url,
        licence=description.licence,
        as_of=description.as_of,
        source_crs=features.source_crs[:100] if features else "EPSG:25832",
        synthetic=description.synthetic,
        report=features.report.as_json() if features else {},
        loaded_at=timezone.now(),
        loaded_by_id=str(by.id) if by else "",
        loaded_by_name=by.name if by else "",
    )


def _write_files(description: Description, prepared: Prepared) -> None:
    if prepared.raster is not None:
        _write_raster(raster_path(description.key, prepared.sha256), prepared.raster)
        return
    features = prepared.features
    path = features_path(description.key, prepared.sha256)
    if not path.exists():
        metadata = {
            "source": description.source,
            "licence": description.licence,
            "as_of": description.as_of.isoformat(),
            "sha256": prepared.sha256,
        }
        _core("parquet").write_geoparquet(path, features.geometry, features.attributes, metadata)
    flat = flat_path(description.key, prepared.sha256)
    if features.kind == "areas" and not flat.exists():
        _core("flat").from_shapely(features.geometry).save(flat)


def _write_raster(path: Path, raster: Any) -> None:
    if path.exists():
        return
    numpy = import_module("numpy")
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as stream:
        numpy.savez_compressed(
            stream, values=raster.values.astype("float32"), corner=[raster.west, raster.north, raster.pixel]
        )
    unfinished.replace(path)


@transaction.atomic
def make_current(*, version: LayerVersion, by: Any) -> None:
    """Go back (or forth) to a version that is there."""
    layer = Layer.objects.select_for_update().get(pk=version.layer_id)
    if layer.current_id == version.pk:
        return
    layer.current = version
    layer.save(update_fields=["current"])
    record(
        by=by,
        message=Phrase(gettext_noop("Version %(number)s put in force again"), {"number": version.number}),
        subject=layer.ref,
        field=FIELD,
    )
    queue_comparison()
