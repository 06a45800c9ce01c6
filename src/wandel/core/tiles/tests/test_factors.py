import json
from typing import Any

import numpy as np
import pytest

from wandel.core.tiles.factors import pack_factors

GIVEN: dict[str, Any] = {
    "keys": ["stop", "soil"],
    "ids": np.array([5, 2**32 - 1, 9]),
    "degrees": np.array([[6.5, 50.8], [6.51, 50.81], [6.52, 50.82]]),
    "factors": np.array([[0.0, 0.5, 1.0], [1.0, 0.25, 0.0]]),
    "excluded": np.array([False, True, False]),
}


def _array(packed: bytes, name: str) -> Any:
    size = int.from_bytes(packed[:4], "little")
    header = json.loads(packed[4 : 4 + size])
    one = header["arrays"][name]
    return np.frombuffer(packed, one["type"], one["length"], 4 + size + one["offset"])


def test_every_array_is_read_back_from_where_the_header_says() -> None:
    packed = pack_factors(**GIVEN)
    assert _array(packed, "ids").tolist() == [5, 2**32 - 1, 9]
    assert np.allclose(_array(packed, "longitude"), [6.5, 6.51, 6.52], atol=1e-6)
    assert np.allclose(_array(packed, "latitude"), [50.8, 50.81, 50.82], atol=4e-6)
    assert np.abs(_array(packed, "factors").reshape(2, 3) / 255 - GIVEN["factors"]).max() <= 1 / 510
    assert _array(packed, "excluded").tolist() == [0, 1, 0]


def test_every_array_begins_where_a_typed_array_of_the_browser_may_begin() -> None:
    packed = pack_factors(**GIVEN)
    size = int.from_bytes(packed[:4], "little")
    header = json.loads(packed[4 : 4 + size])
    assert (4 + size) % 8 == 0
    assert all(one["offset"] % 8 == 0 for one in header["arrays"].values())


def test_what_does_not_fit_together_is_refused() -> None:
    for wrong in (
        {"ids": np.array([1, 2])},
        {"ids": np.array([1, 2, 2**32])},
        {"factors": GIVEN["factors"] * 2},
        {"factors": np.full((2, 3), np.nan)},
        {"excluded": np.array([True])},
    ):
        with pytest.raises(ValueError):
            pack_factors(**{**GIVEN, **wrong})
