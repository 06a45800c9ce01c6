"""What ``wandel import`` does with lists and programmes: read, compare, write or only say; sentences for the terminal."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.core.programmes.reading import UnusableExport, read_programmes
from wandel.core.tables.problems import UnusableFile
from wandel.fields.funding.actions.programme_import import take_in_programmes
from wandel.fields.relocation.forms.schools import day_in
from wandel.fields.relocation.importing import read_list


class Refused(Exception):
    """The input is wrong: the sentences to print."""


def day_of(written: str) -> date:
    """The day of ``--as-of``; today where nothing was written."""
    if not written:
        return timezone.localdate()
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refused(_("--as-of: “%(given)s” is no day. Write it like 2026-11-23.") % {"given": written}) from None


def unreadable(path: Path) -> Refused:
    return Refused(_("%(file)s: the file cannot be read. Check the path.") % {"file": path.name})


def import_programmes(path: Path, options: dict[str, Any]) -> dict[str, Any]:
    """The export of the Förderdatenbank (zip or folder) or the weekly table."""
    language = options["lang"]
    try:
        reading = read_programmes(path, skip_broken=options["skip_broken"])
    except OSError:
        raise unreadable(path) from None
    except UnusableExport as error:
        raise Refused(f"{path.name}: {error.text.to(language)}") from None
    taken = take_in_programmes(
        reading, whole=not options["part"], by=None, on=timezone.localdate(), dry_run=options["dry_run"]
    )
    numbers = {
        "file": path.name, "programmes": len(reading.programmes), "new": taken.new, "changed": taken.changed,
        "gone": taken.gone, "back": taken.back, "same": taken.same,
    }  # fmt: skip
    said = _(
        "%(file)s: %(programmes)s programmes; %(new)s new, %(changed)s changed, %(gone)s gone, %(back)s back, %(same)s as they were"
    )
    return numbers | {
        "left_out": reading.left_out,
        "unknown": dict(reading.unknown),
        "changes": taken.changes,
        "remarks": [one.sentence().to(language) for one in reading.remarks],
        "summary": said % numbers,
    }


def import_learning_list(path: Path, options: dict[str, Any]) -> dict[str, Any]:
    """The Land's open school data, or a list of day care."""
    what = options["kind"]
    if what == "childcare" and not options["source"]:
        raise Refused(_("Say with --source whose list of day care this is."))
    given = day_of(options["as_of"]) if options["as_of"] else None
    try:
        result = read_list(
            path.read_bytes(), what=what, as_of=given or day_in(path.name) or timezone.localdate(),
            source=options["source"], by=None, dry_run=options["dry_run"],
        )  # fmt: skip
    except OSError:
        raise unreadable(path) from None
    except UnusableFile as error:
        raise Refused(f"{path.name}: {error.text.to(options['lang'])}") from None
    except ValidationError as error:
        raise Refused(*(f"{path.name}: {message}" for message in error.messages)) from None
    taken = result.taken
    numbers = {
        "file": path.name, "rows": result.rows, "kept": result.kept, "new": taken.new, "changed": taken.changed,
        "gone": taken.gone, "same": taken.same + taken.renewed,
    }  # fmt: skip
    said = _(
        "%(file)s: %(kept)s of %(rows)s lines kept; %(new)s new, %(changed)s changed, %(gone)s gone, %(same)s as they were"
    )
    return numbers | {
        "left_out": result.left_out,
        "changes": taken.changes,
        "remarks": [remark.to(options["lang"]) for remark in result.remarks],
        "summary": said % numbers,
    }
