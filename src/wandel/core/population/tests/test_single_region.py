"""One region by given rates: the published example, null projections, sums, and what wrong files get."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandel.core.population.cli import report_of
from wandel.core.population.from_files import read_region
from wandel.core.population.problems import PopulationError
from wandel.core.population.single_region import Region, project

SWEDEN = Path(__file__).parent / "sweden_1993.csv"
SHARED = Path(__file__).resolve().parents[6] / "shared" / "data" / "population" / "preston_sweden1993_box6_2.csv"


def rows_of(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def files_of(rows: list[dict[str, str]], **meta: object) -> dict[str, str]:
    """The five files of the interface for both sexes with the same data."""
    people = ["sex,age,count"] + [f"{sex},{row['age']},{row['P0F']}" for sex in "fm" for row in rows]
    survival = ["year,sex,age,sx"] + [f"1993,{sex},{row['age']},{row['SxF']}" for sex in "fm" for row in rows]
    fertility = ["year,age,rate"] + [f"1993,{row['age']},{row['asfr']}" for row in rows]
    migration = ["year,sex,age,net"] + [f"1993,{sex},{row['age']},{row['NMxF']}" for sex in "fm" for row in rows]
    about = {"step": 5, "steps": 1, "srb": 1.05, "migration": "even", "open_age": 85, **meta}
    return {
        "population.csv": "\n".join(people), "survival.csv": "\n".join(survival), "fertility.csv": "\n".join(fertility),
        "migration.csv": "\n".join(migration), "meta.json": json.dumps(about),
    }  # fmt: skip


def region_of(files: dict[str, str]) -> Region:
    return read_region(files)[0]


@pytest.mark.parametrize("path", [SWEDEN, pytest.param(SHARED, marks=pytest.mark.shared)])
def test_sweden_1998_comes_out_as_published(path: Path) -> None:
    if not path.is_file():
        pytest.skip(f"{path.name} is not there; the same figures are tested from the copy beside this file")
    rows = rows_of(path)
    found = project(region_of(files_of(rows)))
    assert [round(value) for value in found.population["f"][1]] == [int(row["PzF"]) for row in rows]
    assert [round(value) for value in found.population["m"][1]] == [int(row["PzM"]) for row in rows]
    assert round(found.births["f"][0] + found.births["m"][0]) == pytest.approx(
        sum(int(row["Bx"]) for row in rows), abs=1
    )


def test_migrants_at_the_end_add_no_births_and_no_deaths() -> None:
    rows = rows_of(SWEDEN)
    late = project(region_of(files_of(rows, migration="end")))
    none = project(region_of(files_of([{**row, "NMxF": "0"} for row in rows])))
    assert late.births["f"][0] == none.births["f"][0]
    assert late.deaths["f"][0] == none.deaths["f"][0]
    net = sum(float(row["NMxF"]) for row in rows)
    assert late.population["f"][1].sum() == pytest.approx(none.population["f"][1].sum() + net)


counts = st.lists(st.floats(0, 1e5), min_size=4, max_size=30)


@given(women=counts, seed=st.integers(0, 2**32 - 1), even=st.booleans())
def test_population_plus_births_minus_deaths_plus_migrants_is_the_next_one(
    women: list[float], seed: int, even: bool
) -> None:
    groups, chance = len(women), np.random.default_rng(seed)
    steps = 5
    region = Region(
        step=1, srb=1.05, even=even,
        population={"f": np.array(women), "m": chance.uniform(0, 1e5, groups)},
        survival={sex: chance.uniform(0.5, 1, (steps, groups)) for sex in "fm"},
        fertility=np.concatenate([np.zeros((steps, 1)), chance.uniform(0, 0.2, (steps, groups - 1))], axis=1),
        migration={sex: chance.uniform(-50, 50, (steps, groups)) for sex in "fm"},
    )  # fmt: skip
    found = project(region)
    for step in range(steps):
        for sex in "fm":
            before, after = found.population[sex][step].sum(), found.population[sex][step + 1].sum()
            change = found.births[sex][step] - found.deaths[sex][step] + region.migration[sex][step].sum()
            assert after == pytest.approx(before + change, rel=1e-12, abs=1e-6)


@given(women=counts)
def test_without_births_deaths_and_moves_everybody_is_one_group_older(women: list[float]) -> None:
    groups = len(women)
    region = Region(
        step=1, srb=1.05, even=True, population={"f": np.array(women)}, survival={"f": np.ones((1, groups))},
        fertility=np.zeros((1, groups)), migration={"f": np.zeros((1, groups))},
    )  # fmt: skip
    after = project(region).population["f"][1]
    assert after[0] == 0
    assert list(after[1:-1]) == women[:-2]
    assert after[-1] == women[-2] + women[-1]


def test_seventy_single_years_by_plain_arithmetic_agree() -> None:
    """The same conventions written out cell by cell, without arrays."""
    ages, steps, chance = 101, 70, np.random.default_rng(7)
    people = {sex: [float(chance.uniform(500, 5000)) for _age in range(ages)] for sex in "fm"}
    survival = {sex: [[float(chance.uniform(0.9, 1)) for _a in range(ages)] for _s in range(steps)] for sex in "fm"}
    rates = [[float(chance.uniform(0, 0.1)) if 15 <= age < 50 else 0.0 for age in range(ages)] for _s in range(steps)]
    net = {sex: [[float(chance.uniform(-20, 30)) for _a in range(ages)] for _s in range(steps)] for sex in "fm"}
    region = Region(
        step=1, srb=1.06, even=True, population={sex: np.array(people[sex]) for sex in "fm"},
        survival={sex: np.array(survival[sex]) for sex in "fm"}, fertility=np.array(rates),
        migration={sex: np.array(net[sex]) for sex in "fm"},
    )  # fmt: skip
    now = {sex: list(people[sex]) for sex in "fm"}
    for step in range(steps):
        start = {sex: [now[sex][age] + net[sex][step][age] / 2 for age in range(ages)] for sex in "fm"}
        end = {sex: [0.0] * ages for sex in "fm"}
        for sex in "fm":
            for age in range(1, ages - 1):
                end[sex][age] = start[sex][age - 1] * survival[sex][step][age]
            end[sex][-1] = (start[sex][-2] + start[sex][-1]) * survival[sex][step][-1]
            for age in range(ages):
                end[sex][age] += net[sex][step][age] / 2
        born = sum(rates[step][age] * (start["f"][age] + end["f"][age]) / 2 for age in range(1, ages))
        end["f"][0] += born / 2.06 * survival["f"][step][0]
        end["m"][0] += born * 1.06 / 2.06 * survival["m"][step][0]
        now = end
    found = project(region).population
    for sex in "fm":
        np.testing.assert_allclose(found[sex][-1], now[sex], rtol=1e-12)


def test_the_answer_has_the_base_as_step_0_and_every_group() -> None:
    region = region_of(files_of(rows_of(SWEDEN)))
    answer = report_of(region, project(region))
    assert len(answer["population"]) == 2 * 2 * 18
    assert answer["population"][0] == {"step": 0, "sex": "f", "age": 0, "count": 293395.0}
    assert {(one["step"], one["sex"]) for one in answer["births"]} == {(1, "f"), (1, "m")}


WRONG = [
    ("population.csv", "f,40,304108", "", "f/40"),
    ("population.csv", "f,40,304108", "f,40,-3", "negative"),
    ("population.csv", "f,40,304108", "f,40,many", "decimal point"),
    ("population.csv", "f,40,304108", "f,40,304108\nf,40,1", "already"),
    ("population.csv", "f,40,304108", "x,40,304108", "Write f or m"),
    ("population.csv", "f,85,112424", "f,85,112424\nf,90,5", "Sum them into groups"),
    ("population.csv", "sex,age,count", "sex,age,persons", "columns are missing: count"),
    ("survival.csv", "1993,m,50,0.987776734283712", "", "1993/m/50"),
    ("survival.csv", "1993,m,50,0.987776734283712", "1993,m,50,nan", "decimal point"),
    ("fertility.csv", "1993,30,0.1125\n", "", "between the ages"),
    ("fertility.csv", "1993,0,0", "1993,0,0.1", "Newborns"),
    ("migration.csv", "year,sex,age,net", "year,sex,age", "columns are missing: net"),
    ("meta.json", '"step": 5', '"step": 2', "1 or 5"),
    ("meta.json", '"step": 5, ', "", "“step” is missing"),
    ("meta.json", '"even"', '"middle"', "“even” or “end”"),
    ("meta.json", '"open_age": 85', '"open_age": 84', "no multiple"),
    ("meta.json", '{"step"', '{step"', "no JSON"),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), WRONG)
def test_a_wrong_file_gets_a_sentence_with_its_place(name: str, old: str, new: str, said: str) -> None:
    files = files_of(rows_of(SWEDEN))
    assert old in files[name]
    files[name] = files[name].replace(old, new, 1)
    with pytest.raises(PopulationError) as caught:
        read_region(files)
    assert any(said in text.en and text.en.startswith(name) for text in caught.value.texts), caught.value.texts


def test_a_step_without_its_years_is_refused_in_every_file_that_lacks_them() -> None:
    with pytest.raises(PopulationError) as caught:
        read_region(files_of(rows_of(SWEDEN), steps=3))
    assert [text.en.split(":")[0] for text in caught.value.texts] == ["survival.csv", "fertility.csv", "migration.csv"]
    assert all("1998, 2003" in text.en for text in caught.value.texts)


ODD = [
    ("migration.csv", "1993,m,50,1075\n", "", "0 is used there"),
    ("meta.json", '"srb": 1.05', '"srb": 105', "unusual"),
    ("survival.csv", "1993,m,50,0.987776734283712", "1993,m,50,1.2", "above 1"),
    ("meta.json", '"steps": 1', '"steps": 1, "name": "x"', "not used"),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), ODD)
def test_what_is_only_odd_becomes_a_warning(name: str, old: str, new: str, said: str) -> None:
    files = files_of(rows_of(SWEDEN))
    assert old in files[name]
    files[name] = files[name].replace(old, new, 1)
    _region, odd = read_region(files)
    assert any(said in text.en for text in odd), odd
