"""The file with the payments, and which of its columns means what."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wandel.core.foerderung.bookings import FIELDS, NEEDED
from wandel.fields.funding.models import BookingMapping

LARGEST = 60 * 1024 * 1024
LABELS = {
    "paid_on": _("Day of payment"),
    "amount": _("Amount"),
    "purpose": _("For what"),
    "payee": _("Paid to"),
    "voucher": _("Number of the receipt"),
    "item": _("Cost item"),
    "key": _("Number of the entry in the finance system"),
    "order": _("Number of the project"),
}


class BookingFileForm(forms.Form):
    file = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "The list of payments from your finance system, as CSV or Excel (.xlsx)."
        )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(gettext("This file is larger than 60 MB. Export a shorter time."))
        return file


class MappingForm(forms.Form):
    """One choice per field of ours; it is remembered for the house."""

    sign = forms.ChoiceField(
        label=_("How payments are written"),
        choices=[
            (BookingMapping.Sign.POSITIVE, _("without a sign (1.250,00)")),
            (BookingMapping.Sign.NEGATIVE, _("with a minus (-1.250,00)")),
        ],
    )
    only = forms.CharField(label=_("Only the lines of this project number"), max_length=80, required=False)
    skip_broken = forms.BooleanField(
        label=_("leave out lines that cannot be read and take the rest in"), required=False
    )

    def __init__(self, *args: Any, headers: list[str], orders: list[tuple[str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", gettext("not in the file")), *((one, one) for one in dict.fromkeys(headers) if one)]
        for name in FIELDS:
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=LABELS[name], choices=choices, required=name in NEEDED
            )
        named = ", ".join(f"{number} ({count})" for number, count in orders[:8])
        if named:
            self.fields["only"].help_text = gettext("In the file: %(orders)s") % {"orders": named}
        self.order_fields([*(f"column_{name}" for name in FIELDS), "only", "sign", "skip_broken"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        chosen: dict[str, str] = {}
        for name in FIELDS:
            header = data.get(f"column_{name}")
            if header and header in chosen:
                self.add_error(
                    f"column_{name}",
                    gettext("“%(column)s” is chosen for “%(other)s” already.")
                    % {"column": header, "other": LABELS[chosen[header]]},
                )
            elif header:
                chosen[header] = name
        if data.get("only") and not data.get("column_order"):
            self.add_error("column_order", gettext("Please say which column holds the number of the project."))
        return data

    def values(self) -> dict[str, Any]:
        """The parameters of the run: columns, sign, order, skip_broken."""
        data = self.cleaned_data
        columns = {name: data[f"column_{name}"] for name in FIELDS if data.get(f"column_{name}")}
        return {
            "columns": columns, "sign": data["sign"], "order": data["only"].strip(), "skip_broken": data["skip_broken"],
        }  # fmt: skip
