"""Funding programmes: the list, their state on the day, and which of them fit a project."""

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet, Sum, TextField, prefetch_related_objects
from django.db.models.functions import Cast
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wandel.core.programmes.headings import HEADINGS
from wandel.core.retrieval.highlighting import Span
from wandel.core.scouting.match import Band, Found, Match, Scout
from wandel.core.scouting.programme import Allowed, Applicant, ProgrammeFacts
from wandel.core.scouting.rules import CLOSING_DAYS, NAMES, Answer, Idea, Status, status_on
from wandel.core.text.fold import fold
from wandel.fields.funding.models import Programme, ProgrammeMark, ProgrammeVersion
from wandel.fields.funding.queries.words import spoken
from wandel.fields.projects.models import Project, ProjectParty
from wandel.fields.projects.queries.project import projects_for
from wandel.fields.projects.stages import ACTIVE
from wandel.office.people.access import Access
from wandel.office.people.models import Organisation, User
from wandel.office.places.models import Municipality
from wandel.office.places.profile import active_profile

# Who an organisation is for a funder. What is not listed leaves the question open.
APPLICANT_OF = {
    Organisation.Kind.TOWN_HALL: Applicant.MUNICIPALITY,
    Organisation.Kind.UNIT: Applicant.COUNTY,
    Organisation.Kind.COUNTY_OFFICE: Applicant.COUNTY,
    Organisation.Kind.COMPANY: Applicant.COMPANY,
    Organisation.Kind.HOUSING: Applicant.MUNICIPAL_COMPANY,
    Organisation.Kind.ASSOCIATION: Applicant.ASSOCIATION,
    Organisation.Kind.FARM: Applicant.COMPANY,
}
IDEA_PARTS = (
    "years",
    Prefetch("parties", queryset=ProjectParty.objects.select_related("organisation")),
    "submitted_by",
    Prefetch("municipality", queryset=Municipality.objects.defer("boundary")),
)
MOST_PROJECTS = 200
# What only the page of one programme shows; a directive may be long.
LONG = ("parts", "details", "words")
# One process keeps one index; another state of the programmes builds it anew.
_kept: dict[str, tuple[Any, Scout]] = {}


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme in the list, with its state today."""

    programme: Programme
    facts: ProgrammeFacts
    status: Status

    @property
    def status_label(self) -> str:
        return status_words()[self.status]

    @property
    def applicants(self) -> str:
        return applicants_in_words(self.facts.applicants)


@dataclass(frozen=True)
class Piece:
    """A stretch of text; ``marked`` where a word of the idea stands."""

    text: str
    marked: bool


class _Explained:
    """A match in the reader's words."""

    match: Match

    @property
    def band_label(self) -> str:
        words = {
            Band.STRONG: pgettext("match", "fits well"),
            Band.POSSIBLE: pgettext("match", "may fit"),
            Band.WEAK: pgettext("match", "fits loosely"),
        }
        return words[self.match.band]

    @property
    def checks(self) -> list[tuple[str, str, str]]:
        """Sign, its name, reason – for each rule."""
        signs = {
            Answer.YES: ("✓", _("yes")),
            Answer.NO: ("✗", _("no")),
            Answer.UNKNOWN: ("?", _("not stated")),
        }
        return [(*signs[one.answer], spoken(one.text)) for one in self.match.verdict.checks]

    @property
    def words(self) -> list[tuple[str, str]]:
        """The words that counted most, and where they stand."""
        where = {"title": _("title"), "text": _("text"), "parts": _("part of a word")}
        return [(one.term, where[one.field]) for one in self.match.strongest()]


@dataclass(frozen=True)
class MatchRow(_Explained):
    """A programme for a project on the page: the match, in the reader's words, and what the unit thinks of it."""

    programme: Programme
    match: Match
    mark: ProgrammeMark | None
    title: list[Piece]
    short: list[Piece]

    @property
    def status_label(self) -> str:
        return status_words()[self.match.verdict.status]


@dataclass(frozen=True)
class ProjectRow(_Explained):
    """A project a programme may pay for: the match, and what the unit thinks of it."""

    project: Project
    match: Match
    mark: ProgrammeMark | None = None

    @property
    def terms(self) -> list[str]:
        """The words that counted most, each once."""
        return list(dict.fromkeys(one.term for one in self.match.strongest(8)))[:5]


@dataclass(frozen=True)
class Matches:
    """What a project's page shows."""

    rows: list[MatchRow]
    out: list[MatchRow]
    muted: list[MatchRow]
    remark: str

    @property
    def near(self) -> list[MatchRow]:
        """What fits well or may fit, and what is on the shortlist whatever its band; all of them where nothing does."""
        found = [row for row in self.rows if row.mark or row.match.band is not Band.WEAK]
        return found or self.rows

    @property
    def far(self) -> list[MatchRow]:
        shown = {row.programme.pk for row in self.near}
        return [row for row in self.rows if row.programme.pk not in shown]


def status_words() -> dict[Status, str]:
    return {
        Status.OPEN: pgettext("programme", "open"),
        Status.CLOSING: pgettext("programme", "closes soon"),
        Status.ANNOUNCED: pgettext("programme", "announced"),
        Status.CONTINUOUS: pgettext("programme", "open all the time"),
        Status.CLOSED: pgettext("programme", "closed"),
        Status.NOT_STATED: pgettext("programme", "no days stated"),
    }


def applicants_in_words(applicants: frozenset[Applicant] | None) -> str:
    if applicants is None:
        return pgettext("programme", "not stated")
    return ", ".join(spoken(NAMES[one]) for one in Applicant if one in applicants)


def facts_of(programme: Programme, *, with_text: bool = True) -> ProgrammeFacts:
    """The row as scouting reads it; without its text where only the facts are wanted."""
    return ProgrammeFacts(
        key=programme.key,
        title=programme.title,
        short=programme.short,
        text=programme.text if with_text else "",
        applicants=None if programme.applicants is None else frozenset(Applicant(one) for one in programme.applicants),
        areas=None if programme.areas is None else frozenset(programme.areas),
        topics=frozenset(programme.topics),
        opens_on=programme.opens_on,
        closes_on=programme.closes_on,
        continuous=programme.continuous,
        minimum_cost=programme.minimum_cost,
        maximum_grant=programme.maximum_grant,
        rate=None if programme.rate is None else programme.rate * 100,
        own_share=None if programme.own_share is None else programme.own_share * 100,
        early_start=Allowed(programme.early_start) if programme.early_start else None,
        cumulation=Allowed(programme.cumulation) if programme.cumulation else None,
    )


def programmes_for(access: Access) -> QuerySet[Programme]:
    """Programmes are no secret: whoever may look at them sees all that are offered."""
    return Programme.objects.filter(gone_on=None) if access.may("programme.view") else Programme.objects.none()


def programme_for(access: Access, pk: int) -> Programme:
    """One of them; one that is gone stays readable for its history."""
    found = Programme.objects.all() if access.may("programme.view") else Programme.objects.none()
    return get_object_or_404(found, pk=pk)


def editable_programme_for(access: Access, pk: int) -> Programme:
    found = Programme.objects.all() if access.may("programme.edit") else Programme.objects.none()
    return get_object_or_404(found, pk=pk)


def changed_in_words(name: str) -> str:
    """What an import names as changed, for people: a fact, a part of the text, something else the source says."""
    group, _colon, part = name.partition(":")
    if group == "part":
        return spoken(HEADINGS[part])
    if group == "detail":
        words = {
            "kinds": _("kind of support"),
            "contacts": _("contact"),
            "links": _("links"),
            "keywords": _("keywords"),
        }
        return words.get(part, _("further facts"))
    return str(Programme._meta.get_field(name).verbose_name)


def parts_of(programme: Programme) -> list[tuple[str, str]]:
    """The source's own text: heading and safe markup."""
    return [(spoken(HEADINGS[one["name"]]), one["html"]) for one in programme.parts]


def history_of(programme: Programme) -> list[tuple[ProgrammeVersion, str]]:
    """What the imports brought, newest first, with the names of what changed."""
    return [(one, ", ".join(map(changed_in_words, one.changes))) for one in programme.versions.all()[:30]]


def list_programmes(
    access: Access, *, on: date, text: str = "", applicant: str = "", topic: str = "", closed: bool = False,
    by_deadline: bool = False, since: date | None = None, watched_by: User | None = None,
) -> QuerySet[Programme]:  # fmt: skip
    """Narrowed and in order; closed ones only if asked for. What a programme does not state never takes it out."""
    found = programmes_for(access).defer("text", *LONG)
    if not closed:
        # The rule of status_on, as the database asks it.
        found = found.exclude(continuous=False, closes_on__lt=on)
    if applicant:
        found = found.annotate(who=Cast("applicants", TextField()))
        found = found.filter(Q(applicants__isnull=True) | Q(who__contains=f'"{applicant}"'))
    if topic:
        # SQLite keeps the letters of a JSON list escaped, PostgreSQL as they are.
        found = found.annotate(about=Cast("topics", TextField()))
        found = found.filter(Q(about__contains=json.dumps(topic)) | Q(about__contains=f'"{topic}"'))
    for word in fold(text).split():
        found = found.filter(words__contains=word)
    if watched_by:
        found = found.filter(watches__user=watched_by)
    if since:
        found = found.filter(known_since__gte=since)
    return found.order_by(F("closes_on").asc(nulls_last=True), "sort_key", "pk") if by_deadline else found


def having_status(status: Status, *, on: date) -> Q:
    """The rule of status_on for one answer, as the database asks it."""
    over, ahead = Q(closes_on__lt=on), Q(opens_on__gt=on)
    running = ~(over & Q(closes_on__isnull=False)) & ~(ahead & Q(opens_on__isnull=False))
    soon = Q(closes_on__lte=on + timedelta(days=CLOSING_DAYS))
    endless = running & Q(closes_on__isnull=True)
    return {
        Status.CLOSED: over,
        Status.ANNOUNCED: ahead & (Q(closes_on__isnull=True) | Q(closes_on__gte=on)),
        Status.CLOSING: running & Q(closes_on__isnull=False) & soon,
        Status.CONTINUOUS: endless & Q(continuous=True),
        Status.NOT_STATED: endless & Q(continuous=False, opens_on__isnull=True),
        Status.OPEN: running & ~soon & Q(closes_on__isnull=False)
        | endless & Q(continuous=False, opens_on__isnull=False),
    }[status]


def row_of(programme: Programme, *, on: date) -> ProgrammeRow:
    """A programme with its facts and its state on a day. The list leaves its long texts in the database."""
    facts = facts_of(programme, with_text=False)
    return ProgrammeRow(programme, facts, status_on(facts, on))


def topics_in_use() -> list[str]:
    return sorted(
        {
            topic
            for topics in Programme.objects.filter(gone_on=None).values_list("topics", flat=True)
            for topic in topics
        }
    )


def idea_of(project: Project) -> Idea:
    """The project as a funder would read it: its words, who applies, where, what it costs."""
    # Nothing is asked again where a list of projects has brought it along.
    prefetch_related_objects([project], *IDEA_PARTS)
    years = project.years.all()
    parties = [party for party in project.parties.all() if party.part != "partner"]
    organisations = [party.organisation for party in parties] or [one for one in (project.submitted_by,) if one]
    kinds = {APPLICANT_OF.get(Organisation.Kind(one.kind)) for one in organisations}
    parts = (project.idea, project.goal, project.input, project.output, project.outcome, project.impact, project.result)
    costs = sum((year.costs for year in years), Decimal(0)) if years else None
    own = sum((year.own for year in years), Decimal(0))
    return Idea(
        title=project.title,
        text="\n".join(filter(None, parts)),
        applicants=frozenset(kind for kind in kinds if kind),
        place=project.municipality.ags if project.municipality else active_profile().ags,
        costs=costs,
        wanted=None if costs is None else costs - own,
        begun=project.stage == "running",
    )


def is_watched(programme: Programme, user: User) -> bool:
    return programme.watches.filter(user=user).exists()


def projects_fitting(access: Access, programme: Programme, *, on: date) -> list[ProjectRow]:
    """Projects under way this reader may open which a programme may pay for, best first; those a hard rule takes out last.

    The newest two hundred are looked at. What fits loosely is left out: one word in common is no reason to call a town hall.
    """
    if programme.gone_on is not None:
        return []
    asked = projects_for(access).filter(stage__in=ACTIVE).order_by("-stage_on", "-pk").prefetch_related(*IDEA_PARTS)
    scouting = scout()
    rows = []
    for project in asked[:MOST_PROJECTS]:
        match = scouting.fit(idea_of(project), programme.key, on=on)
        if match and match.band is not Band.WEAK:
            rows.append(ProjectRow(project, match))
    marks = {mark.project_id: mark for mark in programme.marks.all()}
    rows = [replace(row, mark=marks.get(row.project.pk)) for row in rows]
    return sorted(rows, key=lambda row: (bool(row.match.verdict.broken), -row.match.score))


def scout() -> Scout:
    """The index over what is offered now, kept until a programme changes."""
    offered = Programme.objects.filter(gone_on=None)
    state = offered.aggregate(count=Count("pk"), newest=Max("changed_at"), versions=Sum("version"))
    mark = (state["count"], state["newest"], state["versions"])
    found = _kept.get("scout")
    if found is None or found[0] != mark:
        names = list(Municipality.objects.values_list("name", flat=True))
        found = (mark, Scout.of((facts_of(one) for one in offered.defer(*LONG).iterator()), names=names))
        _kept["scout"] = found
    return found[1]


def matches_of(project: Project, *, on: date, limit: int = 20) -> Matches:
    """Programmes for a project on a day, best first; the muted and the ones a hard rule takes out apart."""
    answer: Found = scout().match(idea_of(project), on=on, limit=limit)
    marks = {mark.programme_id: mark for mark in project.programme_marks.select_related("programme")}
    keys = [one.programme.key for one in (*answer.matches, *answer.out)]
    by_key = {one.key: one for one in Programme.objects.filter(key__in=keys).defer("text", *LONG)}
    rows, muted = [], []
    for match in answer.matches:
        row = _row(match, by_key, marks)
        (muted if row.mark and row.mark.state == ProgrammeMark.State.MUTED else rows).append(row)
    return Matches(rows, [_row(one, by_key, marks) for one in answer.out], muted, spoken(answer.remark))


def marked_of(project: Project) -> list[ProgrammeMark]:
    """The shortlist as it was marked, without asking whether it still matches."""
    found = project.programme_marks.filter(state=ProgrammeMark.State.SHORTLISTED)
    return list(found.select_related("programme"))


def shortlist_of(project: Project, *, on: date) -> list[MatchRow]:
    """What is on the shortlist, in the order of the match; what no longer matches stands last."""
    found = matches_of(project, on=on, limit=200)
    rows = [row for row in (*found.rows, *found.out) if row.mark and row.mark.state == ProgrammeMark.State.SHORTLISTED]
    return rows


def _row(match: Match, by_key: dict[str, Programme], marks: dict[int, ProgrammeMark]) -> MatchRow:
    programme = by_key[match.programme.key]
    return MatchRow(
        programme,
        match,
        marks.get(programme.pk),
        _pieces(programme.title, match.title_spans),
        _pieces(programme.short, match.short_spans),
    )


def _pieces(text: str, spans: tuple[Span, ...]) -> list[Piece]:
    found, at = [], 0
    for span in spans:
        if span.start > at:
            found.append(Piece(text[at : span.start], marked=False))
        found.append(Piece(text[span.start : span.end], marked=True))
        at = span.end
    return [*found, Piece(text[at:], marked=False)] if at < len(text) else found
