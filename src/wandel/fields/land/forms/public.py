"""What visitors narrow the list of published sites to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wandel.fields.land.models import Site


class PublicFilter(forms.Form):
    marks_optional = False
    ags = forms.ChoiceField(label=_("Municipality"), required=False)
    use = forms.ChoiceField(label=_("Use of the site"), required=False, choices=[("", _("all")), *Site.Use.choices])

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ags"].choices = [("", _("all")), *places]
