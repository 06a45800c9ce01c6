"""Scores explain themselves, sums add up, topics come back on their day."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from wandel.conftest import Cast
from wandel.fields.projects.actions.parts import save_part
from wandel.fields.projects.actions.project import change_project
from wandel.fields.projects.actions.score import WeighedQuestion, decide_criteria, judge
from wandel.fields.projects.actions.stage import move_project
from wandel.fields.projects.actions.topic import remove_adviser, save_adviser, save_topic
from wandel.fields.projects.models import Adviser, BudgetYear, Criterion, Decision, FutureTopic, Project, Score
from wandel.fields.projects.queries.figures import figures_by_stage
from wandel.fields.projects.queries.odd import odd_sentences
from wandel.fields.projects.queries.portfolio import portfolio_for
from wandel.fields.projects.queries.score import criteria_on, standing_of, standing_on
from wandel.fields.projects.queries.stage import facts_of
from wandel.fields.projects.queries.topic import due_topics, topics_for
from wandel.fields.projects.tests.conftest import DAY
from wandel.office.desk.models import Entry
from wandel.office.people.access import access_on
from wandel.office.people.models import User

database = [pytest.mark.database, pytest.mark.django_db]
weights = st.lists(st.integers(1, 100), min_size=1, max_size=8)
given_points = st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=8, max_size=8)


def scored(weights: list[int], points: list[int | None]) -> Any:
    criteria = [Criterion(key=f"k{number}", name="x", weight=weight) for number, weight in enumerate(weights)]
    pairs = zip(criteria, points, strict=False)
    scores = {one.key: Score(key=one.key, points=given) for one, given in pairs if given is not None}
    return standing_of(criteria, scores)


@given(weights, given_points)
def test_a_score_lies_between_nothing_and_a_hundred_and_its_parts_add_up(
    weights: list[int], points: list[int | None]
) -> None:
    found = scored(weights, points)
    assert 0 <= found.low <= found.high <= 100
    assert found.low == round(sum(row.adds for row in found.rows))
    assert round(sum(row.most for row in found.rows), 6) == 100
    if found.is_complete:
        assert found.low == found.high


@given(weights, given_points)
def test_judging_one_criterion_more_only_narrows_the_score(weights: list[int], points: list[int | None]) -> None:
    before = scored(weights, points)
    after = scored(weights, [2 if given is None else given for given in points])
    assert before.low <= after.low
    assert after.high <= before.high


def test_without_criteria_there_is_no_score() -> None:
    assert standing_of([], {}) is None


class TestWithDatabase:
    pytestmark = database

    def decide(self, officer: User, valid_from: date, *weights: int) -> None:
        rows = [WeighedQuestion(f"k{number}", f"K{number}", "?", weight) for number, weight in enumerate(weights)]
        decide_criteria(valid_from=valid_from, decided_by="Kreistag", note="", criteria=rows, by=officer)

    def test_the_set_of_the_day_counts_and_points_stay_when_weights_change(
        self, project: Project, officer: User
    ) -> None:
        self.decide(officer, DAY - timedelta(days=100), 50, 50)
        judge(project=project, points={"k0": (4, "weil"), "k1": (0, "weil nicht")}, by=officer, on=DAY)
        assert standing_on(project, day=DAY).low == 50
        self.decide(officer, DAY, 75, 25)
        assert standing_on(project, day=DAY).low == 75
        assert [one.weight for one in criteria_on(DAY - timedelta(days=1))] == [50, 50]
        assert criteria_on(DAY - timedelta(days=200)) == []

    def test_a_decision_keeps_the_score_of_its_day(self, project: Project, officer: User) -> None:
        self.decide(officer, DAY - timedelta(days=100), 1)
        judge(project=project, points={"k0": (3, "weil")}, by=officer, on=DAY)
        decision = Decision(project=project, body="Rat", decided_on=DAY, outcome="agreed", text="Ja")
        save_part(part=decision, by=officer, on=DAY)
        judge(project=project, points={"k0": (1, "doch nicht")}, by=officer, on=DAY)
        decision.refresh_from_db()
        assert decision.score == 75

    def test_points_need_a_reason_and_sets_are_decided_once(self, project: Project, officer: User) -> None:
        self.decide(officer, DAY, 1)
        with pytest.raises(ValidationError):
            judge(project=project, points={"k0": (3, " ")}, by=officer, on=DAY)
        with pytest.raises(ValidationError):
            self.decide(officer, DAY, 2)
        with pytest.raises(ValidationError):
            self.decide(officer, DAY + timedelta(days=1))

    def test_a_project_not_judged_in_full_lacks_a_fact(self, project: Project, officer: User) -> None:
        assert "scores" in facts_of(project, day=DAY)
        self.decide(officer, DAY, 1, 1)
        assert "scores" not in facts_of(project, day=DAY)
        judge(project=project, points={"k0": (3, "x"), "k1": (2, "y")}, by=officer, on=DAY)
        assert "scores" in facts_of(project, day=DAY)

    def test_the_form_judges_and_the_head_alone_decides_criteria(
        self, project: Project, officer: User, cast: Cast, client_for: Callable[..., Client]
    ) -> None:
        head, path = client_for(cast.head), "/projects/criteria/new/"
        typed = {
            "valid_from": timezone.localdate().isoformat(), "decided_by": "Kreistag", "note": "", "row-TOTAL_FORMS": "2",
            "row-INITIAL_FORMS": "0", "row-0-name": "Arbeit", "row-0-key": "jobs", "row-0-question": "Wie viele?",
            "row-0-weight": "3", "row-1-name": "", "row-1-key": "", "row-1-question": "", "row-1-weight": "",
        }  # fmt: skip
        assert client_for(officer).post(path, typed).status_code == 403
        assert head.post(path, typed).status_code == 302
        assert head.post(path, typed).status_code == 422
        judging = f"/projects/{project.pk}/judge/"
        browser = client_for(officer)
        assert browser.post(judging, {"points_jobs": "3", "reason_jobs": ""}).status_code == 422
        assert browser.post(judging, {"points_jobs": "3", "reason_jobs": "Zwei neue Stellen"}).status_code == 302
        page = browser.get(f"/projects/{project.pk}/score/").content.decode()
        assert "Zwei neue Stellen" in page
        assert "75" in page

    def test_sums_of_the_portfolio_agree_with_each_other(
        self, make_project: Callable[..., Project], officer: User, cast: Cast
    ) -> None:
        one = make_project(future_field="energy", jobs_new=3)
        other = make_project(title="Zwei", submitted_by=cast.town_hall_juelich, on=DAY - timedelta(days=40))
        gone = make_project(title="Drei")
        for project, costs in ((one, 100), (other, 50), (gone, 7)):
            year = BudgetYear(project=project, year=2027, costs=Decimal(costs), own=Decimal(costs) / 10)
            save_part(part=year, by=officer, on=DAY)
        move_project(project=gone, to="stopped", reason="refused", by=officer, on=DAY)
        found = portfolio_for(access_on(cast.head, DAY), day=DAY)
        assert (found.total.count, found.total.costs, found.total.own) == (2, Decimal(150), Decimal(15))
        assert (found.total.stuck, found.total.age, found.total.funding) == (1, 20, Decimal(135))
        assert sum(line.costs for line in found.by_field) == sum(line.costs for line in found.by_municipality) == 150
        assert sum(line.count for line in found.by_stage) == 3
        mine = portfolio_for(access_on(cast.juelich, DAY), day=DAY)
        assert mine.total.count == 1

    def test_figures_for_the_council_leave_out_ideas_and_what_is_confidential(
        self, make_project: Callable[..., Project], move_to: Callable[..., Project], cast: Cast,
        client_for: Callable[..., Client],
    ) -> None:  # fmt: skip
        make_project()
        move_to(make_project(title="Geheim", confidential=True), "screening", "shaping")
        move_to(make_project(title="Offen"), "screening", "shaping")
        assert [(line.key, line.count) for line in figures_by_stage(day=DAY)] == [("shaping", 1)]
        assert client_for(cast.council).get("/municipalities/").status_code == 200

    def test_what_is_odd_becomes_a_sentence_and_nothing_is_refused(self, project: Project, officer: User) -> None:
        party = project.parties.get()
        party.share, party.part = Decimal("0.4"), "applicant"
        save_part(part=party, by=officer, on=DAY)
        save_part(part=BudgetYear(project=project, year=2020, costs=Decimal(1)), by=officer, on=DAY)
        changed = change_project(project=project, values={"jobs_new": 5}, by=officer, on=DAY)
        assert len(odd_sentences(changed, day=DAY)) == 4

    def test_a_topic_comes_back_on_its_day_and_leaves_the_desk_when_it_is_closed(
        self, officer: User, cast: Cast
    ) -> None:
        values = {"title": "Wasserstoff", "question": "Wer braucht wie viel?", "review_on": DAY, "owner": officer}
        topic = save_topic(topic=FutureTopic(), values=values, by=officer, on=DAY)
        entry = Entry.objects.get(key=f"topic-{topic.pk}-review")
        assert (entry.due_on, entry.owner) == (DAY, officer)
        assert list(due_topics(access_on(cast.head, DAY), DAY)) == [topic]
        save_topic(topic=topic, values={"state": "closed"}, by=officer, on=DAY)
        entry.refresh_from_db()
        assert entry.state == "done"
        assert not due_topics(access_on(cast.head, DAY), DAY).exists()

    def test_a_town_hall_reads_topics_that_concern_it_and_no_names(
        self, officer: User, cast: Cast, client_for: Callable[..., Client]
    ) -> None:
        place = cast.town_hall_vettweiss.municipality
        for title, places in (("Börde", [place]), ("Überall", []), ("Rur", [cast.town_hall_juelich.municipality])):
            values = {"title": title, "question": "?", "municipalities": places, "owner": officer}
            save_topic(topic=FutureTopic(), values=values, by=officer, on=DAY)
        seen = topics_for(access_on(cast.vettweiss, DAY)).values_list("title", flat=True)
        assert set(seen) == {"Börde", "Überall"}
        hall = client_for(cast.vettweiss)
        assert hall.get(FutureTopic.objects.get(title="Rur").get_absolute_url()).status_code == 404
        page = hall.get(FutureTopic.objects.get(title="Börde").get_absolute_url()).content.decode()
        assert officer.name not in page
        assert hall.get("/projects/topics/new/").status_code == 403

    def test_topics_and_advisers_are_recorded_changed_and_removed_through_their_forms(
        self, officer: User, cast: Cast, client_for: Callable[..., Client]
    ) -> None:
        browser = client_for(officer)
        made = browser.post(
            "/projects/topics/new/", {"title": "Seen", "question": "Wer füllt sie?", "state": "watched"}
        )
        topic = FutureTopic.objects.get()
        assert made.url == topic.get_absolute_url()
        page = browser.get(f"{made.url}edit/").context["form"]
        typed = {name: page[name].value() for name in page.fields}
        typed = {name: value for name, value in typed.items() if value not in (None, "", [])}
        assert browser.post(f"{made.url}edit/", {**typed, "next_step": "Anrufen"}).status_code == 302
        assert browser.post(f"{made.url}edit/", {**typed, "next_step": "Schreiben"}).status_code == 200
        topic.refresh_from_db()
        assert topic.next_step == "Anrufen"
        house = cast.partner_organisation.pk
        adviser = {"organisation": house, "subject": "Wasser", "topics": [topic.pk], "checked_on": "2026-11-01"}
        assert browser.post("/projects/advisers/new/", adviser).status_code == 302
        found = Adviser.objects.get()
        assert "Wasser" in browser.get(made.url).content.decode()
        assert browser.get(found.get_absolute_url()).context["form"]["checked_on"].value() == date(2026, 11, 1)
        assert browser.post(f"/projects/advisers/{found.pk}/remove/").status_code == 302
        assert not Adviser.objects.exists()

    def test_the_register_keeps_what_did_not_change(self, officer: User, cast: Cast) -> None:
        values = {"organisation": cast.funder, "subject": "Anträge", "checked_on": DAY, "topics": []}
        adviser = save_adviser(adviser=Adviser(), values=values, by=officer)
        assert save_adviser(adviser=adviser, values=values, by=officer).version == 1
        remove_adviser(adviser=adviser, by=officer)
