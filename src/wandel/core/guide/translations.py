"""How each language of a page stands, worked out from its versions, never stored.

A translation follows a version of its source language. It is outdated when the source has moved on, and also when the
source itself is outdated: English from German and Arabic from English, then a change in German makes Arabic outdated too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class State(StrEnum):
    MISSING = "missing"
    IN_TRANSLATION = "in_translation"
    OUTDATED = "outdated"
    MACHINE = "machine"
    CURRENT = "current"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Version:
    """One saved wording. ``follows`` is the source's standing version it was written from; 0 in the root language."""

    number: int
    published: bool = True
    minor: bool = False
    machine: bool = False
    follows: int = 0


@dataclass(frozen=True, slots=True)
class Review:
    """Somebody read version ``number`` beside the source's version ``follows`` and found it right."""

    number: int
    follows: int = 0


@dataclass(frozen=True, slots=True)
class Translation:
    """A page in one language. ``in_translation``: somebody is at it."""

    versions: tuple[Version, ...] = ()
    reviews: tuple[Review, ...] = ()
    in_translation: bool = False


NOTHING = Translation()


class SourceCircle(ValueError):
    """Languages that are translated from each other in a circle."""


def chain(language: str, sources: Mapping[str, str | None]) -> list[str]:
    """The language, what it is translated from, and so on up to the root. Raises SourceCircle."""
    found = [language]
    while source := sources.get(found[-1]):
        if source in found:
            raise SourceCircle(" → ".join([*found, source]))
        found.append(source)
    return found


def standing(translation: Translation) -> Version | None:
    """The version that counts: the last published one that was no minor edit. A first version counts whatever it was called."""
    published = sorted((one for one in translation.versions if one.published), key=lambda one: one.number)
    if not published:
        return None
    major = [one for one in published if not one.minor]
    return major[-1] if major else published[0]


def shown(translation: Translation) -> Version | None:
    """The version the public reads: the last published one, minor edits included."""
    return max((one for one in translation.versions if one.published), key=lambda one: one.number, default=None)


def follows(translation: Translation) -> int:
    """The source version the standing version is true to: written from it, or found right beside it later."""
    found = standing(translation)
    if found is None:
        return 0
    return max([found.follows, *(review.follows for review in translation.reviews if review.number >= found.number)])


def state(language: str, sources: Mapping[str, str | None], translations: Mapping[str, Translation]) -> State:
    """How a page stands in a language. ``sources`` names the source of every language, None for a root. Raises SourceCircle."""
    translation = translations.get(language, NOTHING)
    found = standing(translation)
    if translation.in_translation:
        return State.IN_TRANSLATION
    if found is None:
        return State.MISSING
    if _behind(chain(language, sources), translations):
        return State.OUTDATED
    if any(review.number >= found.number for review in translation.reviews):
        return State.REVIEWED
    return State.MACHINE if found.machine else State.CURRENT


def states(sources: Mapping[str, str | None], translations: Mapping[str, Translation]) -> dict[str, State]:
    """How a page stands in every language of ``sources``."""
    return {language: state(language, sources, translations) for language in sources}


def _behind(languages: list[str], translations: Mapping[str, Translation]) -> bool:
    """Whether any step of the chain lags behind the step above it. A source nobody has written yet is ahead of everything."""
    for here, above in pairwise(languages):
        source = standing(translations.get(above, NOTHING))
        if source is None or follows(translations.get(here, NOTHING)) < source.number:
            return True
    return False
