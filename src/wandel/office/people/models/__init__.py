"""Users, organisations, persons, and what was said between them."""

from .interaction import Interaction, Promise
from .organisation import Organisation, Person
from .role import Deputy, Post, RoleAssignment
from .user import User

__all__ = ["Deputy", "Interaction", "Organisation", "Person", "Post", "Promise", "RoleAssignment", "User"]
