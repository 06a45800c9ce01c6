"""Offers of homes: one form for the page and for every line of a list, filters, and the wish to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from wandel.core.tables.opening import rows_of, text_of
from wandel.core.tables.problems import UnusableFile
from wandel.core.text.fold import fold
from wandel.fields.relocation.models import Offering
from wandel.fields.relocation.models.offering import Deal, HomeKind
from wandel.fields.relocation.queries.offerings import HomeWish, providers_for
from wandel.fields.relocation.states import CHOICES
from wandel.office.people.access import Access
from wandel.office.people.models import Organisation
from wandel.office.places.models import Municipality
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.formats import format_date
from wandel.ui.money import MoneyFormField
from wandel.ui.trap import TrappedForm
from wandel.ui.widgets import DateInput

LONGEST_DAYS, USUAL_DAYS = 366, 90
MOST_ROOMS, MOST_SQUARE_METRES = 50, 1_000_000
LARGEST_BYTES, MOST_ROWS = 5_000_000, 2000
YES_NO = [("", gettext_lazy("not said")), ("True", gettext_lazy("yes")), ("False", gettext_lazy("no"))]


def _towns() -> Any:
    return Municipality.objects.defer("boundary")


class OfferingForm(VersionedFormMixin, forms.ModelForm):
    """An offer. A town hall offers in its own municipality only; at least mail or telephone is needed."""

    rooms = forms.FloatField(
        label=gettext_lazy("Rooms"), required=False, min_value=0.5, max_value=MOST_ROOMS, localize=True
    )
    size_m2 = forms.FloatField(
        label=gettext_lazy("Size in m²"), required=False, min_value=1, max_value=MOST_SQUARE_METRES, localize=True
    )
    barrier_free = forms.TypedChoiceField(
        label=gettext_lazy("Barrier-free"),
        required=False,
        empty_value=None,
        coerce=lambda value: value == "True",
        choices=YES_NO,
    )

    class Meta:
        model = Offering
        fields = [
            "organisation", "kind", "deal", "title", "municipality", "place", "rooms", "size_m2", "price", "available_from",
            "barrier_free", "contact_name", "contact_email", "contact_phone", "description", "expires_on", "reference",
        ]  # fmt: skip
        widgets = {
            "available_from": DateInput(),
            "expires_on": DateInput(),
            "description": forms.Textarea({"rows": 4}),
        }

    def __init__(self, *args: Any, access: Access, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["organisation"].queryset = providers_for(access)
        self.fields["municipality"].queryset = _towns()
        if not self.instance.pk:
            self.initial.setdefault("expires_on", day + timedelta(days=USUAL_DAYS))
            mine = list(self.fields["organisation"].queryset[:2])
            if len(mine) == 1:
                self.initial.setdefault("organisation", mine[0].pk)
                self.initial.setdefault("municipality", mine[0].municipality_id)
                self.initial.setdefault("contact_email", mine[0].email)
                self.initial.setdefault("contact_phone", mine[0].phone)
        self.fields["price"].help_text = _("A month's rent without heating, or the whole price.")
        self.fields["expires_on"].why = _("On this day the offer disappears by itself; a word before it does.")
        self.fields["reference"].why = _("By it a list you send later finds this offer again.")
        self.fields["contact_name"].why = _("Strangers read it. Name an office rather than a person.")

    def stored_values(self, instance: Any) -> dict[str, Any]:
        values = super().stored_values(instance)
        return values | {"barrier_free": "" if instance.barrier_free is None else str(instance.barrier_free)}

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        if day > self.day + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(
                _("An offer is shown for a year at most: until %(day)s. You can prolong it then.")
                % {"day": format_date(self.day + timedelta(days=LONGEST_DAYS))}
            )
        if day < self.day and "expires_on" in self.changed_data:
            raise forms.ValidationError(_("This day is over. Until when may people ask for it?"))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        hall, town = values.get("organisation"), values.get("municipality")
        if hall and town and hall.kind == Organisation.Kind.TOWN_HALL and hall.municipality_id != town.pk:
            self.add_error("municipality", _("A town hall offers homes in its own municipality. Choose that one."))
        contact = ("contact_email", "contact_phone")
        if not any(values.get(name) or name in self.errors for name in contact):
            self.add_error("contact_email", _("Give a mail address or a telephone number, so that people can ask."))
        price = values.get("price")
        if price is not None and price < 0:
            self.add_error("price", _("A price is not below zero. Leave it empty if it is open."))
        if values.get("kind") == HomeKind.PLOT and values.get("rooms"):
            self.add_error("rooms", _("A plot has no rooms. Leave it empty, or choose house."))
        twin = Offering.objects.filter(organisation=hall, reference=values.get("reference") or "").exclude(
            pk=self.instance.pk
        )
        if hall and values.get("reference") and twin.exists():
            self.add_error("reference", _("Another offer of yours has this number already. Give each its own."))
        return values

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class OfferingFilter(forms.Form):
    marks_optional = False
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    q = forms.CharField(label=gettext_lazy("Title or place"), required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("all")), *CHOICES]


class HomeFilter(forms.Form):
    """What visitors look for; a value that cannot be read is named at its field and the others still count."""

    marks_optional = False
    kind = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    deal = forms.ChoiceField(label=gettext_lazy("To rent or to buy"), required=False)
    ags = forms.ChoiceField(label=gettext_lazy("Municipality"), required=False)
    rooms = forms.FloatField(label=gettext_lazy("Rooms at least"), required=False, min_value=0.5, max_value=MOST_ROOMS, localize=True)  # fmt: skip
    price = MoneyFormField(label=gettext_lazy("Rent or price at most"), required=False)
    barrier_free = forms.BooleanField(label=gettext_lazy("barrier-free only"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("all")), *HomeKind.choices]
        self.fields["deal"].choices = [("", _("both")), *Deal.choices]
        self.fields["ags"].choices = [("", _("all")), *Municipality.objects.values_list("ags", "name")]

    def wish(self) -> HomeWish:
        """The wish of what could be read."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        ags = given.get("ags") or ""
        town = Municipality.objects.filter(ags=ags).values_list("pk", flat=True).first() if ags else None
        return HomeWish(
            given.get("kind") or "", given.get("deal") or "", town, given.get("rooms"), given.get("price"),
            bool(given.get("barrier_free")),
        )  # fmt: skip


class AlertForm(TrappedForm, HomeFilter):
    """The wish with an address."""

    marks_optional = True
    email = forms.EmailField(label=gettext_lazy("Your e-mail"), max_length=254)
    consent = forms.BooleanField(
        label=gettext_lazy("I agree"),
        error_messages={
            "required": gettext_lazy("Without your consent we may not keep your address. Please tick the box.")
        },
    )

    def __init__(self, *args: Any, keep_days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["consent"].label = _(
            "I agree that the county writes to me about fitting homes, and uses my address for nothing else. It is deleted"
            " %(days)s days after I confirm, or at once when I stop the mails."
        ) % {"days": keep_days}
        self.order_fields(["email", "kind", "deal", "ags", "rooms", "price", "barrier_free", "consent"])


class OfferListForm(forms.Form):
    """A list of offers of one provider."""

    organisation = forms.ModelChoiceField(label=gettext_lazy("Offered by"), queryset=Organisation.objects.none())
    file = forms.FileField(label=gettext_lazy("File"))
    publish = forms.BooleanField(label=gettext_lazy("publish new offers at once"), required=False)

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = providers_for(access)
        mine = list(self.fields["organisation"].queryset[:2])
        if len(mine) == 1:
            self.initial.setdefault("organisation", mine[0].pk)
        self.fields["file"].why = _("CSV with the first line: %(columns)s") % {"columns": ";".join(COLUMNS)}

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB. Send the list in parts."))
        return upload


# Column of the list → field of the form.
COLUMNS: Mapping[str, str] = {
    "reference": "reference", "kind": "kind", "deal": "deal", "title": "title", "municipality": "municipality", "place": "place",
    "rooms": "rooms", "size": "size_m2", "price": "price", "from": "available_from", "barrier_free": "barrier_free",
    "contact": "contact_name", "email": "contact_email", "phone": "contact_phone", "description": "description", "until": "expires_on",
}  # fmt: skip
NEEDED = ("reference", "kind", "deal", "title", "municipality", "until")
WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": {"wohnung": "flat", "flat": "flat", "haus": "house", "house": "house", "grundstuck": "plot", "bauplatz": "plot", "plot": "plot"},
    "deal": {"miete": "rent", "rent": "rent", "kauf": "buy", "buy": "buy"},
    "barrier_free": {"ja": "True", "yes": "True", "nein": "False", "no": "False", "": ""},
}  # fmt: skip


@dataclass(frozen=True)
class ListReading:
    """Checked values per line, and the sentences about what is wrong; with one of those nothing is taken in."""

    rows: list[dict[str, Any]]
    problems: list[str]


def read_offers(content: bytes, *, organisation: Organisation, access: Access, day: date) -> ListReading:
    """Every line through the form of the page, so that a list cannot do what a person cannot."""
    try:
        lines = rows_of(text_of(content))
        header = [fold(cell).replace(" ", "_") for cell in next(lines, (1, []))[1]]
        missing = [name for name in NEEDED if name not in header]
        if missing:
            told = _("The column %(name)s is missing. The first line reads: %(columns)s.")
            return ListReading([], [told % {"name": ", ".join(missing), "columns": ";".join(COLUMNS)}])
        towns = {name: town.pk for town in _towns() for name in (fold(town.name), town.ags)}
        here = {one.reference: one for one in Offering.objects.filter(organisation=organisation)}
        rows, problems, seen = [], list[str](), dict[str, int]()
        for line, cells in lines:
            if len(rows) >= MOST_ROWS:
                problems.append(_("A list has %(most)s offers at most. Send it in parts.") % {"most": MOST_ROWS})
                break
            given = dict(zip(header, cells, strict=False))
            reference = given.get("reference", "")
            if not reference:
                problems.append(
                    _("Line %(line)s: give the offer a number of yours under “reference”.") % {"line": line}
                )
                continue
            if reference in seen:
                told = _("Line %(line)s: the number %(reference)s stands in line %(first)s already.")
                problems.append(told % {"line": line, "reference": reference[:40], "first": seen[reference]})
                continue
            seen[reference] = line
            known = here.get(reference, Offering())
            form = OfferingForm(_data_of(given, towns, organisation), instance=known, access=access, day=day)
            if form.is_valid():
                values = form.values()
                rows.append({name: value for name, value in values.items() if name != "organisation"})
            else:
                problems += _sentences(line, form)
    except UnusableFile as error:
        return ListReading([], [error.text.to(get_language() or "de")])
    if not rows and not problems:
        problems.append(_("There is no offer below the first line. Fill in at least one."))
    return ListReading(rows, problems)


def _data_of(given: Mapping[str, str], towns: Mapping[str, int], organisation: Organisation) -> dict[str, Any]:
    data: dict[str, Any] = {"organisation": organisation.pk}
    for column, name in COLUMNS.items():
        cell = given.get(column, "")
        if column in WORDS:
            cell = WORDS[column].get(fold(cell), cell)
        data[name] = cell
    data["municipality"] = towns.get(fold(given.get("municipality", "")), given.get("municipality", ""))
    if not data["contact_email"] and not data["contact_phone"]:
        data |= {"contact_email": organisation.email, "contact_phone": organisation.phone}
    return data


def _sentences(line: int, form: OfferingForm) -> list[str]:
    named = {name: column for column, name in COLUMNS.items()}
    return [
        _("Line %(line)s, %(column)s: %(what)s")
        % {"line": line, "column": named.get(name, name), "what": " ".join(messages)}
        for name, messages in form.errors.items()
    ]
