"""Kept plans: found by their secret link or their address, and those whose day has come."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from wandel.fields.relocation.models import KeptPlan
from wandel.office.desk.models.secret_link import hash_of


def kept_plan_by_token(token: str) -> KeptPlan:
    found = KeptPlan.objects.filter(token_hash=hash_of(token)).first()
    if found is None:
        raise Http404
    return found


def kept_plan_by_pk(pk: int) -> KeptPlan:
    found = KeptPlan.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def kept_plans_of_address(email: str) -> QuerySet[KeptPlan]:
    """What this address had sent to it, newest first."""
    return KeptPlan.objects.filter(email__iexact=email.strip()).exclude(email="").order_by("-kept_at")


def to_forget(day: date) -> QuerySet[KeptPlan]:
    """Those whose named day of deletion has come."""
    return KeptPlan.objects.filter(delete_on__lte=day)
