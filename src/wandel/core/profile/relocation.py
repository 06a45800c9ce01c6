"""What newcomers need to know of a county: which office is responsible where, and what the municipalities ask for a dog."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from wandel.core.law.texts import Text

# The duties an office of the county or of a municipality answers for.
SERVICES = (
    "meldebehoerde", "auslaenderbehoerde", "strassenverkehrsamt", "jugendamt", "elterngeldstelle", "schulamt", "steueramt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Authority:
    """An office that answers for a service; ``ags`` names the municipality it is responsible for, empty the whole county
    save the municipalities with a row of their own. What nobody has read is left out."""

    service: str
    name: Text
    certainty: str
    source: str
    ags: str = ""
    address: str = ""
    hours: str = ""
    url: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class DogTax:
    """A municipality's statute on dog tax: within how many days a dog is registered, and what one costs a year in euro."""

    ags: str
    certainty: str
    source: str
    days: int | None = None
    one_dog: Decimal | None = None


def check(
    authorities: tuple[Authority, ...], dog_taxes: tuple[DogTax, ...], *, municipalities: Collection[str]
) -> Iterator[tuple[str, str]]:
    """What is wrong with a county's entries, each with its remedy."""
    for one in authorities:
        if one.service not in SERVICES:
            yield f"An authority answers for “{one.service}”.", f"Name one of: {', '.join(SERVICES)}."
    places = [("authority", one.ags) for one in authorities if one.ags] + [("dog tax", one.ags) for one in dog_taxes]
    for what, ags in places:
        if ags not in municipalities:
            yield f"The {what} of {ags} names no municipality of this county.", "Correct the AGS."
    keys = [("authority", one.service, one.ags) for one in authorities] + [
        ("dog tax", "", one.ags) for one in dog_taxes
    ]
    for what, service, ags in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"The {what} {service} {ags} stands twice.".replace("  ", " "), "Keep one."
