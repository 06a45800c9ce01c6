"""Reading a list of schools or day care and taking it in. Loads pyproj: only runs and the command line import it."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from wandel.core.law.texts import Text
from wandel.core.schools.childcare import read_childcare
from wandel.core.schools.coordinates import locate
from wandel.core.schools.reading import read_schools
from wandel.office.places.actions.schools import TakenIn, take_in_childcare, take_in_schools
from wandel.office.places.profile import active_profile

WHATS = ("schools", "childcare")


@dataclass(frozen=True)
class ListResult:
    """What a list held and did. ``rows`` is the whole file, ``kept`` what lies in the county and is open."""

    rows: int
    elsewhere: int
    kept: int
    left_out: dict[str, int]
    remarks: list[Text]
    more_remarks: int
    taken: TakenIn

    def as_json(self) -> dict[str, Any]:
        """Plain values, as a run keeps them."""
        found = asdict(self)
        return found | {"remarks": [remark.as_json() for remark in self.remarks], "anything": self.taken.anything}


def read_list(content: bytes, *, what: str, as_of: date, source: str, by: Any, dry_run: bool) -> ListResult:
    """Read a file of one of ``WHATS`` and bring the county's schools or day care in line with it.

    Raises core.schools UnusableFile for another file, ValidationError for an older one.
    """
    if what == "schools":
        schools = read_schools(content, area=active_profile().ags, locate=locate)
        taken = take_in_schools(schools.records, as_of=as_of, by=by, dry_run=dry_run)
        remarks, kept = schools.remarks, len(schools.records)
        rows, elsewhere, left_out = schools.rows, schools.elsewhere, dict(schools.left_out)
    else:
        care = read_childcare(content)
        taken = take_in_childcare(care.records, as_of=as_of, source=source, by=by, dry_run=dry_run)
        remarks, kept = care.remarks, len(care.records)
        rows, elsewhere, left_out = kept + care.remarks.skipped, 0, {}
    said = [remark.sentence() for remark in remarks.rows]
    said += [
        Text(f"{name} liegt in keiner Gemeinde dieses Kreises und wird ausgelassen.",
             f"{name} lies in no municipality of this county and is left out.")
        for name in taken.unknown
    ]  # fmt: skip
    return ListResult(
        rows, elsewhere, kept - len(taken.unknown), left_out, said, remarks.count - len(remarks.rows), taken
    )
