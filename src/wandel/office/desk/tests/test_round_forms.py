"""A field fills a round's table beforehand and takes answers over; the desk knows nothing of the field."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation

from wandel.conftest import Cast
from wandel.office.desk.actions import round as actions
from wandel.office.desk.actions.answer import give_answer
from wandel.office.desk.models import Answer
from wandel.office.desk.models.question import read_questions
from wandel.office.desk.registry import Proposal, RoundForm, register_round_form, remove_round_form

pytestmark = [pytest.mark.database, pytest.mark.django_db]
TREES = {
    "key": "trees", "kind": "table", "label_de": "Bäume", "label_en": "Trees", "filled_by": "forest.trees",
    "columns": [{"key": "name", "kind": "text", "label_de": "Art", "label_en": "Species", "required": True}],
}  # fmt: skip


@pytest.fixture
def forest() -> Iterator[list[str]]:
    """An invented field that knows two trees of every organisation."""
    planted = ["Linde", "Eiche"]

    def told(answer: Any) -> list[str]:
        return [row["name"] for row in answer.data["trees"] if row["name"] not in planted]

    def take_over(*, answer: Any, by: Any, on: date) -> int:
        new = told(answer)
        planted.extend(new)
        return len(new)

    register_round_form(
        RoundForm(
            key="forest.trees",
            table="trees",
            prefill=lambda organisation: [{"id": name, "name": name} for name in planted],
            proposals=lambda answer: [Proposal(name, ["new tree"], is_new=True) for name in told(answer)],
            take_over=take_over,
        )
    )
    yield planted
    remove_round_form("forest.trees")


@pytest.fixture
def answer(cast: Cast) -> Answer:
    today = timezone.localdate()
    a_round = actions.create_round(
        title="Baumabfrage", text="", due_on=today, field="", questions=[TREES], previous=None, by=cast.head
    )
    actions.open_round(a_round=a_round, organisations=[cast.town_hall_vettweiss], on=today, by=cast.head)
    return Answer.objects.get()


def give(answer: Answer, *names: str) -> Answer:
    data = {"trees": [{"id": name, "name": name} for name in names]}
    today = timezone.localdate()
    return give_answer(answer=answer, data=data, how="link", who="V", edited_by="x", on=today, by=None)


def test_an_untouched_answer_starts_with_what_the_field_knows(
    forest: list[str], answer: Answer, cast: Cast, client_for: Callable[..., Client]
) -> None:
    page = client_for(cast.vettweiss).get(f"/rounds/answers/{answer.pk}/").content.decode()
    assert all(name in page for name in forest)


def test_without_the_field_the_round_works_as_before(
    answer: Answer, cast: Cast, client_for: Callable[..., Client]
) -> None:
    assert client_for(cast.vettweiss).get(f"/rounds/answers/{answer.pk}/").status_code == 200
    given = give(answer, "Buche")
    assert client_for(cast.head).get(f"/rounds/answers/{given.pk}/take-over/").status_code == 404


def test_the_officer_first_sees_what_would_change_and_the_second_click_does_nothing(
    forest: list[str], answer: Answer, cast: Cast, client_for: Callable[..., Client]
) -> None:
    given, client = give(answer, "Linde", "Buche"), client_for(cast.head)
    client.cookies["django_language"] = "en"
    path = f"/rounds/answers/{given.pk}/take-over/"
    assert "Buche" in client.get(path).content.decode()
    assert forest == ["Linde", "Eiche"]
    for _click in range(2):
        page = client.post(path, follow=True).content.decode()
        assert forest == ["Linde", "Eiche", "Buche"]
    with translation.override("en"):
        assert "Nothing to take over" in page
    assert path in client.get(f"/rounds/{given.round_id}/").content.decode()
    assert path in client.get(f"/rounds/{given.round_id}/compare/").content.decode()


def test_editing_a_question_keeps_who_fills_it() -> None:
    (question,) = read_questions([TREES])
    assert read_questions([question.to_json()]) == (question,)


@pytest.mark.parametrize("wrong", [7, "Forest Trees", "x" * 60])
def test_a_strange_name_of_a_field_is_refused(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        read_questions([{**TREES, "filled_by": wrong}])
