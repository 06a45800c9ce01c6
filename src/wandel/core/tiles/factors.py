"""Factor values of many parcels as one file the browser reads without parsing: docs/methods/map.md names every byte."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

ALIGNMENT = 8
# Largest number of a parcel the browser's typed array holds.
LARGEST_ID = 2**32 - 1


def pack_factors(
    *,
    keys: Sequence[str],
    ids: NDArray[Any],
    degrees: NDArray[Any],
    factors: NDArray[Any],
    excluded: NDArray[Any],
) -> bytes:
    """The file of an analysis.

    ``ids``: the parcels' numbers as in the tiles, shape (n,); ``degrees``: a point inside each, longitude and latitude,
    shape (n, 2); ``factors``: values from 0 to 1 where 1 suits best, shape (factors, n); ``excluded``: shape (n,).
    A factor is rounded to 1/255: a score of 100 is off by 0.2 at most. Raises ValueError for shapes that do not fit and
    values outside their range.
    """
    count = len(ids)
    if degrees.shape != (count, 2) or factors.shape != (len(keys), count) or excluded.shape != (count,):
        raise ValueError("ids, degrees, factors and exclusions do not belong to the same parcels")
    if count and (np.min(ids) < 0 or np.max(ids) > LARGEST_ID):
        raise ValueError("a parcel's number must lie between 0 and 2^32 - 1")
    if not ((factors >= 0) & (factors <= 1)).all():
        raise ValueError("a factor must lie between 0 and 1")
    arrays = {
        "ids": ids.astype("<u4"),
        "longitude": degrees[:, 0].astype("<f4"),
        "latitude": degrees[:, 1].astype("<f4"),
        "factors": np.round(factors * 255).astype("u1").ravel(),
        "excluded": excluded.astype("u1"),
    }
    names = {"<u4": "uint32", "<f4": "float32", "|u1": "uint8"}
    described, offset = {}, 0
    for name, array in arrays.items():
        described[name] = {"type": names[array.dtype.str], "offset": offset, "length": len(array)}
        offset += _padded(array.nbytes)
    header = json.dumps(
        {"format": "wandel.factors", "version": 1, "count": count, "factors": list(keys), "arrays": described}
    ).encode()
    header += b" " * (_padded(len(header) + 4) - len(header) - 4)
    body = b"".join(array.tobytes().ljust(_padded(array.nbytes), b"\0") for array in arrays.values())
    return len(header).to_bytes(4, "little") + header + body


def _padded(size: int) -> int:
    return -(-size // ALIGNMENT) * ALIGNMENT
