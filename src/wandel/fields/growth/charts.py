"""The field's charts with the sentences beside them, for pages and papers."""

from datetime import date

from django.utils.translation import gettext as _

from wandel.core.statistics.series import Series, day_of
from wandel.fields.growth.models import GrowthTarget, ProjectionRun
from wandel.fields.growth.queries.figures import Ages, YearOfCounty
from wandel.fields.growth.queries.placing import Placed
from wandel.fields.growth.queries.projections import Answer
from wandel.ui.charts import Band, Bars, Chart, Line, Mark, bars, fan, pyramid
from wandel.ui.formats import format_date, format_number


def _as_year(day: date) -> float:
    """A key date as a point on the axis: 31 December 2015 stands at 2015."""
    first = date(day.year, 1, 1)
    return round(day.year - 1 + ((day - first).days + 1) / (366 if day.year % 4 == 0 else 365), 3)


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
        x_words=_day_words(found),
    )


def _day_words(found: Series) -> dict[float, str]:
    """Key dates between two years, as the table names them."""
    days = [day_of(one) for segment in found.segments for one in segment.points]
    return {_as_year(day): format_date(day) for day in days if (day.month, day.day) != (12, 31)}


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


def projection_chart(
    run: ProjectionRun, found: Series, name: str, *, area: str = "", target: GrowthTarget | None = None
) -> Chart:
    """What was counted and where the trajectories go: the middle, half of them, four fifths of them."""
    lines = [
        Line(segment.base, [(_as_year(day_of(one)), float(one.number or 0)) for one in segment.points], real=True)
        for segment in found.segments
        if len(segment.points) > 1
    ]
    middle = run.band(area, "all", "0.5")
    years = run.years
    lines.append(Line(_("middle"), [(float(year), float(count)) for year, count in zip(years, middle, strict=True)]))
    bands = [
        Band(
            label,
            [(float(year), float(a), float(b)) for year, a, b in zip(years, run.band(area, "all", low), run.band(area, "all", high), strict=True)],
        )
        for label, low, high in ((_("80 % of the trajectories"), "0.1", "0.9"), (_("50 % of the trajectories"), "0.25", "0.75"))
    ]  # fmt: skip
    marks = [Mark(_("Target %s") % format_number(target.inhabitants), target.inhabitants)] if target else []
    last = years[-1]
    return fan(
        title=_("The way of %s") % name,
        summary=_("In %(year)s the middle is %(middle)s, four of five trajectories lie between %(low)s and %(high)s.")
        % {"year": last, "middle": format_number(middle[-1]), "low": format_number(run.band(area, "all", "0.1")[-1]), "high": format_number(run.band(area, "all", "0.9")[-1])},
        caption=_("Scenario “%(title)s”, base %(base)s %(year)s, %(count)s trajectories, computed on %(day)s. Areas: 80 and 50 of 100 trajectories. Dark: counted.")
        % {"title": run.scenario.title, "base": run.base, "year": run.base_year, "count": format_number(run.about.get("trajectories", 0)), "day": format_date(run.computed_on)},
        x_name=_("Year"),
        lines=lines,
        bands=bands,
        marks=marks,
        x_words=_day_words(found),
    )  # fmt: skip


def comparison_chart(runs: list[ProjectionRun], target: GrowthTarget | None) -> Chart:
    """The middles of up to four scenarios side by side."""
    marks = [Mark(_("Target %s") % format_number(target.inhabitants), target.inhabitants)] if target else []
    return fan(
        title=_("Scenarios side by side"),
        summary=_("The middle of the trajectories of each scenario by year."),
        caption=_("Only the middles; each scenario's own page shows how wide its band is."),
        x_name=_("Year"),
        lines=[
            Line(run.scenario.title, [(float(y), float(v)) for y, v in zip(run.years, run.band("", "all", "0.5"), strict=True)])
            for run in runs
        ],
        marks=marks,
    )  # fmt: skip


def group_chart(run: ProjectionRun, area: str, group: str, title: str) -> Chart:
    """One age group over the years with its band, for schools, childcare, care."""
    years = run.years
    middle = run.band(area, group, "0.5")
    low, high = run.band(area, group, "0.1"), run.band(area, group, "0.9")
    return fan(
        title=title,
        summary=_("From %(first)s in %(from)s to %(last)s in %(until)s in the middle.")
        % {"first": format_number(middle[0]), "from": years[0], "last": format_number(middle[-1]), "until": years[-1]},
        caption=_("Middle and 80 % of the trajectories."),
        x_name=_("Year"),
        lines=[Line(_("middle"), [(float(y), float(v)) for y, v in zip(years, middle, strict=True)])],
        bands=[Band(_("80 % of the trajectories"), [(float(y), float(a), float(b)) for y, a, b in zip(years, low, high, strict=True)])],
    )  # fmt: skip


def future_ages_chart(run: ProjectionRun, area: str, year: int, name: str) -> Chart | None:
    """The ages of a later year, today's as an outline."""
    now, then = run.ages(area, run.base_year), run.ages(area, year)
    if now is None or then is None:
        return None
    return pyramid(
        title=_("Ages in %(year)s: %(name)s") % {"year": year, "name": name},
        summary=_("Women to the left, men to the right; the line shows %s.") % run.base_year,
        caption=_("The path without chance. Line: %s.") % run.base_year,
        age_name=_("Age"),
        ages=list(range(len(then["women"]))),
        left=Bars(_("women"), [float(v) for v in then["women"]]),
        right=Bars(_("men"), [float(v) for v in then["men"]]),
        before=(
            Bars(f"{_('women')} {run.base_year}", [float(v) for v in now["women"]]),
            Bars(f"{_('men')} {run.base_year}", [float(v) for v in now["men"]]),
        ),
    )


def answer_chart(found: Answer, target: GrowthTarget | None) -> Chart:
    """The middle before and after the sliders were moved."""
    marks = [Mark(_("Target %s") % format_number(target.inhabitants), target.inhabitants)] if target else []
    return fan(
        title=_("What the change would do"),
        summary=_("In %(year)s %(after)s instead of %(before)s.")
        % {"year": found.years[-1], "after": format_number(found.changed[-1]), "before": format_number(found.middle[-1])},
        caption=_("The middle path; chance comes on top of both alike."),
        x_name=_("Year"),
        lines=[
            Line(_("as computed"), [(float(y), float(v)) for y, v in zip(found.years, found.middle, strict=True)], broken=True),
            Line(_("with the change"), [(float(y), float(v)) for y, v in zip(found.years, found.changed, strict=True)]),
        ],
        marks=marks,
    )  # fmt: skip


def age_groups() -> list[tuple[str, str]]:
    """The groups a county plans by, with the words over their charts."""
    return [
        ("0-2", _("Under three: nursery places")), ("3-5", _("Three to five: kindergarten places")),
        ("6", _("Six: school entrants")), ("65+", _("65 and older")),
    ]  # fmt: skip


def benchmark_chart(found: Placed, name: str) -> Chart:
    """Each indicator's distance from the others' median, best first; to the right is always better."""
    rows = sorted((row for row in found.rows if row.distance is not None), key=lambda row: -(row.distance or 0))
    best = rows[0].name if rows else "–"
    return bars(
        title=_("%s beside others") % name,
        summary=_("Rank %(rank)s of %(places)s; strongest in: %(best)s.") % {"rank": found.rank, "places": found.places, "best": best},
        caption=_("Distance from the median of the others in standard deviations; to the right is always better."),
        category_name=_("Indicator"),
        categories=[row.name for row in rows],
        series=[Bars(_("distance"), [round(row.distance or 0, 2) for row in rows])],
        lying=True,
        places=2,
    )  # fmt: skip
