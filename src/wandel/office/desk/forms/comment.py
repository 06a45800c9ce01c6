from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wandel.office.people.models import User
from wandel.ui.sinks import INTERNAL


class CommentForm(forms.Form):
    """A comment, whom it mentions, and whether it stays in the unit. ``people`` are those who may be mentioned."""

    text = forms.CharField(
        label=_("Comment"),
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Write @name to tell somebody, or choose them below."),
    )
    mentioned = forms.MultipleChoiceField(label=_("Tell"), required=False, widget=forms.SelectMultiple({"size": 4}))
    internal = forms.BooleanField(label=_("Only the unit reads this"), required=False)

    def __init__(self, *args: Any, people: list[User], may_be_internal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["mentioned"].choices = [(str(user.pk), user.name) for user in people]
        if not may_be_internal:
            del self.fields["internal"]

    def mentioned_people(self) -> list[User]:
        chosen = set(self.cleaned_data["mentioned"])
        return [user for user in self.people if str(user.pk) in chosen]

    def confidentiality(self, otherwise: str) -> str:
        return INTERNAL if self.cleaned_data.get("internal") else otherwise


class CorrectCommentForm(forms.Form):
    text = forms.CharField(label=_("Comment"), max_length=5000, widget=forms.Textarea({"rows": 5}))
