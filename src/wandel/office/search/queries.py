"""Finding: every word counts, the last one as it is being typed; on no hit the spelling is corrected."""

from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from rapidfuzz import process
from rapidfuzz.distance import OSA

from wandel.core.text.fold import fold
from wandel.office.people.access import Access
from wandel.office.search.models import SearchAudience, SearchDocument, SearchWord
from wandel.office.search.words import words_of
from wandel.ui.sinks import CONFIDENTIAL, OPEN

# One mistake in a word of this length, two in a longer one.
ONE_TYPO_FROM, TWO_TYPOS_FROM = 4, 8
LAST_LETTER = "\U0010ffff"


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
    """Hits in their order, and the words that were searched instead when the spelling was corrected."""

    hits: list[SearchDocument]
    corrected: str = ""
    any_word: bool = False


def _has(word: str, *, prefix: bool) -> Exists:
    rows = SearchWord.objects.filter(document=OuterRef("pk"))
    return Exists(rows.filter(word__gte=word, word__lt=word + LAST_LETTER) if prefix else rows.filter(word=word))


def _hits(
    documents: QuerySet[SearchDocument], words: list[str], limit: int, *, any_word: bool = False
) -> list[SearchDocument]:
    conditions = [_has(word, prefix=position == len(words) - 1) for position, word in enumerate(words)]
    wanted = Q()
    for condition in conditions:
        wanted = wanted | Q(condition) if any_word else wanted & Q(condition)
    first = words[0]
    starts = SearchWord.objects.filter(
        document=OuterRef("pk"), word__gte=first, word__lt=first + LAST_LETTER, place=SearchWord.Place.TITLE
    )
    rank = Case(When(Exists(starts), then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(documents.filter(wanted).annotate(rank=rank).order_by("rank", "title", "pk")[:limit])


def _corrected(words: list[str]) -> list[str]:
    """Each word nobody wrote becomes the nearest one somebody did; candidates share a first letter or their length."""
    result = []
    for word in words:
        if len(word) < ONE_TYPO_FROM or SearchWord.objects.filter(word__gte=word, word__lt=word + LAST_LETTER).exists():
            result.append(word)
            continue
        allowed = 2 if len(word) >= TWO_TYPOS_FROM else 1
        known = SearchWord.objects.exclude(place=SearchWord.Place.TAIL).values_list("word", flat=True).distinct()
        best = process.extractOne(word, list(known), scorer=OSA.distance, score_cutoff=allowed)
        result.append(best[0] if best else word)
    return result


def suggest(access: Access, text: str, *, limit: int = 10) -> Found:
    """The best hits for what is typed so far."""
    words = [part[:60] for part in fold(text[:200]).split()][:8]
    if not words:
        return Found([])
    documents = documents_for(access)
    hits = _hits(documents, words, limit)
    if hits:
        return Found(hits)
    parts = words_of(text[:200])[:8]
    better = _corrected(parts)
    hits = _hits(documents, better, limit)
    if hits:
        return Found(hits, corrected=" ".join(better) if better != parts else "")
    hits = _hits(documents, better, limit, any_word=True)
    return Found(hits, corrected=" ".join(better) if better != parts else "", any_word=True)
