"""What the county profile knows of growth: targets and the figures it ships with."""

import hashlib
from datetime import date

from wandel.core.profile.model import Profile
from wandel.core.statistics.problems import Problems
from wandel.fields.growth.actions.figures import Taken, take_in
from wandel.fields.growth.actions.targets import load_targets
from wandel.office.people.models import User


def load_growth(profile: Profile, *, by: User | None, on: date) -> Taken:
    """Targets, statistics and indicators of the profile. Loading it again changes nothing."""
    load_targets(profile)
    digest = hashlib.sha256(repr((profile.statistics, profile.indicators)).encode()).hexdigest()
    return take_in(
        [*profile.statistics, *profile.indicators],
        kind="profile", file_name=f"profile {profile.ags}", sha256=digest, problems=Problems(), by=by, on=on,
    )  # fmt: skip
