"""Residence: visa, title, family of Union citizens, recognition of qualifications, integration course."""

from collections.abc import Iterator

from wandel.core.law.periods import period
from wandel.core.law.texts import Text, day_de, day_en, money_de, money_en
from wandel.core.relocation.countries import codes, group
from wandel.core.relocation.situation import Situation
from wandel.core.relocation.steps import (
    ARRIVAL,
    BEFORE,
    LATER,
    PARTNER,
    PROMPTLY,
    SOON,
    YOU,
    Note,
    Step,
    after,
    end_of,
    fixed,
    parameter,
    parameter_or_none,
)

ENTRY = Text("Einreise", "Entry")
TITLE_NORM = "§ 81 Abs. 2 AufenthG"


def residence(who: Situation) -> Iterator[Step | Note]:
    """Everything about the right to stay, for the person, the partner and children born here."""
    if who.citizenship == "eu":
        yield _free_movement(who)
    elif who.citizenship == "third_country":
        yield from _third_country(who)
    yield from _partner(who)
    yield from _born_here(who)
    if who.wants("language_course") and not _course_by_law(who):
        advice = Text("Rat, keine Pflicht.", "Advice, no duty.")
        yield Step("sprachkurs", LATER, "", "confirmed", (advice,), "welcome_center")


def _free_movement(who: Situation) -> Note:
    if who.nationality in codes("schweiz"):
        return Note(
            "aufenthaltstitel", "§ 28 AufenthV, Freizügigkeitsabkommen EU–Schweiz", "unconfirmed",
            Text("Als Schweizer Staatsangehörige brauchen Sie kein Visum. Eine Aufenthaltserlaubnis, die Ihr Recht bescheinigt, stellt die "
                 "Ausländerbehörde aus; fragen Sie dort nach.",
                 "As a Swiss citizen you need no visa. The immigration office issues a permit that certifies your right; ask there."),
        )  # fmt: skip
    return Note(
        "aufenthaltstitel", "§§ 2, 5 FreizügG/EU", "confirmed",
        Text("Sie brauchen kein Visum und keinen Aufenthaltstitel. Nach drei Monaten kann die Ausländerbehörde verlangen, dass Sie Ihr Recht "
             "glaubhaft machen.",
             "You need no visa and no residence title. After three months the immigration office may ask you to show your right."),
    )  # fmt: skip


def _third_country(who: Situation) -> Iterator[Step | Note]:
    if not who.from_abroad:
        told = Text(
            "Ihr Titel gilt im ganzen Land weiter; zuständig ist jetzt die Ausländerbehörde des Kreises. Die Adresse auf der Karte wird geändert.",
            "Your title stays valid in the whole country; the county's immigration office is now in charge. The address on the card is changed.",
        )
        yield Step(
            "aufenthaltstitel_adresse", SOON, "§ 78 AufenthG, § 57a AufenthV", "unconfirmed", (PROMPTLY, told),
            "auslaenderbehoerde", promptly=True, depends_on=("anmeldung",),
        )  # fmt: skip
    elif who.partner and who.partner.citizenship == "eu":
        yield _card(who, YOU)
    else:
        yield from _recognition_and_fast_track(who)
        yield from _title(who)
    if who.wants("recognition") and (not who.from_abroad or (who.partner and who.partner.citizenship == "eu")):
        yield _recognition(who)
    if _course_by_law(who):
        yield _course(who)


def _card(who: Situation, person: str) -> Step:
    """The residence card of a Union citizen's family member: within six months after giving the data."""
    timed = after(
        "aufenthaltskarte",
        who.moving_in_on,
        Text("Angaben bei der Anmeldung", "Data given with the registration"),
        shifts=False,
    )
    text = Text(
        "Angehörige von Unionsbürgern bekommen die Karte von Amts wegen innerhalb von sechs Monaten nach ihren Angaben.",
        "Relatives of Union citizens receive the card ex officio within six months after giving their data.",
    )
    return Step(
        "aufenthaltskarte", SOON, timed.norm, timed.status, (text, *timed.because), "auslaenderbehoerde", person=person,
        due=timed.due, depends_on=("anmeldung",),
    )  # fmt: skip


def _recognition_and_fast_track(who: Situation) -> Iterator[Step]:
    if who.wants("recognition") or who.regulated_profession:
        yield _recognition(who)
    if who.fast_track:
        fee = parameter("fachkraefteverfahren", who.working_from)
        yield Step(
            "beschleunigtes_fachkraefteverfahren", BEFORE, fee.reference, fee.status,
            (Text("Ihr Arbeitgeber schließt es mit der Ausländerbehörde ab. Termin und Entscheidung über das Visum sollen je drei Wochen dauern "
                  "(§ 31a AufenthV); die drei Werktage betreffen nur Nachfragen und Feststellungen.",
                  "Your employer agrees it with the immigration office. Appointment and decision on the visa should take three weeks each "
                  "(§ 31a AufenthV); the three working days concern requests for evidence and findings only."),),
            "auslaenderbehoerde", cost=fee.value,
        )  # fmt: skip


def _recognition(who: Situation) -> Step:
    name = "anerkennung_beschleunigt" if who.fast_track else "anerkennung"
    row = parameter(name, who.recognition_complete_on)
    rule = Text(
        f"Die Frist der Stelle läuft erst, wenn die Unterlagen vollständig sind; dann entscheidet sie in {row.value} Monaten.",
        f"The office's period runs only when the documents are complete; then it decides within {row.value} months.",
    )
    because: tuple[Text, ...] = (rule,)
    if who.recognition_complete_on:
        decided_on, step = end_of(who.recognition_complete_on, int(row.value), row.unit)
        because += (
            Text(
                f"Zu erwarten bis {day_de(decided_on)}: {step.de}", f"To be expected by {day_en(decided_on)}: {step.en}"
            ),
        )
    if who.regulated_profession:
        because += (
            Text("In einem reglementierten Beruf dürfen Sie erst mit der Anerkennung arbeiten.",
                 "In a regulated profession you may work only with the recognition."),
        )  # fmt: skip
    return Step("anerkennung", BEFORE, row.reference, row.status, because, "anerkennungsstelle")


def _title(who: Situation) -> Iterator[Step]:
    """Who may enter without a visa applies here within 90 days; everybody else needs the visa first."""
    with_work, without_work = group("titel_im_inland"), group("titel_im_inland_ohne_arbeit")
    if who.nationality in with_work or (who.nationality in without_work and not who.works):
        timed = after("titel_ohne_visum", who.starts_on, ENTRY, shifts=False)
        why = Text(
            "Sie dürfen ohne Visum einreisen und den Titel hier beantragen. Die Frist wird nicht verlängert, wenn sie auf ein Wochenende fällt: "
            "So lange ist auch der Aufenthalt ohne Titel erlaubt.",
            "You may enter without a visa and apply for the title here. The period is not moved when it ends on a weekend: the stay "
            "without a title is allowed just as long.",
        )
        yield Step(
            "aufenthaltstitel", SOON, (with_work if who.nationality in with_work else without_work).norm, timed.status,
            (why, *timed.because), "auslaenderbehoerde", due=timed.due, depends_on=("anmeldung",),
        )  # fmt: skip
        return
    yield _visa(who)
    until = Text("Das Visum endet", "The visa ends")
    if who.visa_until:
        due, because = fixed(
            who.visa_until,
            Text(f"{until.de} am {day_de(who.visa_until)}; bis dahin muss der Antrag gestellt sein.",
                 f"{until.en} on {day_en(who.visa_until)}; the application has to be made by then."),
        )  # fmt: skip
    else:
        due, because = None, (
            Text("Bis das Visum endet; der Tag steht darauf und fehlt hier noch.",
                 "Before the visa ends; the day stands on it and is still missing here."),
        )  # fmt: skip
    kept = Text(
        "Wer rechtzeitig beantragt, dessen Visum gilt bis zur Entscheidung weiter (§ 81 Abs. 4 AufenthG); darüber gibt es eine Bescheinigung.",
        "If you apply in time, the visa counts on until the decision (§ 81(4) AufenthG); a certificate says so.",
    )
    yield Step(
        "aufenthaltstitel", SOON, "§ 81 Abs. 2, 4 AufenthG", "confirmed", (*because, kept), "auslaenderbehoerde",
        due=due, depends_on=("visum", "anmeldung"),
    )  # fmt: skip


def _visa(who: Situation) -> Step:
    because: tuple[Text, ...] = (
        Text("Mit Ihrer Staatsangehörigkeit brauchen Sie das nationale Visum vor der Einreise (§ 41 AufenthV nennt sie nicht).",
             "With your nationality you need the national visa before you enter (§ 41 AufenthV does not name it)."),
    )  # fmt: skip
    if who.nationality in group("titel_im_inland_ohne_arbeit"):
        because = (
            Text("Ohne Arbeit dürften Sie ohne Visum einreisen; wer arbeiten will, braucht es vorher (§ 41 Abs. 2 AufenthV).",
                 "Without work you might enter without a visa; whoever wants to work needs it before (§ 41(2) AufenthV)."),
        )  # fmt: skip
    due = None
    if who.starts_on:
        due, day = fixed(
            who.starts_on,
            Text(f"Vor der Einreise am {day_de(who.starts_on)}.", f"Before the entry on {day_en(who.starts_on)}."),
        )
        because = (*day, *because)
    salary, scarce = (parameter_or_none(name, who.working_from) for name in ("blaue_karte", "blaue_karte_engpass"))
    if who.works and salary and scarce:
        because += (
            Text(f"Blaue Karte EU ({salary.valid_from.year}): ab {money_de(salary.value)} im Jahr, in Engpassberufen ab {money_de(scarce.value)} "
                 "(§ 18g AufenthG).",
                 f"EU Blue Card ({salary.valid_from.year}): from {money_en(salary.value)} a year, in shortage professions from "
                 f"{money_en(scarce.value)} (§ 18g AufenthG)."),
        )  # fmt: skip
    return Step(
        "visum", BEFORE, "§§ 4, 6 AufenthG", "confirmed", because, "auslandsvertretung", due=due,
        depends_on=("beschleunigtes_fachkraefteverfahren", "anerkennung"),
    )  # fmt: skip


def _course_by_law(who: Situation) -> bool:
    free = who.partner is not None and who.partner.citizenship == "eu"
    return who.citizenship == "third_country" and not free


def _course(who: Situation) -> Step:
    timed = after("integrationskurs", who.title_issued_on, Text("Titel erteilt", "Title issued"), shifts=False)
    lapses = Text(
        "Der Anspruch auf Teilnahme erlischt ein Jahr nach Erteilung des Titels.",
        "The claim to take part lapses one year after the title was issued.",
    )
    return Step(
        "integrationskurs", LATER, timed.norm, timed.status, (lapses, *timed.because), "bamf", due=timed.due,
        depends_on=("aufenthaltstitel",),
    )  # fmt: skip


def _partner(who: Situation) -> Iterator[Step]:
    """A partner from a third country: card beside a Union citizen, else visa and title of their own."""
    if who.partner is None or who.partner.citizenship != "third_country" or not who.from_abroad:
        return
    if who.citizenship == "eu":
        yield _card(who, PARTNER)
        return
    code = who.partner.nationality
    without_visa = code in group("titel_im_inland") or code in group("titel_im_inland_ohne_arbeit")
    family = Text("Zum Nachzug in die Familie; ein eigener Titel.", "To join the family; a title of their own.")
    if not without_visa:
        due = fixed(who.starts_on, ENTRY)[0] if who.starts_on else None
        yield Step(
            "visum",
            BEFORE,
            "§§ 4, 6, 27 AufenthG",
            "confirmed",
            (family,),
            "auslandsvertretung",
            person=PARTNER,
            due=due,
        )
    timed = after("titel_ohne_visum", who.starts_on, ENTRY, shifts=False)
    yield Step(
        "aufenthaltstitel", ARRIVAL if without_visa else SOON, group("titel_im_inland").norm if without_visa else TITLE_NORM,
        "confirmed", (family, *(timed.because if without_visa else ())), "auslaenderbehoerde", person=PARTNER,
        due=timed.due if without_visa else None, depends_on=("visum", "anmeldung"),
    )  # fmt: skip


def _born_here(who: Situation) -> Iterator[Step]:
    """A child born in Germany to parents from third countries: its title within six months."""
    start = who.starts_on
    both = who.citizenship == "third_country" and (
        who.partner is None or who.partner.citizenship in {"", "third_country"}
    )
    if not both or start is None:
        return
    row = parameter("titel_neugeborenes", start)
    for child in who.children:
        if child.born_on >= start:
            due = period(child.born_on, int(row.value), row.unit, shifts=True)
            yield Step(
                "aufenthaltstitel_kind", LATER, row.reference, row.status, due.steps, "auslaenderbehoerde",
                person=f"child {child.number}", due=due,
            )  # fmt: skip
