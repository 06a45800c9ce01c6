from dataclasses import asdict
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wandel.core.foerderung.award import AwardErrors, Movement, parse_award
from wandel.core.foerderung.financing import anteil, fehlbedarf, festbetrag, rate_remark, share, voll
from wandel.core.foerderung.interest import days_between, margin_remark, verzinsung, verzinsung_by_law
from wandel.core.foerderung.obligations import first_in_first_used, obligations_of
from wandel.core.foerderung.proposals import check_law, proposals
from wandel.core.foerderung.sets import UnknownConditions, condition_set, condition_sets, read_set
from wandel.core.foerderung.settle import Settlement, parse_settlement, settled
from wandel.core.foerderung.tests.example import EXAMPLE, example, example_with
from wandel.core.law.basiszins import NoBasiszins
from wandel.core.law.parameters import LawDataError
from wandel.core.law.periods import why_not_working
from wandel.core.law.tests.cases import case_names, read_cases

CASES = Path(__file__).resolve().parents[1] / "cases"
OBLIGATIONS = read_cases(CASES / "obligations.yaml")
INTEREST = read_cases(CASES / "interest.yaml")
SETTLE = read_cases(CASES / "settle.yaml")
FINANCING = read_cases(CASES / "financing.yaml")
CENTS = st.integers(0, 10**11).map(lambda cents: Decimal(cents).scaleb(-2))
RATED_DAYS = st.dates(min_value=date(2002, 1, 1), max_value=date(2026, 12, 31))
NRW_VERSIONS = (
    "2003-09-30",
    "2004-02-13",
    "2004-10-25",
    "2007-09-24",
    "2020-06-10",
    "2022-06-06",
    "2023-06-20",
    "2024-02-29",
    "2025-05-25",
    "2026-04-10",
)


def plan_of(award: Any, *, on: Any = None) -> Any:
    return obligations_of(parse_award(award), on=on)


@pytest.mark.parametrize("case", OBLIGATIONS, ids=case_names(OBLIGATIONS))
def test_an_award_has_these_obligations(case: Any) -> None:
    plan = plan_of(example(**case["facts"]))
    for kind, rows in case["expected"].items():
        found = [obligation.as_json() for obligation in plan.of(kind)]
        assert len(found) == len(rows), kind
        for one, expected in zip(found, rows, strict=True):
            flat = one | {"interest_from": one.get("lateness", {}).get("interest_from")}
            wanted = {key: value.isoformat() if isinstance(value, date) else value for key, value in expected.items()}
            assert {key: flat[key] for key in wanted} == wanted, kind
    if "warnings" in case:
        assert [remark.code for remark in plan.warnings] == case["warnings"]


@pytest.mark.parametrize("case", INTEREST, ids=case_names(INTEREST))
def test_interest_runs_like_this(case: Any) -> None:
    facts = dict(case["facts"])
    result = verzinsung(Decimal(facts.pop("amount")), **facts)
    assert f"{result.total:.2f}" == case["expected"]["total"]
    assert [
        [one.from_on, one.to_on, one.days, str(one.rate), f"{one.interest:.2f}"] for one in result.segments
    ] == case["expected"]["segments"]


@pytest.mark.parametrize("case", SETTLE, ids=case_names(SETTLE))
def test_a_change_does_this_to_the_grant(case: Any) -> None:
    result = settled(parse_settlement(case["facts"]))
    found = {"grant_due": f"{result.grant_due:.2f}", "overpaid": f"{result.overpaid:.2f}"}
    assert found == case["expected"]
    assert [remark.code for remark in result.warnings] == case.get("warnings", [])


@pytest.mark.parametrize("case", FINANCING, ids=case_names(FINANCING))
def test_a_share_of_the_costs_is_granted(case: Any) -> None:
    facts = {key: Decimal(value) for key, value in case["facts"].items()}
    assert anteil(facts["costs"], facts["rate"], facts.get("cap")) == Decimal(case["expected"])


def test_the_other_ways_of_financing() -> None:
    assert fehlbedarf(Decimal(1000), third_party=Decimal(300), own=Decimal(200)) == 500
    assert festbetrag(Decimal(80), Decimal(100)) == 80
    assert voll(Decimal(1000), third_party=Decimal(1), cap=Decimal(500)) == 500
    assert share(Decimal(3_600_000), Decimal(7_200_000)) == Decimal("0.5")
    assert share(Decimal(180_000), Decimal(3_600_000)) == Decimal("0.05")
    assert share(Decimal(1), Decimal(0)) is None


def test_a_quota_below_the_rate_asks_whether_a_part_is_not_eligible() -> None:
    remark = rate_remark(Decimal("0.90"), Decimal("40607.79"), Decimal("50133.08"), None)
    assert remark is not None
    assert "81,00 %" in remark.de
    assert "Is a part not eligible?" in remark.en


def test_a_half_year_without_a_rate_is_an_error() -> None:
    with pytest.raises(NoBasiszins, match="2027/1"):
        verzinsung(Decimal(1), from_on=date(2026, 12, 1), to_on=date(2027, 1, 2))


def test_a_reported_rate_computes_and_says_unconfirmed() -> None:
    result = verzinsung(Decimal(100), from_on=date(2026, 6, 1), to_on=date(2026, 8, 1))
    assert [segment.status for segment in result.segments] == ["confirmed", "unconfirmed"]
    assert result.status == "unconfirmed"


@given(CENTS, RATED_DAYS, RATED_DAYS, RATED_DAYS, st.sampled_from(["act/365", "act/act", "30/360"]))
def test_interest_adds_up_over_any_split_but_for_rounding(
    amount: Any, one: Any, two: Any, three: Any, day_count: Any
) -> None:
    first, middle, last = sorted((one, two, three))

    def run(start: Any, end: Any) -> Any:
        return verzinsung(amount, from_on=start, to_on=end, day_count=day_count)

    whole, left, right = run(first, last), run(first, middle), run(middle, last)
    segments = len(left.segments) + len(right.segments)
    assert abs(whole.total - left.total - right.total) <= Decimal("0.01") * (segments + 1)


@given(RATED_DAYS, RATED_DAYS)
def test_segments_cover_every_day_once_and_never_cross_a_half_year(one: Any, two: Any) -> None:
    start, end = sorted((one, two))
    segments = verzinsung(Decimal(1000), from_on=start, to_on=end).segments
    assert sum(segment.days for segment in segments) == (end - start).days
    for before, after in pairwise(segments):
        assert before.to_on == after.from_on
        assert (after.from_on.month, after.from_on.day) in {(1, 1), (7, 1)}


def test_a_thirty_day_month_counts_the_31st_as_the_30th() -> None:
    assert days_between(date(2024, 1, 31), date(2024, 2, 29), "30/360") == 29
    assert days_between(date(2024, 12, 31), date(2025, 1, 1), "30/360") == 1


KINDS = st.sampled_from(["anteil", "fehlbedarf", "festbetrag", "voll"])


def settlement(
    kind: Any, costs: Any, third: Any, grant: Any, cap: Any, actual: Any, actual_third: Any, drawn: Any
) -> Any:
    return Settlement(kind, None, costs, third, grant, cap, actual, actual_third, drawn, None, ())


@given(KINDS, CENTS.filter(bool), CENTS, CENTS, CENTS, CENTS, CENTS, CENTS, CENTS)
def test_a_settlement_is_bounded_and_dearer_never_pays_less(
    kind: Any, costs: Any, third: Any, grant: Any, cap: Any, actual: Any, more: Any, third_now: Any, drawn: Any
) -> None:
    result = settled(settlement(kind, costs, third, grant, cap, actual, third_now, drawn))
    assert 0 <= result.grant_due <= min(grant, cap)
    assert result.overpaid == max(Decimal(0), drawn - result.grant_due)
    assert (
        settled(settlement(kind, costs, third, grant, cap, actual + more, third_now, drawn)).grant_due
        >= result.grant_due
    )


@given(
    st.lists(st.tuples(RATED_DAYS, CENTS), max_size=6),
    st.lists(st.tuples(RATED_DAYS, CENTS), max_size=6),
)
def test_first_in_first_used_conserves_every_cent(drawn: Any, paid: Any) -> None:
    drawdowns = tuple(Movement(*one) for one in sorted(drawn))
    payments = tuple(Movement(*one) for one in sorted(paid))
    used = [sum((part.amount for part in parts), Decimal(0)) for parts in first_in_first_used(drawdowns, payments)]
    total_drawn, total_paid = sum(one.amount for one in drawdowns), sum(one.amount for one in payments)
    assert sum(used) == min(total_drawn, total_paid)
    open_since = next((i for i, one in enumerate(drawdowns) if used[i] < one.amount), len(drawdowns))
    assert not any(used[open_since + 1 :])


@settings(max_examples=60)
@given(RATED_DAYS, st.integers(0, 2000), st.integers(1, 12), st.sampled_from(NRW_VERSIONS))
def test_obligations_never_fall_before_their_nominal_day(dated_on: Any, length: Any, months: Any, version: Any) -> None:
    until = date.fromordinal(dated_on.toordinal() + length)
    award = example(
        conditions={"set": "anbest_g_nrw", "version": version},
        notice={"dated_on": dated_on.isoformat(), "sent_on": dated_on.isoformat(), "sent_by": "post"},
        award_period={"from": dated_on.isoformat(), "until": until.isoformat()},
        confirmed={"verwendungsnachweis_months": months},
    )
    plan = plan_of(award)
    assert [one.due_on for one in plan] == sorted(one.due_on for one in plan)
    for one in plan:
        assert one.due_on >= one.nominal_on
        assert (one.shifted is None) == (one.due_on == one.nominal_on)
        if one.shifted:
            assert why_not_working(one.due_on) is None
        if one.kind in {"rechtsbehelf", "verwendungsnachweis", "zwischennachweis"}:
            assert one.due_on.weekday() < 5


@given(st.permutations(list(EXAMPLE)))
def test_the_order_of_the_keys_changes_nothing(keys: Any) -> None:
    assert plan_of({key: EXAMPLE[key] for key in keys}) == plan_of(EXAMPLE)


@pytest.mark.parametrize("name", ["anbest_g_nrw", "anbest_p_nrw", "anbest_i_nrw"])
@pytest.mark.parametrize("version", NRW_VERSIONS)
def test_every_listed_version_computes_every_kind(name: Any, version: Any) -> None:
    plan = plan_of(example(conditions={"set": name, "version": version}, confirmed=None, recipient="verein"))
    assert {one.kind for one in plan} >= {
        "mittelverwendung",
        "verwendungsnachweis",
        "aufbewahrung_ende",
        "zwischennachweis",
    }
    assert {one.version for one in plan.of("verwendungsnachweis")} == {version}


def test_federal_versions_answer_to_their_month() -> None:
    gk = condition_set("anbest_gk_bund")
    assert gk.edition("2025-04-01").version == "2025-04"
    assert [one.version for one in gk.editions] == [
        "2006-04",
        "2014-01",
        "2016-11",
        "2019-06",
        "2024-05",
        "2025-04",
        "2025-09",
    ]
    assert condition_set("anbest_p_bund").edition("2019-06").version == "2019-06-13"
    assert condition_set("anbest_g_nrw").edition("2022-06-08").version == "2022-06-06"


def test_every_value_has_source_and_day_of_looking() -> None:
    for conditions in condition_sets():
        for row in conditions.rows:
            assert row.source
            assert row.checked_on
            assert row.status in {"confirmed", "unconfirmed"}


def test_an_unlisted_set_or_version_lists_what_there_is() -> None:
    with pytest.raises(UnknownConditions, match="anbest_g_nrw"):
        condition_set("anbest_x")
    with pytest.raises(UnknownConditions, match="2024-02-29"):
        condition_set("anbest_g_nrw").edition("1999-01-01")


def test_the_day_of_looking_tells_what_is_over_and_what_it_can_cost() -> None:
    plan = plan_of(EXAMPLE, on=date(2024, 9, 2))
    spending = plan.of("mittelverwendung")[0]
    assert (spending.state, spending.amount) == ("overdue", Decimal("180000.00"))
    assert spending.lateness is not None
    assert spending.lateness.per_day == Decimal("31.41")
    assert spending.lateness.so_far == Decimal("2893.16")
    assert "kann die Behörde" in spending.lateness.text.de
    assert plan.of("verwendungsnachweis")[0].state == "upcoming"


def test_a_payment_after_the_day_of_looking_has_not_happened() -> None:
    assert plan_of(EXAMPLE, on=date(2024, 7, 1)).of("mittelverwendung")[0].amount == Decimal("300000.00")


def test_a_payment_before_the_drawdown_is_paid_back_by_it() -> None:
    award = example(payments=[{"paid_on": "2024-05-01", "amount": "300000.00"}])
    spending = plan_of(award).of("mittelverwendung")[0]
    assert (spending.amount, spending.lateness) == (Decimal("0.00"), None)
    assert "vollständig verwendet" in spending.because.de


def test_a_reason_names_amount_day_and_rule_in_both_languages() -> None:
    because = plan_of(EXAMPLE).of("mittelverwendung")[0].because
    assert "180.000,00 €" in because.de
    assert "03.08.2024" in because.de
    assert "€180,000.00" in because.en
    assert "3 August 2024" in because.en


@pytest.mark.parametrize(
    ("path", "value", "where", "words"),
    [
        ("award_period.until", "2024-02-01", "award_period.until", "beginnt erst"),
        ("award_period.until", "2025-02-30", "award_period.until", "gibt es nicht"),
        ("award_period.from", "1949-12-31", "award_period.from", "1950"),
        ("completed_on", "9999-01-01", "completed_on", "2150"),
        ("notice.dated_on", "01.03.2024", "notice.dated_on", "Jahr-Monat-Tag"),
        ("notice.sent_by", "taube", "notice.sent_by", "post, electronic"),
        ("financing.rate", "80", "financing.rate", '"0.8"'),
        ("financing.rate", "1.01", "financing.rate", "über 1"),
        ("financing.rate", "-0.1", "financing.rate", "negativ"),
        ("financing.type", "spende", "financing.type", "anteil, fehlbedarf"),
        ("financing.grant", "1.250.000,00", "financing.grant", "Komma"),
        ("financing.grant", "1.000", "financing.grant", "Nachkommastellen"),
        ("financing.grant", "NaN", "financing.grant", "keine Zahl"),
        ("financing.grant", "1e9", "financing.grant", "keine Zahl"),
        ("financing.grant", "-1.00", "financing.grant", "negativ"),
        ("financing.grant", True, "financing.grant", "keine Zahl"),
        ("financing.grant", "9" * 30, "financing.grant", "größer"),
        ("drawdowns.0.amount", None, "drawdowns[0].amount", "fehlt"),
        ("drawdowns", {}, "drawdowns", "Liste"),
        ("payments", ["x"], "payments[0]", "Objekt"),
        ("conditions.set", "anbest_x", "conditions.set", "anbest_g_nrw"),
        ("conditions.version", "2021-01-01", "conditions.version", "2022-06-06"),
        ("conditions", None, "conditions", "fehlt"),
        ("notice", "x", "notice", "Objekt"),
        ("confirmed.verwendungsnachweis_months", -1, "confirmed.verwendungsnachweis_months", "ganze Zahl"),
        ("confirmed.retention_years", "viele", "confirmed.retention_years", "ganze Zahl"),
        ("purpose", "spaß", "purpose", "investment, other"),
        ("purpose_binding.starts", "2024-02-30", "purpose_binding.starts", "gibt es nicht"),
        ("title", 7, "title", "kein Text"),
    ],
)
def test_what_is_wrong_gets_a_sentence_with_place_and_remedy(path: Any, value: Any, where: Any, words: Any) -> None:
    with pytest.raises(AwardErrors) as caught:
        parse_award(example_with(path, value))
    assert [problem.where for problem in caught.value.problems] == [where]
    assert words in caught.value.problems[0].text.de


def test_several_errors_come_together() -> None:
    award = example(conditions={"set": "x", "version": "y"}, notice=None, award_period={"from": "x", "until": "y"})
    with pytest.raises(AwardErrors) as caught:
        parse_award(award)
    assert [problem.where for problem in caught.value.problems] == [
        "conditions.set",
        "notice",
        "award_period.from",
        "award_period.until",
    ]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("drawdowns.0.paid_on", "2024-02-01", "drawdown-before-notice"),
        ("drawdowns.0.amount", "1000000.01", "drawn-above-grant"),
        ("payments.0.amount", "300000.01", "spent-above-drawn"),
        ("financing.cap", "900000.00", "cap-below-grant"),
        ("financing.rate", "0.9", "rate-differs"),
        ("financing.eligible_costs", "900000.00", "grant-above-costs"),
        ("notice.sent_on", "2024-02-28", "sent-before-dated"),
        ("notice.sent_on", None, "not-sent"),
        ("award_period.from", "2024-01-01", "period-before-notice"),
        ("completed_on", "2027-01-01", "completed-late"),
        ("confirmed.verwendungsnachweis_months", 99, "odd-months"),
        ("confirmed.typo_months", 9, "confirmed-unused"),
        ("land", "BY", "other-land"),
        ("conditions.set", "anbest_p_nrw", "set-for-others"),
        ("paymets", [], "misspelt"),
        ("financing.grant", Decimal("1000000.00"), "money-as-number"),
        ("purpose", None, "no-purpose"),
        ("financing", None, "no-financing"),
    ],
)
def test_what_is_merely_odd_is_computed_and_noted(path: Any, value: Any, code: Any) -> None:
    award = example_with(path, value)
    if path == "paymets":
        del award["payments"]
    plan = plan_of(award)
    assert code in [remark.code for remark in plan.warnings]
    assert plan.of("verwendungsnachweis")


def test_umlauts_in_any_unicode_form_are_one() -> None:
    assert parse_award(example(title="Du\u0308ren")).title == parse_award(example(title="Düren")).title


def test_proposals_say_what_to_compare_with_the_notice() -> None:
    found = {one.key: one for one in proposals(set_name="anbest_g_nrw", version="2022-06-06", purpose="investment")}
    assert found["verwendungsnachweis_months"].value == 6
    assert found["verwendungsnachweis_months"].status == "unconfirmed"
    assert "Vergleichen Sie" in found["verwendungsnachweis_months"].explanation.de
    read = {one.key: one for one in proposals(set_name="anbest_g_nrw", version="2003-09-30", purpose="investment")}
    assert read["verwendungsnachweis_months"].status == "confirmed"


def test_a_later_change_of_law_is_noticed_and_the_notice_is_left_alone() -> None:
    used = [one.as_json() for one in plan_of(example(confirmed={"retention_years": 9})).values]
    assert check_law(used) == ()
    changed = [one | {"value": 3} for one in used]
    assert {one.key for one in check_law(changed)} == {
        "drawdown_window_months",
        "verwendungsnachweis_months",
        "zwischennachweis_months",
    }


def test_an_award_and_its_plan_are_frozen() -> None:
    plan = plan_of(EXAMPLE)
    with pytest.raises(AttributeError):
        plan.obligations[0].due_on = date(2030, 1, 1)
    assert asdict(plan.obligations[0])["kind"] == "bekanntgabe"


def test_the_margin_of_nrw_falls_to_three_on_5_may_2023() -> None:
    result = verzinsung_by_law(Decimal(100000), from_on=date(2023, 3, 1), to_on=date(2023, 9, 1), federal=False)
    assert [(one.days, str(one.rate), str(one.interest)) for one in result.segments] == [
        (65, "6.62", "1178.90"),
        (57, "4.62", "721.48"),
        (62, "6.12", "1039.56"),
    ]
    assert result.total == Decimal("2939.94")


def test_federal_money_keeps_five_points() -> None:
    result = verzinsung_by_law(Decimal(100), from_on=date(2023, 3, 1), to_on=date(2023, 9, 1), federal=True)
    assert [str(one.rate) for one in result.segments] == ["6.62", "8.12"]


def test_five_points_on_days_of_three_are_pointed_out() -> None:
    assert margin_remark(to_on=date(2023, 5, 5), margin=Decimal(5)) is None
    remark = margin_remark(to_on=date(2023, 5, 6), margin=Decimal(5))
    assert remark is not None
    assert "--margin 3" in remark.de


def test_the_federal_window_was_two_months_before_2014() -> None:
    facts = {"recipient": "gemeinde", "level": "bund", "confirmed": None}
    old = plan_of(example(conditions={"set": "anbest_gk_bund", "version": "2006-04"}, **facts)).of("mittelverwendung")[
        0
    ]
    new = plan_of(example(conditions={"set": "anbest_gk_bund", "version": "2014-01"}, **facts)).of("mittelverwendung")[
        0
    ]
    assert (old.due_on, old.status) == (date(2024, 8, 3), "confirmed")
    assert (new.due_on, new.status) == (date(2024, 7, 15), "confirmed")
    keys = [one.key for one in proposals(set_name="anbest_gk_bund", version="2025-09", purpose="investment")]
    assert keys[0] == "drawdown_window_weeks"


def test_a_notice_older_than_the_law_is_noted_and_the_rest_computed() -> None:
    plan = plan_of(example(notice={"dated_on": "1960-01-01", "sent_on": "1960-01-01", "sent_by": "post"}))
    assert "law-not-covered" in [remark.code for remark in plan.warnings]
    assert not plan.of("bekanntgabe")
    assert plan.of("verwendungsnachweis")


PATHS = [
    *EXAMPLE,
    *(f"{outer}.{inner}" for outer, value in EXAMPLE.items() if isinstance(value, dict) for inner in value),
    *(f"{outer}.0.{inner}" for outer in ("drawdowns", "payments") for inner in ("paid_on", "amount")),
]
ODD: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.dates().map(str),
    st.decimals().map(str),
    st.sampled_from(["", " ", "\ud800", "0", "-0", "1_000", "١٢", "2024-02-29", "anteil", "1950-01-01", "2150-12-31"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


@settings(max_examples=400)
@given(st.lists(st.tuples(st.sampled_from(PATHS), ODD), min_size=1, max_size=3), st.dates() | st.none())
def test_whatever_is_written_is_computed_or_refused_with_a_sentence(changes: Any, on: Any) -> None:
    award: Any = example()
    for path, value in changes:
        target = award
        *parents, last = path.split(".")
        try:
            for name in parents:
                target = target[int(name)] if name.isdigit() else target[name]
            target[last] = value
        except (TypeError, KeyError, IndexError):
            continue
    try:
        plan = plan_of(award, on=on)
        outcome: Any = [one.as_json() for one in plan]
    except AwardErrors as error:
        outcome = [problem.sentence("de") for problem in error.problems]
    assert all(outcome)
    assert outcome


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(st.sampled_from(["type", "rate", "eligible_costs", "third_party", "grant", "cap"]), ODD), max_size=3
    ),
    ODD,
)
def test_whatever_is_settled_is_computed_or_refused_with_a_sentence(changes: Any, actual: Any) -> None:
    facts: Any = {
        "financing": {"type": "anteil", "eligible_costs": "100.00", "grant": "80.00"} | dict(changes),
        "actual": {"eligible_costs": actual},
    }
    try:
        result = settled(parse_settlement(facts))
        outcome: Any = result.grant_due >= 0
    except AwardErrors as error:
        outcome = [problem.sentence("de") for problem in error.problems]
    assert outcome


def test_a_condition_file_with_an_unknown_version_names_the_line(tmp_path: Any) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(
        "set: odd\nlabel: Odd\nlevel: land\nrecipients: others\n"
        'versions:\n  - {id: "2020-01-01", in_force_on: 2020-01-01, act: x}\n'
        "values:\n  - key: retention_years\n    norm: Nr. 1\n    unit: years\n    editions:\n"
        '      - {version: "2021-01-01", value: 5, source: x, checked_on: 2026-11-22, status: confirmed}\n'
    )
    with pytest.raises(LawDataError, match=r"odd.yaml, line 12: The version “2021-01-01”"):
        read_set(path)
