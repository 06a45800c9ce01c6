"""The table of a site's life holds together whatever facts a site has."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandel.fields.land.models import Site
from wandel.fields.land.workflow import ENDS, FACTS, FIRST, ORDER, PUBLIC, STEPS, TABLE, exists, gaps, missing, moves

states = st.sampled_from([step.state for step in STEPS])
some_facts = st.sets(st.sampled_from(sorted(FACTS)))


def test_every_state_is_reached_from_the_first_one() -> None:
    reached, waiting = {FIRST}, [FIRST]
    while waiting:
        new = set(TABLE[waiting.pop()].following) - reached
        reached |= new
        waiting += new
    assert reached == set(TABLE)


def test_only_built_and_dropped_lead_nowhere() -> None:
    assert {step.state for step in STEPS if not step.following} == ENDS
    assert all(to in TABLE for step in STEPS for to in step.following)


def test_every_state_but_the_built_one_can_be_dropped_with_a_reason() -> None:
    assert all("dropped" in step.following for step in STEPS if step.state not in ENDS)
    assert TABLE["dropped"].asks_reason


def test_every_fact_the_table_asks_for_has_a_sentence_that_says_what_to_do() -> None:
    asked = set(chain.from_iterable((*step.needs, *chain.from_iterable(step.via.values())) for step in STEPS))
    assert asked == set(FACTS)
    assert all(sentence.endswith((".", ";")) for sentence in FACTS.values())


def test_the_model_knows_exactly_the_states_of_the_table() -> None:
    assert [value for value, _label in Site._meta.get_field("state").choices] == [step.state for step in STEPS]


def test_what_visitors_never_see_has_no_public_word() -> None:
    assert PUBLIC.isdisjoint({"candidate", "plausible", "visited", "owner_asked", "dropped"})


@given(states, states, some_facts)
def test_forward_needs_its_facts_and_back_needs_none(state: str, to: str, facts: set[str]) -> None:
    if not exists(state, to):
        with pytest.raises(KeyError):
            missing(state, to, facts)
        return
    lacking = missing(state, to, facts)
    if ORDER[to] < ORDER[state]:
        assert lacking == ()
    else:
        assert set(TABLE[to].needs) <= facts | set(lacking)
        assert not set(lacking) & facts
        assert missing(state, to, facts | set(lacking)) == ()


@given(states, some_facts)
def test_with_the_facts_of_its_way_a_site_gets_from_anywhere_to_built(state: str, facts: set[str]) -> None:
    """No dead end: whoever is not there yet has a way forward as soon as the named facts are given."""
    seen = {state}
    while state not in ENDS:
        options = [one for one in moves(state, facts) if not one.is_back and one.state != "dropped"]
        assert options
        facts |= set(options[0].missing)
        assert missing(state, options[0].state, facts) == ()
        state = options[0].state
        assert state not in seen
        seen.add(state)


@given(states, some_facts)
def test_every_way_back_is_open_and_asks_why(state: str, facts: set[str]) -> None:
    back = [one for one in moves(state, facts) if one.is_back]
    assert [one.state for one in back] == [step.state for step in reversed(STEPS[: ORDER[state]])]
    assert all(one.asks_reason and not one.missing for one in back)
    assert set(gaps(state, facts)) == set(TABLE[state].needs) - facts


def test_a_plan_is_left_out_only_where_the_law_needs_none() -> None:
    everything = set(FACTS) - {"no_plan_needed"}
    assert missing("pool", "available", everything) == ("no_plan_needed",)
    assert missing("aufstellungsbeschluss", "offenlage", set(FACTS) - {"plan_short"}) == ("plan_short",)
    assert missing("pool", "aufstellungsbeschluss", set(FACTS) - {"plan_needed"}) == ("plan_needed",)
