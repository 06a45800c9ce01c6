"""What the one search box knows: documents, who may find them, and their words.

Plain tables with B-tree indexes, so SQLite and PostgreSQL answer alike. A word is stored once, with a key for itself and
for each ending that may be a compound's second part; postings say which documents hold it.
"""

from typing import Any

from django.db import models
from django.db.models.lookups import Lookup

from wandel.ui.subjects import SubjectColumns

LAST_LETTER = "\U0010ffff"


@models.CharField.register_lookup
class Opening(Lookup):
    """``text__opening="aus"``: begins with exactly these letters, through the index of both databases.

    SQLite's LIKE ignores case and therefore its index; PostgreSQL's comparison follows the locale and may skip signs.
    """

    lookup_name = "opening"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"({column} >= %s AND {column} < %s)", (*params, self.rhs, *params, self.rhs + LAST_LETTER)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", (*params, connection.ops.prep_for_like_query(self.rhs) + "%")


class SearchDocument(SubjectColumns):
    """A thing somebody can find and open. ``title_key`` is the folded title with a space in front of each word."""

    title = models.CharField(max_length=300)
    title_key = models.CharField(max_length=620, blank=True)
    context = models.CharField(max_length=300, blank=True)
    field = models.CharField(max_length=20, blank=True)
    confidentiality = models.CharField(max_length=12)
    updated_at = models.DateTimeField(auto_now=True)

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


class SearchTerm(models.Model):
    """A folded word somebody wrote: the vocabulary against which typing mistakes are corrected."""

    text = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.text


class SearchKey(models.Model):
    """What a term is found by: itself, and the endings of a long one ("ausbau" of "breitbandausbau")."""

    text = models.CharField(max_length=60, db_index=True)
    term = models.ForeignKey(SearchTerm, on_delete=models.CASCADE, related_name="keys")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "term"], name="search_key_once")]

    def __str__(self) -> str:
        return self.text


class SearchPosting(models.Model):
    """A document holds a term."""

    term = models.ForeignKey(SearchTerm, on_delete=models.CASCADE, related_name="postings", db_index=False)
    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="postings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "document"], name="search_posting_once")]

    def __str__(self) -> str:
        return f"{self.term_id}: {self.document_id}"
