"""Step of ``wandel demo``: migrate, and lay out the story where there is none."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wandel.fields.growth.actions.profile import load_growth
from wandel.fields.land.models import RuleSet
from wandel.office.people.models import User
from wandel.office.places.profile import active_profile
from wandel.web.demo.land import FULL, parcels_now, queue_full_land, queue_land, wanted_parcels
from wandel.web.demo.story import start_story_over


class Command(BaseCommand):
    help = "Brings the demo's database up to date and fills it when it is empty."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.WANDEL_DEMO:
            raise CommandError(
                "This is not a demo: set WANDEL_DEMO=1 or use 'wandel demo'. A real county's data is never filled in."
            )
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        if not User.objects.exists():
            self.stderr.write("Laying out the demo …")
            start_story_over(on=timezone.localdate())
            return
        # A demo of an earlier version brings along what the profile has learnt; loading it again changes nothing.
        load_growth(active_profile(), by=None, on=timezone.localdate())
        if not RuleSet.objects.exists():
            # A demo of an earlier version knows no land yet; its story stays as it was walked.
            queue_land(parcels=wanted_parcels(), by=_officer(), on=timezone.localdate())
        elif settings.WANDEL_DEMO_FULL and parcels_now() < FULL:
            queue_full_land(by=_officer())


def _officer() -> User | None:
    return User.objects.filter(email="flaechen@demo.example").first()
