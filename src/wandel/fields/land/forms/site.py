"""Typing a site in: one dense page, sentences where something cannot be right, hints why we ask."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from wandel.fields.land.actions.outline import read_outline
from wandel.fields.land.actions.site import EDITABLE
from wandel.fields.land.models import Site
from wandel.fields.land.queries.site import halls_for, possible_owners
from wandel.office.people.access import Access
from wandel.ui.conflict import VersionedFormMixin
from wandel.ui.formats import format_number
from wandel.ui.widgets import ComboboxSelect, DateInput

EARLIEST, LATEST = 1900, 2150
MOST_PARCELS, LONGEST_PARCEL = 200, 60
LARGEST_UPLOAD = 2_000_000
LARGEST_NUMBER = Decimal(1_000_000)
GROUPED = re.compile(r"\d{1,3}([.,\u00a0\u202f ']\d{3})+")


def read_decimal(text: str) -> Decimal:
    """Read "12", "4,5" or "4.5". Raises ValidationError with a remedy."""
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value <= LARGEST_NUMBER:
        raise ValidationError(
            _("“%(text)s” is not a number. Write only digits, for example 12 or 4,5."), params={"text": text[:40]}
        )
    return value


def read_size(text: str) -> int:
    """Square metres from "34.000", "34000 m²" or "3,4 ha". Raises ValidationError with a remedy."""
    cleaned = text.strip().removesuffix("m²").removesuffix("m2").strip()
    if cleaned.lower().endswith("ha"):
        value = read_decimal(cleaned[:-2]) * 10_000
    elif GROUPED.fullmatch(cleaned):
        value = Decimal(re.sub(r"\D", "", cleaned))
    elif re.fullmatch(r"\d{1,10}", cleaned):
        value = Decimal(cleaned)
    else:
        raise ValidationError(
            _("“%(text)s” is not a size. Write square metres, for example 34.000, or hectares, for example 3,4 ha."),
            params={"text": text[:40]},
        )
    if not 1 <= value <= 1_000_000_000:
        raise ValidationError(_("This size cannot be right. Please check the number of digits."))
    return int(value)


class SizeField(forms.CharField):
    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        if isinstance(value, int):
            return value
        text = super().to_python(value)
        return read_size(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, int) else value


class NumberField(forms.CharField):
    """A measurement with comma or point. ``places`` are shown; ``most`` is the largest believable value."""

    def __init__(self, *, most: Decimal | None = None, as_float: bool = True, **kwargs: Any) -> None:
        self.most, self.as_float = most, as_float
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, (float, Decimal)):
            return value
        text = super().to_python(value)
        if not text:
            return None
        number = read_decimal(text)
        if self.most is not None and number > self.most:
            raise ValidationError(
                _("%(value)s is too much; at most %(most)s."), params={"value": text[:20], "most": self.most}
            )
        return float(number) if self.as_float else number

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (float, Decimal)):
            # No group marks: "1.000" typed again would be read as one.
            plain = f"{Decimal(str(value)).normalize():f}"
            return plain.replace(".", ",") if (get_language() or "de").startswith("de") else plain
        return value


def yes_no(label: Any) -> forms.TypedChoiceField:
    """Yes, no or not known: nobody has to guess."""
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=[("", gettext_lazy("not known")), ("True", gettext_lazy("yes")), ("False", gettext_lazy("no"))],
        coerce=lambda value: value == "True",
        empty_value=None,
    )


@dataclass(frozen=True)
class Section:
    title: str
    hint: str
    fields: list[BoundField]


PAGE = [
    (gettext_lazy("What and where"), "",
     ["name", "kind", "organisation", "address", "parcel_lines", "stated_area_m2", "outline", "outline_file"]),
    (gettext_lazy("Use and plan"), "",
     ["use", "development", "plan_basis", "plan_name", "available_from", "available_until", "reserved_until"]),
    (gettext_lazy("Homes"), gettext_lazy("A stated number with its source wins over what density gives."),
     ["settlement", "existing_dwellings", "stated_low", "stated_likely", "stated_high", "stated_source", "dwellings_built"]),
    (gettext_lazy("Price"), "", ["price", "price_on", "price_source"]),
    (gettext_lazy("Landowner"), gettext_lazy("Only the unit and the town hall that maintains the site see this."),
     ["owner_kind", "owner", "owner_asked_on", "owner_due_on", "owner_answer", "owner_answered_on"]),
    (gettext_lazy("Publication"), "", ["publication_announced_on", "objection_on", "confidential"]),
    (gettext_lazy("For business"), "",
     ["zone", "grz", "emission_class", "power_mw", "gas", "hydrogen", "fibre_mbit", "rail_siding", "motorway_minutes"]),
    (gettext_lazy("Soil and note"), "", ["soil_value", "note"]),
]  # fmt: skip
DATES = (
    "reserved_until", "price_on", "owner_asked_on", "owner_due_on", "owner_answered_on", "objection_on",
    "publication_announced_on",
)  # fmt: skip
HINTS = {
    "plan_basis": gettext_lazy("It decides which planning steps the site needs."),
    "settlement": gettext_lazy("It decides which density counts."),
    "existing_dwellings": gettext_lazy("They are taken off. Write 0 if there are none."),
    "owner_due_on": gettext_lazy("On this day the desk reminds you."),
    "publication_announced_on": gettext_lazy(
        "The municipality announces publicly that it will publish, and names the right to object; one month later it may "
        "(§ 200 Abs. 3 BauGB)."
    ),
    "objection_on": gettext_lazy("From this day the site is never published."),
    "confidential": gettext_lazy("Only the head, the officers of the field and the town hall see the site then."),
    "soil_value": gettext_lazy("Good soil costs points in the search for areas, and farms are asked first."),
    "stated_area_m2": gettext_lazy(
        "If the area is drawn, the drawn size counts; a differing statement becomes a note."
    ),
    "emission_class": gettext_lazy("The distance to homes that the business needs (Abstandserlass NRW)."),
}


class SiteForm(VersionedFormMixin, forms.ModelForm):
    parcel_lines = forms.CharField(
        label=gettext_lazy("Parcel numbers"),
        help_text=gettext_lazy("One per line, for example: Vettweiß, Flur 3, 17/2"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    outline = forms.CharField(
        label=gettext_lazy("Outline as GeoJSON"),
        help_text=gettext_lazy("Paste a polygon, or leave it empty."),
        required=False,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
    )
    outline_file = forms.FileField(
        label=gettext_lazy("Outline from a file"), help_text=gettext_lazy("GeoJSON, at most 2 MB"), required=False
    )
    stated_area_m2 = SizeField(
        label=gettext_lazy("Stated size"), help_text=gettext_lazy("34.000 or 3,4 ha"), required=False
    )
    grz = NumberField(
        label=gettext_lazy("Ground coverage (GRZ)"),
        help_text=gettext_lazy("For example 0,4"),
        required=False,
        most=Decimal(1),
        as_float=False,
    )
    power_mw = NumberField(label=gettext_lazy("Power"), required=False, most=Decimal(10_000))
    gas = yes_no(gettext_lazy("Gas"))
    hydrogen = yes_no(gettext_lazy("Hydrogen"))
    rail_siding = yes_no(gettext_lazy("Rail siding"))

    class Meta:
        model = Site
        fields = [
            "name", "kind", "organisation", "address", "stated_area_m2", "use", "development", "plan_basis", "plan_name",
            "available_from", "available_until", "reserved_until", "settlement", "existing_dwellings", "stated_low",
            "stated_likely", "stated_high", "stated_source", "dwellings_built", "price", "price_on", "price_source",
            "owner_kind", "owner", "owner_asked_on", "owner_due_on", "owner_answer", "owner_answered_on",
            "publication_announced_on", "objection_on", "confidential", "zone", "grz", "emission_class", "power_mw", "gas",
            "hydrogen", "fibre_mbit", "rail_siding", "motorway_minutes", "soil_value", "note",
        ]  # fmt: skip
        widgets = {
            **{name: DateInput() for name in DATES},
            "owner": ComboboxSelect(),
            "organisation": ComboboxSelect(),
            "note": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = halls_for(access)
        self.fields["organisation"].error_messages["invalid_choice"] = _(
            "You can only keep sites of your own town hall."
        )
        self.fields["owner"].queryset = possible_owners(access, self.instance if self.instance.pk else None)
        if not self.instance.pk:
            halls = list(halls_for(access)[:2])
            if len(halls) == 1:
                self.fields["organisation"].initial = halls[0].pk
        else:
            self.initial |= self._own_values(self.instance)
            for name in ("gas", "hydrogen", "rail_siding"):
                value = getattr(self.instance, name)
                self.initial[name] = "" if value is None else str(value)
        for name, why in HINTS.items():
            self.fields[name].why = why
        for name, unit in {"power_mw": "MW", "fibre_mbit": "Mbit/s", "stated_area_m2": "m²"}.items():
            self.fields[name].unit = unit

    @staticmethod
    def _own_values(site: Site) -> dict[str, Any]:
        """Fields that are no columns, as they would be typed."""
        return {"parcel_lines": "\n".join(site.parcels), "outline": _as_text(site.geometry)}

    def stored_values(self, instance: Any) -> dict[str, Any]:
        values = super().stored_values(instance)
        values.pop("outline_file", None)
        for name in ("gas", "hydrogen", "rail_siding"):
            values[name] = getattr(instance, name)
        return {**values, **self._own_values(instance)}

    @property
    def sections(self) -> list[Section]:
        return [Section(str(title), str(hint), [self[name] for name in names]) for title, hint, names in PAGE]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_parcel_lines(self) -> str:
        lines = [" ".join(line.split()) for line in self.cleaned_data["parcel_lines"].splitlines() if line.strip()]
        if len(lines) > MOST_PARCELS:
            raise ValidationError(_("More than 200 parcels do not fit. Draw the area instead."))
        long = next((line for line in lines if len(line) > LONGEST_PARCEL), None)
        if long:
            raise ValidationError(
                _("“%(line)s” is too long for one parcel. Write one parcel per line."), params={"line": long[:40]}
            )
        return "\n".join(dict.fromkeys(lines))

    def clean_outline(self) -> str:
        text = self.cleaned_data["outline"].strip()
        # What was not touched is not read again.
        if not text or text == _as_text(self.instance.geometry):
            return text
        return _as_text(read_outline(text).geometry)

    def clean_organisation(self) -> Any:
        hall = self.cleaned_data["organisation"]
        if hall.municipality_id is None:
            raise ValidationError(_("This town hall belongs to no municipality yet. Enter it on the town hall's page."))
        return hall

    def clean_outline_file(self) -> Any:
        upload = self.cleaned_data["outline_file"]
        if not upload:
            return None
        if upload.size > LARGEST_UPLOAD:
            raise ValidationError(_("This file is larger than 2 MB. Save only the outline of this one site."))
        try:
            text = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_("This file is no GeoJSON; it cannot be read as text.")) from None
        return read_outline(text).geometry

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("available_from", "available_until"):
            year = values.get(name)
            if year is not None and not EARLIEST <= year <= LATEST:
                self.add_error(name, _("The year %(year)s cannot be meant. Please check it.") % {"year": year})
        for name in DATES:
            day = values.get(name)
            if day is not None and not EARLIEST <= day.year <= LATEST:
                self.add_error(name, _("The year %(year)s cannot be meant. Please check it.") % {"year": day.year})
        first, last = values.get("available_from"), values.get("available_until")
        if first and last and last < first:
            self.add_error("available_until", _("It cannot be built before building is possible. Compare both years."))
        given = [values.get(name) for name in ("stated_low", "stated_likely", "stated_high")]
        numbers = [value for value in given if value is not None]
        if numbers != sorted(numbers):
            self.add_error(
                "stated_likely", _("At least, likely and at most must rise. Please compare the three numbers.")
            )
        if numbers and values.get("stated_likely") is None and "stated_likely" not in self.errors:
            self.add_error("stated_likely", _("Please give the likely number too; the range stands around it."))
        if numbers and not values.get("stated_source"):
            self.add_error(
                "stated_source", _("Please say who states the number of homes; without a source it is not used.")
            )
        soil = values.get("soil_value")
        if soil is not None and soil > 120:
            self.add_error("soil_value", _("Soil values lie between 0 and 120."))
        asked, due = values.get("owner_asked_on"), values.get("owner_due_on")
        if asked and due and due < asked:
            self.add_error("owner_due_on", _("The answer cannot be due before the owner was asked."))
        return values

    def site_values(self) -> dict[str, Any]:
        """What the action stores."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        values["municipality"] = values["organisation"].municipality
        values["parcels"] = self.cleaned_data["parcel_lines"].splitlines()
        values["geometry"] = self._geometry()
        return {name: value for name, value in values.items() if name in EDITABLE or name == "geometry"}

    def _geometry(self) -> Mapping[str, Any] | None:
        uploaded = self.cleaned_data.get("outline_file")
        if uploaded:
            return uploaded
        text = self.cleaned_data["outline"]
        if text == _as_text(self.instance.geometry):
            return self.instance.geometry
        return read_outline(text).geometry if text else None


def _as_text(geometry: Mapping[str, Any] | None) -> str:
    return json.dumps(geometry, ensure_ascii=False) if geometry else ""
