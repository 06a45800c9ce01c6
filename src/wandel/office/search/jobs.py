"""Rebuilding the index as background work."""

from typing import Any

from wandel.office.search.actions import reindex


def reindex_run(run: Any) -> dict[str, int]:
    """The run "search.reindex". Writing the same again is harmless, so a resumed run starts over."""
    return {"documents": reindex(progress=run.progress, cancelled=run.cancelled)}
