"""Keeping the index in line; called by the action that changed the thing, in the same transaction."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import connection, transaction

from wandel.office.search.models import SearchAudience, SearchDocument, SearchKey, SearchPosting, SearchTerm
from wandel.office.search.registry import sources
from wandel.office.search.words import endings_of, title_key, words_of
from wandel.ui.sinks import SearchText

# Documents and words per statement: below every database's limit of parameters.
DOCUMENTS_AT_ONCE, WORDS_AT_ONCE = 250, 5000


def index(text: SearchText) -> None:
    """Write what can be found of a thing, or take it out. The same again leaves the same."""
    index_many([text])


@transaction.atomic
def index_many(texts: Iterable[SearchText]) -> None:
    """Write many things at once; of a thing that comes twice the last counts."""
    waiting, portions = iter(texts), 0
    while portion := list(islice(waiting, DOCUMENTS_AT_ONCE)):
        _write({(text.subject.kind, str(text.subject.pk)): text for text in portion})
        portions += 1
    if portions > 1:
        _count_rows()


@transaction.atomic
def forget(kind: str, pks: Iterable[str]) -> int:
    """Take things of a kind out of the index. Returns how many there were."""
    gone, keys = 0, iter(pks)
    while portion := list(islice(keys, WORDS_AT_ONCE)):
        gone += (
            SearchDocument.objects.filter(subject_kind=kind, subject_pk__in=portion)
            .delete()[1]
            .get("search.SearchDocument", 0)
        )
    return gone


def reindex(*, progress: Callable[[int], object], cancelled: Callable[[], bool] = lambda: False) -> int:
    """Rebuild every kind that registered a source; what a source no longer names is forgotten. Returns how many.

    Kinds without a source keep what their actions wrote. Words nobody uses any more leave the vocabulary.
    """
    done, counted = 0, DOCUMENTS_AT_ONCE
    for kind, source in sources():
        seen: set[str] = set()
        for portion in _portions(source()):
            if cancelled():
                return done
            index_many(portion)
            seen.update(str(text.subject.pk) for text in portion)
            done += len(portion)
            if done >= 2 * counted:
                _count_rows()
                counted = done
            progress(done)
        known = SearchDocument.objects.filter(subject_kind=kind).values_list("subject_pk", flat=True)
        forget(kind, set(known) - seen)
    SearchTerm.objects.filter(postings=None).delete()
    return done


def _count_rows() -> None:
    """Tell PostgreSQL how large the index has become.

    A connection plans the check of a foreign key once. Planned while the table was empty, the check reads the whole table
    for every row written, and a large import takes minutes at its end, until somebody counts the rows.
    """
    if connection.vendor == "postgresql":
        models = (SearchDocument, SearchAudience, SearchTerm, SearchKey, SearchPosting)
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def _portions(texts: Iterable[SearchText]) -> Iterator[list[SearchText]]:
    waiting = iter(texts)
    while portion := list(islice(waiting, DOCUMENTS_AT_ONCE)):
        yield portion


def _write(texts: dict[tuple[str, str], SearchText]) -> None:
    by_kind: dict[str, dict[str, SearchText]] = {}
    for (kind, pk), text in texts.items():
        by_kind.setdefault(kind, {})[pk] = text
    for kind, ours in by_kind.items():
        _take_out(kind, [pk for pk, text in ours.items() if text.removed])
        kept = {pk: text for pk, text in ours.items() if not text.removed}
        if kept:
            _write_kind(kind, kept)


def _take_out(kind: str, pks: list[str]) -> None:
    """Forget things and, with them, the words nobody else uses: a name that is erased leaves the vocabulary too."""
    if not pks:
        return
    held = SearchPosting.objects.filter(document__subject_kind=kind, document__subject_pk__in=pks)
    words = list(held.values_list("term", flat=True).distinct())
    forget(kind, pks)
    for start in range(0, len(words), WORDS_AT_ONCE):
        SearchTerm.objects.filter(pk__in=words[start : start + WORDS_AT_ONCE], postings=None).delete()


def _write_kind(kind: str, texts: dict[str, SearchText]) -> None:
    SearchDocument.objects.bulk_create(
        [
            SearchDocument(
                subject_kind=kind,
                subject_pk=pk,
                subject_path=text.subject.path,
                subject_label=text.subject.label[:300],
                title=text.title[:300],
                title_key=title_key(text.title[:300]),
                context=text.context[:300],
                field=text.field,
                confidentiality=text.confidentiality,
            )
            for pk, text in texts.items()
        ],
        update_conflicts=True,
        unique_fields=["subject_kind", "subject_pk"],
        update_fields=[
            "subject_path", "subject_label", "title", "title_key", "context", "field", "confidentiality", "updated_at",
        ],
    )  # fmt: skip
    documents = dict(
        SearchDocument.objects.filter(subject_kind=kind, subject_pk__in=list(texts)).values_list("subject_pk", "pk")
    )
    ours = list(documents.values())
    SearchAudience.objects.filter(document__in=ours).delete()
    SearchPosting.objects.filter(document__in=ours).delete()
    SearchAudience.objects.bulk_create(
        [
            SearchAudience(document_id=documents[pk], organisation_id=organisation)
            for pk, text in texts.items()
            for organisation in sorted(set(text.organisation_ids))
        ]
    )
    words = {pk: sorted(set(words_of(f"{text.title} {text.words} {text.context}"))) for pk, text in texts.items()}
    terms = _terms({word for one in words.values() for word in one})
    SearchPosting.objects.bulk_create(
        [SearchPosting(term_id=terms[word], document_id=documents[pk]) for pk, one in words.items() for word in one],
        batch_size=WORDS_AT_ONCE,
    )


def _terms(words: set[str]) -> dict[str, int]:
    """The ids of these words; new ones join the vocabulary with their keys."""
    found: dict[str, int] = {}
    waiting = iter(sorted(words))
    while portion := list(islice(waiting, WORDS_AT_ONCE)):
        known = dict(SearchTerm.objects.filter(text__in=portion).values_list("text", "pk"))
        new = [word for word in portion if word not in known]
        if new:
            # Another writer may add the same word at the same time; whoever comes second takes the first one's row.
            SearchTerm.objects.bulk_create([SearchTerm(text=word) for word in new], ignore_conflicts=True)
            added = dict(SearchTerm.objects.filter(text__in=new).values_list("text", "pk"))
            SearchKey.objects.bulk_create(
                [SearchKey(text=key, term_id=pk) for word, pk in added.items() for key in {word, *endings_of(word)}],
                ignore_conflicts=True,
                batch_size=WORDS_AT_ONCE,
            )
            known |= added
        found |= known
    return found
