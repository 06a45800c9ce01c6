"""Every promised figure beside its bound: ``python -m bench`` (make bench)."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = [
    "obligations_10000",
    "checklist",
    "search_25000",
    "tiles",
    "overview",
    "bookings",
    "pages",
    "programmes",
    "running",
    "land",
    "recolour",
    "population",
    "retrieval",
]


def main() -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True, check=False
    ).stdout.strip()
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · commit {commit} · load {os.getloadavg()[0]:.2f} · {os.cpu_count()} cores"
    )
    for module in MODULES:
        print(f"\n── {module}", flush=True)
        subprocess.run([sys.executable, str(HERE / f"{module}.py")], cwd=HERE.parent, check=False)


if __name__ == "__main__":
    main()
