"""Where a parcel lies and what it is called, found among hundreds of thousands without a database or geometry library.

A text file with one line per parcel in their order, ``key TAB position TAB longitude TAB latitude TAB label``, and beside it
the byte at which each line begins (eight bytes each, little-endian). The key is folded:
``gemarkung|g<number>|f<flur>|z<Zähler>|n<Nenner>|r<the source's own name>|``.
"""

import mmap
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wandel.core.geodata.parcel_number import ParcelNumber, read_number
from wandel.core.text.fold import fold

OFFSET = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class IndexedParcel:
    """A parcel by its position in the flat arrays, with a point inside it in degrees."""

    position: int
    lon: float
    lat: float
    label: str


def offsets_path(path: Path) -> Path:
    return path.with_name(path.name + ".offsets")


def write_parcels(path: Path, rows: Iterable[tuple[ParcelNumber | None, str, float, float]]) -> None:
    """Write number, the source's own name, longitude and latitude of every parcel; the files appear only when whole."""
    unfinished, offsets, at = path.with_name(path.name + ".part"), bytearray(), 0
    with unfinished.open("wb") as stream:
        for position, (number, own, lon, lat) in enumerate(rows):
            label = (number.label if number else own).replace("\t", " ").replace("\n", " ")
            line = f"{_key(number, own)}\t{position}\t{lon:.7f}\t{lat:.7f}\t{label}\n".encode()
            offsets += OFFSET.pack(at)
            at += stream.write(line)
    beside = offsets_path(path)
    beside.with_name(beside.name + ".part").write_bytes(offsets)
    beside.with_name(beside.name + ".part").replace(beside)
    unfinished.replace(path)


def _key(number: ParcelNumber | None, own: str) -> str:
    known = number or ParcelNumber()
    flur, upper, lower = ("" if one is None else one for one in (known.flur, known.upper, known.lower))
    return f"{_plain(known.gemarkung)}|g{known.key}|f{flur}|z{upper}|n{lower}|r{_plain(own)}|"


def _plain(text: str) -> str:
    return fold(text).replace("|", " ")


def parcel_at(path: Path, position: int) -> IndexedParcel | None:
    """The parcel at a position; None where the index has no such line."""
    return next(parcels_at(path, [position]), None)


def parcels_at(path: Path, positions: Iterable[int]) -> Iterator[IndexedParcel]:
    """Parcels in the order of the positions; unknown positions are left out."""
    if not path.is_file():
        return
    with path.open("rb") as stream, offsets_path(path).open("rb") as offsets:
        for position in positions:
            if position < 0:
                continue
            offsets.seek(position * OFFSET.size)
            raw = offsets.read(OFFSET.size)
            if len(raw) < OFFSET.size:
                continue
            stream.seek(OFFSET.unpack(raw)[0])
            yield _read(stream.readline())[1]


def labels(path: Path) -> list[str]:
    """What every parcel is called, in their order."""
    with path.open(encoding="utf-8") as stream:
        return [line.rstrip("\n").rpartition("\t")[2] for line in stream]


def find_parcels(path: Path, text: str, most: int) -> list[IndexedParcel]:
    """Parcels whose number or own name the text means, at most so many; an exact number before its divided parts."""
    if not path.is_file() or not path.stat().st_size:
        return []
    wanted = read_number(text)
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found = _by_number(content, wanted, most) if wanted else []
        own = _plain(text.strip())
        if len(found) < most and len(own) >= 2 and any(letter.isdigit() for letter in own):
            found += [one for one in _hits(content, f"|r{own}", "", "", most) if one not in found]
    return found[:most]


def _by_number(content: mmap.mmap, wanted: ParcelNumber, most: int) -> list[IndexedParcel]:
    flur = "" if wanted.flur is None else f"|f{wanted.flur}"
    exact = f"{flur}|z{wanted.upper}|n{wanted.lower or ''}|"
    found = list(_hits(content, exact, wanted.gemarkung, wanted.key, most))
    if wanted.lower is None and len(found) < most:
        parts = _hits(content, f"{flur}|z{wanted.upper}|n", wanted.gemarkung, wanted.key, most)
        found += [one for one in parts if one not in found]
    return found


def _hits(content: mmap.mmap, needle: str, gemarkung: str, key: str, most: int) -> Iterator[IndexedParcel]:
    words, sought, at, given = _plain(gemarkung).split(), needle.encode(), 0, 0
    while given < most and (at := content.find(sought, at)) >= 0:
        begin, end = content.rfind(b"\n", 0, at) + 1, content.find(b"\n", at)
        folded, parcel = _read(content[begin:end])
        at = end
        # A label may hold the same signs; only the key counts.
        if needle not in folded or (key and f"|g{key}|" not in folded):
            continue
        name = folded.partition("|")[0].replace("-", " ").split()
        if all(any(part.startswith(word) for part in name) for word in words):
            given += 1
            yield parcel


def _read(line: bytes) -> tuple[str, IndexedParcel]:
    key, position, lon, lat, label = line.decode().rstrip("\n").split("\t")
    return key, IndexedParcel(int(position), float(lon), float(lat), label)
