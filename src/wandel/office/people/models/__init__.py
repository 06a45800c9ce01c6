"""Users, organisations, persons, and what was said between them."""

from .api_token import ApiToken
from .interaction import Interaction, Promise
from .organisation import Organisation, Person
from .role import Deputy, Post, RoleAssignment
from .user import User

__all__ = ["ApiToken", "Deputy", "Interaction", "Organisation", "Person", "Post", "Promise", "RoleAssignment", "User"]
