"""The plan: every step a situation asks for, with its words, its office, its date, in an order that can be walked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from heapq import heappop, heappush
from pathlib import Path
from typing import Any

from wandel.core.law.parameters import LINE, read_law_file
from wandel.core.law.texts import Text
from wandel.core.profile.model import Profile
from wandel.core.profile.relocation import Authority
from wandel.core.relocation.flow_family import family, work
from wandel.core.relocation.flow_home import driving, household, registration
from wandel.core.relocation.flow_residence import residence
from wandel.core.relocation.situation import Situation
from wandel.core.relocation.steps import BEFORE, YOU, Note, Step

WORDS = Path(__file__).with_name("words.yaml")
FAR = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Office:
    """Who answers for a step; what nobody has read is empty."""

    name: Text
    address: str = ""
    hours: str = ""
    url: str = ""
    phone: str = ""
    certainty: str = ""
    source: str = ""

    def as_json(self, language: str) -> dict[str, str]:
        more = {name: getattr(self, name) for name in ("address", "hours", "url", "phone", "certainty", "source")}
        return {"name": self.name.to(language)} | {name: value for name, value in more.items() if value}


@dataclass(frozen=True, slots=True)
class Task:
    """A step with its words. ``uid`` stays the same when the plan is made again, so a calendar updates its entry."""

    step: Step
    title: Text
    what: Text
    why: Text
    documents: tuple[Text, ...]
    office: Office
    depends_on: tuple[str, ...]
    overdue: bool | None

    @property
    def kind(self) -> str:
        return self.step.kind

    @property
    def due_on(self) -> date | None:
        return self.step.due.due_on if self.step.due else None

    @property
    def uid(self) -> str:
        person = self.step.person
        return self.kind if person == YOU else f"{self.kind}-{person.replace(' ', '-')}"

    def as_json(self, language: str) -> dict[str, Any]:
        due = self.step.due
        data: dict[str, Any] = {
            "kind": self.kind,
            "uid": self.uid,
            "for": self.step.person,
            "title": self.title.to(language),
            "what": self.what.to(language),
            "why": self.why.to(language),
            "due_on": _iso(self.due_on),
            "nominal_on": _iso(due.nominal_on if due else None),
            "shifted": due.shifted if due else None,
            "not_before": _iso(self.step.not_before),
            "promptly": self.step.promptly,
            "norm": self.step.norm,
            "status": self.step.status,
            "because": " ".join(text.to(language) for text in self.step.because),
            "authority": self.office.as_json(language),
            "documents": [one.to(language) for one in self.documents],
            "cost": None if self.step.cost is None else f"{self.step.cost:.2f}",
            "depends_on": list(self.depends_on),
        }
        return data if self.overdue is None else data | {"overdue": self.overdue}


@dataclass(frozen=True, slots=True)
class Plan:
    """Tasks in the order to do them; ``notes`` say what is not needed."""

    tasks: tuple[Task, ...]
    notes: tuple[Note, ...]

    def of(self, kind: str, person: str = YOU) -> Task | None:
        return next((task for task in self.tasks if (task.kind, task.step.person) == (kind, person)), None)


def plan_of(who: Situation, profile: Profile, *, on: date | None = None) -> Plan:
    """The plan of a situation in a county. ``on`` is the day of looking: it marks what is overdue.

    Raises core.law NotCovered where a day lies before a rule was written down.
    """
    found = list(_flow(who, profile))
    steps = [one for one in found if isinstance(one, Step)]
    notes = tuple(one for one in found if isinstance(one, Note))
    kinds = {step.kind for step in steps}
    tasks = [_task(step, kinds, who, profile, on) for step in steps]
    return Plan(tuple(_ordered(tasks, who.moving_in_on)), notes)


def _flow(who: Situation, profile: Profile) -> Iterator[Step | Note]:
    yield from residence(who)
    yield from registration(who)
    yield from household(who, profile.dog_tax(who.ags))
    yield from driving(who)
    yield from work(who)
    yield from family(who)


def _task(step: Step, kinds: set[str], who: Situation, profile: Profile, on: date | None) -> Task:
    words = _words()["steps"][step.kind]
    due = step.due.due_on if step.due else None
    return Task(
        step, _pair(words["title"]), _pair(words["what"]), _pair(words["why"]),
        tuple(_pair(one) for one in words["documents"]), _office(step.service, who.ags, profile),
        tuple(one for one in step.depends_on if one in kinds), None if on is None else due is not None and due < on,
    )  # fmt: skip


def _office(service: str, ags: str, profile: Profile) -> Office:
    found: Authority | None = profile.authority(service, ags)
    if found:
        return Office(found.name, found.address, found.hours, found.url, found.phone, found.certainty, found.source)
    name = _pair(_words()["services"][service])
    place = next((one for one in profile.municipalities if one.ags == ags), None)
    if place and service in {"meldebehoerde", "steueramt"}:
        seat = Text(f"{place.designation} {place.name}", place.name)
        duty = {"meldebehoerde": Text("Bürgerbüro", "citizens' office"), "steueramt": Text("Steueramt", "tax office")}[
            service
        ]
        name = Text(f"{seat.de}, {duty.de}", f"{seat.en}, {duty.en}")
    return Office(name)


def _ordered(tasks: Sequence[Task], moving_in_on: date | None) -> Iterator[Task]:
    """What others depend on first; among what is free: earlier phase, earlier date, earlier in the flow. What is due before
    moving in belongs to the time before."""
    waiting = {index: set(task.depends_on) for index, task in enumerate(tasks)}
    open_kinds = {task.kind: sum(other.kind == task.kind for other in tasks) for task in tasks}
    ready: list[tuple[int, date, int]] = []

    def put(index: int) -> None:
        task = tasks[index]
        early = moving_in_on is not None and task.due_on is not None and task.due_on < moving_in_on
        heappush(ready, (BEFORE if early else task.step.phase, task.due_on or FAR, index))

    for index, needed in waiting.items():
        if not needed:
            put(index)
    while ready:
        index = heappop(ready)[2]
        yield tasks[index]
        kind = tasks[index].kind
        open_kinds[kind] -= 1
        if open_kinds[kind] == 0:
            for other, needed in waiting.items():
                if kind in needed:
                    needed.discard(kind)
                    if not needed:
                        put(other)


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Any]:
    return read_law_file(WORDS)


def _pair(row: Mapping[str, Any]) -> Text:
    return Text(row["de"], row["en"])


def kinds() -> frozenset[str]:
    """Every kind of step that has words."""
    return frozenset(name for name in _words()["steps"] if name != LINE)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
