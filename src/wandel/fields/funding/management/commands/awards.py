"""``wandel awards verify``: prove that the sums kept on the awards are those of their drawdowns and payments."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wandel.fields.funding.queries.totals import totals_checked


class Command(BaseCommand):
    help = "Hold the sums kept on the awards against their drawdowns and payments (verify)."

    def add_arguments(self, parser: CommandParser) -> None:
        tasks = parser.add_subparsers(dest="task", required=True)
        proving = tasks.add_parser("verify", help="Compare every kept sum with the rows it is the sum of.")
        proving.add_argument("--json", action="store_true", dest="as_json", help="Print one JSON document.")

    def handle(self, *args: Any, as_json: bool = False, **options: Any) -> None:
        count, differences = totals_checked()
        if as_json:
            found = [asdict(one) | {"kept": str(one.kept), "counted": str(one.counted)} for one in differences]
            self.stdout.write(json.dumps({"awards": count, "differences": found}, ensure_ascii=False))
        elif not differences:
            self.stdout.write(f"The sums of {count} awards are those of their drawdowns and payments.")
        if differences:
            first = differences[0]
            raise CommandError(
                f"{len(differences)} sums differ, first: award {first.award} ({first.title}), {first.what}: kept {first.kept},"
                f" counted {first.counted}. Change anything on the award and save it; its sums are then counted anew."
            )
