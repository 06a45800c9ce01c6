"""The field's charts with the sentences beside them, for pages and papers."""

from datetime import date

from django.utils.translation import gettext as _

from wandel.core.statistics.series import Series, day_of
from wandel.fields.growth.models import GrowthTarget
from wandel.fields.growth.queries.figures import Ages, YearOfCounty
from wandel.ui.charts import Bars, Chart, Line, Mark, bars, fan, pyramid
from wandel.ui.formats import format_date, format_number


def _as_year(day: date) -> float:
    """A key date as a point on the axis: 31 December 2015 stands at the end of 2015."""
    first = date(day.year, 1, 1)
    return round(day.year + ((day - first).days + 1) / (366 if day.year % 4 == 0 else 365), 3)


def population_chart(found: Series, name: str, target: GrowthTarget | None = None) -> Chart | None:
    """What was counted, one line per base; the jump between two bases stays a gap."""
    lines = [
        Line(segment.base, [(_as_year(day_of(one)), float(one.number or 0)) for one in segment.points], real=place == 0)
        for place, segment in enumerate(found.segments)
    ]
    if not lines:
        return None
    newest = max((one for segment in found.segments for one in segment.points), key=day_of)
    marks = [Mark(_("Target %s") % format_number(target.inhabitants), target.inhabitants)] if target else []
    return fan(
        title=_("Inhabitants: %s") % name,
        summary=_("The newest count is %(count)s on %(day)s (%(base)s).")
        % {"count": format_number(newest.number or 0), "day": format_date(day_of(newest)), "base": newest.base},
        caption=_("One line per way of counting; between two of them the line is broken, because they do not compare."),
        x_name=_("Year"),
        lines=lines,
        marks=marks,
    )


def components_chart(years: list[tuple[int, dict[str, object]]], name: str, *, county: bool) -> Chart | None:
    """Births minus deaths and in minus out, by year."""
    suffix = "_county" if county else ""
    natural: list[float | None] = []
    net: list[float | None] = []
    for _year, flows in years:
        natural.append(_difference(flows, "births", "deaths"))
        net.append(_difference(flows, f"moves_in{suffix}", f"moves_out{suffix}"))
    if not any(value is not None for value in (*natural, *net)):
        return None
    return bars(
        title=_("Why it changed: %s") % name,
        summary=_("Births minus deaths and moves in minus moves out, by year."),
        caption=_("Sums over a year. What both do not explain is the residual in the balance."),
        category_name=_("Year"),
        categories=[str(year) for year, _flows in years],
        series=[Bars(_("births minus deaths"), natural), Bars(_("in minus out"), net)],
        stacked=False,
    )


def _difference(flows: dict[str, object], plus: str, minus: str) -> float | None:
    first, second = flows.get(plus), flows.get(minus)
    return None if first is None or second is None else float(str(first)) - float(str(second))


def ages_chart(ages: Ages, name: str) -> Chart:
    """Persons per single year of age: groups are drawn as their mean, so wide groups do not look large."""
    top = ages.groups[-1][0].low + 15
    women: list[float | None] = []
    men: list[float | None] = []
    for group, women_in, men_in in ages.groups:
        width = (group.until or top) - group.low
        women += [round(women_in / width, 1)] * width
        men += [round(men_in / width, 1)] * width
    return pyramid(
        title=_("Ages: %s") % name,
        summary=_("%(count)s persons on %(day)s, women to the left and men to the right.")
        % {"count": format_number(round(ages.total)), "day": format_date(ages.on)},
        caption=_("%(day)s, %(base)s. Age groups are spread evenly over their years; the last one is open.")
        % {"day": format_date(ages.on), "base": ages.base},
        age_name=_("Age"),
        ages=list(range(len(women))),
        left=Bars(_("women"), women),
        right=Bars(_("men"), men),
    )


def shares_chart(balance: YearOfCounty) -> Chart | None:
    """Where the county grew or shrank in a year."""
    rows = [(one.name, one.change) for one in balance.rows if one.change is not None]
    if not rows:
        return None
    rows.sort(key=lambda row: row[1], reverse=True)
    return bars(
        title=_("Where it changed in %s") % balance.year,
        summary=_("%(first)s grew most, %(last)s least.") % {"first": rows[0][0], "last": rows[-1][0]},
        caption=_("Inhabitants at the end of the year minus those at its start, on one base."),
        category_name=_("Municipality"),
        categories=[name for name, _change in rows],
        series=[Bars(_("change"), [float(change) for _name, change in rows])],
        lying=True,
    )
