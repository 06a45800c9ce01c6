"""``wandel export KIND``: what ``wandel import`` takes back."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.fields.land.queries.exchange import FORMATS, export_sites
from wandel.office.people.access import access_on
from wandel.office.people.models import RoleAssignment
from wandel.office.people.roles import Role


class Command(BaseCommand):
    help = "Prints all sites as CSV or GeoJSON, in the form wandel import takes back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", metavar="KIND", help="sites")
        parser.add_argument("--form", default="csv", help=" or ".join(FORMATS))

    def handle(self, *args: Any, **options: Any) -> None:
        if options["kind"] != "sites":
            self.stderr.write(_("“%(given)s” cannot be exported. Possible is: sites.") % {"given": options["kind"]})
            sys.exit(1)
        if options["form"] not in FORMATS:
            self.stderr.write(
                _("--form: “%(given)s” does not exist. Possible are: %(kinds)s.")
                % {"given": options["form"], "kinds": ", ".join(FORMATS)}
            )
            sys.exit(1)
        today = timezone.localdate()
        # Whoever may run commands on the server holds the whole database; the head's view is the whole stock.
        head = RoleAssignment.objects.valid_on(today).filter(role=Role.HEAD).select_related("user").first()
        if head is None:
            self.stderr.write(
                _("Nobody has the role head of unit. Give it to somebody, then the stock can be exported.")
            )
            sys.exit(1)
        self.stdout.write(export_sites(access_on(head.user, today), options["form"]), ending="")
