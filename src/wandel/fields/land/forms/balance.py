"""Choosing a municipality, a key date, two key dates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wandel.fields.land.models import SiteSnapshot
from wandel.ui.widgets import DateInput


class BalanceFilter(forms.Form):
    marks_optional = False
    ags = forms.ChoiceField(label=_("Municipality"), required=False)

    def __init__(self, *args: Any, names: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ags"].choices = [("", _("all")), *names]


class KeyDateForm(forms.Form):
    key_date = forms.DateField(label=_("Key date"), widget=DateInput)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)


class CompareFilter(forms.Form):
    """Two key dates; the later ones stand first in the lists."""

    marks_optional = False
    earlier = forms.ModelChoiceField(SiteSnapshot.objects.none(), label=_("from key date"))
    later = forms.ModelChoiceField(SiteSnapshot.objects.none(), label=_("to key date"))

    def __init__(self, *args: Any, snapshots: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("earlier", "later"):
            self.fields[name].queryset = snapshots
            self.fields[name].empty_label = None
