"""Importing a layer: a file or a service, and where the data come from."""

from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wandel.fields.land.models import Layer
from wandel.ui.widgets import DateInput

SERVICES = [("wfs", "WFS 2.0"), ("ogcapi", "OGC API Features")]
SUFFIXES = (".gpkg", ".zip", ".geojson", ".json", ".gml", ".xml", ".fgb", ".parquet", ".csv", ".asc", ".gz", ".xyz")
LARGEST_BYTES = 2_000_000_000


class LayerForm(forms.Form):
    """One import."""

    key = forms.SlugField(label=gettext_lazy("short name"), max_length=60)
    name_de = forms.CharField(label=gettext_lazy("name in German"), max_length=150)
    name_en = forms.CharField(label=gettext_lazy("name in English"), max_length=150)
    kind = forms.ChoiceField(label=gettext_lazy("what it holds"), choices=Layer.Kind.choices)
    file = forms.FileField(label=gettext_lazy("file"), required=False)
    service = forms.ChoiceField(label=gettext_lazy("or a service"), choices=SERVICES, required=False)
    url = forms.URLField(label=gettext_lazy("address of the service"), required=False, assume_scheme="https")
    collection = forms.CharField(label=gettext_lazy("layer of the file or service"), max_length=200, required=False)
    crs = forms.CharField(
        label=gettext_lazy("coordinate system, if the file does not say it"), max_length=40, required=False
    )
    source = forms.CharField(label=gettext_lazy("source"), max_length=300)
    licence = forms.CharField(label=gettext_lazy("licence"), max_length=100)
    as_of = forms.DateField(label=gettext_lazy("as of"), widget=DateInput())
    check = forms.BooleanField(
        label=gettext_lazy("Only look first: show what would change, take nothing in yet"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whys = {
            "key": _("Rules call the layer by it; the same name again brings a new version."),
            "file": _(
                "GeoPackage, zipped shapefile, GeoJSON, GML, FlatGeobuf, GeoParquet, CSV of points; rasters as .asc or .xyz."
            ),
            "licence": _("It stands under every map that shows the layer."),
            "crs": _("For example EPSG:25832."),
        }
        for name, why in whys.items():
            self.fields[name].why = why

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        upload, service = values.get("file"), values.get("service")
        if not upload and not service:
            self.add_error("file", _("Choose a file, or name a service and its address."))
        if upload and service:
            self.add_error("service", _("A file and a service at once: which of them? Please leave one."))
        if service and not values.get("url") and "url" not in self.errors:
            self.add_error("url", _("Give the address of the service."))
        if upload:
            suffix = Path(upload.name).suffix.lower()
            if suffix not in SUFFIXES:
                self.add_error("file", _("This format cannot be read. Possible are: %s.") % ", ".join(SUFFIXES))
            elif upload.size > LARGEST_BYTES:
                self.add_error("file", _("The file is larger than 2 GB. Cut it to the county."))
        return values
