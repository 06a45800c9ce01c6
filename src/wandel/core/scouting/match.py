"""Programmes ranked for an idea: the text decides the order, hard rules who is in, and both say why.

The text's score is the BM25 of ``core.retrieval`` over title and text; its contributions sum to it exactly. The band says how much of what is
asked for a programme has at all: the share of the question's weight whose words stand in it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wandel.core.law.texts import Text
from wandel.core.retrieval.bm25 import Contribution, Query
from wandel.core.retrieval.highlighting import Span, highlights
from wandel.core.retrieval.index import Document, Index
from wandel.core.scouting.programme import ProgrammeFacts
from wandel.core.scouting.rules import Idea, Verdict, judge

STRONG, POSSIBLE = 0.4, 0.2
# Looked at before the hard rules take some out.
CANDIDATES = 200


class Band(StrEnum):
    """How much of the idea's weight a programme's words carry: two fifths, a fifth, less."""

    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Match:
    """A programme for an idea. ``contributions`` sum to ``score``; ``spans`` are places in the programme's ``title`` and ``short`` text."""

    programme: ProgrammeFacts
    score: float
    band: Band
    verdict: Verdict
    contributions: tuple[Contribution, ...]
    title_spans: tuple[Span, ...]
    short_spans: tuple[Span, ...]
    shared_topics: tuple[str, ...]

    def strongest(self, count: int = 5) -> tuple[Contribution, ...]:
        """The single words that counted most, pairs left out."""
        return tuple(one for one in self.contributions if one.field != "pairs")[:count]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer: matches best first, those a hard rule takes out, and a sentence where there is nothing to go by."""

    matches: tuple[Match, ...]
    out: tuple[Match, ...]
    remark: Text | None


class Scout:
    """A collection of programmes that can be asked; build it once, ask it often."""

    def __init__(self, programmes: Sequence[ProgrammeFacts], index: Index) -> None:
        self._by_key: Mapping[str, ProgrammeFacts] = {one.key: one for one in programmes}
        self._index = index

    @classmethod
    def of(cls, programmes: Iterable[ProgrammeFacts], *, names: Iterable[str] = ()) -> "Scout":
        """Learn the programmes' words. ``names``: words never cut, such as the county's places."""
        rows = list(programmes)
        return cls(rows, Index.of((Document(one.key, one.title, _body(one)) for one in rows), names=names))

    def match(self, idea: Idea, *, on: date, limit: int = 20) -> Found:
        """The best programmes for an idea on a day, ``limit`` of each kind at most."""
        query = self._index.query(f"{idea.title} {idea.text}")
        if not query.terms:
            return Found((), (), _nothing(idea))
        explained = self._index.explainer(query)
        inside: list[Match] = []
        outside: list[Match] = []
        for hit in self._index.search(query, CANDIDATES):
            programme = self._by_key[hit.id]
            verdict = judge(programme, idea, on=on)
            place = outside if verdict.broken else inside
            if len(place) < limit:
                place.append(self._match(programme, query, verdict, idea, explained))
            if len(inside) >= limit and len(outside) >= limit:
                break
        inside.sort(key=lambda one: -one.score)
        return Found(tuple(inside), tuple(outside), None if inside or outside else _nothing(idea))

    def fit(self, idea: Idea, key: str, *, on: date) -> Match | None:
        """The other way round: how one programme answers one idea. None where no word of the idea stands in it.

        Raises KeyError for a programme that is not in the collection.
        """
        query = self._index.query(f"{idea.title} {idea.text}")
        programme = self._by_key[key]
        found = self._match(programme, query, judge(programme, idea, on=on), idea, self._index.explainer(query))
        return found if found.contributions else None

    def _match(
        self,
        programme: ProgrammeFacts,
        query: Query,
        verdict: Verdict,
        idea: Idea,
        explained: Callable[[str], list[Contribution]],
    ) -> Match:
        analysis = self._index.analysis
        contributions = tuple(explained(programme.key))
        return Match(
            programme=programme,
            score=sum(one.value for one in contributions),
            band=_band(query, {one.term for one in contributions}),
            verdict=verdict,
            contributions=contributions,
            title_spans=tuple(highlights(programme.title, query, analysis)),
            short_spans=tuple(highlights(programme.short, query, analysis)),
            shared_topics=tuple(sorted(idea.topics & programme.topics)),
        )


def _body(programme: ProgrammeFacts) -> str:
    return f"{programme.short}\n{programme.text}\n{' '.join(sorted(programme.topics))}"


def _band(query: Query, there: set[str]) -> Band:
    terms = [one for one in query.terms if not one.pair]
    whole = sum(one.weight * one.idf for one in terms)
    share = sum(one.weight * one.idf for one in terms if one.term in there) / whole if whole else 0.0
    return Band.STRONG if share >= STRONG else Band.POSSIBLE if share >= POSSIBLE else Band.WEAK


def _nothing(idea: Idea) -> Text:
    if not f"{idea.title}{idea.text}".strip():
        return Text(
            "Beschreiben Sie die Idee in ein, zwei Sätzen; dann gibt es etwas zu vergleichen.",
            "Describe the idea in a sentence or two; then there is something to compare.",
        )
    return Text(
        "Keines der Wörter kommt in den Programmen vor. Beschreiben Sie die Idee auf Deutsch und mit anderen Worten.",
        "None of the words stands in the programmes. Describe the idea in German and in other words.",
    )
