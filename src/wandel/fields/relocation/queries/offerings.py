"""Homes on offer: who may see and change which, what the public finds, and whom a new one interests."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404

from wandel.core.text.fold import fold
from wandel.fields.land.models import Site
from wandel.fields.land.queries.public import PublicRow, published_list
from wandel.fields.relocation.models import HomeAlert, Offering
from wandel.fields.relocation.models.offering import HomeKind
from wandel.fields.relocation.states import PUBLISHED
from wandel.office.desk.models.secret_link import hash_of
from wandel.office.people.access import Access
from wandel.office.people.models import Organisation

FIELD = "relocation"
PROVIDERS = (Organisation.Kind.TOWN_HALL, Organisation.Kind.HOUSING, Organisation.Kind.COMPANY, Organisation.Kind.PARTNER, Organisation.Kind.UNIT)  # fmt: skip


def offerings_for(access: Access) -> QuerySet[Offering]:
    """The unit reads every offer, a town hall or a housing company its own; a foreign one does not exist for them."""
    if not access.may("offering.view"):
        return Offering.objects.none()
    found = Offering.objects.select_related("municipality", "organisation").defer("municipality__boundary")
    return found if access.is_unit else found.filter(organisation__in=access.organisation_ids)


def offering_for(access: Access, pk: int) -> Offering:
    return get_object_or_404(offerings_for(access), pk=pk)


def editable_offering_for(access: Access, pk: int) -> Offering:
    found = offerings_for(access) if access.may("offering.edit") else Offering.objects.none()
    return get_object_or_404(found, pk=pk)


def providers_for(access: Access) -> QuerySet[Organisation]:
    """For whom this reader may enter an offer."""
    found = Organisation.objects.current()
    return found.filter(kind__in=PROVIDERS) if access.is_unit else found.filter(pk__in=access.organisation_ids)


@dataclass(frozen=True)
class HomeWish:
    """What somebody looks for; what is empty does not matter. Unknown rooms or price do not fit a wish for them."""

    kind: str = ""
    deal: str = ""
    municipality: int | None = None
    rooms_min: float | None = None
    price_max: Decimal | None = None
    barrier_free: bool = False
    text: str = ""


def wish_of(alert: HomeAlert) -> HomeWish:
    return HomeWish(alert.kind, alert.deal, alert.municipality_id, alert.rooms_min, alert.price_max, alert.barrier_free)


def shown_offerings(*, on: date) -> QuerySet[Offering]:
    """What the public sees on this day: published and not run out."""
    return (
        Offering.objects.filter(state=PUBLISHED, expires_on__gte=on)
        .select_related("municipality", "organisation")
        .defer("municipality__boundary")
    )


def matching(wish: HomeWish, *, on: date) -> QuerySet[Offering]:
    """Published offers that fit, the newest first; a plot has no rooms and is not asked for them."""
    found = shown_offerings(on=on).order_by("-published_at", "pk")
    for name in ("kind", "deal", "municipality"):
        if getattr(wish, name):
            found = found.filter(**{name: getattr(wish, name)})
    if wish.rooms_min:
        found = found.filter(Q(rooms__gte=wish.rooms_min) | Q(kind=HomeKind.PLOT))
    if wish.price_max is not None:
        found = found.filter(price__lte=wish.price_max)
    if wish.barrier_free:
        found = found.filter(barrier_free=True)
    return _with_words(found, wish.text)


def shown_offering(pk: int, *, on: date) -> Offering:
    found = shown_offerings(on=on).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def published_plots(wish: HomeWish, *, on: date, ags: str) -> list[PublicRow]:
    """Land the municipalities have published for homes; asked of land, whose public facts are the only ones shown.

    A wish for rooms, a price or a barrier-free home is none for land, so it finds none.
    """
    if (
        wish.kind not in {"", HomeKind.PLOT}
        or wish.deal == "rent"
        or wish.rooms_min
        or wish.barrier_free
        or wish.price_max
    ):
        return []
    words = fold(wish.text).split()
    return [
        row
        for row in published_list(on=on, ags=ags)
        if row.site.use in {Site.Use.RESIDENTIAL, Site.Use.MIXED}
        and all(word in fold(f"{row.site.name} {row.site.municipality.name}") for word in words)
    ]


def list_offerings(access: Access, *, state: str = "", text: str = "") -> QuerySet[Offering]:
    """What this reader may see, narrowed: drafts first, then what is shown, the soonest to run out on top."""
    found = in_staff_order(offerings_for(access))
    if state:
        found = found.filter(state=state)
    return _with_words(found, text)


def _with_words(found: QuerySet[Offering], text: str) -> QuerySet[Offering]:
    for word in fold(text).split():
        found = found.filter(Q(sort_key__contains=word) | Q(municipality__sort_key__contains=word))
    return found


def in_staff_order(found: QuerySet[Offering]) -> QuerySet[Offering]:
    """Drafts first, then what is shown, the soonest to run out on top."""
    order = Case(When(state="draft", then=Value(0)), When(state=PUBLISHED, then=Value(1)), default=Value(2), output_field=IntegerField())  # fmt: skip
    return found.annotate(turn=order).order_by("turn", F("expires_on").asc(), "pk")


def run_out(*, on: date) -> QuerySet[Offering]:
    """Published offers whose last day is over."""
    return Offering.objects.filter(state=PUBLISHED, expires_on__lt=on)


def alert_by_token(token: str) -> HomeAlert:
    found = HomeAlert.objects.select_related("municipality").filter(token_hash=hash_of(token)).first()
    if found is None:
        raise Http404
    return found


def alert_by_pk(pk: int) -> HomeAlert:
    """For pages whose caller has already checked the visitor's session."""
    return get_object_or_404(HomeAlert.objects.select_related("municipality"), pk=pk)


def confirmed_alerts() -> QuerySet[HomeAlert]:
    return HomeAlert.objects.exclude(confirmed_at=None).select_related("municipality")


def alerts_of_address(email: str) -> list[HomeAlert]:
    """What this address asked for, newest first."""
    return list(HomeAlert.objects.filter(email__iexact=email.strip()).select_related("municipality").order_by("-pk"))


def new_for(alert: HomeAlert, *, on: date, until: datetime) -> list[Offering]:
    """Offers published since this alert was last told, up to an instant; the newest first, at most twenty."""
    since = alert.told_until or alert.confirmed_at
    return list(matching(wish_of(alert), on=on).filter(published_at__gt=since, published_at__lte=until)[:20])


def alerts_over(*, on: date) -> QuerySet[HomeAlert]:
    """Those promised to be gone by this day."""
    return HomeAlert.objects.filter(delete_on__lte=on)
