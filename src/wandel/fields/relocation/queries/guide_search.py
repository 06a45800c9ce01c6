"""Searching the guide: every word counts, the last one as it is being typed; a word nobody wrote is taken for its neighbour."""

from dataclasses import dataclass
from math import log

from django.db.models import Case, F, FloatField, Max, Q, Value, When
from rapidfuzz import process
from rapidfuzz.distance import OSA

from wandel.core.guide.searching import term, words_of
from wandel.core.text.fold import fold
from wandel.fields.relocation.models import GuideLanguage, GuideTerm, PageTranslation
from wandel.fields.relocation.queries.guide import Leaf

MOST_WORDS, MOST_HITS, LONGEST_QUERY = 6, 30, 120
SHORTEST_BEGINNING, ONE_TYPO_FROM, TWO_TYPOS_FROM = 3, 4, 8
MOST_TERMS = 40


@dataclass(frozen=True)
class Hit:
    key: str
    title: str
    summary: str


@dataclass(frozen=True)
class Found:
    """Hits, the best first. ``corrected``: what was searched instead; ``any_word``: no page has all the words."""

    hits: list[Hit]
    corrected: str = ""
    any_word: bool = False


def search(text: str, language: GuideLanguage, tree: dict[int, Leaf]) -> Found:
    """The pages a visitor may read in this language that have the words."""
    words = list(dict.fromkeys(words_of(text[:LONGEST_QUERY], language.code)))[:MOST_WORDS]
    if not words:
        return Found([])
    wanted, corrected = [], list(words)
    for position, word in enumerate(words):
        terms = _terms(word, language.code, last=position == len(words) - 1)
        if not terms and (near := _nearest(word, language.code)):
            terms, corrected[position] = [near], near
        wanted.append(terms)
    known = [terms for terms in wanted if terms]
    if not known:
        return Found([])
    rows = _scored(known, language.code)
    full = [row for row in rows if row[1] == len(known)]
    any_word = len(known) < len(words) or not full
    pks = [pk for pk, _matched, _score in (full or rows)]
    hits = _hits(pks, tree)
    return Found(hits, " ".join(corrected) if corrected != words and hits else "", any_word and len(words) > 1)


def _terms(word: str, code: str, *, last: bool) -> list[str]:
    """The terms of the index a word stands for."""
    exact = term(word, code)
    rows = GuideTerm.objects.filter(language=code)
    match = Q(term=exact)
    if last and len(word) >= SHORTEST_BEGINNING:
        match |= Q(term__opening=fold(word)) | Q(term__opening=exact)
    return list(rows.filter(match).order_by().values_list("term", flat=True).distinct()[:MOST_TERMS])


def _nearest(word: str, code: str) -> str:
    """The term a mistyped word most likely means, "" without one. Its first letter is taken to be right."""
    stem = term(word, code)
    allowed = 0 if len(stem) < ONE_TYPO_FROM else 2 if len(stem) >= TWO_TYPOS_FROM else 1
    if not allowed:
        return ""
    near = (
        GuideTerm.objects.filter(language=code, term__opening=stem[0])
        .order_by()
        .values_list("term", flat=True)
        .distinct()
    )
    found = process.extractOne(stem, list(near), scorer=OSA.distance, score_cutoff=allowed)
    return str(found[0]) if found else ""


def _scored(wanted: list[list[str]], code: str) -> list[tuple[int, int, float]]:
    """Translation, how many words it has, and its score; rare words weigh more. One query."""
    total = GuideTerm.objects.filter(language=code)
    spread = total.filter(term__in={one for terms in wanted for one in terms})
    counts = {
        at: total.filter(term__in=terms).values("translation").distinct().count() for at, terms in enumerate(wanted)
    }
    scores = {
        f"word_{at}": Max(
            Case(
                When(term__in=terms, then=F("weight") * Value(log(1 + 4000 / (1 + counts[at])))),
                default=Value(0.0), output_field=FloatField(),
            )
        )
        for at, terms in enumerate(wanted)
    }  # fmt: skip
    rows = spread.order_by().values("translation").annotate(**scores).values_list("translation", *scores)
    found = [(pk, sum(1 for one in parts if one), float(sum(parts))) for pk, *parts in rows]
    return sorted(found, key=lambda row: (-row[1], -row[2], row[0]))


def _hits(pks: list[int], tree: dict[int, Leaf]) -> list[Hit]:
    found: list[Hit] = []
    for start in range(0, len(pks), 2 * MOST_HITS):
        portion = pks[start : start + 2 * MOST_HITS]
        rows = {
            pk: (page, title, summary)
            for pk, page, title, summary in PageTranslation.objects.filter(pk__in=portion, shown__isnull=False)
            .order_by()
            .values_list("pk", "page_id", "shown__title", "shown__summary")
        }
        for pk in portion:
            if pk in rows and rows[pk][0] in tree:
                page, title, summary = rows[pk]
                found.append(Hit(tree[page].key, title, summary))
        if len(found) >= MOST_HITS:
            break
    return found[:MOST_HITS]
