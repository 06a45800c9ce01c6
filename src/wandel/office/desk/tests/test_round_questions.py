"""What a round may ask, how an answer is read and what counts as a change."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from wandel.office.desk.actions.site_questions import site_round_questions
from wandel.office.desk.forms.answer import AnswerForm, typed_from_post
from wandel.office.desk.forms.round import key_from, read_choice_lines
from wandel.office.desk.models import Answer, Intake, Round
from wandel.office.desk.models.question import (
    clean_text,
    differences,
    read_day,
    read_number,
    read_questions,
    read_value,
    typed_answers,
    typed_value,
)

QUESTIONS = read_questions(site_round_questions())
AREAS = QUESTIONS[0]


@pytest.fixture(autouse=True)
def _in_german():
    with translation.override("de"):
        yield


def test_the_site_round_asks_for_a_table_of_areas_and_two_yes_no_questions():
    assert [question.kind for question in QUESTIONS] == ["table", "yes_no", "yes_no"]
    assert [column.key for column in AREAS.columns] == ["name", "type", "size", "state", "dwellings", "remark"]


def test_what_is_stored_of_a_question_reads_back_as_the_same_question():
    assert read_questions([question.to_json() for question in QUESTIONS]) == QUESTIONS


@pytest.mark.parametrize(
    ("broken", "word"),
    [
        ({"key": "a", "kind": "guess", "label_de": "A", "label_en": "A"}, "guess"),
        ({"key": "Ä", "kind": "text", "label_de": "A", "label_en": "A"}, "Ä"),
        ({"key": "a", "kind": "text", "label_de": "A", "label_en": " "}, "1"),
        ({"key": "a", "kind": "choice", "label_de": "A", "label_en": "A", "choices": []}, "40"),
        ({"key": "a", "kind": "table", "label_de": "A", "label_en": "A", "columns": []}, "12"),
        ({"key": "a", "kind": "text", "label_de": "A", "label_en": "A", "colour": "red"}, "colour"),
        ("no question at all", "no question"),
    ],
)
def test_a_broken_question_is_refused_with_its_number_and_the_reason(broken, word):
    with pytest.raises(ValidationError) as refused:
        read_questions([broken])
    assert word in " ".join(refused.value.messages)
    assert "1" in " ".join(refused.value.messages)


def test_two_questions_cannot_share_a_short_name():
    question = {"key": "a", "kind": "text", "label_de": "A", "label_en": "A"}
    with pytest.raises(ValidationError):
        read_questions([question, question])


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("4,5", "4.5"),
        ("4.5", "4.5"),
        ("1.250", "1250"),
        ("1.250,75", "1250.75"),
        ("1,250.75", "1250.75"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("4,125", "4.125"),
        ("1.250.000", "1250000"),
    ],
)
def test_a_number_may_be_written_with_comma_or_point(typed, value):
    assert read_number(typed) == Decimal(value)


def test_a_comma_before_three_digits_is_a_decimal_comma_in_german_and_groups_in_english():
    assert read_number("4,125") == Decimal("4.125")
    assert read_number("4.125") == 4125
    with translation.override("en"):
        assert read_number("4,125") == 4125
        assert read_number("4.125") == Decimal("4.125")


@pytest.mark.parametrize("typed", ["viel", "1e9", "--3", "١٢", "9" * 30, "1,2,3", "∞"])
def test_what_is_no_number_gets_a_sentence(typed):
    with pytest.raises(ValidationError) as refused:
        read_number(typed)
    assert refused.value.messages[0].endswith(".")


@pytest.mark.parametrize("typed", ["31.02.2026", "gestern", "1.1.0001", "31.12.9999"])
def test_an_absurd_day_gets_a_sentence(typed):
    with pytest.raises(ValidationError):
        read_day(typed)


@given(st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=3))
def test_every_number_reads_back_as_it_is_shown(number):
    column = AREAS.columns[2]
    for language in ("de", "en"):
        with translation.override(language):
            assert Decimal(read_value(column, typed_value(column, format(number, "f")))) == number


@given(st.text(max_size=80))
def test_any_text_at_all_is_read_or_refused_never_a_crash(text):
    sentences = []
    for column in AREAS.columns:
        try:
            read_value(column, text)
        except ValidationError as refused:
            sentences += refused.messages
    assert all(sentence.endswith(".") for sentence in sentences)


def test_umlauts_in_any_unicode_form_are_the_same_answer():
    assert clean_text("Vettweiß Mu\u0308hle") == clean_text("Vettweiß Mühle")
    assert clean_text("a\x00b") == "ab"


def test_new_changed_and_missing_rows_are_told_apart_by_their_id():
    before = {"areas": [{"id": "1", "name": "Am Bach", "size": "4"}, {"id": "2", "name": "Alte Gärtnerei"}]}
    after = {"areas": [{"id": "1", "name": "Am Bach", "size": "5"}, {"id": "3", "name": "Neue Mitte"}]}
    found = [(one.kind, one.row, one.was, one.now) for one in differences(QUESTIONS, before, after)]
    assert found == [
        ("changed", "Am Bach", "4", "5"),
        ("added", "Neue Mitte", "", ""),
        ("removed", "Alte Gärtnerei", "", ""),
    ]


def test_a_form_keeps_absurd_input_and_says_what_is_wrong_with_it():
    typed = typed_from_post(
        QUESTIONS,
        {
            "areas-rows": "1",
            "areas-0-id": "x",
            "areas-0-name": "Am Bach",
            "areas-0-size": "ungefähr vier",
            "publish": "vielleicht",
        },
    )
    form = AnswerForm(QUESTIONS, typed=typed, before={}, judge=True)
    assert not form.is_valid()
    assert set(form.errors) == {"areas-0-type", "areas-0-size", "areas-0-state", "publish", "visit"}
    assert 'value="ungefähr vier"' in str(form["areas-0-size"])


def test_rows_nobody_filled_in_are_left_out():
    typed = {"areas": [{"id": "x"}], "publish": "yes", "visit": "no"}
    form = AnswerForm(QUESTIONS, typed=typed, before={}, judge=True)
    assert form.is_valid(), form.errors
    assert form.answer_data() == {"areas": [], "publish": "yes", "visit": "no"}


def test_a_row_count_from_nowhere_is_not_believed():
    for count in ("-1", "1e3", "²", "", "99999999999"):
        assert len(typed_from_post(QUESTIONS, {"areas-rows": count})["areas"]) <= 300


def test_last_years_answer_of_another_shape_is_no_obstacle():
    assert typed_answers(QUESTIONS, {"areas": "text", "publish": ["x"]}) == {"areas": [], "publish": "", "visit": ""}


def test_a_choice_line_keeps_its_stored_value_when_others_come():
    first = read_choice_lines("Brache = brownfield\nBaulücke = vacant lot")
    again = read_choice_lines("Neubau = new\nBrache = brownfield", first)
    assert again[1].value == first[0].value
    with pytest.raises(ValidationError):
        read_choice_lines("nur Deutsch")


@given(st.text(max_size=60))
def test_every_label_gives_a_short_name_the_definition_accepts(label):
    key = key_from(label, {"frage"})
    read_questions([{"key": key, "kind": "text", "label_de": "A", "label_en": "A"}])


@given(st.lists(st.sampled_from(list(Intake.State.values)), max_size=30))
def test_no_walk_through_the_table_of_an_inquiry_gets_stuck(wishes):
    intake = Intake(state=Intake.State.RECEIVED)
    for wish in wishes:
        if intake.may_become(wish):
            intake.state = wish
        assert intake.step.next, "every state leads somewhere"
        assert str(intake.step.public_label)
        assert intake.is_waiting or intake.state in {"answered", "closed"}
        # Somebody who writes again, or an officer who looks again, always reaches work in progress.
        assert intake.state == "in_progress" or intake.may_become("in_progress") or intake.may_become("received")


def test_a_closed_inquiry_is_opened_again_before_it_is_answered():
    assert not Intake(state=Intake.State.CLOSED).may_become("answered")


@given(st.lists(st.sampled_from(list(Round.State.values)), max_size=10))
def test_a_round_never_goes_back(wishes):
    a_round, order = Round(state="draft"), list(Round.State.values)
    for wish in wishes:
        before = a_round.state
        if a_round.may_become(wish):
            a_round.state = wish
        assert order.index(a_round.state) >= order.index(before)


@given(st.lists(st.sampled_from(list(Answer.State.values)), max_size=20))
def test_an_answer_once_given_never_counts_as_missing_again(wishes):
    answer, settled = Answer(state="invited"), False
    for wish in wishes:
        if answer.may_become(wish):
            answer.state = wish
        settled = settled or not answer.is_waiting
        assert settled == (not answer.is_waiting)
