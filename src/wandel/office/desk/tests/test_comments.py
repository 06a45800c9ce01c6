"""Comments and mentions."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from wandel.conftest import Cast
from wandel.office.desk.actions.comment import comment, correct_comment, delete_comment, named_in
from wandel.office.desk.models import Comment, Entry
from wandel.office.desk.queries.comment import comments_about
from wandel.office.desk.queries.thread import thread_of
from wandel.office.desk.registry import register_subject_authoriser
from wandel.office.journal.models import JournalEntry
from wandel.office.outbox.models import Mail
from wandel.office.people.access import access_on
from wandel.office.people.models import User
from wandel.ui.sinks import INTERNAL, OPEN
from wandel.ui.subjects import SubjectRef

pytestmark = pytest.mark.database
ClientFor = Callable[[User], Client]
NOW = timezone.now()


@pytest.fixture
def award(cast: Cast) -> SubjectRef:
    """A thing of Vettweiß: its town hall and the unit may open it, nobody else."""
    house = cast.town_hall_vettweiss.pk
    register_subject_authoriser("test.award", lambda access, pk: access.is_unit or house in access.organisation_ids)
    return SubjectRef("test.award", "7", "/awards/7/", "Dorfplatz")


def say(cast: Cast, award: SubjectRef, text: str, **changes: object) -> tuple[Comment, list[User]]:
    values: dict[str, object] = {
        "by": cast.funding_officer,
        "organisation_ids": [cast.town_hall_vettweiss.pk],
        "confidentiality": OPEN,
        "at": NOW,
    }
    return comment(subject=award, text=text, **{**values, **changes})


def test_who_is_mentioned_finds_it_on_the_desk_and_in_the_mail(cast: Cast, award: SubjectRef) -> None:
    say(cast, award, "Bitte ansehen", mentioned=[cast.vettweiss, cast.vettweiss])
    entry = Entry.objects.get()
    assert (entry.kind, entry.owner, entry.link) == ("read", cast.vettweiss, "/awards/7/")
    assert Mail.objects.get().to == cast.vettweiss.email


def test_who_may_not_see_the_thing_hears_nothing(cast: Cast, award: SubjectRef) -> None:
    _comment, unreached = say(cast, award, "@Jan", mentioned=[cast.juelich, cast.council])
    assert {user.pk for user in unreached} == {cast.juelich.pk, cast.council.pk}
    assert (Entry.objects.count(), Mail.objects.count()) == (0, 0)


def test_an_internal_comment_is_told_to_nobody_outside_the_unit(cast: Cast, award: SubjectRef) -> None:
    _comment, unreached = say(
        cast, award, "vertraulich", confidentiality=INTERNAL, mentioned=[cast.vettweiss, cast.head]
    )
    assert unreached == [cast.vettweiss]
    assert Entry.objects.get().owner == cast.head


def test_names_behind_an_at_sign_are_found_the_longer_first(cast: Cast) -> None:
    short = User(pk=1, name="Vera Vett")
    assert named_in("Frage an @Vera Vettweiß bitte", [short, cast.vettweiss]) == [cast.vettweiss]
    assert named_in("frage an @vera vett, danke", [short, cast.vettweiss]) == [short]


def test_a_house_reads_open_comments_of_its_own_things_and_no_internal_ones(cast: Cast, award: SubjectRef) -> None:
    say(cast, award, "offen")
    say(cast, award, "intern", confidentiality=INTERNAL)
    today = timezone.localdate()
    read = {
        user: [c.text for c in comments_about(access_on(user, today), award)]
        for user in (cast.vettweiss, cast.juelich, cast.head)
    }
    assert read == {cast.vettweiss: ["offen"], cast.juelich: [], cast.head: ["offen", "intern"]}


def test_for_a_quarter_of_an_hour_the_author_may_correct_and_the_journal_keeps_both(
    cast: Cast, award: SubjectRef
) -> None:
    written, _unreached = say(cast, award, "38.000 Euro")
    correct_comment(written=written, text="38.400 Euro", by=cast.funding_officer, at=NOW + timedelta(minutes=14))
    line = JournalEntry.objects.order_by("-number").first()
    assert line.message_params == {"before": "38.000 Euro", "text": "38.400 Euro"}
    with pytest.raises(ValidationError):
        correct_comment(written=written, text="spät", by=cast.funding_officer, at=NOW + timedelta(minutes=16))
    with pytest.raises(ValidationError):
        correct_comment(written=written, text="fremd", by=cast.head, at=NOW)


def test_a_deleted_comment_is_gone_and_nobody_need_read_it(cast: Cast, award: SubjectRef) -> None:
    written, _unreached = say(cast, award, "Irrtum", mentioned=[cast.head])
    delete_comment(written=written, by=cast.funding_officer, at=NOW)
    assert not comments_about(access_on(cast.head, timezone.localdate()), award).exists()
    assert Entry.objects.get().state == "dropped"
    with pytest.raises(ValidationError):
        delete_comment(written=written, by=cast.funding_officer, at=NOW)


def thread(cast: Cast, award: SubjectRef) -> str:
    return thread_of(award, [cast.town_hall_vettweiss.pk], "funding", OPEN).signed


def test_a_comment_is_written_with_and_without_javascript(cast: Cast, award: SubjectRef, client_for: ClientFor) -> None:
    client = client_for(cast.vettweiss)
    typed = {"thread": thread(cast, award), "text": f"@{cast.funding_officer.name} ist das so?", "once_key": "k"}
    answer = client.post("/comments/", typed)
    assert answer["Location"] == "/awards/7/#comments"
    client.post("/comments/", typed)
    assert Comment.objects.count() == 1
    assert Entry.objects.get().owner == cast.funding_officer
    page = client.post("/comments/", {**typed, "text": "noch etwas"}, headers={"HX-Request": "true"}).content.decode()
    assert page.strip().startswith("<section")
    assert "noch etwas" in page
    assert client.post("/comments/", {**typed, "text": ""}).status_code == 422


def test_a_forged_or_foreign_thread_is_a_404(cast: Cast, award: SubjectRef, client_for: ClientFor) -> None:
    typed = {"thread": thread(cast, award), "text": "Hallo"}
    assert client_for(cast.juelich).post("/comments/", typed).status_code == 404
    assert client_for(cast.vettweiss).post("/comments/", {**typed, "thread": typed["thread"] + "x"}).status_code == 404
    assert Comment.objects.count() == 0


def test_own_comments_are_changed_and_deleted_on_the_page_foreign_ones_are_a_404(
    cast: Cast, award: SubjectRef, client_for: ClientFor
) -> None:
    written, _unreached = say(cast, award, "alt", by=cast.vettweiss, at=timezone.now())
    client = client_for(cast.vettweiss)
    assert client.get(f"/comments/{written.pk}/edit/").status_code == 200
    assert client.post(f"/comments/{written.pk}/edit/", {"text": "neu"}).status_code == 302
    assert client_for(cast.juelich).post(f"/comments/{written.pk}/delete/").status_code == 404
    assert client_for(cast.head).post(f"/comments/{written.pk}/edit/", {"text": "x"}).status_code == 422
    assert client.post(f"/comments/{written.pk}/delete/").status_code == 302
    assert Comment.objects.get().deleted_at is not None


def test_an_entrys_page_shows_its_comments(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.head)
    client.post("/desk/tasks/new/", {"title": "Karte", "kind": "task"})
    entry = Entry.objects.get()
    comment(
        subject=entry.ref, text="<b>fett</b>", by=cast.head, organisation_ids=[], confidentiality=entry.confidentiality, at=NOW
    )  # fmt: skip
    page = client.get(entry.get_absolute_url()).content.decode()
    assert "&lt;b&gt;fett" in page
