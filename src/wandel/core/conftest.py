"""How every test draws its cases. Beside the core, so that `make fast` needs neither Django nor what the rest of the house loads."""

import os
from pathlib import Path

import hypothesis
import pytest

# Kernels compile once per checkout, not once per run; numba reads this when it is imported.
os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(__file__).resolve().parents[3] / ".cache" / "compiled"))
# How busy the machine is decides nothing. A developer meets new cases every time; a landing must not depend on luck.
UNHURRIED = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("everyday", UNHURRIED)
hypothesis.settings.register_profile("landing", UNHURRIED, derandomize=True)
hypothesis.settings.load_profile("landing" if os.environ.get("CI") else "everyday")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Drawn cases take their time: `make fast` leaves them out, `make test` runs them."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.thorough)
