"""A person's plan, made with everything it can hold, beside the bound of 50 ms."""

import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from wandel.core.profile.locate import profile_directory
from wandel.core.profile.reading import load_profile
from wandel.core.relocation.plan import plan_of
from wandel.core.relocation.reading import parse_situation
from wandel.core.relocation.situation import NEEDS

BOUND_MS, ROUNDS = 50.0, 200
FULL = {
    "from": "third_country", "nationality": "CN", "moving_in_on": "2027-03-01", "entered_on": "2027-02-20",
    "working_from": "2027-03-15", "fast_track": True, "regulated_profession": True, "partner": {"nationality": "CN"},
    "children": [{"born_on": f"20{year}-05-04"} for year in range(10, 20)], "car": True, "driving_licence": "CN", "dog": 2,
    "needs": list(NEEDS), "municipality": "05358012",
}  # fmt: skip


def main() -> None:
    profile = load_profile(profile_directory("kreis_dueren"))
    towns = {one.ags for one in profile.municipalities}
    times = []
    for _turn in range(ROUNDS):
        began = time.perf_counter()
        plan = plan_of(parse_situation(FULL, municipalities=towns, county=profile.ags), profile)
        times.append((time.perf_counter() - began) * 1000)
    middle, worst = median(times), sorted(times)[int(ROUNDS * 0.95)]
    verdict = "ok" if worst <= BOUND_MS else "MISSED"
    print(
        f"plan of {len(plan.tasks)} steps: median {middle:.2f} ms, p95 {worst:.2f} ms (bound {BOUND_MS:.0f} ms) {verdict}"
    )


if __name__ == "__main__":
    main()
