import pytest

from wandel.conftest import Cast
from wandel.office.people.models import User


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The small cast with addresses a mail can be sent to."""
    for user in vars(cast).values():
        if isinstance(user, User):
            user.email = f"user-{user.pk}@example.org"
            user.save(update_fields=["email"])
    return cast
