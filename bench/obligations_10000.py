"""Obligations of 10,000 different awards in one process, beside the bound of 5 seconds."""

import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from wandel.core.foerderung.award import parse_award
from wandel.core.foerderung.obligations import obligations_of

AWARDS = 10_000
BOUND_SECONDS = 5.0


def award(number: int) -> dict[str, Any]:
    """An award like the one of the command line's documentation, with its own days and amounts."""
    dated_on = date(2019, 1, 1) + timedelta(days=number % 2500)
    paid_on = dated_on + timedelta(days=60 + number % 200)
    return {
        "title": f"Vorhaben {number}",
        "recipient": "gemeinde",
        "land": "NW",
        "level": "land",
        "conditions": {"set": "anbest_g_nrw", "version": "2022-06-06"},
        "notice": {
            "dated_on": dated_on.isoformat(),
            "sent_on": (dated_on + timedelta(days=3)).isoformat(),
            "sent_by": "post",
        },
        "financing": {
            "type": "anteil",
            "rate": "0.80",
            "eligible_costs": "1250000.00",
            "grant": "1000000.00",
            "cap": "1000000.00",
        },
        "award_period": {"from": dated_on.isoformat(), "until": (dated_on + timedelta(days=1000)).isoformat()},
        "purpose": "investment",
        "completed_on": None,
        "purpose_binding": {"years": 10, "starts": "completion"},
        "confirmed": {"verwendungsnachweis_months": 6, "retention_years": 5},
        "drawdowns": [{"paid_on": paid_on.isoformat(), "amount": f"{1000 + number}.00"}],
        "payments": [{"paid_on": (paid_on + timedelta(days=20)).isoformat(), "amount": "900.00"}],
    }


def main() -> None:
    awards = [award(number) for number in range(AWARDS)]
    start = time.perf_counter()
    count = sum(len(obligations_of(parse_award(one)).obligations) for one in awards)
    seconds = time.perf_counter() - start
    verdict = "ok" if seconds <= BOUND_SECONDS else "TOO SLOW"
    print(
        f"obligations of {AWARDS:,} awards: {seconds:.2f} s (bound {BOUND_SECONDS:.0f} s), {count:,} obligations, {verdict}"
    )
    sys.exit(seconds > BOUND_SECONDS)


if __name__ == "__main__":
    main()
