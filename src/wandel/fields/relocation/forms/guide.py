"""What the staff writes in the guide, and what visitors say about a page."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.core.guide.markup import links_of
from wandel.fields.relocation.models import GuideLanguage, Page, PageTranslation
from wandel.fields.relocation.queries.guide import latest_version, possible_parents, possible_responsible
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.trap import TrappedForm
from wandel.ui.widgets import DateInput

RESERVED = {"search"}
LARGEST_BYTES = 60_000_000


class PageForm(VersionedFormMixin, forms.ModelForm):
    """A page's place, kind and who answers for it."""

    class Meta:
        model = Page
        fields = ["key", "parent", "kind", "responsible", "office", "review_on"]
        widgets = {"review_on": DateInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = possible_parents(self.instance)
        self.fields["parent"].empty_label = _("at the top")
        self.fields["responsible"].queryset = possible_responsible()
        self.fields["key"].help_text = _("Small letters, digits and hyphens, the same in every language: “register-dwelling”.")  # fmt: skip
        self.fields["key"].why = _("It is the page's address. Who kept a link finds the page as long as it stays.")
        self.fields["office"].help_text = _(
            "It stands under the page, for example “town hall” or “immigration office”."
        )
        self.fields["review_on"].why = _("On this day the page comes to the desk of whoever is responsible.")

    def clean_key(self) -> str:
        key = self.cleaned_data["key"].lower()
        if key in RESERVED:
            raise forms.ValidationError(_("The guide needs this address itself. Choose another word."))
        return key

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class WordingForm(VersionedFormMixin, forms.ModelForm):
    """The words of a page in one language."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    summary = forms.CharField(label=gettext_lazy("In one sentence"), max_length=300, required=False)
    body = forms.CharField(label=gettext_lazy("Text"), max_length=60_000, required=False, widget=forms.Textarea({"rows": 22}))  # fmt: skip
    minor = forms.BooleanField(
        label=gettext_lazy("small correction: the translations stay as they are"), required=False
    )
    machine = forms.BooleanField(label=gettext_lazy("translated by a machine"), required=False)

    class Meta:
        model = PageTranslation
        fields = ["in_translation"]

    field_order = ["title", "summary", "body", "minor", "machine", "in_translation"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language: GuideLanguage = self.instance.language
        last = latest_version(self.instance)
        for name in ("title", "summary", "body"):
            self.initial[name] = getattr(last, name, "")
            self.fields[name].widget.attrs.update({"lang": language.code, "dir": language.dir})
        self.fields["body"].help_text = _(
            "An empty line ends a paragraph. “## ” begins a heading, “- ” and “1. ” a list, **bold**,"
            " [words](https://…) a link, [words](page:address) a link to another page of the guide."
        )
        self.fields["minor"].why = _("Without this tick every translation counts as outdated after you publish.")

    def add_fields(self) -> None:
        """Nobody translates the language the unit writes in."""
        if self.instance.language.source_id is None:
            del self.fields["machine"], self.fields["in_translation"]

    def stored_values(self, instance: Any) -> dict[str, Any]:
        last = latest_version(instance)
        words = {name: getattr(last, name, "") for name in ("title", "summary", "body")}
        return words | ({"in_translation": instance.in_translation} if "in_translation" in self.fields else {})

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        schemes = ("https://", "http://", "mailto:", "tel:", "page:")
        wrong = [target for _label, target in links_of(body) if not target.startswith(schemes)]
        if wrong:
            raise forms.ValidationError(
                _("“%(target)s” is no address a page can point at. Begin it with https://, mailto:, tel: or page:."),
                params={"target": wrong[0][:80]},
            )
        keys = {target[5:] for _label, target in links_of(body) if target.startswith("page:")}
        unknown = keys - set(Page.objects.filter(key__in=keys).values_list("key", flat=True))
        if unknown:
            raise forms.ValidationError(
                _("The guide has no page “%(key)s”. Look for its address in the list of pages."),
                params={"key": sorted(unknown)[0][:80]},
            )
        return body

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "summary", "body")}


class LanguageForm(VersionedFormMixin, forms.ModelForm):
    """A language of the guide. Its code stays once there is one."""

    class Meta:
        model = GuideLanguage
        fields = ["code", "name", "rtl", "source", "order"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = GuideLanguage.objects.exclude(pk=self.instance.pk)
        self.fields["source"].required = GuideLanguage.objects.exclude(pk=self.instance.pk).filter(source=None).exists()
        self.fields["source"].empty_label = _("from none: the unit writes in it")
        self.fields["name"].help_text = _("As its speakers write it: “Українська”.")
        if not self.instance._state.adding:
            del self.fields["code"]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}


class TreeForm(forms.Form):
    """A page tree as a file."""

    file = forms.FileField(label=gettext_lazy("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("The answer of /api/v3/…/pages/ for one language, as JSON. Take the other languages in afterwards.")  # fmt: skip

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_BYTES:
            raise forms.ValidationError(_("The file is larger than 60 MB. Load a part of the tree."))
        return upload


class FeedbackForm(TrappedForm):
    """Was the page any help? No name, no address."""

    helpful = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    text = forms.CharField(required=False, max_length=2000, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, words: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.fields["helpful"].label = words["helpful"]
        self.fields["helpful"].choices = [("yes", words["yes"]), ("no", words["no"])]
        self.fields["text"].label = words["what_is_missing"]
        self.fields["text"].help_text = words["no_names"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not values.get("helpful") and not (values.get("text") or "").strip() and not self.errors:
            self.add_error("text", self.words["say_something"])
        return values

    def helpful_value(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["helpful"])
