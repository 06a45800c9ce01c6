"""Plans by sourced cases, and properties every plan keeps."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wandel.core.profile.locate import profile_directory
from wandel.core.profile.reading import load_profile
from wandel.core.relocation.countries import class_of, codes, group, names
from wandel.core.relocation.plan import Plan, Task, kinds, plan_of
from wandel.core.relocation.reading import parse_situation
from wandel.core.relocation.situation import NEEDS, ORIGINS
from wandel.core.relocation.steps import Step

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "checklist.yaml").read_text("utf-8"))
PROFILE = load_profile(profile_directory("kreis_dueren"))
TOWNS = sorted(one.ags for one in PROFILE.municipalities)


def plan(data: dict[str, Any], on: date | None = None) -> Plan:
    who = parse_situation(data, municipalities=TOWNS, county="05358")
    return plan_of(who, PROFILE, on=on)


def found(one: Plan, kind: str, person: str) -> str:
    task = one.of(kind, person)
    if task is None:
        return "absent"
    if task.due_on:
        return task.due_on.isoformat()
    return "promptly" if task.step.promptly else "none"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_case_has_its_steps_and_dates(case: dict[str, Any]) -> None:
    one = plan(case["situation"])
    seen = {name: found(one, *(name.split("@") if "@" in name else (name, "you"))) for name in case["expected"]}
    assert seen == {name: str(value) for name, value in case["expected"].items()}
    assert case["source"]


def test_there_are_enough_cases_from_every_origin() -> None:
    assert len(CASES) >= 60
    assert {case["situation"]["from"] for case in CASES} == set(ORIGINS)


def step(one: Plan, kind: str, person: str = "you") -> Task:
    task = one.of(kind, person)
    assert task is not None, kind
    return task


def test_two_youth_offices_and_one_immigration_office() -> None:
    child = {"from": "third_country", "nationality": "CN", "moving_in_on": "2026-03-02", "children": ["2023-01-01"]}
    town, country = (plan(child | {"municipality": ags}) for ags in ("05358008", "05358012"))
    assert step(town, "kita", "child 1").office.name.de == "Stadt Düren, Jugendamt"
    assert step(country, "kita", "child 1").office.name.de == "Kreis Düren, Jugendamt"
    assert step(town, "aufenthaltstitel").office == step(country, "aufenthaltstitel").office
    assert step(country, "anmeldung").office.name.de == "Stadt Heimbach, Bürgerbüro"


def test_what_annex_11_says_stands_in_the_step() -> None:
    def exam(code: str) -> str:
        data = {"from": "third_country", "nationality": "CN", "driving_licence": code, "moving_in_on": "2026-03-02"}
        return step(plan(data), "fuehrerschein_umschreibung").step.because[-1].en

    assert "not in Annex 11" in exam("CN")
    assert "without a test" in exam("JP")
    assert "practical test" in exam("MD")
    assert "state or province" in exam("US")
    assert "issuing state" in exam("third_country")


def test_the_day_of_looking_marks_what_is_overdue() -> None:
    data = {"from": "germany", "nationality": "DE", "moving_in_on": "2026-03-02", "municipality": "05358008"}
    assert step(plan(data), "anmeldung").overdue is None
    assert step(plan(data, date(2026, 3, 16)), "anmeldung").overdue is False
    assert step(plan(data, date(2026, 3, 17)), "anmeldung").overdue is True


def test_groups_name_known_countries_only() -> None:
    groups = ("titel_im_inland", "titel_im_inland_ohne_arbeit", "fuehrerschein_ohne_pruefung", "fuehrerschein_nur_praxis",
             "fuehrerschein_je_bundesstaat")  # fmt: skip
    for name in groups:
        assert group(name).countries <= set(names()), name
    assert not group(groups[0]).countries & group(groups[1]).countries
    assert len(names()) == 250
    assert len(codes("freizuegigkeit")) == 27 - 1 + 3
    assert [class_of(code) for code in ("DE", "NO", "CH", "CN", "GB")] == [
        "german",
        "eu",
        "eu",
        "third_country",
        "third_country",
    ]


DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31)).map(date.isoformat)
PEOPLE = st.fixed_dictionaries(
    {"from": st.sampled_from(ORIGINS), "moving_in_on": DAYS, "municipality": st.sampled_from(TOWNS)},
    optional={
        "nationality": st.sampled_from(["DE", "FR", "NO", "CH", "CN", "US", "BR", "TR", "UA"]),
        "entered_on": DAYS,
        "working_from": DAYS,
        "title_issued_on": DAYS,
        "children": st.lists(st.dates(date(2005, 1, 1), date(2024, 1, 1)).map(lambda day: {"born_on": day.isoformat()}), max_size=10),
        "partner": st.fixed_dictionaries({"nationality": st.sampled_from(["DE", "FR", "CN", "US", "BR"])}),
        "car": st.booleans(),
        "driving_licence": st.sampled_from(["DE", "FR", "CH", "CN", "US", "MD", "AL"]),
        "dog": st.booleans(),
        "needs": st.lists(st.sampled_from(NEEDS)),
        "keeps_old_home": st.booleans(),
        "fast_track": st.booleans(),
        "regulated_profession": st.booleans(),
    },
)  # fmt: skip


@given(PEOPLE)
def test_a_plan_can_be_walked_and_explains_itself(data: dict[str, Any]) -> None:
    one = plan(data)
    done: set[str] = set()
    for place, task in enumerate(one.tasks):
        assert all(kind in done for kind in task.depends_on), (task.kind, task.depends_on)
        if all(other.kind != task.kind for other in one.tasks[place + 1 :]):
            done.add(task.kind)
        assert task.step.because
        assert task.step.norm or "Rat" in task.step.because[0].de
        assert all(
            text.de and text.en for text in (task.title, task.what, task.why, task.office.name, *task.step.because)
        )
        due = task.step.due
        assert due is None or due.due_on >= due.nominal_on
        assert task.as_json("de")["title"] != task.as_json("en")["title"]
    assert len({task.uid for task in one.tasks}) == len(one.tasks)
    assert all(task.kind != "abmeldung" for task in one.tasks)


@given(PEOPLE, st.integers(0, 400))
def test_who_moves_in_later_registers_no_earlier(data: dict[str, Any], days: int) -> None:
    later = (date.fromisoformat(data["moving_in_on"]) + timedelta(days)).isoformat()
    first, second = (plan(data | {"moving_in_on": day, "children": []}) for day in (data["moving_in_on"], later))
    one, other = step(first, "anmeldung").due_on, step(second, "anmeldung").due_on
    assert one
    assert other
    assert one <= other


@given(PEOPLE, st.dates(date(2010, 1, 1), date(2024, 1, 1)))
def test_a_child_more_takes_nothing_away(data: dict[str, Any], born_on: date) -> None:
    family = [*data.get("children", []), {"born_on": born_on.isoformat()}]
    before, after = plan(data), plan(data | {"children": family})
    gone = {(task.kind, task.step.person) for task in before.tasks} - {
        (task.kind, task.step.person) for task in after.tasks
    }
    # A wish without a child ("childcare") becomes the child's own step.
    assert gone <= {("kita", "you"), ("schule", "you")}


def test_every_kind_has_words_and_every_word_is_used() -> None:
    used: set[str] = set()
    for case in CASES:
        used |= {task.kind for task in plan(case["situation"]).tasks}
    more = {"from": "third_country", "nationality": "CN", "needs": list(NEEDS), "moving_in_on": "2026-03-02"}
    used |= {task.kind for task in plan(more).tasks}
    used |= {task.kind for task in plan({"from": "eu", "needs": ["language_course", "housing"]}).tasks}
    assert used == set(kinds())
    assert Step.__doc__
