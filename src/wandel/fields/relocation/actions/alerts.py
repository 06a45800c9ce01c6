"""Telling people of new homes: asked for by form, confirmed by link, stopped by one press, gone on the promised day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from wandel.fields.relocation.models import HomeAlert, Offering
from wandel.fields.relocation.queries.offerings import (
    HomeWish,
    alerts_of_address,
    alerts_over,
    confirmed_alerts,
    new_for,
)
from wandel.office.journal.actions import erase_payload
from wandel.office.outbox.actions import erase_mails, queue_mail
from wandel.ui.formats import format_date, format_money, format_number

# Nobody confirmed: gone after a week. Confirmed: half a year, then people have found something or ask again.
UNCONFIRMED_DAYS, KEEP_DAYS = 7, 180
MOST_LINKS = 10
WISH = ("kind", "deal", "rooms_min", "price_max", "barrier_free")


def alert_link(alert: HomeAlert) -> str:
    return reverse("relocation:alert-enter", args=[alert.token])


@transaction.atomic
def request_alert(*, email: str, wish: HomeWish, language: str, at: datetime) -> HomeAlert:
    """Keep the wish and mail the link that confirms it. The same wish of the same address again mails the link again, at
    most once an hour; the page says the same either way."""
    day = timezone.localdate(at)
    values = {name: getattr(wish, name) for name in WISH} | {"municipality_id": wish.municipality}
    alert = HomeAlert.objects.filter(email__iexact=email, **values).first()
    if alert is None:
        alert = HomeAlert.objects.create(
            email=email, language=language, created_at=at, delete_on=day + timedelta(days=UNCONFIRMED_DAYS), **values
        )
    with translation.override(language):
        queue_mail(
            to=alert.email,
            subject=gettext("Please confirm: new homes by mail"),
            text=gettext(
                "Somebody, we hope you, asked us to write to this address when a fitting home comes in: %(wish)s."
                " Please open the link and press “Yes, tell me”. If it was not you, do nothing: we write no more, and the"
                " address is deleted on %(day)s."
            )
            % {"wish": wish_words(alert), "day": format_date(alert.delete_on)},
            language=language,
            dedupe_key=f"home-alert-{alert.pk}-ask-{at:%Y%m%d%H}",
            links=[(gettext("Confirm or stop"), alert_link(alert))],
            about=alert.ref,
        )
    return alert


@transaction.atomic
def confirm_alert(*, alert: HomeAlert, at: datetime) -> HomeAlert:
    """From now on mails come, for half a year. Confirming again begins the half year anew."""
    found = HomeAlert.objects.select_for_update().get(pk=alert.pk)
    found.confirmed_at = found.confirmed_at or at
    found.told_until = found.told_until or at
    found.delete_on = timezone.localdate(at) + timedelta(days=KEEP_DAYS)
    found.save()
    return found


@transaction.atomic
def stop_alert(*, alert: HomeAlert, on: date) -> None:
    """No more mails: wish and address are gone at once, also from the outbox and the journal."""
    _erase(alert, on)


def _erase(alert: HomeAlert, on: date) -> None:
    erase_mails(kind=alert.ref.kind, pks=[alert.pk], on=on)
    erase_payload(kind=alert.ref.kind, pk=alert.pk, by=None)
    alert.delete()


def clear_alerts(*, on: date) -> int:
    """What the daily job does: delete what was promised to be gone by this day. Returns how many."""
    count = 0
    for alert in alerts_over(on=on):
        with transaction.atomic():
            _erase(alert, on)
        count += 1
    return count


def tell_alerts(*, at: datetime) -> int:
    """What the daily job does: one mail to each whose wish has new homes. Returns how many mails."""
    day, count = timezone.localdate(at), 0
    for alert in confirmed_alerts():
        found = new_for(alert, on=day, until=at)
        with transaction.atomic():
            if found:
                _mail(alert, found, at)
                count += 1
            HomeAlert.objects.filter(pk=alert.pk).update(told_until=at)
    return count


def _mail(alert: HomeAlert, found: Sequence[Offering], at: datetime) -> None:
    with translation.override(alert.language):
        lines = "\n".join(f"– {home_words(one)}" for one in found)
        closing = gettext("This list ends on %(day)s; then we delete your address.") % {
            "day": format_date(alert.delete_on)
        }
        queue_mail(
            to=alert.email,
            subject=ngettext("%(count)s new home for you", "%(count)s new homes for you", len(found))
            % {"count": len(found)},
            text=f"{lines}\n\n{closing}",
            language=alert.language,
            dedupe_key=f"home-alert-{alert.pk}-{at:%Y%m%d%H%M}",
            links=[
                *((one.title, reverse("relocation:home", args=[one.pk])) for one in found),
                (gettext("Stop these mails"), alert_link(alert)),
            ],
            about=alert.ref,
        )


def home_words(offering: Offering) -> str:
    """An offer in one line, in the language in force."""
    rooms = gettext("%(count)s rooms") % {"count": _plain(offering.rooms)} if offering.rooms else ""
    size = f"{_plain(offering.size_m2)} m²" if offering.size_m2 else ""
    price = format_money(offering.price) if offering.price is not None else ""
    parts = [f"{offering.title}, {offering.municipality.name}", str(offering.get_deal_display()), rooms, size, price]
    return " · ".join(part for part in parts if part)


def wish_words(alert: HomeAlert) -> str:
    """A wish in one line, in the language in force."""
    parts = [
        str(alert.get_kind_display()) if alert.kind else gettext("flat, house or plot"),
        str(alert.get_deal_display()) if alert.deal else "",
        alert.municipality.name if alert.municipality else gettext("everywhere in the county"),
        gettext("at least %(count)s rooms") % {"count": _plain(alert.rooms_min)} if alert.rooms_min else "",
        gettext("at most %(price)s") % {"price": format_money(alert.price_max)} if alert.price_max is not None else "",
        gettext("barrier-free") if alert.barrier_free else "",
    ]
    return ", ".join(part for part in parts if part)


def _plain(value: float | None) -> str:
    """3.0 as "3", 2.5 as the reader writes it."""
    if value is None:
        return ""
    whole = float(value).is_integer()
    return format_number(int(value)) if whole else format_number(Decimal(str(value)), places=1)


def send_alert_links(*, email: str, at: datetime) -> int:
    """Mail the links of the wishes this address keeps. Returns how many; the page says the same either way."""
    found = alerts_of_address(email)[:MOST_LINKS]
    for alert in found:
        with translation.override(alert.language):
            queue_mail(
                to=alert.email,
                subject=gettext("Your link"),
                text=gettext(
                    "With this link you stop the mails about new homes (%(wish)s) or look at what you asked for."
                )
                % {"wish": wish_words(alert)},
                language=alert.language,
                dedupe_key=f"home-alert-{alert.pk}-link-{at:%Y%m%d%H%M}",
                links=[(gettext("Open my wish"), alert_link(alert))],
                about=alert.ref,
            )
    return len(found)
