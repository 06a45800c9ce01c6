"""Before an award is changed: it must still stand. And the moment it starts."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext

from wandel.fields.funding.models import Zuwendungsbescheid
from wandel.fields.funding.queries.awards import gaps_of


def hold_standing(award: Zuwendungsbescheid) -> None:
    """Lock the award for this transaction; nobody writes on one that a colleague has withdrawn in the meantime.

    Raises PermissionDenied then: the row in hand is older than the withdrawal and would undo it.
    """
    row = Zuwendungsbescheid.objects.select_for_update().filter(pk=award.pk).values_list("withdrawn_on").first()
    if row is None or row[0] is not None:
        raise PermissionDenied(gettext("This award has been withdrawn in the meantime; nothing was changed."))


def start_when_ready(award: Zuwendungsbescheid) -> bool:
    """A set-up that lacks nothing makes the award run; says whether it did just now. The caller saves."""
    if award.state != Zuwendungsbescheid.State.SETUP or gaps_of(award):
        return False
    award.state = Zuwendungsbescheid.State.RUNNING
    return True
