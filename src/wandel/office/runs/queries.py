"""Which runs a reader may see and steer."""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from wandel.office.runs.models import Run


def runs_for(access: Any) -> QuerySet[Run]:
    """Own runs; the head of unit and the administrator see all. Newest first."""
    runs = Run.objects.order_by("-created_at")
    return runs if access.may("runs.manage") else runs.filter(actor_id=str(access.user.pk))


def run_for(access: Any, pk: uuid.UUID) -> Run:
    """One run this reader may see. Raises Http404 for a foreign or unknown one."""
    run = runs_for(access).filter(pk=pk).first()
    if run is None:
        raise Http404
    return run
