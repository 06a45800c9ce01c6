"""Checks on a set of figures: do ages, sexes and municipalities add up, are years missing. What is odd is named and kept."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from wandel.core.statistics.age_groups import AgeGroup, hole
from wandel.core.statistics.figures import FEMALE, MALE, OTHER, TOTAL, Figure
from wandel.core.statistics.problems import Kind, Problems
from wandel.core.statistics.series import note_gaps, series

Key = tuple[object, ...]


def check_all(figures: Sequence[Figure], *, county: str, municipalities: Sequence[str], problems: Problems) -> None:
    """Every check of this file, and the missing years and changes of base of each area's totals."""
    check_ages(figures, problems)
    check_sexes(figures, problems)
    check_municipalities(figures, county=county, municipalities=municipalities, problems=problems)
    totals = [one for one in figures if (one.sex, one.age, one.detail) == (TOTAL, None, "")]
    for key, area in dict.fromkeys((one.key, one.area) for one in totals):
        note_gaps(series(totals, key=key, area=area), problems)


def check_ages(figures: Iterable[Figure], problems: Problems) -> None:
    """Age groups that cover all ages must add up to the total of the same table, area, day, sex and base."""
    groups: dict[Key, list[Figure]] = {}
    totals: dict[Key, Figure] = {}
    for figure in figures:
        key = (*_common(figure), figure.area, figure.sex)
        if figure.age is None:
            totals.setdefault(key, figure)
        else:
            groups.setdefault(key, []).append(figure)
    for key, parts in groups.items():
        total = totals.get(key)
        ordered = sorted(parts, key=lambda one: one.age or AgeGroup(0))
        gap = hole([one.age for one in ordered if one.age])
        where = f"{ordered[0].name or ordered[0].area} {ordered[0].year}"
        if gap:
            problems.add(
                Kind.ages_do_not_add_up,
                ordered[0].file,
                ordered[0].line,
                f"{where}: Die Altersgruppen schließen nicht aneinander an ({gap}).",
                f"{where}: the age groups do not join ({gap}).",
                skipped=False,
            )
            continue
        numbers = [one.number for one in ordered]
        known = [number for number in numbers if number is not None]
        whole = total.number if total else None
        if total is None or whole is None or len(known) < len(numbers):
            continue
        together = sum(known, Decimal(0))
        if together != whole:
            problems.add(
                Kind.ages_do_not_add_up,
                total.file,
                total.line,
                f"{where}: Die Altersgruppen ergeben {together}, insgesamt steht {whole} (Unterschied {together - whole:+}).",
                f"{where}: the age groups sum to {together}, the total says {whole} (difference {together - whole:+}).",
                skipped=False,
            )


def check_sexes(figures: Iterable[Figure], problems: Problems) -> None:
    """Male and female (and other, where counted) must add up to the total."""
    found: dict[Key, dict[str, Figure]] = {}
    for figure in figures:
        found.setdefault((*_common(figure), figure.area, figure.age), {})[figure.sex] = figure
    for by_sex in found.values():
        if not {TOTAL, MALE, FEMALE} <= set(by_sex):
            continue
        numbers = {sex: figure.number for sex, figure in by_sex.items()}
        known = {sex: number for sex, number in numbers.items() if number is not None}
        if len(known) < len(numbers):
            continue
        together = known[MALE] + known[FEMALE] + known.get(OTHER, Decimal(0))
        total = by_sex[TOTAL]
        if together != known[TOTAL]:
            problems.add(
                Kind.sexes_do_not_add_up,
                total.file,
                total.line,
                f"{total.name or total.area} {total.year}: Männlich und weiblich ergeben {together}, insgesamt steht {known[TOTAL]}.",
                f"{total.name or total.area} {total.year}: male and female sum to {together}, the total says {known[TOTAL]}.",
                skipped=False,
            )


def check_municipalities(
    figures: Iterable[Figure], *, county: str, municipalities: Sequence[str], problems: Problems
) -> None:
    """The municipalities must sum to the county, for every figure both have. Ratios are passed over."""
    wanted = set(municipalities)
    whole: dict[Key, Figure] = {}
    parts: dict[Key, dict[str, Decimal | None]] = {}
    for figure in figures:
        key = (*_common(figure), figure.sex, figure.age)
        if figure.area == county:
            whole[key] = figure
        elif figure.area in wanted:
            parts.setdefault(key, {})[figure.area] = figure.number
    for key, figure in whole.items():
        by_area = parts.get(key, {})
        known = [number for number in by_area.values() if number is not None]
        if figure.number is None or len(known) < len(wanted) or figure.unit.startswith("EUR/"):
            continue
        together = sum(known, Decimal(0))
        if together != figure.number:
            problems.add(
                Kind.municipalities_do_not_add_up,
                figure.file,
                figure.line,
                f"{figure.name or county} {figure.year}, {figure.key} {figure.detail}: Die Gemeinden ergeben {together}, der Kreis hat {figure.number} (Unterschied {figure.number - together:+}).",
                f"{figure.name or county} {figure.year}, {figure.key} {figure.detail}: the municipalities sum to {together}, the county has {figure.number} (difference {figure.number - together:+}).",
                skipped=False,
            )


def _common(figure: Figure) -> Key:
    """What two figures must share to be added up, beside area, sex and age."""
    return figure.key, figure.year, figure.on, figure.base, figure.detail, figure.table
