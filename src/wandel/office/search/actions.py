"""Keeping the index in line; called by the action that changed the thing, in the same transaction."""

from django.db import transaction

from wandel.office.search.models import SearchAudience, SearchDocument, SearchWord
from wandel.office.search.words import tails_of, words_of
from wandel.ui.sinks import SearchText


@transaction.atomic
def index(text: SearchText) -> None:
    """Write what can be found of a thing, or take it out. The same again leaves the same."""
    subject = text.subject
    if text.removed:
        SearchDocument.objects.filter(subject_kind=subject.kind, subject_pk=str(subject.pk)).delete()
        return
    document, _created = SearchDocument.objects.update_or_create(
        subject_kind=subject.kind,
        subject_pk=str(subject.pk),
        defaults={
            "subject_path": subject.path,
            "subject_label": subject.label[:300],
            "title": text.title[:300],
            "context": text.context[:300],
            "field": text.field,
            "confidentiality": text.confidentiality,
        },
    )
    document.audience.all().delete()
    SearchAudience.objects.bulk_create(
        [SearchAudience(document=document, organisation_id=pk) for pk in sorted(set(text.organisation_ids))]
    )
    document.words.all().delete()
    places: dict[str, int] = {}
    for word in words_of(text.title):
        places[word] = SearchWord.Place.TITLE
        for tail in tails_of(word):
            places.setdefault(tail, SearchWord.Place.TAIL)
    for word in words_of(f"{text.words} {text.context}"):
        places[word] = max(places.get(word, 0), SearchWord.Place.TEXT)
    SearchWord.objects.bulk_create(
        [SearchWord(document=document, word=word, place=place) for word, place in places.items()]
    )
