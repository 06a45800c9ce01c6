import gzip
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import shapely
from pmtiles.reader import MmapSource, Reader

from wandel.core.geodata.flat import from_shapely
from wandel.core.tiles.archive import publish_archive, write_archive
from wandel.core.tiles.layers import TileLayer, with_coords
from wandel.core.tiles.mvt import tiles_of
from wandel.core.tiles.projection import to_world
from wandel.core.tiles.reading import Archive, BrokenArchive, open_archive
from wandel.core.tiles.tests.decoder import decode

EAST, NORTH = 300_000.0, 5_620_000.0


def _parcels(count: int = 400, side: float = 30, zooms: tuple[int, int] = (12, 15)) -> TileLayer:
    row = int(count**0.5)
    corners = [(EAST + 60 * (n % row), NORTH + 60 * (n // row)) for n in range(count)]
    boxes = [shapely.box(east, north, east + side, north + side) for east, north in corners]
    return TileLayer("parcels", from_shapely(np.array(boxes, dtype=object)), np.arange(count) + 1, zooms)


def _towns() -> TileLayer:
    flat = from_shapely(np.array([shapely.box(EAST, NORTH, EAST + 1300, NORTH + 1300)], dtype=object))
    return TileLayer("towns", flat, np.array([5]), (8, 11), {"name": ["Vettweiß"]})


def _packed(kept: Archive, zoom: int, column: int, row: int) -> bytes:
    tile = kept.tile(zoom, column, row)
    assert tile is not None
    return tile


def test_every_feature_is_found_again_in_every_tile_it_belongs_to(tmp_path: Path) -> None:
    layer = _parcels()
    written = write_archive(tmp_path / "a.pmtiles", [layer, _towns()], metadata={"title": "Parcels"})
    kept = open_archive(tmp_path / "a.pmtiles")
    world = with_coords(layer.polygons, to_world(layer.polygons.coords))
    for zoom in range(12, 16):
        features, columns, rows = tiles_of(world, zoom)
        for column, row in {(int(column), int(row)) for column, row in zip(columns, rows, strict=True)}:
            tile = decode(gzip.decompress(_packed(kept, zoom, column, row)))
            wanted = set(layer.ids[features[(columns == column) & (rows == row)]].tolist())
            assert {feature["id"] for feature in tile["parcels"]} == wanted
            assert list(tile) == ["parcels"]
    features, columns, rows = tiles_of(world, 9)
    assert list(decode(gzip.decompress(_packed(kept, 9, int(columns[0]), int(rows[0]))))) == ["towns"]
    assert kept.metadata["title"] == "Parcels"
    assert [one["id"] for one in kept.metadata["vector_layers"]] == ["parcels", "towns"]
    assert kept.zooms == (8, 15)
    assert written.tiles == 13


def test_where_nothing_lies_there_is_no_tile(tmp_path: Path) -> None:
    write_archive(tmp_path / "a.pmtiles", [_parcels(4)], metadata={})
    kept = open_archive(tmp_path / "a.pmtiles")
    assert kept.tile(12, 0, 0) is None
    assert kept.tile(3, 0, 0) is None
    assert kept.tile(12, 1 << 12, 5) is None
    assert kept.tile(12, -1, 5) is None


def test_processes_threads_and_one_thread_write_the_same_file(tmp_path: Path) -> None:
    layers = [_parcels(), _towns()]
    write_archive(tmp_path / "one", layers, metadata={})
    pools: list[tuple[str, Executor]] = [("threads", ThreadPoolExecutor(2)), ("processes", ProcessPoolExecutor(2))]
    for name, pool in pools:
        with pool:
            write_archive(tmp_path / name, layers, metadata={}, executor=pool)
        assert (tmp_path / name).read_bytes() == (tmp_path / "one").read_bytes()


@pytest.mark.thorough
def test_another_reader_of_the_format_agrees_even_with_many_directories(tmp_path: Path) -> None:
    dice = np.random.default_rng(7)
    centres = shapely.points(dice.uniform((EAST, NORTH), (EAST + 15_000, NORTH + 15_000), (5000, 2)))
    ponds = [
        shapely.buffer(centre, size, quad_segs=size)
        for centre, size in zip(centres, dice.integers(3, 30, 5000), strict=True)
    ]
    layer = TileLayer("ponds", from_shapely(np.array(ponds, dtype=object)), np.arange(5000), (12, 18))
    write_archive(tmp_path / "a.pmtiles", [layer], metadata={})
    kept = open_archive(tmp_path / "a.pmtiles")
    world = with_coords(layer.polygons, to_world(layer.polygons.coords))
    with (tmp_path / "a.pmtiles").open("rb") as stream:
        other = Reader(MmapSource(stream))  # type: ignore[no-untyped-call]
        header = other.header()  # type: ignore[no-untyped-call]
        assert header["clustered"]
        assert header["leaf_directory_length"] > 0
        for zoom in (12, 16, 18):
            _features, columns, rows = tiles_of(world, zoom)
            for column, row in zip(columns[::97].tolist(), rows[::97].tolist(), strict=True):
                assert kept.tile(zoom, column, row) == other.get(zoom, column, row)  # type: ignore[no-untyped-call]
    west, south, east, north = kept.bounds
    assert 6 < west < east < 7
    assert 50 < south < north < 51


def test_a_failed_build_leaves_the_earlier_archive_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.pmtiles"
    write_archive(path, [_parcels(4)], metadata={})
    before = path.read_bytes()
    empty = TileLayer("parcels", from_shapely(np.array([None], dtype=object)), np.array([1]), (12, 12))
    with pytest.raises(ValueError, match="no tiles"):
        write_archive(path, [empty], metadata={})
    with pytest.raises(ValueError, match="finest tile"):
        write_archive(path, [_parcels(1, side=0.001)], metadata={})
    with pytest.raises(TypeError):
        write_archive(path, [_parcels(4)], metadata={"day": object()})
    assert path.read_bytes() == before


def test_a_file_that_is_no_archive_is_named(tmp_path: Path) -> None:
    for content in (b"", b"PK\x03\x04" * 50, b"PMTiles\x03" + b"\x00" * 20):
        (tmp_path / "broken.pmtiles").write_bytes(content)
        with pytest.raises(BrokenArchive, match=r"broken\.pmtiles"):
            open_archive(tmp_path / "broken.pmtiles")


def test_a_rebuilt_archive_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.pmtiles"
    write_archive(path, [_parcels(4)], metadata={"version": 1})
    assert open_archive(path).metadata["version"] == 1
    write_archive(path, [_parcels(9)], metadata={"version": 2})
    assert open_archive(path).metadata["version"] == 2


def test_a_published_archive_has_a_name_of_its_content_and_one_older_version_stays(tmp_path: Path) -> None:
    folder = tmp_path / "tiles"
    names = [
        publish_archive(folder, "parcels", [_parcels(count)], metadata={"title": "Parcels"}) for count in (4, 9, 16)
    ]
    assert len(set(names)) == 3
    assert not names[0].exists()
    assert sorted(folder.iterdir()) == sorted(names[1:])
    assert publish_archive(folder, "parcels", [_parcels(16)], metadata={"title": "Parcels"}) == names[2]
    for wrong in ("Parcels", "a-b", "../a", ""):
        with pytest.raises(ValueError, match="small letters"):
            publish_archive(folder, wrong, [_parcels(4)], metadata={})
