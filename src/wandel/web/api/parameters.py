"""Query parameters: each knows how it is read, how it is described, and the sentence for a wrong value."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.web.api.problems import Problem

MOST_ROWS = 500
USUAL_ROWS = 100
FARTHEST = 1_000_000
# Years in which a day can be a key date or a change; beyond them databases disagree about what a day is.
YEARS = range(1900, 2200)


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address. ``read`` raises ValueError; ``wanted`` says then what to write instead."""

    name: str
    schema: dict[str, Any]
    description: str
    read: Callable[[str], Any]
    wanted: Callable[[], str]
    default: Any = None

    def value_in(self, query: QueryDict) -> Any:
        given = query.getlist(self.name)
        if not given:
            return self.default
        if len(given) > 1:
            raise self._refusal(_("“%(name)s” stands in the address more than once. Write it once."))
        try:
            return self.read(given[0])
        except ValueError:
            raise self._refusal(_("“%(name)s” has a value that cannot be. %(wanted)s")) from None

    def _refusal(self, sentence: str) -> Problem:
        detail = sentence % {"name": self.name, "wanted": self.wanted()}
        return Problem(HTTPStatus.BAD_REQUEST, detail, parameter=self.name)

    def described(self) -> dict[str, Any]:
        """As OpenAPI says it."""
        schema = self.schema if self.default is None else {**self.schema, "default": self.default}
        return {"name": self.name, "in": "query", "required": False, "description": self.description, "schema": schema}


def read_all(query: QueryDict, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """Every parameter's value; an unknown one is refused, so that a slip of the pen does not answer with everything."""
    known = {one.name: one for one in parameters}
    for name in query:
        if name not in known:
            detail = _("There is no parameter “%(name)s” here. Possible are: %(known)s.")
            values = {"name": name[:60], "known": ", ".join(known)}
            raise Problem(HTTPStatus.BAD_REQUEST, detail % values, parameter=name[:60])
    return {name: one.value_in(query) for name, one in known.items()}


def whole(text: str, low: int, high: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) or not low <= int(text) <= high:
        raise ValueError(text)
    return int(text)


def number(name: str, description: str, low: int, high: int, default: int | None = None) -> Parameter:
    return Parameter(
        name, {"type": "integer", "minimum": low, "maximum": high}, description, lambda text: whole(text, low, high),
        lambda: _("Write a whole number from %(low)s to %(high)s.") % {"low": low, "high": high}, default,
    )  # fmt: skip


def one_of(name: str, description: str, values: Iterable[str]) -> Parameter:
    words = [str(value) for value in values]

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(text)
        return text

    return Parameter(
        name, {"type": "string", "enum": words}, description, read,
        lambda: _("Possible are: %(known)s.") % {"known": ", ".join(words)},
    )  # fmt: skip


def matching(name: str, description: str, pattern: str, wanted: Callable[[], str]) -> Parameter:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise ValueError(text)
        return text

    return Parameter(name, {"type": "string", "pattern": f"^{pattern}$"}, description, read, wanted)


def read_day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(text)
    day = date.fromisoformat(text)
    if day.year not in YEARS:
        raise ValueError(text)
    return day


def read_instant(text: str) -> datetime:
    """A day (its first moment here) or an instant with its offset."""
    if "T" not in text:
        return timezone.make_aware(datetime.combine(read_day(text), time.min))
    instant = datetime.fromisoformat(text)
    if instant.year not in YEARS:
        raise ValueError(text)
    return instant if timezone.is_aware(instant) else timezone.make_aware(instant)


def day(name: str, description: str) -> Parameter:
    return Parameter(
        name, {"type": "string", "format": "date"}, description, read_day, lambda: _("Write a day like 2026-11-23.")
    )


LIMIT = number("limit", "How many rows at most.", 1, MOST_ROWS, USUAL_ROWS)
OFFSET = number("offset", "How many rows to leave out at the beginning.", 0, FARTHEST, 0)
PAGING = (LIMIT, OFFSET)
MUNICIPALITY = matching(
    "municipality", "Only this municipality, by its AGS (8 digits).", "[0-9]{8}", lambda: _("Write an AGS: 8 digits.")
)
CHANGED_SINCE = Parameter(
    "changed_since",
    {"type": "string", "examples": ["2026-11-01", "2026-11-01T08:00:00Z"]},
    "Only what was changed on or after this day or instant.",
    read_instant,
    lambda: _("Write a day like 2026-11-23 or an instant like 2026-11-23T08:00:00Z."),
)


def page_links(request: HttpRequest, path: str, *, limit: int, offset: int, total: int) -> dict[str, str]:
    """Absolute addresses of this page, the next and the one before, with all other parameters kept."""

    def at(start: int) -> str:
        query = {name: value for name, value in request.GET.items() if name not in {"limit", "offset"}}
        return request.build_absolute_uri(f"{path}?{urlencode({**query, 'limit': limit, 'offset': start})}")

    links = {"self": at(offset)}
    if offset + limit < total:
        links["next"] = at(offset + limit)
    if offset:
        links["prev"] = at(max(0, offset - limit))
    return links
