"""``wandel journal verify|anchor``: prove that nobody bent the journal, or note its head outside the database."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from wandel.office.journal.actions import anchor
from wandel.office.journal.queries import Proof, verify


class Command(BaseCommand):
    help = "Prove the journal (verify) or note its head outside the database (anchor)."

    def add_arguments(self, parser: CommandParser) -> None:
        tasks = parser.add_subparsers(dest="task", required=True)
        proving = tasks.add_parser("verify", help="Check every entry, the chain, gaps, the tail and the anchors.")
        proving.add_argument("--json", action="store_true", dest="as_json", help="Print one JSON document.")
        tasks.add_parser(
            "anchor", help="Append the head's number and digest to journal-anchors.txt in the data directory."
        )

    def handle(self, *args: Any, task: str, as_json: bool = False, **options: Any) -> None:
        if task == "anchor":
            self.stdout.write(anchor(at=timezone.now()) or "The journal is empty; there is nothing to anchor.")
            return
        proof = verify()
        if as_json:
            self.stdout.write(json.dumps({"whole": proof.whole, **asdict(proof)}, ensure_ascii=False))
        elif proof.whole:
            self.stdout.write(
                f"The journal is whole: {proof.entries} entries, {proof.erased} of them erased, {proof.anchors}"
                f" anchors agree."
            )
        if not proof.whole:
            raise CommandError(_told(proof))


def _told(proof: Proof) -> str:
    first, rest = proof.damages[0], len(proof.damages) - 1
    place = f"entry {first.number}" if first.number else "the anchors"
    more = f" ({rest} further damages; --json lists them)" if rest else ""
    return (
        f"The journal is damaged, first at {place}: {first.sentence}.{more}"
        " Keep the database as it is and compare it with the last backup."
    )
