"""``wandel backup FILE``: the whole installation in one file, verified by reading it back."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.web.backup.problems import BackupRefused
from wandel.web.backup.work import back_up


class Command(BaseCommand):
    help = "Saves database, files and profile into one file while everything runs on; an older file stays until the new one verifies."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", help="the backup, for example wandel-2026-11-23.zip")
        parser.add_argument("--to", metavar="FILE", help="the same, as an option")
        parser.add_argument("--anyway", action="store_true", help="also when attachments are missing or changed")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["file"] or options["to"]
        if not name:
            raise CommandError(_("Name the file of the backup: wandel backup FILE"))
        try:
            saved = back_up(Path(name), at=timezone.now(), anyway=options["anyway"], say=self.stderr.write)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from None
        if options["as_json"]:
            facts = {"file": str(saved.file), "size": saved.size, "members": saved.members}
            self.stdout.write(json.dumps({**facts, "attachments": saved.attachments, "missing": saved.missing}))
            return
        sentence = _("%(file)s is written and verified: %(members)s files, %(size)s MB.")
        self.stdout.write(
            sentence % {"file": saved.file, "members": saved.members, "size": f"{saved.size / 1_000_000:.1f}"}
        )
        for gone in saved.missing:
            self.stderr.write(_("missing: %(name)s") % {"name": gone})
