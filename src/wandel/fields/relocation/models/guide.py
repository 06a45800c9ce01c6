"""The guide for newcomers: pages in a tree, each in many languages, each language with its versions."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wandel.core.guide import translations as core
from wandel.office.people.models import User
from wandel.ui.subjects import SubjectRef


class PageKind(models.TextChoices):
    ORDINARY = "ordinary", _("ordinary page")
    LEGAL = "legal", _("legal page: what the law says binds")
    EASY = "easy", _("page in Leichte Sprache")


class GuideLanguage(models.Model):
    """A language of the guide; a new row is a new language. Without a source it is the root, the one the unit writes in."""

    code = models.CharField(
        _("code"), max_length=8, primary_key=True, validators=[RegexValidator(r"^[a-z]{2,3}(-[a-z]{2,4})?$", _("Two or three small letters, such as “uk”."))],
    )  # fmt: skip
    name = models.CharField(_("its own name"), max_length=60)
    rtl = models.BooleanField(_("written from right to left"), default=False)
    source = models.ForeignKey(
        "self", verbose_name=_("translated from"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    order = models.PositiveSmallIntegerField(_("place in the list"), default=10)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def dir(self) -> str:
        return "rtl" if self.rtl else "ltr"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("relocation.guide_language", self.code, "/newcomers/guide/languages/", self.name)


class Page(models.Model):
    """A place in the guide. ``key`` is its address in every language; ``title`` is how the staff's list calls it, the last
    title in the root language. A page under a page that is not public is not public either."""

    key = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(max_length=200, editable=False, default="")
    parent = models.ForeignKey(
        "self", verbose_name=_("stands under"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    order = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=PageKind.choices, default=PageKind.ORDINARY)
    responsible = models.ForeignKey(
        User, verbose_name=_("who is responsible"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    office = models.CharField(_("office responsible for the matter"), max_length=200, blank=True)
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)
    public = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title or self.key

    def get_absolute_url(self) -> str:
        return f"/newcomers/guide/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("relocation.page", str(self.pk), self.get_absolute_url(), str(self))

    def overdue(self, on: date) -> bool:
        return self.public and self.review_on is not None and self.review_on <= on


class PageTranslation(models.Model):
    """A page in one language. ``shown`` is the version the public reads, none while nothing is published; ``version``
    counts the changes for whoever edits at the same time. ``origin`` is the path it was taken in from."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="translations")
    language = models.ForeignKey(GuideLanguage, on_delete=models.PROTECT, related_name="+")
    in_translation = models.BooleanField(_("somebody is translating it"), default=False)
    shown = models.ForeignKey("PageVersion", null=True, on_delete=models.SET_NULL, related_name="+")
    origin = models.CharField(max_length=300, blank=True, db_index=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["language__order", "language_id"]
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="guide_translation_once")]

    def __str__(self) -> str:
        return f"{self.page} ({self.language_id})"

    def get_absolute_url(self) -> str:
        return f"/newcomers/guide/{self.page_id}/{self.language_id}/"


class PageVersion(models.Model):
    """A wording as it was saved; never changed. ``follows`` is the source's standing version of that moment.

    ``published_at`` is set once, when the public may read it."""

    translation = models.ForeignKey(PageTranslation, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    minor = models.BooleanField(default=False)
    machine = models.BooleanField(default=False)
    follows = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["translation", "number"], name="guide_version_once")]

    def __str__(self) -> str:
        return f"{self.title} #{self.number}"

    @property
    def fact(self) -> core.Version:
        return core.Version(self.number, self.published_at is not None, self.minor, self.machine, self.follows)


class PageReview(models.Model):
    """Somebody found a version right, beside the source's standing version ``follows``."""

    version = models.ForeignKey(PageVersion, on_delete=models.CASCADE, related_name="reviews")
    follows = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.version} {self.at:%Y-%m-%d}"


class PageFeedback(models.Model):
    """What a visitor said about a page, without a name; gone on ``delete_on``."""

    translation = models.ForeignKey(PageTranslation, on_delete=models.CASCADE, related_name="feedback")
    helpful = models.BooleanField(null=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    delete_on = models.DateField(db_index=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PageLink(models.Model):
    """An address a public page points at and what asking it gave. ``broken_since`` is empty while it answers."""

    translation = models.ForeignKey(PageTranslation, on_delete=models.CASCADE, related_name="links")
    url = models.CharField(max_length=1000)
    label = models.CharField(max_length=200)
    checked_at = models.DateTimeField(null=True, db_index=True)
    broken_since = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)

    class Meta:
        ordering = ["translation", "pk"]
        constraints = [models.UniqueConstraint(fields=["translation", "url"], name="guide_link_once")]

    def __str__(self) -> str:
        return self.url[:80]


class GuideTerm(models.Model):
    """What a public translation is found by."""

    translation = models.ForeignKey(PageTranslation, on_delete=models.CASCADE, related_name="terms")
    language = models.CharField(max_length=8)
    term = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["language", "term"], name="guide_term")]

    def __str__(self) -> str:
        return self.term
