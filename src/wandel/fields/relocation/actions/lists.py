"""Starting the import of a list of schools or day care in the background."""

from typing import Any

from django.utils.translation import gettext_noop

from wandel.office.runs.actions import start
from wandel.office.runs.incoming import to_take_in
from wandel.office.runs.models import Run
from wandel.ui.phrases import Phrase

LEARNING_LIST = "relocation.learning-list"


def start_list(*, params: dict[str, Any], by: Any) -> Run:
    """Put a list into the background. ``params``: work and path (folder and file), what ("schools", "childcare"), as_of
    (ISO day), source, name, and check: only say what would change."""
    message = gettext_noop("Check the list %(name)s") if params["check"] else gettext_noop("Take in the list %(name)s")
    return start(kind=LEARNING_LIST, params=params, by=by, label=Phrase(message, {"name": params["name"]}))


def take_in_checked(*, run: Run, by: Any) -> Run:
    """Take in what a checking run has read. Raises ValidationError where the file is no longer kept."""
    return start_list(params=to_take_in(run), by=by)
