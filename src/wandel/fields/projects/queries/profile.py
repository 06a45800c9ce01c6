"""What the county's profile says about future fields and the region's procedure."""

from datetime import date

from wandel.core.profile.model import Name, RegionalProcedure
from wandel.office.places.profile import active_profile
from wandel.ui.formats import reader_language


def spoken(name: Name) -> str:
    return str(getattr(name, reader_language()))


def future_fields() -> list[tuple[str, str]]:
    """Key and name, in the profile's order."""
    return [(one.key, spoken(one.name)) for one in active_profile().future_fields]


def future_field_name(key: str) -> str:
    return dict(future_fields()).get(key, key)


def procedure_called(key: str) -> RegionalProcedure | None:
    return next((one for one in active_profile().regional_procedures if one.key == key), None)


def procedure_on(day: date) -> RegionalProcedure | None:
    """The one in force: what begins on that day goes through it."""
    for one in active_profile().regional_procedures:
        if one.from_on <= day and (one.until is None or day <= one.until):
            return one
    return None


def procedure_choices() -> list[tuple[str, str]]:
    return [(one.key, spoken(one.name)) for one in active_profile().regional_procedures]


def step_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Steps grouped by procedure; the value is "procedure|step"."""
    return [
        (spoken(one.name), [(f"{one.key}|{step.key}", spoken(step.name)) for step in one.steps])
        for one in active_profile().regional_procedures
    ]
