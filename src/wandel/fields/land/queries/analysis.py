"""Questions about analyses and the rules behind them."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from wandel.fields.land.models import Candidate, RuleSet, SuitabilityRun
from wandel.office.people.access import Access

PARCELS, MUNICIPALITIES, SLOPE_LAYER = "flurstuecke", "gemeinden", "hangneigung"


def rule_sets_for(access: Access) -> QuerySet[RuleSet]:
    if not access.may("land.analysis.view"):
        return RuleSet.objects.none()
    return RuleSet.objects.all()


def rule_set_for(access: Access, pk: int) -> RuleSet:
    return get_object_or_404(rule_sets_for(access), pk=pk)


def rule_set_on(day: date) -> RuleSet | None:
    """The rules in force on a day: the newest that has begun."""
    return RuleSet.objects.filter(valid_from__lte=day).first()


def analyses_for(access: Access) -> QuerySet[SuitabilityRun]:
    """Finished analyses; they speak of land, not of owners, so who may look at analyses sees all."""
    if not access.may("land.analysis.view"):
        return SuitabilityRun.objects.none()
    return SuitabilityRun.objects.select_related("rule_set")


def analysis_for(access: Access, pk: int) -> SuitabilityRun:
    return get_object_or_404(analyses_for(access), pk=pk)


def candidate_for(access: Access, pk: int) -> Candidate:
    return get_object_or_404(
        Candidate.objects.select_related("analysis", "municipality", "site"), pk=pk, analysis__in=analyses_for(access)
    )


def analysis_folder(pk: int) -> Path:
    """Where the files of an analysis lie; made on demand."""
    folder = Path(settings.WANDEL_DATA_DIR) / "land" / "analyses" / str(pk)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def factors_path(pk: int) -> Path:
    """Factor values of all parcels, as the map reads them."""
    return analysis_folder(pk) / "factors.bin"


def scores_path(pk: int) -> Path:
    """Points and reasons of all parcels as GeoParquet."""
    return analysis_folder(pk) / "parcels.parquet"


def explanation_path(pk: int) -> Path:
    """Where the measured rows of an analysis lie, as JSON; absent for analyses of earlier versions of the program."""
    return analysis_folder(pk) / "explained.json"


def members_path(pk: int) -> Path:
    """The positions of each candidate's parcels, as JSON by the candidate's number."""
    return analysis_folder(pk) / "members.json"


def measured_folder() -> Path:
    """Measured geometry by what it depends on; analyses with other weights share it. Made on demand."""
    folder = Path(settings.WANDEL_DATA_DIR) / "land" / "measured"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
