"""Taking lists of schools and day-care centres in: whole, repeatable, with what would change said before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wandel.core.profile.model import ProfileSchool
from wandel.core.schools.childcare import ChildcareRecord
from wandel.core.schools.codes import OTHER, school_form
from wandel.core.schools.naming import confession_of
from wandel.core.schools.reading import LICENCE, SOURCE, SchoolRecord
from wandel.core.text.fold import fold
from wandel.office.journal.actions import record
from wandel.office.places.models import Childcare, Municipality, School
from wandel.ui.formats import format_date
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import OPEN
from wandel.ui.subjects import SubjectRef

MOST_SHOWN = 200
# What a list decides. What an officer learned (languages, all-day care, who runs a school) it leaves alone.
SCHOOL_COLUMNS = (
    "name", "short_name", "code", "kind", "confession", "legal", "street", "postcode", "town", "phone", "email", "website",
    "provider_key", "municipality_id", "ends_on", "lat", "lon",
)  # fmt: skip
CHILDCARE_COLUMNS = (
    "name", "street", "postcode", "phone", "website", "provider", "languages", "all_day", "places", "from_months", "lat", "lon",
)  # fmt: skip
EDITABLE = ("languages", "all_day", "provider", "checked_on")


@dataclass
class TakenIn:
    """What a list did or, in a dry run, would do. ``changes`` are (action, name, columns), the first few of them;
    ``renewed`` only got a newer key date."""

    new: int = 0
    changed: int = 0
    same: int = 0
    renewed: int = 0
    gone: int = 0
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        return bool(self.new or self.changed or self.gone or self.renewed)

    def note(self, action: str, name: str, columns: Iterable[str] = ()) -> None:
        setattr(self, action, getattr(self, action) + 1)
        if len(self.changes) < MOST_SHOWN:
            self.changes.append((action, name, ", ".join(columns)))


@transaction.atomic
def take_in_schools(
    records: Iterable[SchoolRecord], *, as_of: date, by: Any, dry_run: bool = False, source: str = SOURCE
) -> TakenIn:
    """The county's schools as the Land lists them on ``as_of``. A school the list no longer names is gone since that day.

    Raises ValidationError for a list older than what is here: it would call the newer schools gone.
    """
    _refuse_older(School, as_of)
    towns = dict(Municipality.objects.values_list("ags", "pk"))
    wanted: dict[Any, dict[str, Any]] = {}
    taken = TakenIn()
    for one in records:
        if one.ags not in towns:
            taken.unknown.append(f"{one.name} ({one.ags})")
            continue
        ends = one.state_on if one.state == "ending" else None
        values: dict[str, Any] = {name: getattr(one, name) for name in SCHOOL_COLUMNS if hasattr(one, name)}
        values |= {
            "name": one.name[:200],
            "short_name": one.short_name[:100],
            "municipality_id": towns[one.ags],
            "ends_on": ends,
        }
        wanted[one.number] = values | {"all_day": one.all_day}
    known: dict[Any, Any] = {school.number: school for school in School.objects.select_for_update()}
    _bring(
        School, "number", wanted, known, SCHOOL_COLUMNS, (as_of, source, LICENCE), taken, dry_run=dry_run, whole=True
    )
    if taken.anything and not dry_run:
        _tell(gettext_noop("Schools taken in: %(new)s new, %(changed)s changed, %(gone)s gone"), taken, by)
    return taken


@transaction.atomic
def take_in_childcare(
    records: Iterable[ChildcareRecord], *, as_of: date, source: str, by: Any, dry_run: bool = False
) -> TakenIn:
    """Day-care centres of a list. The municipalities the list speaks of are taken whole: a centre of theirs it no longer
    names is gone since ``as_of``; other municipalities stay as they are.

    Raises ValidationError for a list older than what is here.
    """
    towns: dict[str, int] = {}
    for pk, ags, name in Municipality.objects.values_list("pk", "ags", "name"):
        towns |= {ags: pk, fold(name): pk}
    wanted: dict[Any, dict[str, Any]] = {}
    taken = TakenIn()
    for one in records:
        town = towns.get(one.municipality) or towns.get(fold(one.municipality))
        if town is None:
            taken.unknown.append(f"{one.name} ({one.municipality})")
            continue
        wanted[fold(one.name)[:200], town] = {
            "name": one.name[:200], "street": one.address[:200], "postcode": one.postcode[:5], "phone": one.phone[:60],
            "website": one.website[:300], "provider": one.provider[:200], "languages": " ".join(one.languages), "all_day": one.all_day,
            "places": one.places, "from_months": one.from_months, "lat": one.lat, "lon": one.lon, "municipality_id": town,
        }  # fmt: skip
    spoken_of = {town for _name, town in wanted}
    _refuse_older(Childcare, as_of, municipality__in=spoken_of)
    found = Childcare.objects.select_for_update().filter(municipality__in=spoken_of)
    known = {(one.sort_key, one.municipality_id): one for one in found}
    _bring(
        Childcare, "", wanted, known, CHILDCARE_COLUMNS, (as_of, source[:200], ""), taken, dry_run=dry_run, whole=True
    )
    if taken.anything and not dry_run:
        _tell(gettext_noop("Childcare places taken in: %(new)s new, %(changed)s changed, %(gone)s gone"), taken, by)
    return taken


def bring_shipped_schools(schools: Iterable[ProfileSchool], towns: Mapping[str, Municipality]) -> int:
    """The schools that ship with the county; where a newer list has been taken in, that one stays. Returns how many rows
    were written."""
    known: dict[Any, Any] = {school.number: school for school in School.objects.all()}
    newest = max((one.as_of for one in known.values()), default=None)
    count = 0
    for one in schools:
        if newest is not None and newest > one.as_of:
            continue
        form = school_form(one.code)
        values = {name: getattr(one, name) for name in SCHOOL_COLUMNS if hasattr(one, name)}
        values |= {
            "kind": form.kind if form else OTHER, "confession": confession_of(one.short_name), "municipality_id": towns[one.ags].pk,
            "all_day": one.all_day, "ends_on": None,
        }  # fmt: skip
        taken = TakenIn()
        _bring(
            School, "number", {one.number: values}, known, SCHOOL_COLUMNS, (one.as_of, one.source, one.licence), taken
        )
        count += taken.anything
    return count


def _refuse_older(model: type[School] | type[Childcare], as_of: date, **narrowed: Any) -> None:
    newest = model.objects.filter(**narrowed).order_by("-as_of").values_list("as_of", flat=True).first()
    if newest and newest > as_of:
        raise ValidationError(
            _(
                "This list is of %(given)s, but one of %(newest)s is here already. Take a newer one, or correct the key date."
            ),
            code="older",
            params={"given": format_date(as_of), "newest": format_date(newest)},
        )


def _bring(
    model: type[School] | type[Childcare],
    key: str,
    wanted: Mapping[Any, dict[str, Any]],
    known: Mapping[Any, Any],
    columns: tuple[str, ...],
    origin: tuple[date, str, str],
    taken: TakenIn,
    *,
    dry_run: bool = False,
    whole: bool = False,
) -> None:
    """Write the difference between the wanted rows and the known ones; ``whole``: what is not wanted is gone."""
    as_of, source, licence = origin
    from_list = {"as_of": as_of, "source": source, "licence": licence}
    for identity, values in wanted.items():
        row = known.get(identity)
        if row is None:
            taken.note("new", values["name"])
            if not dry_run:
                model.objects.create(**({key: identity} if key else {}), **values, **from_list)
            continue
        # A list that does not know what an officer learned does not take it away.
        silent = {name for name in EDITABLE if values.get(name) in ("", None)}
        differs = [name for name in columns if name not in silent and getattr(row, name) != values[name]]
        if row.all_day is None and values.get("all_day") is not None and "all_day" not in differs:
            differs.append("all_day")
        if row.gone_on is not None:
            differs.append("gone_on")
        if differs:
            taken.note("changed", row.name, differs)
        elif any(getattr(row, name) != value for name, value in from_list.items()):
            taken.renewed += 1
        else:
            taken.same += 1
            continue
        if not dry_run:
            for name in differs:
                setattr(row, name, None if name == "gone_on" else values[name])
            for name, value in from_list.items():
                setattr(row, name, value)
            row.version += bool(differs)
            row.save()
    for identity, row in known.items() if whole else ():
        if identity not in wanted and row.gone_on is None:
            taken.note("gone", row.name)
            if not dry_run:
                row.gone_on, row.version = as_of, row.version + 1
                row.save()


def _tell(message: str, taken: TakenIn, by: Any) -> None:
    record(
        by=by,
        message=Phrase(message, {"new": taken.new, "changed": taken.changed, "gone": taken.gone}),
        subject=SubjectRef("places.schools", "all", "/newcomers/schools/", "Schulen und Kitas"),
        confidentiality=OPEN,
    )


@transaction.atomic
def change_learning_place(*, place: School | Childcare, values: Mapping[str, Any], by: Any) -> School | Childcare:
    """Note what an officer learned: languages, all-day care, who runs it, when it was checked. The same values change
    nothing. A later list leaves these alone at a school."""
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise ValueError(f"a list decides {', '.join(sorted(unknown))}")
    found = type(place).objects.select_for_update().get(pk=place.pk)
    changed = [name for name in values if getattr(found, name) != values[name]]
    if not changed:
        return found
    for name in changed:
        setattr(found, name, values[name])
    found.version += 1
    found.save()
    kind = "places.school" if isinstance(found, School) else "places.childcare"
    record(
        by=by,
        message=Phrase(gettext_noop("Facts about a school or day-care centre changed")),
        subject=SubjectRef(kind, str(found.pk), found.get_absolute_url(), found.name[:150]),
        confidentiality=OPEN,
    )
    return found
