"""What the one search box knows: documents, who may find them, and their words."""

from django.db import models

from wandel.ui.subjects import SubjectColumns


class SearchDocument(SubjectColumns):
    """A thing somebody can find and open."""

    title = models.CharField(max_length=300)
    context = models.CharField(max_length=300, blank=True)
    field = models.CharField(max_length=20, blank=True)
    confidentiality = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_kind", "subject_pk"], name="search_document_once")]

    def __str__(self) -> str:
        return self.title


class SearchAudience(models.Model):
    """An organisation whose people may find a document that is open."""

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="audience")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "organisation"], name="search_audience_once")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.organisation_id}"


class SearchWord(models.Model):
    """A folded word of a document, or the tail of a long one so that a compound's second part is found too."""

    class Place(models.IntegerChoices):
        TITLE = 3
        TEXT = 2
        TAIL = 1

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=60)
    place = models.SmallIntegerField(choices=Place.choices)

    class Meta:
        indexes = [models.Index(fields=["word", "document"], name="search_word_then_document")]

    def __str__(self) -> str:
        return self.word
