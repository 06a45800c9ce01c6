"""Questions about layers, and where their files lie."""

from pathlib import Path

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from wandel.fields.land.models import Layer, LayerVersion
from wandel.office.people.access import Access


def layers_for(access: Access) -> QuerySet[Layer]:
    """Layers are facts about the county; who may look at maps sees all of them."""
    if not access.may("land.layer.view"):
        return Layer.objects.none()
    return Layer.objects.select_related("current")


def layer_for(access: Access, key: str) -> Layer:
    versions = Prefetch("versions", queryset=LayerVersion.objects.order_by("-number"))
    return get_object_or_404(layers_for(access).prefetch_related(versions), key=key)


def current_version(key: str) -> LayerVersion | None:
    """What is in force of a layer, or None where there is none."""
    layer = Layer.objects.select_related("current").filter(key=key).first()
    return layer.current if layer else None


def current_layers(*kinds: str) -> list[Layer]:
    """Layers with a current version, of these kinds or of all."""
    rows = Layer.objects.exclude(current=None).select_related("current")
    return list(rows.filter(kind__in=kinds) if kinds else rows)


def folder_of(key: str) -> Path:
    """Where a layer's files lie; made on demand."""
    folder = Path(settings.WANDEL_DATA_DIR) / "land" / "layers" / key
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def features_path(key: str, sha256: str) -> Path:
    """Geometry and attributes as GeoParquet (EPSG:25832)."""
    return folder_of(key) / f"{sha256[:20]}.parquet"


def flat_path(key: str, sha256: str) -> Path:
    """Polygons as flat arrays, beside the GeoParquet."""
    return folder_of(key) / f"{sha256[:20]}.flat.npz"


def raster_path(key: str, sha256: str) -> Path:
    """A raster's values with its corner and pixel size."""
    return folder_of(key) / f"{sha256[:20]}.raster.npz"


def parcel_index_path(key: str, sha256: str) -> Path:
    """What each parcel is called and where it lies, in their order."""
    return folder_of(key) / f"{sha256[:20]}.parcels.tsv"
