"""Homes on offer: who may enter what, what the public finds, lists, running out, and being told of new ones."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wandel.fields.relocation.actions import alerts
from wandel.fields.relocation.actions.offerings import expire_offerings, move_offering, save_offering
from wandel.fields.relocation.jobs import daily_homes
from wandel.fields.relocation.models import HomeAlert, Offering
from wandel.fields.relocation.queries.offerings import HomeWish, matching
from wandel.fields.relocation.states import TABLE
from wandel.office.desk.models import Entry
from wandel.office.journal.models import JournalEntry
from wandel.office.outbox.models import Mail
from wandel.ui.trap import stamp_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def now() -> datetime:
    return timezone.now()


def today() -> date:
    return timezone.localdate()


def offer(organisation, *, published=True, **changed):
    values = {
        "kind": "flat", "deal": "rent", "title": "Drei Zimmer am Markt", "municipality": organisation.municipality, "rooms": 3.0,
        "size_m2": 78.5, "price": Decimal("720.00"), "organisation": organisation, "contact_email": "wohnen@example.org",
        "expires_on": today() + timedelta(days=30),
    }  # fmt: skip
    found = save_offering(offering=Offering(), values=values | changed, by=None, on=today())
    if published:
        found = move_offering(offering=found, to="published", by=None, at=now(), on=today())
    return found


def page(name, *args, **given):
    return Client().get(reverse(name, args=args), given)


def typed(organisation, **changed):
    values = {
        "organisation": organisation.pk, "kind": "house", "deal": "buy", "title": "Haus mit Garten", "municipality": organisation.municipality_id,
        "rooms": "4,5", "size_m2": "120", "price": "289.000", "barrier_free": "", "contact_phone": "02461 63-0",
        "expires_on": (today() + timedelta(days=40)).isoformat(),
    }  # fmt: skip
    return values | changed


def test_a_town_hall_enters_an_offer_for_itself_and_publishes_it(cast, client_for):
    client = client_for(cast.juelich)
    moved = client.post(reverse("newcomers:offering-new"), typed(cast.town_hall_juelich))
    found = Offering.objects.get()
    assert moved.url == found.get_absolute_url()
    assert (found.rooms, found.price, found.state) == (4.5, Decimal("289000.00"), "draft")
    assert "Haus mit Garten" not in page("relocation:homes").content.decode()
    client.post(reverse("newcomers:offering-move", args=[found.pk]), {"to": "published"})
    assert "Haus mit Garten" in page("relocation:homes").content.decode()
    assert page("relocation:home", found.pk).status_code == 200
    entry = Entry.objects.get(key=f"offering-{found.pk}-runs-out")
    assert entry.due_on == found.expires_on


def test_a_town_hall_never_sees_or_changes_another_ones_offer(cast, client_for):
    foreign = offer(cast.town_hall_vettweiss)
    client = client_for(cast.juelich)
    for name in ("offering", "offering-edit"):
        assert client.get(reverse(f"newcomers:{name}", args=[foreign.pk])).status_code == 404
    assert client.post(reverse("newcomers:offering-move", args=[foreign.pk]), {"to": "withdrawn"}).status_code == 404
    assert "Drei Zimmer" not in client.get(reverse("newcomers:offerings")).content.decode()
    assert client.post(reverse("newcomers:offering-new"), typed(cast.town_hall_vettweiss)).status_code == 422
    assert Offering.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": ""}, "title"),
        ({"rooms": "-1"}, "rooms"),
        ({"rooms": "viele"}, "rooms"),
        ({"kind": "plot"}, "rooms"),
        ({"price": "-5"}, "price"),
        ({"contact_phone": ""}, "contact_email"),
        ({"contact_email": "x@"}, "contact_email"),
        ({"expires_on": "2020-01-01"}, "expires_on"),
        ({"expires_on": "2999-01-01"}, "expires_on"),
        ({"kind": "castle"}, "kind"),
        ({"size_m2": "1e400"}, "size_m2"),
        ({"rooms": "nan"}, "rooms"),
    ],
)
def test_what_is_wrong_gets_a_sentence_and_nothing_is_stored(cast, client_for, changed, field):
    answer = client_for(cast.juelich).post(reverse("newcomers:offering-new"), typed(cast.town_hall_juelich, **changed))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Offering.objects.exists()


def test_a_town_hall_offers_only_in_its_own_municipality(cast, client_for):
    there = typed(cast.town_hall_juelich, municipality=cast.town_hall_vettweiss.municipality_id)
    answer = client_for(cast.juelich).post(reverse("newcomers:offering-new"), there)
    assert "municipality" in answer.context["form"].errors


def test_the_same_values_change_nothing_and_a_second_writer_sees_the_first(cast, client_for):
    found = offer(cast.town_hall_juelich)
    lines = JournalEntry.objects.count()
    save_offering(offering=found, values={"title": found.title}, by=None, on=today())
    assert (Offering.objects.get().version, JournalEntry.objects.count()) == (found.version, lines)
    client = client_for(cast.juelich)
    url = reverse("newcomers:offering-edit", args=[found.pk])
    drawn = client.get(url).context["form"]
    save_offering(offering=found, values={"title": "Anders"}, by=None, on=today())
    given = typed(cast.town_hall_juelich, title="Mein Titel", kind="flat", deal="rent") | {
        name: drawn.initial[name] for name in ("version", "version_base")
    }
    assert client.post(url, given).context["form"].conflict
    assert Offering.objects.get().title == "Anders"


def test_withdrawing_can_be_taken_back(cast, client_for):
    found = offer(cast.town_hall_juelich)
    client = client_for(cast.juelich)
    url = reverse("newcomers:offering-move", args=[found.pk])
    answer = client.post(url, {"to": "withdrawn"}, follow=True)
    assert 'name="to" value="published"' in answer.content.decode()
    assert page("relocation:home", found.pk).status_code == 404
    client.post(url, {"to": "published"})
    assert page("relocation:home", found.pk).status_code == 200
    assert client.post(url, {"to": "nowhere"}, follow=True).status_code == 200
    assert Offering.objects.get().state == "published"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(way=st.lists(st.sampled_from([*TABLE, "sold"]), max_size=5))
def test_no_way_leaves_the_table_of_states(cast, way):
    found = offer(cast.town_hall_juelich, published=False, reference="")
    for to in way:
        before = Offering.objects.get(pk=found.pk).state
        try:
            after = move_offering(offering=found, to=to, by=None, at=now(), on=today()).state
        except ValidationError:
            after = before
        assert after == before or after in TABLE[before].following
    found.delete()


def test_the_public_list_narrows_and_a_wrong_value_is_named(cast):
    offer(cast.town_hall_juelich)
    offer(cast.town_hall_vettweiss, title="Bauplatz Süd", kind="plot", deal="buy", rooms=None, price=Decimal(90000))
    offer(cast.town_hall_vettweiss, title="Ebenerdig", barrier_free=True, rooms=2.0, price=None)

    def titles(**given):
        answer = page("relocation:homes", **given)
        assert answer.status_code == 200
        return {one.title for one in answer.context["page"].object_list}

    assert len(titles()) == 3
    assert titles(kind="plot") == {"Bauplatz Süd"}
    assert titles(ags="05358024") == {"Drei Zimmer am Markt"}
    assert titles(rooms="3", deal="rent") == {"Drei Zimmer am Markt"}
    assert titles(price="800", deal="rent") == {"Drei Zimmer am Markt"}
    assert titles(barrier_free="on") == {"Ebenerdig"}
    assert len(titles(rooms="abc", kind="palace", price="x", page="-3")) == 3
    assert len(page("relocation:homes").content) < 120_000


def test_what_has_run_out_is_not_shown_even_before_the_job_came(cast):
    found = offer(cast.town_hall_juelich)
    Offering.objects.filter(pk=found.pk).update(expires_on=today() - timedelta(days=1))
    assert page("relocation:home", found.pk).status_code == 404
    assert expire_offerings(on=today(), at=now()) == 1
    assert expire_offerings(on=today(), at=now()) == 0
    assert Offering.objects.get().state == "expired"
    with pytest.raises(ValidationError) as refused:
        move_offering(offering=found, to="published", by=None, at=now(), on=today())
    assert refused.value.code == "over"


LIST = "reference;kind;deal;title;municipality;rooms;price;until;email\n"


def send(client, cast, text, *, save=False, **more):
    upload = SimpleUploadedFile("angebote.csv", text.encode())
    given = (
        {"organisation": cast.town_hall_juelich.pk, "file": upload} | more | ({"save": ""} if save else {"look": ""})
    )
    return client.post(reverse("newcomers:offering-import"), given)


def line(reference="A1", title="Wohnung Nord", town="Jülich", until=None, price="650,00"):
    until = until or (today() + timedelta(days=60)).isoformat()
    return f"{reference};Wohnung;Miete;{title};{town};2,5;{price};{until};wohnen@example.org\n"


def test_a_list_is_rehearsed_taken_in_and_taken_in_again_without_a_change(cast, client_for):
    client = client_for(cast.juelich)
    text = LIST + line() + line("A2", "Wohnung Süd")
    looked = send(client, cast, text)
    assert (looked.context["taken"].new, Offering.objects.count()) == (2, 0)
    assert send(client, cast, text, save=True, publish="on").status_code == 302
    assert set(Offering.objects.values_list("state", flat=True)) == {"published"}
    again = send(client, cast, text)
    assert (again.context["taken"].same, again.context["taken"].new, again.context["taken"].changed) == (2, 0, 0)
    changed = send(client, cast, LIST + line(price="700"))
    assert changed.context["taken"].changed == 1


@pytest.mark.parametrize(
    "text",
    [
        "", "a;b\n1;2\n", LIST, LIST + line(reference=""), LIST + line() + line(), LIST + line(title=""), LIST + line(town="Köln"),
        LIST + line(town="Vettweiß"), LIST + line(until="gestern"), LIST + line(price="viel"), "PK\x03\x04",
    ],
)  # fmt: skip
def test_one_wrong_line_and_nothing_of_a_list_is_taken_in(cast, client_for, text):
    answer = send(client_for(cast.juelich), cast, text, save=True)
    assert answer.status_code == 422
    assert answer.context.get("problems") or answer.context["form"].errors
    assert not Offering.objects.exists()


def test_a_list_for_a_foreign_organisation_is_refused(cast, client_for):
    answer = send(client_for(cast.juelich), cast, LIST + line(), organisation=cast.town_hall_vettweiss.pk, save=True)
    assert answer.status_code == 422
    assert not Offering.objects.exists()


def ask(**changed):
    form = Client().get(reverse("relocation:alert")).context["form"]
    stamp = stamp_of(form.now - timedelta(seconds=10))
    given = {
        "email": "nurse@example.org",
        "kind": "flat",
        "deal": "rent",
        "ags": "05358024",
        "consent": "on",
        "opened": stamp,
    }
    return Client().post(reverse("relocation:alert"), given | changed)


def link_in(mail):
    return next(address for _label, address in mail.links if "/mail/link/" in address)


def test_being_told_is_confirmed_by_link_comes_by_mail_and_stops_at_one_press(cast):
    assert ask().url == reverse("relocation:alert-sent")
    asked = Mail.objects.get()
    offer(cast.town_hall_juelich)
    daily_homes(now())
    assert Mail.objects.count() == 1, "nothing before the address is confirmed"
    client = Client()
    shown = client.get(link_in(asked), follow=True)
    alert = HomeAlert.objects.get()
    assert alert.confirmed_at is None, "opening the link changes nothing"
    assert shown.status_code == 200
    client.post(reverse("relocation:alert-confirm", args=[alert.pk]))
    daily_homes(now())
    assert Mail.objects.count() == 1, "what was there before is not new"
    new = offer(cast.town_hall_juelich, title="Ganz neu")
    offer(cast.town_hall_vettweiss, title="Woanders")
    daily_homes(now() + timedelta(minutes=1))
    told = Mail.objects.exclude(pk=asked.pk).get()
    assert "Ganz neu" in told.text
    assert "Woanders" not in told.text
    assert reverse("relocation:home", args=[new.pk]) in [address for _label, address in told.links]
    daily_homes(now() + timedelta(minutes=2))
    assert Mail.objects.count() == 2, "nobody is told twice"
    stopping = Client()
    stopping.get(link_in(told))
    stopping.post(reverse("relocation:alert-stop", args=[alert.pk]))
    assert not HomeAlert.objects.exists()
    assert not Mail.objects.filter(to="nurse@example.org").exists()
    assert stopping.get(link_in(told)).status_code == 404


def test_a_stranger_cannot_confirm_or_stop_what_is_not_theirs(cast):
    ask()
    alert = HomeAlert.objects.get()
    for name in ("alert-confirm", "alert-stop"):
        assert Client().post(reverse(f"relocation:{name}", args=[alert.pk])).status_code == 404
    assert Client().get(reverse("relocation:alert-page", args=[alert.pk])).status_code == 404
    assert Client().get(reverse("relocation:alert-enter", args=["x" * 43])).status_code == 404


def test_asking_twice_keeps_one_wish_and_sends_one_link_an_hour(cast):
    assert ask().url == ask().url
    assert (HomeAlert.objects.count(), Mail.objects.count()) == (1, 1)


def test_the_promised_day_deletes_wish_address_and_mails(cast):
    ask()
    daily_homes(now() + timedelta(days=alerts.UNCONFIRMED_DAYS, hours=1))
    assert not HomeAlert.objects.exists()
    assert not Mail.objects.filter(to__contains="nurse").exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "no"}, "email"),
        ({"consent": ""}, "consent"),
        ({"website": "http://spam"}, None),
        ({"opened": "x"}, None),
        ({"rooms": "viele"}, "rooms"),
    ],
)
def test_a_wrong_wish_is_answered_and_nothing_is_kept(cast, changed, field):
    answer = ask(**changed)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert field in errors if field else "__all__" in errors
    assert not HomeAlert.objects.exists()


def test_a_mail_speaks_the_readers_language(cast):
    alerts.request_alert(email="a@example.org", wish=HomeWish(price_max=Decimal(900)), language="en", at=now())
    mail = Mail.objects.get()
    assert "everywhere in the county" in mail.text
    assert re.search(r"€\s?900", mail.text)


def test_a_wish_for_rooms_does_not_hide_plots_but_a_plot_alone_is_found(cast):
    offer(cast.town_hall_juelich, kind="plot", rooms=None, title="Bauplatz")
    assert [one.title for one in matching(HomeWish(rooms_min=4), on=today())] == ["Bauplatz"]
    assert not matching(HomeWish(kind="flat", rooms_min=4), on=today()).exists()


def test_the_front_door_leads_to_the_homes(cast):
    for path in (reverse("public:welcome"), reverse("public:front-door", args=["move"])):
        assert reverse("relocation:homes") in Client().get(path).content.decode()


def test_a_lost_link_of_a_wish_is_mailed_again_and_nobody_learns_whether_there_is_one():
    alerts.request_alert(
        email="a@example.org", wish=HomeWish(kind="flat"), language="de", at=now() - timedelta(hours=2)
    )
    lost = reverse("public:lost-link")
    known, unknown = (Client().post(lost, {"email": f"{name}@example.org"}) for name in ("a", "niemand"))
    assert known.status_code == unknown.status_code
    assert known.url == unknown.url
    assert Mail.objects.filter(to="a@example.org").count() == 2
    assert not Mail.objects.filter(to="niemand@example.org").exists()
