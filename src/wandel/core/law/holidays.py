"""Public holidays of North Rhine-Westphalia (Feiertagsgesetz NW), from the ``holidays`` package.

The package covers 1991 to 2100. Outside these years the same days follow from the Gregorian Easter; a test holds both
ways of counting against each other for the years the package knows.
"""

from datetime import date, timedelta
from functools import lru_cache

from holidays.countries.germany import Germany

LIBRARY_YEARS = range(1991, 2101)


@lru_cache(maxsize=512)
def holidays_of(year: int) -> dict[date, str]:
    """The holidays of one year with their German names, Fronleichnam and Allerheiligen included."""
    if year in LIBRARY_YEARS:
        return dict(Germany(subdiv="NW", years=year, language="de", expand=False).items())
    return counted_holidays(year)


def holiday_name(day: date) -> str | None:
    """The German name of the holiday on that day, or None."""
    return holidays_of(day.year).get(day)


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar (Meeus, Jones, Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def counted_holidays(year: int) -> dict[date, str]:
    """The holidays of a year by today's statute; before 1990 with 17 June, before 1995 with Buß- und Bettag."""
    easter = easter_sunday(year)
    days = {
        date(year, 1, 1): "Neujahr",
        easter - timedelta(days=2): "Karfreitag",
        easter + timedelta(days=1): "Ostermontag",
        date(year, 5, 1): "Erster Mai",
        easter + timedelta(days=39): "Christi Himmelfahrt",
        easter + timedelta(days=50): "Pfingstmontag",
        easter + timedelta(days=60): "Fronleichnam",
        date(year, 11, 1): "Allerheiligen",
        date(year, 12, 25): "Erster Weihnachtstag",
        date(year, 12, 26): "Zweiter Weihnachtstag",
    }
    if year >= 1990:
        days[date(year, 10, 3)] = "Tag der Deutschen Einheit"
    elif year >= 1954:
        days[date(year, 6, 17)] = "Tag der deutschen Einheit"
    if year < 1995:
        christmas = date(year, 12, 25)
        fourth_advent = christmas - timedelta(days=christmas.weekday() + 1)
        days[fourth_advent - timedelta(days=32)] = "Buß- und Bettag"
    return days
