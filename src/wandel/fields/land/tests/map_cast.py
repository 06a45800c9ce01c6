"""A small analysis for the map's tests: three candidates, two factors, nine parcels in real tiles, two municipalities."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from wandel.core.geodata.flat import from_shapely
from wandel.core.geodata.shapes import to_geojson
from wandel.core.tiles.archive import write_archive
from wandel.core.tiles.factors import pack_factors
from wandel.core.tiles.layers import TileLayer
from wandel.core.tiles.projection import to_degrees, to_world
from wandel.fields.land.queries import map as queries
from wandel.fields.land.queries import map_archives
from wandel.fields.land.queries.map import Analysis, Candidate, Fact, Factor, MapSite
from wandel.office.places.models import County, Municipality

# South-western corner of the small world, metres in EPSG:25832.
EAST, NORTH = 320_000.0, 5_631_000.0
PK = 7


def square(east: float, north: float, side: float) -> object:
    return shapely.box(EAST + east, NORTH + north, EAST + east + side, NORTH + north + side)


def boundaries_for_the_cast() -> None:
    """Two square municipalities beside each other."""
    for rank, one in enumerate(Municipality.objects.order_by("ags")):
        one.boundary = to_geojson(square(10_000 * rank, 0, 10_000))
        one.save()
    County.objects.create(
        ags="05358",
        name_de="Kreis Düren",
        name_en="District",
        attribution="© GeoBasis-DE / BKG",
        loaded_on="2026-01-01",
    )


def candidate(number: int, east: float, north: float, values: tuple[float, float]) -> Candidate:
    return Candidate(
        pk=100 + number,
        number=number,
        municipality="Jülich",
        area_ha=100.0,
        geometry=to_geojson(square(east, north, 1000)),
        values=values,
        facts=(Fact("Haltepunkt", "640 m"), Fact("Boden > 70 Punkte", "62 %", "amber")),
        why="Kostet am meisten: guter Ackerboden (−11).",
        dwellings=(85, 100, 119),
        adopt_url="/adopt/",
    )


def an_analysis(**changes: object) -> Analysis:
    facts = {
        "pk": PK,
        "title": "Wohnen ab 1 ha",
        "base": "9 Flurstücke (synthetisch) · 2 Ebenen · 3 Kandidaten",
        "factors": (Factor("stop", "Nähe zum Haltepunkt", 0.5), Factor("soil", "Bodengüte schonen", 0.5)),
        "exclusions": ("Überschwemmungsgebiet", "Wald"),
        "candidates": (
            candidate(1, 2000, 2000, (1.0, 0.0)),
            candidate(2, 5000, 5000, (0.9, 0.9)),
            candidate(3, 12000, 6000, (0.1, 0.2)),
        ),
        "consistency": 0.02,
        "source": "Flurstücke synthetisch",
    }
    return Analysis(**{**facts, **changes})


def a_site(pk: int = 5, **changes: object) -> MapSite:
    facts = {
        "name": "Alter Bahndamm",
        "kind": "Neubaugebiet",
        "state": "verfügbar",
        "tone": "green",
        "municipality": "Vettweiß",
        "area_ha": 2.4,
        "geometry": to_geojson(square(4000, 4000, 800)),
        "url": f"/land/{pk}/",
    }
    return MapSite(pk=pk, **{**facts, **changes})


def parcels_in_tiles(folder: Path, *, public: bool = False) -> Path:
    """Nine parcels of 100 m as an archive in the data directory; the southern row is excluded in ``factors_file``."""
    folder.mkdir(parents=True, exist_ok=True)
    boxes = [square(2000 + 110 * (n % 3), 2000 + 110 * (n // 3), 100) for n in range(9)]
    layer = TileLayer("parcels", from_shapely(np.array(boxes, dtype=object)), np.arange(9) + 1, (12, 15))
    path = folder / ("open-1.pmtiles" if public else "parcels-1.pmtiles")
    metadata = {"title": "Flurstücke", "attribution": "synthetisch", "public": public}
    write_archive(path, [layer], metadata=metadata)
    return path


def factors_file(folder: Path) -> Path:
    centres = np.array([[EAST + 2050 + 110 * (n % 3), NORTH + 2050 + 110 * (n // 3)] for n in range(9)])
    packed = pack_factors(
        keys=["stop", "soil"],
        ids=np.arange(9) + 1,
        degrees=to_degrees(to_world(centres)),
        factors=np.vstack((np.linspace(0, 1, 9), np.linspace(1, 0, 9))),
        excluded=np.arange(9) < 3,
    )
    path = folder / "factors.bin"
    path.write_bytes(packed)
    return path


@pytest.fixture
def small_world(cast: object, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> Analysis:
    """The cast with boundaries, one analysis of parcels in tiles, and one published site, through the map's one seam."""
    settings.WANDEL_DATA_DIR = tmp_path  # type: ignore[attr-defined]
    boundaries_for_the_cast()
    archive = parcels_in_tiles(tmp_path / map_archives.ARCHIVES)
    found = an_analysis(archive=archive.stem, factors_file=factors_file(tmp_path))
    monkeypatch.setattr(queries, "analysis", lambda access, pk, **_day: found if pk == PK else None)
    monkeypatch.setattr(queries, "latest_analysis", lambda access, **_day: found)
    monkeypatch.setattr(queries, "sites", lambda access: [a_site()])
    monkeypatch.setattr(queries, "public_sites", lambda **_narrowed: [a_site()])
    return found
