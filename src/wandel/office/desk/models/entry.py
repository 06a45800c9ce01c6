from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wandel.office.desk.models.phrase_field import PhraseField, in_both_languages
from wandel.office.desk.registry import MANUAL_KINDS, OWN_KINDS
from wandel.office.people.models import Organisation, User
from wandel.ui.sinks import CONFIDENTIAL, INTERNAL, OPEN
from wandel.ui.subjects import SubjectColumns, SubjectRef

CONFIDENTIALITIES = [
    (OPEN, _("open")),
    (INTERNAL, _("internal")),
    (CONFIDENTIAL, _("confidential")),
]


class EntryQuerySet(models.QuerySet["Entry"]):
    def open(self) -> "EntryQuerySet":
        return self.filter(state=Entry.State.OPEN)


class Entry(SubjectColumns):
    """What waits, until when, for whom. The area that owns the matter rewrites it by its stable ``key``.

    ``waiting`` is kept beside the sentence ``waiting_for`` so that the database can sort by it. ``announced_owner_id``
    is the owner the area named last: while it names the same one, a hand-over stands.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    title = PhraseField()
    context = PhraseField()
    basis = PhraseField()
    waiting_for = PhraseField()
    cost = PhraseField()
    action_label = PhraseField()
    action_path = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    waiting = models.BooleanField(default=False, editable=False)
    waits_since = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries", db_index=False
    )
    announced_owner_id = models.BigIntegerField(null=True, blank=True)
    post = models.CharField(max_length=20, blank=True)
    field = models.CharField(max_length=20, blank=True)
    confidentiality = models.CharField(max_length=12, choices=CONFIDENTIALITIES, default=INTERNAL)
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="entries")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reacted_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["owner", "state", "waiting", "due_on"], name="entry_owner_waiting_due"),
            models.Index(fields=["state", "waiting", "due_on"], name="entry_state_waiting_due"),
            models.Index(fields=["state", "due_on"], name="entry_state_due"),
            models.Index(fields=["post"], name="entry_post", condition=~Q(post="")),
            models.Index(fields=["subject_kind", "subject_pk"], name="entry_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", done_on=None) | ~Q(state="open"), name="open_entry_is_not_done"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return f"/desk/entries/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        """The entry itself, as the journal names it."""
        return SubjectRef("desk.entry", str(self.pk), self.get_absolute_url(), in_both_languages(self.title)["de"])

    @property
    def project(self) -> str:
        """What the thing behind it is called, for places too small for the context."""
        about_itself = self.subject_kind.startswith("desk.") or not self.subject_label
        return str(self.context) if about_itself else self.subject_label

    @property
    def link(self) -> str:
        """Where its title leads: the thing it is about, else its own page."""
        return self.action_path or self.subject_path or self.get_absolute_url()

    @property
    def by_hand(self) -> bool:
        """Whether people close it themselves."""
        return self.kind in MANUAL_KINDS

    @property
    def is_own_task(self) -> bool:
        return self.kind in OWN_KINDS

    def is_overdue(self, day: date) -> bool:
        return self.due_on is not None and self.due_on < day
