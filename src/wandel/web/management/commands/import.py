"""``wandel import KIND FILE…``: data from files, whole or not at all, repeatable."""

import hashlib
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wandel.core.statistics.problems import Problems, StatisticsError
from wandel.core.statistics.recognising import recognise
from wandel.fields.growth.actions.figures import KINDS as FIGURE_KINDS
from wandel.fields.growth.actions.figures import Wanted, read_file, take_in
from wandel.fields.growth.queries.figures import areas_beside, areas_here
from wandel.fields.land.actions.import_site import UnreadableFile, import_sites, read_sites
from wandel.fields.land.actions.layer import Description, prepare, put_in_force
from wandel.fields.land.queries.analysis import PARCELS
from wandel.fields.land.queries.layer import current_version
from wandel.web.imports import Refused, day_of, import_learning_list, import_programmes

LAYER_KINDS = ("areas", "lines", "points", "raster")
PLANS = "bebauungsplaene"


class Command(BaseCommand):
    help = "Imports layer, parcels, xplan, sites, statistics, schools, childcare or programmes from files; --dry-run says what would change and changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "kind", metavar="KIND", help="layer, parcels, xplan, sites, statistics, schools, childcare or programmes"
        )
        parser.add_argument("files", metavar="FILE", nargs="+")
        parser.add_argument("--dry-run", action="store_true", help="read and compare, write nothing")
        parser.add_argument(
            "--part", action="store_true", help="programmes: the file is a part, nothing missing is gone"
        )
        parser.add_argument("--skip-broken", action="store_true", help="programmes: leave out what cannot be read")
        parser.add_argument("--json", action="store_true", help="print one JSON document")
        parser.add_argument("--lang", default="de", help="de or en")
        parser.add_argument("--key", default="", help="short name of the layer (default: the file's name)")
        parser.add_argument("--name", default="", help="its name for people")
        parser.add_argument("--holds", default="areas", help="what a layer holds: areas, lines, points or raster")
        parser.add_argument("--source", default="", help="where the data come from")
        parser.add_argument("--licence", default="", help="their licence")
        parser.add_argument("--as-of", default="", metavar="DATE", help="the day they describe (default: today)")
        parser.add_argument("--crs", default="", help="coordinate system, if the file does not say it")
        parser.add_argument("--form", default="", help="what a statistics file is (default: told by its first line)")
        parser.add_argument("--base", default="", help="how people were counted, if the table does not say it")
        parser.add_argument("--area", default="", metavar="AGS", help="whose register count it is")
        parser.add_argument("--layer", default="", help="which layer of the file")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en" if options["lang"] == "en" else "de"):
            try:
                results = self._import(options)
            except Refused as refusal:
                for sentence in refusal.args:
                    self.stderr.write(sentence)
                sys.exit(1)
        if options["json"]:
            self.stdout.write(
                json.dumps({"dry_run": options["dry_run"], "files": results}, ensure_ascii=False, indent=2)
            )
        else:
            for result in results:
                for remark in result.get("remarks", ()):
                    self.stderr.write(remark)
                self.stdout.write(result["summary"])

    def _import(self, options: dict[str, Any]) -> list[dict[str, Any]]:
        kinds = {
            "layer": self._layer,
            "parcels": self._layer,
            "xplan": self._layer,
            "sites": self._sites,
            "statistics": self._statistics,
            "schools": import_learning_list,
            "childcare": import_learning_list,
            "programmes": import_programmes,
        }
        if options["kind"] not in kinds:
            raise Refused(
                _("“%(given)s” cannot be imported. Possible are: %(kinds)s.")
                % {"given": options["kind"], "kinds": ", ".join(kinds)}
            )
        # All files or none: the second one's mistake takes the first one back.
        with transaction.atomic():
            return [kinds[options["kind"]](Path(name), options) for name in options["files"]]

    def _layer(self, path: Path, options: dict[str, Any]) -> dict[str, Any]:
        fixed = {"parcels": (PARCELS, "parcels", "Flurstücke"), "xplan": (PLANS, "areas", "Bebauungspläne")}
        key, kind, name = fixed.get(options["kind"], (options["key"] or path.stem.lower(), options["holds"], ""))
        if options["kind"] == "layer" and kind not in LAYER_KINDS:
            raise Refused(
                _("--holds: “%(given)s” does not exist. Possible are: %(kinds)s.")
                % {"given": kind, "kinds": ", ".join(LAYER_KINDS)}
            )
        if not options["source"] or not options["licence"]:
            raise Refused(_("Say with --source and --licence where the data come from; both stand under every map."))
        label = options["name"] or name or key
        description = Description(
            key=key, kind=kind, name_de=label, name_en=label, source=options["source"], licence=options["licence"],
            as_of=day_of(options["as_of"]),
        )  # fmt: skip
        self.stderr.write(f"{path.name} …")
        try:
            ready = prepare(path, kind=kind, layer=options["layer"] or None, crs=options["crs"] or None)
            before = current_version(key)
            if options["dry_run"]:
                new = before is None or before.sha256 != ready.sha256
                number = (before.number if before else 0) + new
            else:
                version, new = put_in_force(description=description, prepared=ready, by=None)
                number = version.number
        except ValidationError as error:
            raise Refused(*error.messages) from None
        report = ready.features.report.as_json() if ready.features else {}
        return {
            "file": path.name,
            "layer": key,
            "version": number,
            "new": new,
            "features": ready.count,
            "report": report,
            "summary": _layer_summary(key, number, ready.count, new=new, dry=options["dry_run"]),
        }

    def _sites(self, path: Path, options: dict[str, Any]) -> dict[str, Any]:
        try:
            rows = read_sites(path)
        except UnreadableFile as error:
            raise Refused(f"{path.name}: {error.problem}") from None
        except OSError:
            raise Refused(_("%(file)s: the file cannot be read. Check the path.") % {"file": path.name}) from None
        result = import_sites(rows, by=None, on=timezone.localdate(), dry_run=options["dry_run"])
        if result.problems:
            raise Refused(*(f"{path.name}: {problem}" for problem in result.problems))
        changes = [
            {
                "line": one.line,
                "number": one.number,
                "name": one.name,
                "action": one.action,
                "columns": list(one.columns),
            }
            for one in result.changes
        ]
        numbers = {"file": path.name, "count": len(changes)}
        said = (
            _("%(file)s: %(count)s sites would change")
            if options["dry_run"]
            else _("%(file)s: %(count)s sites changed")
        )
        return {"file": path.name, "changes": changes, "written": result.written, "summary": said % numbers}

    def _statistics(self, path: Path, options: dict[str, Any]) -> dict[str, Any]:
        language, problems = "en" if options["lang"] == "en" else "de", Problems()
        try:
            content = path.read_bytes() if path.is_file() else b""
            kind = options["form"] or str(recognise(path, file=path.name))
            if kind not in FIGURE_KINDS:
                raise Refused(
                    _("--form: “%(given)s” does not exist. Possible are: %(kinds)s.")
                    % {"given": kind, "kinds": ", ".join(FIGURE_KINDS)}
                )
            wanted = Wanted(
                areas_here(), options["base"], options["area"], day_of(options["as_of"]) if options["as_of"] else None,
                options["source"] or "Melderegister", areas_beside(),
            )  # fmt: skip
            figures = read_file(path, kind=kind, file=path.name, wanted=wanted, problems=problems)
        except StatisticsError as error:
            raise Refused(getattr(error.text, language)) from None
        said = [getattr(one.sentence(), language) for one in problems]
        for sentence in said:
            self.stderr.write(sentence)
        if not figures:
            raise Refused(_("%(file)s: the file holds no figure of this county.") % {"file": path.name})
        taken = take_in(
            figures, kind=kind, file_name=path.name, sha256=hashlib.sha256(content).hexdigest(), problems=problems, by=None,
            on=timezone.localdate(), dry_run=options["dry_run"],
        )  # fmt: skip
        numbers = {"file": path.name, "new": taken.new, "changed": taken.changed, "same": taken.same}
        summary = _("%(file)s: %(new)s figures new, %(changed)s changed, %(same)s as they were") % numbers
        return {**numbers, "kind": kind, "left_out": said, "summary": summary}


def _layer_summary(key: str, number: int, count: int, *, new: bool, dry: bool) -> str:
    numbers = {"key": key, "number": number, "count": count}
    if not new:
        return _("%(key)s: unchanged, version %(number)s stays in force") % numbers
    if dry:
        return _("%(key)s: version %(number)s with %(count)s features would come into force") % numbers
    return _("%(key)s: version %(number)s with %(count)s features is in force") % numbers
