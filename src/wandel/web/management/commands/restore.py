"""``wandel restore FILE``: a backup back into an empty place."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from wandel.web.backup.problems import BackupRefused
from wandel.web.backup.work import restore


class Command(BaseCommand):
    help = "Brings a backup back into an empty data directory and an empty database; it never overwrites."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="what wandel backup wrote")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            back = restore(Path(options["file"]), say=self.stderr.write)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from None
        if options["as_json"]:
            self.stdout.write(json.dumps(asdict(back), ensure_ascii=False))
            return
        sentence = _("The backup of %(day)s is back: %(members)s files.")
        self.stdout.write(sentence % {"day": back.made_at[:16].replace("T", " "), "members": back.members})
        if back.journal_entries is not None:
            self.stdout.write(_("The journal is whole: %(count)s entries.") % {"count": back.journal_entries})
        if back.older_schema:
            self.stderr.write(_("It was made by another version (%(version)s). Next: wandel setup") % asdict(back))
        if back.profile:
            self.stderr.write(_("The county's own profile lies here: WANDEL_PROFILE=%(profile)s") % asdict(back))
        if back.other_key:
            self.stderr.write(
                _("WANDEL_SECRET_KEY is not the one of the backup: links in mails sent before no longer open.")
            )
        for gone in back.missing:
            self.stderr.write(_("missing: %(name)s") % {"name": gone})
