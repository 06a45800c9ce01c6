"""Finding: every word counts, the last one as it is being typed; on no hit the spelling is corrected."""

from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Length
from rapidfuzz import process
from rapidfuzz.distance import OSA

from wandel.office.people.access import Access
from wandel.office.search.models import SearchAudience, SearchDocument, SearchKey, SearchPosting, SearchTerm
from wandel.office.search.words import as_written, parts_of, squeezed, typed_words, words_of
from wandel.ui.sinks import CONFIDENTIAL, OPEN

# One mistake in a word of this length, two in a longer one; from six letters on a doubled letter counts for nothing.
ONE_TYPO_FROM, DOUBLES_FROM, TWO_TYPOS_FROM = 4, 6, 8
ALTERNATIVES = 5
MOST_WORDS = 8


def documents_for(access: Access) -> QuerySet[SearchDocument]:
    """What this reader may find; the page behind a hit authorises again."""
    documents = SearchDocument.objects.all()
    if not access.may("search.use"):
        return documents.none()
    if access.is_head:
        return documents
    if access.is_unit:
        return documents.filter(~Q(confidentiality=CONFIDENTIAL) | Q(field__in=access.fields))
    theirs = SearchAudience.objects.filter(document=OuterRef("pk"), organisation__in=access.organisation_ids)
    # Municipalities belong to nobody's file: everybody who may look at places finds them.
    return documents.filter(Exists(theirs) | Q(subject_kind="places.municipality"), confidentiality=OPEN)


@dataclass(frozen=True)
class Found:
    """Hits in their order; ``corrected`` is what was searched instead of what was typed, ``any_word`` that not all
    words were found together. ``words`` are those to highlight.
    """

    hits: list[SearchDocument]
    words: list[str] = field(default_factory=list)
    corrected: str = ""
    any_word: bool = False


def _holding(keys: Q) -> QuerySet[SearchPosting, int]:
    return SearchPosting.objects.filter(term__in=SearchKey.objects.filter(keys).values("term")).values("document")


class Beginnings(Func):
    """How often one of these texts begins a word of the folded title; one plain expression, as keystrokes are many."""

    output_field = IntegerField()

    def __init__(self, words: list[str]) -> None:
        super().__init__(F("title_key"))
        self.words = words

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        column, params = compiler.compile(self.source_expressions[0])
        one = f"CASE WHEN {column} LIKE %s ESCAPE '\\' THEN 1 ELSE 0 END"
        patterns = [f"% {connection.ops.prep_for_like_query(word)}%" for word in self.words]
        return f"({' + '.join([one] * len(patterns))})", [part for pattern in patterns for part in (*params, pattern)]


def _best_first(documents: QuerySet[SearchDocument], words: list[str]) -> QuerySet[SearchDocument]:
    """Titles that hold what was typed as it stands, then those where most words begin a word, then short ones."""
    whole = Beginnings([" ".join(words)])
    return documents.annotate(in_title=Beginnings(words), whole=whole, length=Length("title_key")).order_by(
        "-whole", "-in_title", "length", "title_key", "pk"
    )


def _most_words_first(
    documents: QuerySet[SearchDocument], matches: list[Q], words: list[str]
) -> QuerySet[SearchDocument]:
    counted = sum((Case(When(match, then=1), default=0, output_field=IntegerField()) for match in matches), Value(0))
    loose = _best_first(documents.filter(reduce(or_, matches)), words).annotate(counted=counted)
    return loose.order_by("-counted", *loose.query.order_by)


def _alternatives(words: list[str]) -> list[list[str]]:
    """For each word the nearest ones of the vocabulary, nearest first. One query."""
    longest = [word for word in words if len(word) >= ONE_TYPO_FROM]
    if not longest:
        return [[] for _word in words]
    known = list(
        SearchTerm.objects.annotate(length=Length("text"))
        .filter(length__gte=min(map(len, longest)) - 2)
        .values_list("text", flat=True)
    )
    result = []
    for position, word in enumerate(words):
        allowed = 0 if len(word) < ONE_TYPO_FROM else 2 if len(word) >= TWO_TYPOS_FROM else 1
        # What somebody wrote just so, or began so, is no mistake.
        if allowed and any(text.startswith(word) for text in known):
            allowed = 0
        near: list[str] = []
        if allowed:
            near = [
                text
                for text, _distance, _at in process.extract(
                    word, known, scorer=OSA.distance, score_cutoff=allowed, limit=ALTERNATIVES
                )
            ]
            if not near and DOUBLES_FROM <= len(word) < TWO_TYPOS_FROM:
                near = _but_for_doubles(word, known)
            if not near and position == len(words) - 1:
                beginnings = sorted({text[: len(word)] for text in known if len(text) > len(word)})
                near = [
                    text
                    for text, _distance, _at in process.extract(
                        word, beginnings, scorer=OSA.distance, score_cutoff=allowed, limit=ALTERNATIVES
                    )
                ]
        result.append(near)
    return result


def _but_for_doubles(word: str, known: list[str]) -> list[str]:
    """Two letters away, but one at most once doubled letters count once: "vetweis" means "vettweiss"."""
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=2, limit=4 * ALTERNATIVES)
    single = squeezed(word)
    return [text for text, _distance, _at in near if OSA.distance(single, squeezed(text)) <= 1][:ALTERNATIVES]


def suggest(access: Access, text: str, *, limit: int = 10) -> Found:
    """The best hits for what is typed so far, in at most four queries.

    Every word counts, the last one as it is being typed. Without a hit each word may also be a beginning, or stand one
    mistake (two in a long word) beside a known one; then as many of the words as possible count.
    """
    words = typed_words(text[:200])[:MOST_WORDS]
    if not words:
        return Found([])
    documents = documents_for(access)
    keys = [*(Q(text=word) for word in words[:-1]), Q(text__opening=words[-1])]
    hits = list(_best_first(documents.filter(*(Q(pk__in=_holding(key)) for key in keys)), words)[:limit])
    if hits:
        return Found(hits, words)
    # A typed "Rur/Inde" is also its two words.
    words = [part for word in words for part in (parts_of(word) if "/" in word else [word])]
    words = words[:MOST_WORDS]
    near = _alternatives(words)
    matches = [
        Q(pk__in=_holding(_either(word, others, last=position == len(words) - 1)))
        for position, (word, others) in enumerate(zip(words, near, strict=True))
    ]
    hits = list(_best_first(documents.filter(*matches), words)[:limit])
    any_word = not hits and len(words) > 1
    if any_word:
        hits = list(_most_words_first(documents, matches, words)[:limit])
    # Only words that stand in a hit are shown as correction: the vocabulary also knows what this reader may not see.
    seen = " ".join(hit.title_key + " " + " ".join(words_of(hit.context)) for hit in hits)
    better = [
        word if f" {word}" in seen else next((other for other in others if f" {other}" in seen), word)
        for word, others in zip(words, near, strict=True)
    ]
    if better == words:
        return Found(hits, better, any_word=any_word)
    # Keys are for finding; what is shown is written as in the hit, or as it was typed.
    written = as_written(text) | as_written(" ".join(f"{hit.title} {hit.context}" for hit in hits), better)
    return Found(hits, better, corrected=" ".join(written.get(word, word) for word in better), any_word=any_word)


def _either(word: str, others: list[str], *, last: bool) -> Q:
    keys = Q(text__opening=word)
    for other in others:
        keys |= Q(text__opening=other) if last else Q(text=other)
    return keys
