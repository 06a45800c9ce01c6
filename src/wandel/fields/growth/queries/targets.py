"""Which target is in force, and which were before."""

from datetime import date

from wandel.fields.growth.models import GrowthTarget


def targets() -> list[GrowthTarget]:
    """All, the newest decision first."""
    return list(GrowthTarget.objects.all())


def target_on(day: date) -> GrowthTarget | None:
    """The target last decided on or before the day."""
    return GrowthTarget.objects.filter(decided_on__lte=day).first()
