"""The county profile this installation runs on."""

from functools import lru_cache

from django.conf import settings

from wandel.core.profile.locate import profile_directory
from wandel.core.profile.model import Profile
from wandel.core.profile.reading import load_profile


@lru_cache(maxsize=4)
def _read(name: str) -> Profile:
    return load_profile(profile_directory(name))


def active_profile() -> Profile:
    """The profile named by ``WANDEL_PROFILE``, read once per process. Raises ProfileErrors with every mistake."""
    return _read(settings.WANDEL_PROFILE)
