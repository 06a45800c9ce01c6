"""Asking for sites to be compared with the layers; the work itself is done in the background."""

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.fields.land.queries.constraint import layers_to_compare, sites_to_compare
from wandel.office.people.models import User
from wandel.office.runs.actions import start
from wandel.office.runs.models import Run
from wandel.ui.phrases import Phrase

CONSTRAINTS = "land.constraints"


@transaction.atomic
def queue_comparison(*, by: User | None = None) -> Run | None:
    """Have every site that is out of date compared with the layers in force. One waiting run is enough for all who ask.

    Nothing is queued where there is no layer of areas or no drawn site.
    """
    if not layers_to_compare().exists() or not sites_to_compare().exists():
        return None
    # Held until this transaction ends: the worker takes the run only when what was changed here can be seen.
    waiting = Run.objects.select_for_update().filter(kind=CONSTRAINTS, state=Run.State.QUEUED).first()
    if waiting is not None:
        return waiting
    return start(kind=CONSTRAINTS, params={}, by=by, label=Phrase(gettext_noop("Compare the sites with the layers")))
