"""Rules that can be followed are read; every mistake gets a place and a remedy."""

import numpy as np
import pytest

from wandel.core.suitability.explaining import shown_value
from wandel.core.suitability.measure import Measured
from wandel.core.suitability.rules import RulesError, read_rules
from wandel.core.suitability.score import factors_of, points_of, reason


def problems(text: str) -> str:
    with pytest.raises(RulesError) as refused:
        read_rules(text)
    return "\n".join(one.en for one in refused.value.texts)


def test_exclusion_reads_as_a_word_with_threshold_or_as_a_number() -> None:
    rules = read_rules(
        "layers: {a: {exclude: true, threshold: 0.05}, b: {exclude: 0.1}, c: {exclude: true}, d: {exclude: false, weight: 1}}"
    )
    assert [one.exclude for one in rules.criteria] == [0.05, 0.1, 0.0, None]


def test_weights_are_scaled_to_one() -> None:
    rules = read_rules("layers: {a: {weight: 1}, b: {weight: 3}}")
    assert rules.weights == (0.25, 0.75)


def test_a_layer_may_be_looked_at_twice_under_two_names() -> None:
    rules = read_rules(
        "layers: {gut: {layer: boden, weight: 1, where: {attribute: zahl, min: 70}}, nass: {layer: boden, exclude: true, where: {attribute: art, in: [Moor]}}}"
    )
    assert [one.layer for one in rules.criteria] == ["boden", "boden"]
    assert rules.criteria[0].where is not None
    assert rules.criteria[0].where.least == 70


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("layers: {a: {wait: 1}}", "layers.a.wait: This does not exist"),
        ("layers: {a: {weight: heavy}}", "“heavy” is not a number"),
        ("layers: {a: {weight: -1}}", "not between 0"),
        ("layers: {a: {exclude: 5}}", "5 is not between 0 and 1"),
        ("layers: {a: {weight: .nan}}", "not a number"),
        ("layers: {a: {weight: yes}}", "not a number"),
        ("distances: {a: {weight: 1}}", "`best`"),
        ("distances: {a: {weight: 1, best: 3, worst: 3}}", "equal"),
        ("distances: {a: {exclude: true}}", "threshold"),
        ("layers: [a, b]", "layers: Names"),
        ("layers: {a: {weight: 1}}\ndistances: {a: {exclude: 4}}", "two criteria"),
        ("layers: {'../a': {weight: 1}}", "letters"),
        ("layers: {a: {weight: 1, where: {min: 3}}}", "column"),
        ("title: nothing", "at least one"),
        ("threshold: 120\nlayers: {a: {weight: 1}}", "120 is not between 0 and 100"),
        ("just text", "Names"),
        ("", "Names"),
        ("layers: {a: [1,", "Line"),
    ],
)
def test_a_mistake_gets_a_sentence(text: str, words: str) -> None:
    assert words in problems(text)


def test_all_mistakes_come_at_once() -> None:
    assert len(problems("layers: {a: {weight: x}, b: {exclude: 7}}\nthreshold: many").splitlines()) == 3


def test_a_layer_that_only_is_measured_is_odd_not_wrong() -> None:
    assert len(read_rules("layers: {a: {}}").warnings) == 2


def one_parcel(**values: float) -> Measured:
    return Measured(
        areas=np.array([100.0]),
        shares={key: np.array([value]) for key, value in values.items() if key.startswith("share")},
        distances={key: np.array([value]) for key, value in values.items() if key.startswith("way")},
        slope=np.array([values["slope"]]) if "slope" in values else None,
        municipality=np.array([-1], dtype=np.int32),
        municipality_areas=np.zeros((1, 0)),
        names=(),
        pairs=np.zeros((0, 2), dtype=np.int64),
    )


def test_a_missing_value_counts_as_worst_and_is_known_to_be_missing() -> None:
    rules = read_rules("slope: {weight: 1, best: 2, worst: 10}")
    factors = factors_of(one_parcel(slope=float("nan")), rules)
    assert factors.unknown.tolist() == [True]
    assert points_of(factors, rules.weights).tolist() == [0.0]


def test_a_distance_may_have_to_be_kept() -> None:
    rules = read_rules("distances: {way: {exclude_below: 100}}")
    near, far = (factors_of(one_parcel(way=metres), rules).excluded_by.tolist() for metres in (99.0, 100.0))
    assert (near, far) == ([0], [-1])
    assert reason(one_parcel(way=99.0), factors_of(one_parcel(way=99.0), rules), rules, 0).en == "Excluded: way 99 m."


def test_no_stop_in_the_layer_is_infinitely_far_and_says_so() -> None:
    rules = read_rules("distances: {way: {weight: 1, best: 500, worst: 3000}}")
    found = one_parcel(way=float("inf"))
    assert points_of(factors_of(found, rules), rules.weights).tolist() == [0.0]
    assert shown_value(float("inf"), rules.criteria[0]).de == "keine in der Ebene"


def test_a_preferred_layer_turns_best_and_worst_round() -> None:
    rules = read_rules("layers: {share: {weight: 1, best: 1, worst: 0}}")
    assert points_of(factors_of(one_parcel(share=0.3), rules), rules.weights) == pytest.approx([30.0])


def test_small_shares_can_be_ignored() -> None:
    rules = read_rules("layers: {share: {weight: 1, threshold: 0.1}}")
    assert points_of(factors_of(one_parcel(share=0.1), rules), rules.weights).tolist() == [100.0]
    assert points_of(factors_of(one_parcel(share=0.2), rules), rules.weights) == pytest.approx([80.0])


def test_the_hair_two_borders_share_excludes_nobody() -> None:
    rules = read_rules("layers: {share: {exclude: true}}")
    assert factors_of(one_parcel(share=1e-12), rules).excluded_by.tolist() == [-1]
    assert factors_of(one_parcel(share=1e-6), rules).excluded_by.tolist() == [0]
