"""The table of a project's life holds together whatever facts a project has."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandel.fields.projects.models import Project
from wandel.fields.projects.stages import (
    ENDS,
    FACTS,
    FIRST,
    LEAVE,
    LINE,
    PLACE,
    STAGES,
    TABLE,
    exists,
    gaps,
    is_back,
    missing,
    moves,
)

stages = st.sampled_from([stage.key for stage in STAGES])
on_the_way = st.sampled_from(LINE)
some_facts = st.frozensets(st.sampled_from(sorted(FACTS)))


def test_every_stage_is_reached_from_the_first_one() -> None:
    reached, waiting = {FIRST}, [FIRST]
    while waiting:
        new = set(TABLE[waiting.pop()].following) - reached
        reached |= new
        waiting += new
    assert reached == set(TABLE)


def test_no_stage_is_dead_but_the_two_ends() -> None:
    assert {stage.key for stage in STAGES if not stage.following} == ENDS
    assert all(to in TABLE for stage in STAGES for to in stage.following)


def test_whatever_goes_on_can_be_paused_and_stopped_with_a_reason() -> None:
    for stage in STAGES:
        if stage.key not in ENDS | set(LEAVE):
            assert set(LEAVE) <= set(stage.following)
    assert all(TABLE[key].reasons for key in LEAVE)


def test_every_fact_the_table_asks_for_has_a_sentence_that_says_what_to_do() -> None:
    asked = set(chain.from_iterable((*one.needs, *chain.from_iterable(one.via.values())) for one in STAGES))
    assert asked == set(FACTS)
    assert all(sentence.endswith(".") for sentence in FACTS.values())


def test_the_model_knows_exactly_the_stages_of_the_table() -> None:
    assert [value for value, _label in Project._meta.get_field("stage").choices] == list(TABLE)


def test_required_facts_only_grow_along_the_way() -> None:
    for stage in STAGES:
        for to in stage.following:
            if stage.key in PLACE and to in PLACE:
                assert set(stage.needs) <= set(TABLE[to].needs), (stage.key, to)


def test_every_stage_has_a_word_for_staff_and_one_for_everybody_else() -> None:
    assert all(stage.label and stage.public and stage.permission for stage in STAGES)


@given(stages, on_the_way, some_facts, some_facts)
def test_more_facts_never_close_a_way(stage: str, rested_in: str, facts: frozenset[str], more: frozenset[str]) -> None:
    for one in moves(stage, facts, rested_in):
        richer = missing(stage, one.key, facts | more, rested_in)
        assert set(richer) <= set(one.missing)
        assert not set(one.missing) & facts


@given(stages, stages, on_the_way, some_facts)
def test_going_back_needs_nothing_and_a_way_there_is_none_is_an_error(
    stage: str, to: str, rested_in: str, facts: frozenset[str]
) -> None:
    if not exists(stage, to, rested_in):
        with pytest.raises(KeyError):
            missing(stage, to, facts, rested_in)
    elif is_back(stage, to, rested_in):
        assert missing(stage, to, facts, rested_in) == ()


@given(stages, on_the_way)
def test_with_every_fact_each_stage_leads_on_and_lacks_nothing(stage: str, rested_in: str) -> None:
    everything = frozenset(FACTS)
    assert gaps(stage, everything) == ()
    if stage not in ENDS:
        assert any(not one.missing for one in moves(stage, everything, rested_in))


@given(on_the_way)
def test_a_pause_leads_back_to_where_the_project_was_and_never_beyond(rested_in: str) -> None:
    back = {one.key for one in moves("paused", frozenset(), rested_in) if one.is_back}
    assert rested_in in back
    assert back == {key for key in LINE if PLACE[key] <= PLACE[rested_in]}
