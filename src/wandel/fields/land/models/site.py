"""A site: an area under management, with its life, its capacity and who has a say in it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wandel.core.text.fold import fold
from wandel.fields.land.workflow import FIRST, STEPS
from wandel.office.people.models import Organisation, Person
from wandel.office.places.models import Municipality
from wandel.ui.formats import format_number
from wandel.ui.money import MoneyField
from wandel.ui.rates import RateField
from wandel.ui.subjects import SubjectRef


class Site(models.Model):
    """An area the county can grow on ("Fläche").

    ``geometry`` is GeoJSON (Polygon or MultiPolygon, EPSG:4326) or null; ``area_m2`` is worked out from it in EPSG:25832
    by the action that stores it, ``stated_area_m2`` is what somebody said. ``number`` never changes. A site whose owner
    objected (§ 200 Abs. 3 BauGB) or that is confidential is never published; the database refuses it.
    ``round_row`` is the row under which the town hall's yearly answer knows this site.
    """

    class Kind(models.TextChoices):
        BAULUECKE = "bauluecke", _("vacant lot (Baulücke)")
        SPARSELY_BUILT = "gering_bebaut", _("sparsely built")
        BRACHE = "brache", _("brownfield (Brache)")
        GEWERBEBRACHE = "gewerbebrache", _("business brownfield with remaining use")
        LEERSTAND = "leerstand", _("vacant buildings (Leerstand)")
        NEUBAUGEBIET = "neubaugebiet", _("new housing area (Neubaugebiet)")
        GEWERBE = "gewerbe", _("business and industry")
        UMNUTZUNG = "umnutzung", _("change of use (Umnutzung)")

    class Use(models.TextChoices):
        RESIDENTIAL = "residential", _("homes")
        COMMERCIAL = "commercial", _("business")
        MIXED = "mixed", _("homes and business")

    class Development(models.TextChoices):
        INNER = "inner", _("inside the built-up area (Innenentwicklung)")
        OUTER = "outer", _("outside the built-up area (Außenentwicklung)")

    class Settlement(models.TextChoices):
        CORE = "core", _("dense town")
        EDGE = "edge", _("edge of a town")
        RURAL = "rural", _("rural")

    class Owner(models.TextChoices):
        PRIVATE = "private", _("private persons")
        HEIRS = "heirs", _("community of heirs")
        MUNICIPAL = "municipal", _("municipality")
        PUBLIC = "public", _("county, Land or Bund")
        COMPANY = "company", _("company")
        HOUSING = "housing", _("housing company")
        CHURCH = "church", _("church")
        MANY = "many", _("several different owners")

    class OwnerAnswer(models.TextChoices):
        WILLING = "willing", _("wants to sell or build")
        CONDITIONAL = "conditional", _("under conditions")
        LATER = "later", _("later")
        UNWILLING = "unwilling", _("does not want to")

    class PlanBasis(models.TextChoices):
        REGULAR = "regular", _("Bebauungsplan, regular procedure")
        PAR13 = "par13", _("simplified procedure, § 13 BauGB")
        PAR13A = "par13a", _("accelerated procedure inside, § 13a BauGB")
        PAR13B = "par13b", _("begun under § 13b BauGB, finished under § 215a BauGB")
        PAR30 = "par30", _("a Bebauungsplan is in force, § 30 BauGB")
        PAR34 = "par34", _("built-up surroundings, § 34 BauGB")

    class Zone(models.TextChoices):
        WS = "WS", _("WS – small settlement")
        WR = "WR", _("WR – purely residential")
        WA = "WA", _("WA – general residential")
        WB = "WB", _("WB – special residential")
        MD = "MD", _("MD – village")
        MDW = "MDW", _("MDW – village with homes")
        MI = "MI", _("MI – mixed")
        MU = "MU", _("MU – urban")
        MK = "MK", _("MK – core")
        GE = "GE", _("GE – business")
        GI = "GI", _("GI – industry")
        SO = "SO", _("SO – special area")

    class Emission(models.TextChoices):
        """Distance classes of the Abstandserlass NRW (RdErl. of 6 June 2007): the distance kept to homes."""

        I = "1", _("class I (1,500 m)")  # noqa: E741 – the decree counts in Roman numerals
        II = "2", _("class II (1,000 m)")
        III = "3", _("class III (700 m)")
        IV = "4", _("class IV (500 m)")
        V = "5", _("class V (300 m)")
        VI = "6", _("class VI (200 m)")
        VII = "7", _("class VII (100 m)")

    NO_PLAN_NEEDED = frozenset({PlanBasis.PAR30, PlanBasis.PAR34})
    PLAN_SHORT = frozenset({PlanBasis.PAR13, PlanBasis.PAR13A, PlanBasis.PAR13B})

    number = models.CharField(_("site number"), max_length=20, unique=True, editable=False)
    serial = models.PositiveIntegerField(editable=False)
    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=200, db_index=True, editable=False)
    kind = models.CharField(_("kind of area"), max_length=16, choices=Kind.choices)
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="sites"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("who maintains it"), on_delete=models.PROTECT, related_name="sites"
    )

    geometry = models.JSONField(_("outline"), null=True, blank=True)
    label_lon = models.FloatField(null=True, blank=True, editable=False)
    label_lat = models.FloatField(null=True, blank=True, editable=False)
    area_m2 = models.FloatField(null=True, blank=True, editable=False)
    stated_area_m2 = models.PositiveIntegerField(_("stated size in m²"), null=True, blank=True)
    parcels = models.JSONField(_("parcel numbers"), default=list, blank=True)
    address = models.CharField(_("address or location"), max_length=300, blank=True)

    state = models.CharField(
        max_length=30, choices=[(step.state, _(step.label)) for step in STEPS], default=FIRST, db_index=True
    )
    state_on = models.DateField(_("in this state since"))
    use = models.CharField(_("use of the site"), max_length=12, choices=Use.choices, blank=True)
    development = models.CharField(_("inside or outside"), max_length=6, choices=Development.choices, blank=True)
    plan_basis = models.CharField(_("procedure"), max_length=10, choices=PlanBasis.choices, blank=True)
    plan_name = models.CharField(_("Bebauungsplan"), max_length=200, blank=True)
    available_from = models.PositiveSmallIntegerField(_("building possible from (year)"), null=True, blank=True)
    available_until = models.PositiveSmallIntegerField(_("built by (year)"), null=True, blank=True)
    reserved_until = models.DateField(_("reserved until"), null=True, blank=True)

    price = MoneyField(_("price per m²"), null=True, blank=True)
    price_on = models.DateField(_("price as of"), null=True, blank=True)
    price_source = models.CharField(_("where the price comes from"), max_length=200, blank=True)

    settlement = models.CharField(_("settlement type"), max_length=8, choices=Settlement.choices, blank=True)
    existing_dwellings = models.PositiveIntegerField(_("homes that stand there now"), null=True, blank=True)
    stated_low = models.PositiveIntegerField(_("homes at least"), null=True, blank=True)
    stated_likely = models.PositiveIntegerField(_("homes likely"), null=True, blank=True)
    stated_high = models.PositiveIntegerField(_("homes at most"), null=True, blank=True)
    stated_source = models.CharField(_("who says so"), max_length=200, blank=True)
    dwellings_built = models.PositiveIntegerField(_("homes built"), null=True, blank=True)

    owner = models.ForeignKey(
        Person,
        verbose_name=_("owner's contact"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_sites",
    )
    owner_kind = models.CharField(_("kind of owner"), max_length=10, choices=Owner.choices, blank=True)
    owner_asked_on = models.DateField(_("owner asked on"), null=True, blank=True)
    owner_due_on = models.DateField(_("owner's answer expected by"), null=True, blank=True)
    owner_answer = models.CharField(_("owner's answer"), max_length=12, choices=OwnerAnswer.choices, blank=True)
    owner_answered_on = models.DateField(_("owner answered on"), null=True, blank=True)
    objection_on = models.DateField(_("owner objected to publication on"), null=True, blank=True)
    publication_announced_on = models.DateField(_("publication announced on"), null=True, blank=True)
    published = models.BooleanField(default=False, editable=False)
    published_on = models.DateField(null=True, blank=True, editable=False)
    confidential = models.BooleanField(_("confidential"), default=False)

    zone = models.CharField(_("zone (BauNVO)"), max_length=4, choices=Zone.choices, blank=True)
    grz = RateField(_("ground coverage (GRZ)"), null=True, blank=True)
    emission_class = models.CharField(_("distance class"), max_length=2, choices=Emission.choices, blank=True)
    power_mw = models.FloatField(_("power in MW"), null=True, blank=True)
    gas = models.BooleanField(_("gas"), null=True, blank=True)
    hydrogen = models.BooleanField(_("hydrogen"), null=True, blank=True)
    fibre_mbit = models.PositiveIntegerField(_("fibre in Mbit/s"), null=True, blank=True)
    rail_siding = models.BooleanField(_("rail siding"), null=True, blank=True)
    motorway_minutes = models.PositiveSmallIntegerField(_("minutes to the motorway"), null=True, blank=True)
    soil_value = models.PositiveSmallIntegerField(_("soil value (Bodenwertzahl)"), null=True, blank=True)

    # Rows {"layer", "name", "share", "area_m2", "as_of"}, written by the action that asks the layers.
    constraints = models.JSONField(default=list, blank=True, editable=False)
    # What the outline's measuring found odd, rows {"de", "en"}.
    remarks = models.JSONField(default=list, blank=True, editable=False)
    note = models.TextField(_("note"), max_length=5000, blank=True)
    predecessors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="successors")
    retired_on = models.DateField(null=True, blank=True, editable=False)
    retired_reason = models.CharField(max_length=300, blank=True, editable=False)
    round_row = models.CharField(max_length=40, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["organisation", "retired_on"], name="site_of_town_hall"),
            models.Index(fields=["municipality", "state"], name="site_by_municipality"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(published=False) | models.Q(objection_on=None, confidential=False, retired_on=None),
                name="site_published_only_without_objection",
            ),
            models.UniqueConstraint(
                fields=["organisation", "round_row"],
                condition=~models.Q(round_row=""),
                name="site_once_per_round_row",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.name)[:200]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/land/sites/{self.pk}/"

    @property
    def ref(self) -> SubjectRef:
        return SubjectRef("land.site", str(self.pk), self.get_absolute_url(), self.name)

    @property
    def size_m2(self) -> float | None:
        """The drawn size, else the stated one."""
        return self.area_m2 if self.area_m2 is not None else self.stated_area_m2

    @property
    def size_ha(self) -> float | None:
        return None if self.size_m2 is None else self.size_m2 / 10_000

    @property
    def state_label(self) -> str:
        return str(self.get_state_display())

    @property
    def has_homes(self) -> bool:
        return self.use in {self.Use.RESIDENTIAL, self.Use.MIXED}

    @property
    def row_id(self) -> str:
        """Under which id a round's table knows this site."""
        return self.round_row or f"site{self.pk}"

    @property
    def public_label(self) -> str:
        """What visitors read about its state; empty where it is never shown."""
        label = next(step.public for step in STEPS if step.state == self.state)
        return gettext(label) if label else ""


class AffectedFarm(models.Model):
    """A farm that works (part of) a site, and whom to talk to before anything is decided."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="farms")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("farm"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="affected_by_sites",
    )
    person = models.ForeignKey(
        Person, verbose_name=_("farmer"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contact = models.ForeignKey(
        Person, verbose_name=_("whom to talk to"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    share = RateField(_("share of its land in per cent"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    talked_on = models.DateField(_("talked to on"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False) | models.Q(person__isnull=False),
                name="affected_farm_has_a_name",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.person)

    @property
    def share_text(self) -> str:
        return "" if self.share is None else f"{format_number(self.share * 100)} %"
