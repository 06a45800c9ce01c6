"""Questions to the rounds: who was asked, who answered, what changed since last year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext

from wandel.office.desk.models import Answer, Round
from wandel.office.desk.models.question import Difference, Question, differences, shown_value
from wandel.office.desk.models.secret_link import hash_of
from wandel.office.desk.registry import RoundForm, round_form
from wandel.office.people.access import Access
from wandel.office.people.models import Organisation, Person
from wandel.ui.formats import format_date, format_number


def rounds_for(access: Access) -> QuerySet[Round]:
    """All rounds with ``asked`` and ``answered`` counts for those who manage them; nobody else lists rounds."""
    if not access.may("round.manage"):
        return Round.objects.none()
    done = Q(answers__state__in=[Answer.State.ANSWERED, Answer.State.DECLINED])
    return Round.objects.select_related("owner").annotate(
        asked=Count("answers"), answered=Count("answers", filter=done)
    )


def round_for(access: Access, pk: int) -> Round:
    found = rounds_for(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def answers_for(access: Access) -> QuerySet[Answer]:
    """Answers this reader may give: the unit all, others those of their own organisations."""
    answers = Answer.objects.select_related("round", "round__owner", "organisation")
    if access.may("round.manage"):
        return answers
    return answers.filter(organisation__in=access.organisation_ids) if access.may("round.answer") else answers.none()


def answer_for(access: Access, pk: int) -> Answer:
    found = answers_for(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def answer_by_token(token: str) -> Answer:
    """The answer a secret link opens. An unknown token is a 404, like any page that does not exist."""
    found = Answer.objects.select_related("round", "organisation").filter(token_hash=hash_of(token)).first()
    if found is None:
        raise Http404
    return found


def answer_by_pk(pk: int) -> Answer:
    """For pages whose caller has already checked the reader's scoped session."""
    found = Answer.objects.select_related("round", "organisation").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def data_before(answer: Answer) -> dict[str, Any]:
    """What the same organisation answered in the previous round; empty where there is none."""
    if answer.round.previous_id is None:
        return {}
    return (
        Answer.objects.filter(
            round_id=answer.round.previous_id, organisation_id=answer.organisation_id, state=Answer.State.ANSWERED
        )
        .values_list("data", flat=True)
        .first()
        or {}
    )


def round_forms_of(a_round: Round) -> list[RoundForm]:
    """The fields that fill this round's tables and take its answers over."""
    found = [round_form(question.filled_by) for question in a_round.question_list if question.filled_by]
    return [form for form in found if form is not None]


def data_to_begin_with(answer: Answer, before: dict[str, Any]) -> dict[str, Any]:
    """What stands in an untouched answer: last year's, and where a field knows the rows of a table better, those."""
    data = dict(before)
    for question in answer.round.question_list:
        form = round_form(question.filled_by) if question.filled_by else None
        rows = form.prefill(answer.organisation) if form else []
        if rows:
            data[question.key] = rows
    return data


def overview(a_round: Round) -> list[Answer]:
    """One row per organisation with ``last_reminder_on``. One query."""
    return list(a_round.answers.select_related("organisation").annotate(last_reminder_on=Max("reminders__sent_on")))


def organisations_to_ask() -> QuerySet[Organisation]:
    """Whom a round can be sent to."""
    kinds = [Organisation.Kind.TOWN_HALL, Organisation.Kind.COUNTY_OFFICE, Organisation.Kind.PARTNER]
    return Organisation.objects.current().filter(kind__in=kinds)


def addresses(organisation_ids: list[int]) -> dict[int, str]:
    """The mail address per organisation: its own, else that of its first contact. Two queries."""
    found = dict(Organisation.objects.filter(pk__in=organisation_ids).exclude(email="").values_list("pk", "email"))
    rows = (
        Person.objects.current()
        .filter(organisation__in=[pk for pk in organisation_ids if pk not in found])
        .exclude(email="")
        .values_list("organisation_id", "email")
    )
    for pk, email in rows:
        found.setdefault(pk, email)
    return found


@dataclass(frozen=True)
class Compared:
    """One organisation beside its last year."""

    answer: Answer
    has_before: bool
    differences: list[Difference]


@dataclass(frozen=True)
class Total:
    """A number added up over all answers, this year and last."""

    label: str
    now: Decimal
    before: Decimal | None

    @property
    def places(self) -> int:
        values = [value for value in (self.now, self.before) if value is not None]
        return max(0, *(-int(value.as_tuple().exponent) for value in values))

    @property
    def now_text(self) -> str:
        return format_number(self.now, places=self.places)

    @property
    def before_text(self) -> str:
        return "–" if self.before is None else format_number(self.before, places=self.places)


def _numbers(question: Question, column: Question | None, data: dict[str, Any]) -> Iterator[Decimal]:
    members = data.get(question.key) or ([] if column else "")
    stored = [row.get(column.key, "") for row in members] if column else [members]
    yield from (Decimal(value) for value in stored if value)


def comparison(a_round: Round) -> tuple[list[Compared], list[Total]]:
    """Every answered organisation with its changes, and all numbers added up. Two queries."""
    questions = a_round.question_list
    before = (
        {
            answer.organisation_id: answer.data
            for answer in Answer.objects.filter(round=a_round.previous_id, state=Answer.State.ANSWERED)
        }
        if a_round.previous_id
        else {}
    )
    answered = list(a_round.answers.filter(state=Answer.State.ANSWERED).select_related("organisation"))
    compared = [
        Compared(
            answer,
            answer.organisation_id in before,
            differences(questions, before.get(answer.organisation_id, {}), answer.data)
            if answer.organisation_id in before
            else [],
        )
        for answer in answered
    ]
    totals = []
    for question in questions:
        columns = question.columns or (None,)
        for column in columns:
            if (column or question).kind != "number":
                continue
            label = f"{question.label}: {column.label}" if column else question.label
            now = sum((n for answer in answered for n in _numbers(question, column, answer.data)), Decimal(0))
            then = sum((n for data in before.values() for n in _numbers(question, column, data)), Decimal(0))
            totals.append(Total(label, now, then if before else None))
    return compared, totals


def _safe_cell(text: str) -> str:
    """A spreadsheet runs what begins like a formula; an apostrophe keeps it a text."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and not text[1:2].isdigit() else text


def csv_rows(a_round: Round) -> Iterator[list[str]]:
    """The round as a table: one line per organisation and row of its tables, single answers repeated."""
    questions = a_round.question_list
    single = [question for question in questions if question.kind != "table"]
    tables = [question for question in questions if question.kind == "table"]
    yield [
        gettext("Organisation"),
        gettext("State"),
        gettext("Answered on"),
        *(question.label for question in single),
        *(f"{table.label}: {column.label}" for table in tables for column in table.columns),
    ]
    for answer in a_round.answers.select_related("organisation"):
        head = [answer.organisation.name, str(answer.get_state_display()), format_date(answer.answered_on)]
        head += [shown_value(question, answer.data.get(question.key, "")) for question in single]
        rows = {table.key: answer.data.get(table.key) or [] for table in tables}
        for number in range(max([1, *(len(found) for found in rows.values())])):
            line = list(head)
            for table in tables:
                row = rows[table.key][number] if number < len(rows[table.key]) else {}
                line += [shown_value(column, row.get(column.key, "")) if row else "" for column in table.columns]
            yield [_safe_cell(cell) for cell in line]


def answer_facts(answer: Answer, data: dict[str, Any]) -> list[dict[str, Any]]:
    """The answer as its copy shows it: label and value, or label and table."""
    facts: list[dict[str, Any]] = []
    for question in answer.round.question_list:
        if question.kind == "table":
            rows = data.get(question.key) or []
            cells = [
                [
                    {"text": shown_value(column, row.get(column.key, "")), "is_number": column.kind == "number"}
                    for column in question.columns
                ]
                for row in rows
            ]
            facts.append({"question": question, "columns": question.columns, "rows": cells})
        else:
            facts.append({"question": question, "value": shown_value(question, data.get(question.key, ""))})
    return facts


def marks_due(a_round: Round, day: date) -> str:
    """Which reminder this day calls for, "" for none: before-7, before-1 or after-3. A missed day is made up for once."""
    if a_round.opened_on is None:
        return ""
    days = (a_round.due_on - day).days
    mark = "before-7" if 1 < days <= 7 else "before-1" if 0 <= days <= 1 else "after-3" if days <= -3 else ""
    if not mark or day > a_round.last_day:
        return ""
    first_day = {"before-7": 7, "before-1": 1, "after-3": -3}[mark]
    # Whoever was asked later than this reminder's day has just had the invitation.
    return mark if (a_round.due_on - a_round.opened_on).days > first_day else ""
