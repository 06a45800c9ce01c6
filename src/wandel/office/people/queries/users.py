"""Users, their roles and posts, for those who keep them."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from wandel.office.people.access import Access
from wandel.office.people.models import Deputy, Post, RoleAssignment, User


def users_for(access: Access) -> QuerySet[User]:
    """Everybody, for who may manage users; for others nobody."""
    return User.objects.order_by("name", "pk") if access.may("users.manage") else User.objects.none()


def list_users(access: Access, *, text: str, on: date) -> QuerySet[User]:
    """The list page, with the roles of the day in a fixed number of queries."""
    found = users_for(access)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text.casefold()))
    today = RoleAssignment.objects.valid_on(on).select_related("organisation")
    return found.prefetch_related(Prefetch("role_assignments", queryset=today, to_attr="roles_today"))


def user_for(access: Access, pk: int) -> User:
    return get_object_or_404(users_for(access), pk=pk)


def assignment_for(access: Access, pk: int) -> RoleAssignment:
    return get_object_or_404(RoleAssignment.objects.select_related("user"), pk=pk, user__in=users_for(access))


def deputy_for(access: Access, pk: int) -> Deputy:
    return get_object_or_404(Deputy.objects.select_related("user", "deputy"), pk=pk, user__in=users_for(access))


def posts_on(day: date) -> QuerySet[Post]:
    return Post.objects.valid_on(day).select_related("holder")


def post_for(access: Access, pk: int, day: date) -> Post:
    posts = posts_on(day) if access.may("users.manage") else Post.objects.none()
    return get_object_or_404(posts, pk=pk)
