"""Which number governs an award: what the notice says, else what somebody read in the conditions, else a stand-in."""

from dataclasses import dataclass
from functools import lru_cache

from wandel.core.foerderung.sets import ConditionValue, condition_set, nearest
from wandel.core.law.texts import Text, span


@dataclass(frozen=True, slots=True)
class Rule:
    """A number as it governs this award: from the notice, read, or standing in."""

    count: int
    unit: str
    norm: str
    status: str
    origin: Text


@lru_cache(maxsize=4096)
def stored_value(name: str, special: str, version: str, purpose: str, key: str) -> ConditionValue | None:
    if special:
        overriding = condition_set(special)
        own = overriding.own_value(key, overriding.editions[-1].version, purpose)
        if own:
            return own
    return condition_set(name).value(key, version, purpose)


@lru_cache(maxsize=4096)
def nearest_rule(
    name: str, special: str, version: str, purpose: str, keys: tuple[str, ...]
) -> tuple[ConditionValue, Rule] | None:
    found = nearest(stored_value(name, special, version, purpose, key) for key in keys)
    return (found, Rule(found.value, found.unit, found.norm, found.status, origin_of(found))) if found else None


@lru_cache(maxsize=4096)
def rule_of_notice(number: int, unit: str, norm: str) -> Rule:
    length = span(number, unit)
    origin = Text(f"{length.de} laut Bescheid ({norm})", f"{length.en} as read in the notice ({norm})")
    return Rule(number, unit, norm, "from_notice", origin)


def origin_of(stored: ConditionValue) -> Text:
    length = span(stored.value, stored.unit)
    german = german_version(stored.version)
    if stored.status == "confirmed":
        return Text(
            f"{length.de} nach {stored.norm} (Fassung {german})",
            f"{length.en} under {stored.norm} (version {stored.version})",
        )
    if stored.edition == stored.version:
        return Text(
            f"{length.de} nach {stored.norm} (Fassung {german}; nicht bestätigt, bitte am Bescheid prüfen)",
            f"{length.en} under {stored.norm} (version {stored.version}; not confirmed, check against the notice)",
        )
    return Text(
        f"{length.de} nach {stored.norm} (Wert aus der Fassung {german_version(stored.edition)}; "
        f"für die Fassung {german} noch nicht bestätigt, bitte am Bescheid prüfen)",
        f"{length.en} under {stored.norm} (value of version {stored.edition}; not yet confirmed for "
        f"version {stored.version}, check against the notice)",
    )


def german_version(version: str) -> str:
    """2025-05-25 as 25.05.2025, 2019-06 as 06.2019."""
    return ".".join(reversed(version.split("-")))
