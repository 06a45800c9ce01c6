"""A person's situation: who moves, from where, when, with whom and what. ``reading`` makes one of what somebody answered."""

from dataclasses import dataclass
from datetime import date

from wandel.core.foerderung.reading import Remark

ORIGINS = ("germany", "eu", "third_country")
CLASSES = ("german", "eu", "third_country")
NEEDS = (
    "housing", "childcare", "school", "recognition", "language_course", "health_insurance", "bank", "parental_allowance",
)  # fmt: skip
ADULT_YEARS = 18


@dataclass(frozen=True, slots=True)
class Child:
    """``care_from`` is the day a place in day care is wanted, None: as soon as possible."""

    number: int
    born_on: date
    care_from: date | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """Who comes along; ``citizenship`` is german, eu or third_country, empty if not said."""

    citizenship: str
    nationality: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """Who moves, from where, when, with whom and what. Days nobody gave are None: what hangs on them has no date."""

    origin: str
    citizenship: str
    nationality: str
    ags: str
    moving_in_on: date | None
    entered_on: date | None
    visa_until: date | None
    staying_until: date | None
    working_from: date | None
    title_issued_on: date | None
    recognition_complete_on: date | None
    children: tuple[Child, ...]
    partner: Partner | None
    car_from: str | None
    licence: str | None
    dogs: int
    needs: frozenset[str]
    keeps_old_home: bool
    allocated_accommodation: bool
    fast_track: bool
    regulated_profession: bool
    remarks: tuple[Remark, ...]

    @property
    def starts_on(self) -> date | None:
        """The first day in Germany for someone from abroad: entry, or moving in where the entry is not said."""
        return self.moving_in_on if self.origin == "germany" else self.entered_on or self.moving_in_on

    @property
    def from_abroad(self) -> bool:
        return self.origin != "germany"

    @property
    def works(self) -> bool:
        return self.working_from is not None

    def wants(self, need: str) -> bool:
        return need in self.needs
