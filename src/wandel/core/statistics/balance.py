"""The yearly balance: start + births − deaths + in − out + residual = end; the municipalities against the county.

The residual is what corrections, cancelled registrations and changed borders leave. It is computed only where all other
parts are known on one base; what is missing is named instead.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wandel.core.statistics.figures import TOTAL, Figure
from wandel.core.statistics.problems import Kind, Problems

PARTS = ("start", "births", "deaths", "moves_in", "moves_out", "end")


@dataclass(frozen=True, slots=True)
class Balance:
    """One area in one year; persons. ``moves_in`` and ``moves_out`` cross the border named by ``border``
    ("municipality" or "county"). ``base`` is that of start and end, "" where they have none in common."""

    area: str
    name: str
    year: int
    base: str
    border: str
    start: Decimal | None
    births: Decimal | None
    deaths: Decimal | None
    moves_in: Decimal | None
    moves_out: Decimal | None
    end: Decimal | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts nobody has published."""
        return tuple(part for part in PARTS if getattr(self, part) is None)

    @property
    def natural(self) -> Decimal | None:
        """Births minus deaths."""
        return None if self.births is None or self.deaths is None else self.births - self.deaths

    @property
    def net(self) -> Decimal | None:
        """Moves in minus moves out."""
        return None if self.moves_in is None or self.moves_out is None else self.moves_in - self.moves_out

    @property
    def change(self) -> Decimal | None:
        """End minus start, on one base."""
        return None if self.start is None or self.end is None else self.end - self.start

    @property
    def residual(self) -> Decimal | None:
        """What the parts do not explain; None while one of them is missing."""
        if self.change is None or self.natural is None or self.net is None:
            return None
        return self.change - self.natural - self.net

    @property
    def unexplained(self) -> Decimal | None:
        """Change without the parts that are known: the residual, and the missing parts with it."""
        if self.change is None:
            return None
        known = (self.births or 0) - (self.deaths or 0) + (self.moves_in or 0) - (self.moves_out or 0)
        return self.change - known


@dataclass(frozen=True, slots=True)
class CountyBalance:
    """The county, its municipalities, and the county minus their sum for every part (None where one is missing). Moves
    are compared across the municipalities' borders: moves among them cancel in the net only."""

    county: Balance
    across_municipalities: Balance
    municipalities: tuple[Balance, ...]
    sums: dict[str, Decimal | None]
    differences: dict[str, Decimal | None]


def balance(
    figures: Iterable[Figure], *, area: str, year: int, border: str = "municipality", problems: Problems | None = None
) -> Balance:
    """An area's balance of a year. Start and end are 31 December of the year before and of the year on the same base;
    if they have none in common, both stay None and the change of base goes to ``problems``."""
    own = [one for one in figures if one.area == area and (one.sex, one.age, one.detail) == (TOTAL, None, "")]
    stocks: dict[tuple[date | None, str], Decimal] = {}
    for one in own:
        if one.key == "population" and one.number is not None:
            stocks.setdefault((one.on, one.base), one.number)
    first, last = date(year - 1, 12, 31), date(year, 12, 31)
    before = [base for on, base in stocks if on == first]
    after = [base for on, base in stocks if on == last]
    common = [base for base in after if base in before]
    name = next((one.name for one in own if one.name), area)
    if before and after and not common and problems is not None:
        problems.add(
            Kind.mixed_base,
            "",
            0,
            f"{name} {year}: Anfang ({', '.join(before)}) und Ende ({', '.join(after)}) haben verschiedene Basen. Eine Bilanz gibt es für dieses Jahr nicht.",
            f"{name} {year}: start ({', '.join(before)}) and end ({', '.join(after)}) have different bases. There is no balance for this year.",
        )
    base = common[-1] if common else (before or after or [""])[0] if not (before and after) else ""
    suffix = "_county" if border == "county" else ""
    flows: dict[str, Decimal] = {}
    for one in own:
        if one.year == year and one.number is not None:
            flows.setdefault(one.key, one.number)
    return Balance(
        area=area,
        name=name,
        year=year,
        base=base,
        border=border,
        start=stocks.get((first, base)),
        births=flows.get("births"),
        deaths=flows.get("deaths"),
        moves_in=flows.get(f"moves_in{suffix}"),
        moves_out=flows.get(f"moves_out{suffix}"),
        end=stocks.get((last, base)),
    )


def county_balance(
    figures: Iterable[Figure], *, county: str, municipalities: Sequence[str], year: int, problems: Problems
) -> CountyBalance:
    """The balance of a county and of its municipalities. Differences that are not zero go to ``problems``.

    The county's own moves are those across its border where they are published, else across municipal borders."""
    kept = list(figures)
    outer = balance(kept, area=county, year=year, border="county", problems=problems)
    inner = balance(kept, area=county, year=year)
    parts = tuple(balance(kept, area=area, year=year, problems=problems) for area in municipalities)
    sums: dict[str, Decimal | None] = {}
    differences: dict[str, Decimal | None] = {}
    for part in PARTS:
        values = [getattr(one, part) for one in parts]
        known = [value for value in values if value is not None]
        sums[part] = sum(known, Decimal(0)) if known and len(known) == len(values) else None
        whole, together = getattr(inner, part), sums[part]
        differences[part] = None if whole is None or together is None else whole - together
        if differences[part]:
            problems.add(
                Kind.municipalities_do_not_add_up,
                "",
                0,
                f"{inner.name} {year}, {part}: Die Gemeinden ergeben {together}, der Kreis hat {whole} (Unterschied {differences[part]:+}).",
                f"{inner.name} {year}, {part}: the municipalities sum to {together}, the county has {whole} (difference {differences[part]:+}).",
                skipped=False,
            )
    own = outer if outer.net is not None else inner
    return CountyBalance(own, inner, parts, sums, differences)
