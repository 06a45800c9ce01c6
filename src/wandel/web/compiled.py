"""Where compiled kernels are kept, so that only the first analysis of an installation waits for the compiler."""

import os
import tempfile
from pathlib import Path


def keep_compiled_code() -> None:
    """Name the folder before numba is imported: the data directory, else the user's cache, else a temporary one.

    A demo uses the user's cache, so that the next demo does not compile again. What is set already stays.
    """
    if os.environ.get("NUMBA_CACHE_DIR"):
        return
    for folder in _places():
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            os.environ["NUMBA_CACHE_DIR"] = str(folder)
            return


def _places() -> list[Path]:
    data = os.environ.get("WANDEL_DATA_DIR")
    own = [Path(data) / "compiled"] if data and not os.environ.get("WANDEL_DEMO") else []
    cache = os.environ.get("XDG_CACHE_HOME") or (str(Path.home() / ".cache") if os.environ.get("HOME") else "")
    users = [Path(cache) / "wandel" / "compiled"] if cache else []
    return [*own, *users, Path(tempfile.gettempdir()) / f"wandel-compiled-{os.getuid()}"]
