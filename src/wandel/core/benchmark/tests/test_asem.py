"""The published example: 51 countries of the ASEM Sustainable Connectivity index (JRC), every stage to 1e-9."""

import csv
from pathlib import Path

import pytest

from wandel.core.benchmark.cli import composed, report_of

EXAMPLE = Path(__file__).resolve().parents[6] / "shared/data/composite_index"
STEPS = """denominate: given
impute: {method: group_mean, group: EurAsia_group}
screen: {method: non_na, threshold: 0.9}
treat: {method: winsorise, max_points: 5}
normalise: {method: min-max, range: [0, 100]}
weight: given
aggregate: arithmetic
uncertainty: {runs: 100}
"""

pytestmark = pytest.mark.shared


def test_all_stages_of_the_asem_index_equal_the_published_ones() -> None:
    if not EXAMPLE.is_dir():
        pytest.skip("the published example is not on this machine (../shared/data/composite_index)")
    data, meta = ((EXAMPLE / name).read_text("utf-8") for name in ("ASEM_iData.csv", "ASEM_iMeta.csv"))
    report = report_of(composed(data, meta, STEPS), "en")
    for stage in ("Denominated", "Imputed", "Treated", "Normalised"):
        with (EXAMPLE / f"expected_{stage}.csv").open(encoding="utf-8", newline="") as stream:
            table = report["stages"][stage.lower()]
            compared = 0
            for row in csv.DictReader(stream):
                unit = row.pop("uCode")
                for code, value in row.items():
                    expected = None if value == "NA" else pytest.approx(float(value), rel=1e-9, abs=1e-9)
                    assert table[unit][code] == expected, (stage, unit, code)
                    compared += 1
            assert compared == 51 * 49
    points = {"CHE": 68.38, "NLD": 64.82, "DNK": 64.80, "NOR": 64.47, "BEL": 63.54, "DEU": 60.75}
    assert {unit: round(report["scores"][unit], 2) for unit in points} == points
    assert [report["ranks"][unit] for unit in points] == [1, 2, 3, 4, 5, 9]
    assert any("TBTs works against Instit" in warning for warning in report["warnings"])


def test_the_last_group_column_is_the_one_meant_where_none_is_named() -> None:
    if not EXAMPLE.is_dir():
        pytest.skip("the published example is not on this machine (../shared/data/composite_index)")
    data, meta = ((EXAMPLE / name).read_text("utf-8") for name in ("ASEM_iData.csv", "ASEM_iMeta.csv"))
    made = composed(data, meta, STEPS.replace("{method: group_mean, group: EurAsia_group}", "group_mean"))
    assert made.aggregated.as_json()["DEU"]["Index"] == pytest.approx(60.75, abs=0.005)
    assert any("EurAsia_group" in text.en for text in made.warnings)
