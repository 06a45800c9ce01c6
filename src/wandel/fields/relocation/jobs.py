"""What the worker does by itself for newcomers; ``apps.py: ready()`` registers it."""

from datetime import datetime

from django.utils import timezone

from wandel.fields.relocation.actions.plan import forget_expired


def forget_plans(now: datetime) -> None:
    """Kept plans whose named day has come."""
    forget_expired(on=timezone.localdate(now), at=now)
