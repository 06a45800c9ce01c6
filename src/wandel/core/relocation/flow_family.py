"""Work and family: health insurance, child benefit, parental allowance, day care, school."""

from collections.abc import Iterator
from datetime import date

from wandel.core.law.periods import Deadline, add_days, add_months, add_years, end_of_month
from wandel.core.law.texts import Text, day_de, day_en
from wandel.core.relocation.situation import ADULT_YEARS, Child, Situation
from wandel.core.relocation.steps import LATER, PROMPTLY, SOON, Note, Step, after, before, parameter

# § 35 SchulG NRW: six years old before the end of 30 September; § 34, 37: ten school years.
SCHOOL_AGE, BIRTHDAY_UNTIL, SCHOOL_YEARS = 6, (9, 30), 10
SIGN_UP_UNTIL = (11, 15)
# From four on the sign-up for school is near enough to stand in a plan.
SHOWN_FROM_AGE = 4
ALLOWANCE_MONTHS = 14


def work(who: Situation) -> Iterator[Step]:
    if who.working_from:
        timed = after("krankenkasse", who.working_from, Text("Beginn der Arbeit", "Start of work"), shifts=True)
        rule = Text(
            "Sagen Sie dem Arbeitgeber gleich, welche Kasse Sie wählen. Nach zwei Wochen meldet er Sie bei der letzten Kasse an oder wählt selbst.",
            "Tell your employer at once which fund you choose. After two weeks they register you with the last one or choose themselves.",
        )
        yield Step(
            "krankenkasse",
            SOON,
            timed.norm,
            timed.status,
            (rule, *timed.because),
            "krankenkasse",
            promptly=True,
            due=timed.due,
        )
    elif who.from_abroad or who.wants("health_insurance"):
        duty = Text(
            "Wer in Deutschland wohnt und keinen anderen Schutz hat, ist versicherungspflichtig.",
            "Whoever lives in Germany and has no other cover has to be insured.",
        )
        yield Step(
            "krankenversicherung",
            SOON,
            "§ 5 Abs. 1 Nr. 13 SGB V",
            "confirmed",
            (PROMPTLY, duty),
            "krankenkasse",
            promptly=True,
        )


def family(who: Situation) -> Iterator[Step | Note]:
    minors = [child for child in who.children if not _of_age(child, who.starts_on)]
    if minors:
        yield _child_benefit(who)
    for child in minors:
        yield from _parental_allowance(who, child)
        yield from _care_or_school(who, child)
    if not who.children and who.wants("childcare"):
        yield _care(who, None)
    if not who.children and who.wants("school"):
        yield Step(
            "schule",
            SOON,
            "§ 34 SchulG NRW",
            "unconfirmed",
            (PROMPTLY, _DUTY),
            "schulamt",
            promptly=True,
            depends_on=("anmeldung",),
        )


def _of_age(child: Child, day: date | None) -> bool:
    return day is not None and add_years(child.born_on, ADULT_YEARS) <= day


def _child_benefit(who: Situation) -> Step:
    if not who.from_abroad:
        told = Text("Die Zahlung geht weiter; die Familienkasse braucht die neue Adresse.",
                    "The payment goes on; the family benefits office needs the new address.")  # fmt: skip
        return Step(
            "kindergeld_adresse", SOON, "§ 68 EStG", "unconfirmed", (PROMPTLY, told), "familienkasse", promptly=True
        )
    row = parameter("kindergeld", who.starts_on)
    rule = Text(
        "Gezahlt wird höchstens für die sechs Monate vor dem Monat, in dem der Antrag eingeht.",
        "It is paid for at most the six months before the month in which the application arrives.",
    )
    because: tuple[Text, ...] = (rule,)
    due = None
    if who.starts_on:
        last = end_of_month(add_months(who.starts_on.replace(day=1), int(row.value)))
        due = Deadline(last, last, None, ())
        because += (
            Text(f"Damit vom Monat des Zuzugs an nichts verfällt: bis {day_de(last)}.",
                 f"So that nothing lapses from the month of moving on: by {day_en(last)}."),
        )  # fmt: skip
    if who.citizenship == "eu":
        because += (
            Text("In den ersten drei Monaten nur mit eigenem Einkommen (§ 62 Abs. 1a EStG).",
                 "In the first three months only with an income of your own (§ 62(1a) EStG)."),
        )  # fmt: skip
    elif who.citizenship == "third_country":
        because += (
            Text(
                "Es hängt vom Aufenthaltstitel ab (§ 62 Abs. 2 EStG).",
                "It depends on the residence title (§ 62(2) EStG).",
            ),
        )
    return Step(
        "kindergeld", LATER, row.reference, row.status, because, "familienkasse", due=due,
        depends_on=("anmeldung", "steuer_id", "aufenthaltstitel"),
    )  # fmt: skip


def _parental_allowance(who: Situation, child: Child) -> Iterator[Step]:
    """Back-paid for the three months of life before the one of the application: none is lost until three months later."""
    start = who.starts_on
    if start is None or add_months(child.born_on, ALLOWANCE_MONTHS) <= start:
        return
    if child.born_on < start and not who.from_abroad:
        return
    row = parameter("elterngeld", start)
    first = max(start, child.born_on)
    number = next(count for count in range(1, ALLOWANCE_MONTHS + 2) if add_months(child.born_on, count) > first)
    last = add_days(add_months(child.born_on, number + int(row.value)), -1)
    text = Text(
        f"Gezahlt wird rückwirkend nur für die letzten drei Lebensmonate vor dem Antrag. Damit vom {number}. Lebensmonat an nichts verfällt: "
        f"bis {day_de(last)}, schriftlich.",
        f"It is paid back only for the last three months of life before the application. So that nothing lapses from month {number} "
        f"on: by {day_en(last)}, in writing.",
    )
    more: tuple[Text, ...] = ()
    if who.citizenship == "third_country":
        more = (
            Text(
                "Es hängt vom Aufenthaltstitel ab (§ 1 Abs. 7 BEEG).",
                "It depends on the residence title (§ 1(7) BEEG).",
            ),
        )
    yield Step(
        "elterngeld", LATER, row.reference, row.status, (text, *more), "elterngeldstelle", person=f"child {child.number}",
        due=Deadline(last, last, None, ()), depends_on=("anmeldung", "aufenthaltstitel"),
    )  # fmt: skip


def school_starts_in(born_on: date) -> int:
    """The year in whose August a child has to go to school (§ 35 Abs. 1 SchulG NRW)."""
    return born_on.year + SCHOOL_AGE + ((born_on.month, born_on.day) > BIRTHDAY_UNTIL)


_DUTY = Text(
    "Wer in Nordrhein-Westfalen wohnt, ist schulpflichtig (§ 34 SchulG NRW).",
    "Whoever lives in North Rhine-Westphalia has to go to school (§ 34 SchulG NRW).",
)


def _care_or_school(who: Situation, child: Child) -> Iterator[Step]:
    day = who.moving_in_on or who.starts_on
    begins = date(school_starts_in(child.born_on), 8, 1)
    if day is None or day < begins:
        yield _care(who, child)
        if day is None or add_years(child.born_on, SHOWN_FROM_AGE) <= day:
            yield _sign_up(who, child, begins, day)
    else:
        yield _change_of_school(child, begins, day)


def _sign_up(who: Situation, child: Child, begins: date, day: date | None) -> Step:
    last = date(begins.year - 1, *SIGN_UP_UNTIL)
    rule = Text(
        f"Das Kind wird bis zum 30. September {begins.year} sechs; die Schulpflicht beginnt am {day_de(begins)} (§ 35 Abs. 1 SchulG NRW). "
        f"Angemeldet wird bis zum {day_de(last)} (§ 46 Abs. 3 SchulG NRW: die nächstgelegene Grundschule, soweit Platz ist).",
        f"The child turns six by 30 September {begins.year}; school begins on {day_en(begins)} (§ 35(1) SchulG NRW). Sign-up is until "
        f"{day_en(last)} (§ 46(3) SchulG NRW: the nearest primary school within its capacity).",
    )
    past = day is not None and last < day
    if past:
        late = Text(
            "Der Anmeldetag lag vor dem Einzug: melden Sie das Kind gleich an.",
            "The day lay before moving in: sign up at once.",
        )
        return Step(
            "schulanmeldung", SOON, "§§ 34, 35, 46 SchulG NRW", "unconfirmed", (late, rule), "schulamt", person=f"child {child.number}",
            promptly=True,
        )  # fmt: skip
    return Step(
        "schulanmeldung", LATER, "§§ 34, 35, 46 SchulG NRW", "unconfirmed", (rule,), "schulamt", person=f"child {child.number}",
        due=Deadline(last, last, None, ()),
    )  # fmt: skip


def _change_of_school(child: Child, begins: date, day: date) -> Step:
    left = begins.year + SCHOOL_YEARS
    years = Text(
        f"Zehn Schuljahre seit {begins.year}, danach Berufsschulpflicht.",
        f"Ten school years since {begins.year}, vocational school after that.",
    )
    kind = "schule" if day < date(left, 8, 1) else "berufsschule"
    return Step(
        kind, SOON, "§§ 34, 35 SchulG NRW", "unconfirmed", (PROMPTLY, _DUTY, years), "schulamt", person=f"child {child.number}",
        promptly=True, depends_on=("anmeldung",),
    )  # fmt: skip


def _care(who: Situation, child: Child | None) -> Step:
    row = parameter("kita", who.moving_in_on)
    rule = Text(
        f"Der Bedarf ist {row.value} Monate vor der Aufnahme anzuzeigen, bei kurzfristigem Bedarf unverzüglich; Anspruch ab dem ersten Geburtstag "
        "(§ 24 SGB VIII). Der Eintrag im Kita-Navigator allein genügt nicht überall: schreiben Sie auch dem Jugendamt.",
        f"The need has to be announced {row.value} months before the place is taken, a short-notice need promptly; there is a claim from "
        "the first birthday (§ 24 SGB VIII). The entry in the Kita-Navigator alone is not enough everywhere: write to the youth office too.",
    )
    person = "you" if child is None else f"child {child.number}"
    due: Deadline | None = None
    because: tuple[Text, ...] = (rule,)
    wanted = _care_wanted(who, child)
    if wanted:
        day = before(wanted, int(row.value), row.unit)
        due = Deadline(day, day, None, ())
        because = (
            Text(f"Platz ab {day_de(wanted)} − {row.value} Monate = {day_de(day)}.", f"Place from {day_en(wanted)} − {row.value} months = {day_en(day)}."),
            rule,
        )  # fmt: skip
    return Step(
        "kita", SOON, row.reference, row.status, because, "jugendamt", person=person, due=due, promptly=due is None
    )


def _care_wanted(who: Situation, child: Child | None) -> date | None:
    """From when a place is wanted: as said, else from moving in, not before the first birthday."""
    if child is None or child.care_from:
        return child.care_from if child else who.moving_in_on
    start = who.moving_in_on or who.starts_on
    return max(start, add_years(child.born_on, 1)) if start else None
