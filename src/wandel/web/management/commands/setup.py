"""``wandel setup``: the first step of a real county: schema, profile, organisations, posts and the first user."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from wandel.core.profile.folder import ProfileErrors
from wandel.fields.growth.actions.profile import load_growth
from wandel.office.people.actions.county import lay_out_county
from wandel.office.people.models import RoleAssignment, User
from wandel.office.people.roles import Role
from wandel.office.places.actions import load_profile
from wandel.office.places.profile import active_profile


class Command(BaseCommand):
    help = "Brings the schema up to date and loads the county profile; --admin names the first user. May be repeated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--admin", metavar="E-MAIL", help="who keeps users and the system")
        parser.add_argument("--name", default="", help="the name of that person")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            profile = active_profile()
        except (ProfileErrors, LookupError) as error:
            raise CommandError(f"The profile {settings.WANDEL_PROFILE} cannot be used:\n{error}") from None
        if options["admin"]:
            try:
                validate_email(options["admin"])
            except ValidationError:
                raise CommandError(
                    f"“{options['admin']}” is no e-mail address. Write it like name@county.example."
                ) from None
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        today = timezone.localdate()
        with transaction.atomic():
            load_profile(profile, by=None, on=today)
            load_growth(profile, by=None, on=today)
            lay_out_county(profile, by=None, on=today)
            user = self._admin(options) if options["admin"] else None
        self.stderr.write(f"{profile.name.de}: profile, organisations and posts are in place.")
        if user:
            self.stderr.write(
                f"{user.email} keeps users now. Set the password with: wandel changepassword {user.email}"
            )

    @staticmethod
    def _admin(options: dict[str, Any]) -> User:
        email = options["admin"].strip().casefold()
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email=email, name=options["name"] or email
        )
        if not RoleAssignment.objects.filter(user=user, role=Role.ADMIN, valid_until=None).exists():
            RoleAssignment.objects.create(user=user, role=Role.ADMIN, valid_from=timezone.localdate())
        return user
