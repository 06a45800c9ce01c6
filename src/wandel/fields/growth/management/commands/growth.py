"""``wandel growth run``: compute a scenario here and now, without the worker."""

import json
import sys
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wandel.fields.growth.models import Scenario
from wandel.fields.growth.queries.inputs import MissingFigures
from wandel.fields.growth.queries.projections import reach_of
from wandel.fields.growth.queries.targets import target_on


class Command(BaseCommand):
    help = "growth run: computes a scenario of this installation and keeps it like the button on its page does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        tasks = parser.add_subparsers(dest="task", required=True)
        running = tasks.add_parser("run", help="compute a scenario")
        running.add_argument("--scenario", default="", help="its number or name (default: the one the pages show)")
        running.add_argument("--trajectories", type=int, default=0, help="how many (default: the scenario's)")
        running.add_argument("--json", action="store_true", help="print one JSON document")
        running.add_argument("--lang", default="de", help="de or en")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en" if options["lang"] == "en" else "de"):
            scenario = self._scenario(options["scenario"])
            if options["trajectories"] and not 1 <= options["trajectories"] <= 100_000:
                self._refuse(_("--trajectories: choose between 1 and 100,000."))
            try:
                found = import_module("wandel.fields.growth.actions.projecting").compute(
                    scenario=scenario, on=timezone.localdate(), by=None, told=self._told,
                    trajectories=options["trajectories"] or None,
                )  # fmt: skip
            except MissingFigures as missing:
                names = ", ".join(text.en if options["lang"] == "en" else text.de for text in missing.texts)
                self._refuse(_("The county's figures do not suffice. Missing: %(names)s.") % {"names": names})
            target = target_on(timezone.localdate())
            reach = reach_of(found, target) if target else None
            if options["json"]:
                self.stdout.write(
                    json.dumps(
                        {
                            "run": found.pk, "scenario": scenario.title, "base_year": found.base_year, "base": found.base,
                            "years": found.years, "county": found.result["bands"][""]["all"], "flows": found.result["flows"],
                            "municipalities": {area: found.result["bands"][area]["all"] for area in found.result["areas"]},
                            "target": target and {"inhabitants": target.inhabitants, "until": target.until.isoformat()},
                            "reach": reach and {"middle_year": reach.middle_year, "probability": reach.probability, "gap": reach.gap},
                            "about": found.about, "notes": found.notes,
                        },
                        ensure_ascii=False,
                    )
                )  # fmt: skip
                return
            low, middle, high = (found.band("", "all", quantile)[-1] for quantile in ("0.1", "0.5", "0.9"))
            self.stdout.write(
                _("%(title)s: %(middle)s in the middle of %(year)s, 80 %% between %(low)s and %(high)s.")
                % {"title": scenario.title, "middle": middle, "year": found.years[-1], "low": low, "high": high}
            )

    def _scenario(self, wanted: str) -> Scenario:
        if wanted:
            found = Scenario.objects.filter(pk=int(wanted)).first() if wanted.isdecimal() else None
            found = found or Scenario.objects.filter(title=wanted).first()
        else:
            found = Scenario.objects.filter(shown=True).first() or Scenario.objects.first()
        if found is None:
            names = ", ".join(Scenario.objects.values_list("title", flat=True)) or _("none")
            self._refuse(_("There is no such scenario. There are: %(names)s.") % {"names": names})
        return found

    def _refuse(self, sentence: str) -> None:
        self.stderr.write(sentence)
        sys.exit(1)

    def _told(self, done: int, total: int) -> None:
        self.stderr.write(f"  {done}/{total}", ending="\r" if self.stderr.isatty() and done < total else "\n")
