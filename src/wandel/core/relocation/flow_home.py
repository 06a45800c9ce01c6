"""Dwelling, registration and what hangs on it: identity card, tax number, broadcasting, dog, car, driving licence."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from wandel.core.law.periods import period, shift
from wandel.core.law.texts import Text, day_de, day_en
from wandel.core.profile.relocation import DogTax
from wandel.core.relocation.countries import class_of, group
from wandel.core.relocation.situation import Situation
from wandel.core.relocation.steps import (
    ARRIVAL,
    BEFORE,
    LATER,
    PROMPTLY,
    SOON,
    Note,
    Step,
    after,
    end_of,
    parameter,
)

REGISTERED = ("anmeldung",)
MOVED_IN = Text("Einzug", "Moving in")


def stays_short(who: Situation) -> date | None:
    """Until when nobody has to register (§ 27 Abs. 2 BMG), None where the ordinary duty holds.

    Six months for those registered in Germany, three for those who live abroad; not in allocated accommodation.
    """
    if who.moving_in_on is None or who.staying_until is None or who.allocated_accommodation:
        return None
    name = "kurzer_aufenthalt_ausland" if who.from_abroad else "kurzer_aufenthalt_inland"
    row = parameter(name, who.moving_in_on)
    free_until, _step = end_of(who.moving_in_on, int(row.value), row.unit)
    return free_until if who.staying_until <= free_until else None


def registration(who: Situation) -> Iterator[Step | Note]:
    free_until = stays_short(who)
    if free_until is not None:
        yield _no_registration(who, free_until)
    else:
        timed = after("anmeldung", who.moving_in_on, MOVED_IN, shifts=True)
        confirmation = Text(
            "Die Bestätigung wird für die Anmeldung gebraucht und ist in derselben Frist auszustellen. Verweigert der "
            "Wohnungsgeber sie, sagen Sie das der Meldebehörde unverzüglich (§ 19 Abs. 2 BMG).",
            "The confirmation is needed for the registration and has to be given within the same period. If the landlord "
            "refuses it, tell the registration office promptly (§ 19(2) BMG).",
        )
        yield Step(
            "wohnungsgeberbestaetigung", ARRIVAL, "§ 19 Abs. 1 BMG", "confirmed", (confirmation, *timed.because),
            "wohnungsgeber", due=timed.due, not_before=who.moving_in_on,
        )  # fmt: skip
        together = Text(
            "Kinder unter 16 meldet an, in wessen Wohnung sie einziehen (§ 17 Abs. 3 BMG); eine Familie mit denselben Daten "
            "nimmt ein gemeinsames Formular (§ 23 Abs. 4 BMG).",
            "Children under 16 are registered by those into whose home they move (§ 17(3) BMG); a family with the same data "
            "uses one form (§ 23(4) BMG).",
        )
        yield Step(
            "anmeldung", ARRIVAL, timed.norm, timed.status,
            (*timed.because, *((together,) if who.children or who.partner else ())), "meldebehoerde", due=timed.due,
            not_before=who.moving_in_on, cost=Decimal(0), depends_on=("wohnungsgeberbestaetigung",),
        )  # fmt: skip
        if who.keeps_old_home and not who.from_abroad:
            main = after("anmeldung", who.moving_in_on, MOVED_IN, shifts=True)
            yield Step(
                "hauptwohnung", ARRIVAL, "§ 21 Abs. 4 BMG", "confirmed", main.because, "meldebehoerde", due=main.due,
                depends_on=REGISTERED,
            )  # fmt: skip
        if who.citizenship == "german":
            yield Step(
                "personalausweis", ARRIVAL, "§ 27 Abs. 1 Nr. 1 PAuswG", "confirmed",
                (PROMPTLY, Text("Das geschieht gewöhnlich bei der Anmeldung.", "It is usually done with the registration.")),
                "meldebehoerde", promptly=True, cost=Decimal(0), depends_on=REGISTERED,
            )  # fmt: skip
    yield _no_deregistration(who)


def _no_registration(who: Situation, free_until: date) -> Note:
    late = shift(period(free_until, 2, "weeks", shifts=False).nominal_on).due_on
    sentence = "§ 27 Abs. 2 Satz 3 BMG" if who.from_abroad else "§ 27 Abs. 2 Satz 1, 2 BMG"
    return Note(
        "anmeldung", sentence, "confirmed",
        Text(
            f"Sie müssen sich nicht anmelden, weil Sie nur kurz bleiben. Bleiben Sie über den {day_de(free_until)} hinaus, melden "
            f"Sie sich bis zum {day_de(late)} an.",
            f"You need not register because you stay only a short time. If you stay beyond {day_en(free_until)}, register by "
            f"{day_en(late)}.",
        ),
    )  # fmt: skip


def _no_deregistration(who: Situation) -> Note:
    if who.from_abroad:
        text = Text(
            "In Deutschland gibt es nichts abzumelden. Ob das Land, aus dem Sie kommen, eine Abmeldung verlangt, sagt es Ihnen.",
            "There is nothing to deregister in Germany. Whether the country you come from asks for it, that country tells you.",
        )
    else:
        text = Text(
            "Eine Abmeldung am alten Wohnort ist nicht nötig: Wer innerhalb Deutschlands umzieht, meldet sich nur an.",
            "No deregistration at the old place is needed: whoever moves within Germany only registers.",
        )
    return Note("abmeldung", "§ 17 Abs. 2 BMG", "confirmed", text)


def household(who: Situation, dog_tax: DogTax | None) -> Iterator[Step | Note]:
    """Tax number, broadcasting contribution, dog, bank account, a dwelling."""
    if who.wants("housing"):
        yield Step(
            "wohnung", BEFORE, "", "confirmed",
            (Text("Rat, keine Pflicht. Ohne Wohnung gibt es keine Anmeldung.", "Advice, no duty. Without a dwelling there is no registration."),),
            "welcome_center",
        )  # fmt: skip
    if who.from_abroad and stays_short(who) is None:
        row = parameter("steuer_id", who.moving_in_on)
        first = end_of(who.moving_in_on, int(row.value), row.unit)[0] if who.moving_in_on else None
        yield Step(
            "steuer_id", LATER, row.reference, row.status,
            (Text(
                "Die Nummer kommt nach der ersten Anmeldung von selbst mit der Post. Ist sie nach drei Monaten nicht da, fragen Sie nach.",
                "The number comes by post by itself after the first registration. If it has not come after three months, ask for it.",
            ),),
            "bzst", not_before=first, cost=Decimal(0), depends_on=REGISTERED,
        )  # fmt: skip
    row = parameter("rundfunkbeitrag", who.moving_in_on)
    yield Step(
        "rundfunkbeitrag", SOON, row.reference, row.status,
        (PROMPTLY, Text("Ein Beitrag je Wohnung; wer schon einen zahlt, sagt nur die neue Adresse.",
                        "One contribution per dwelling; whoever pays one already only gives the new address.")),
        "beitragsservice", promptly=True, cost=row.value,
    )  # fmt: skip
    if who.dogs:
        yield _dog(who, dog_tax)
    if who.from_abroad or who.wants("bank"):
        yield Step(
            "bankkonto", SOON, "§ 31 ZKG", "unconfirmed",
            (Text("Rat, keine Pflicht. Wer sich rechtmäßig in der EU aufhält, hat Anspruch auf ein Basiskonto.",
                  "Advice, no duty. Whoever stays lawfully in the EU is entitled to a basic account."),),
            "bank",
        )  # fmt: skip


def _dog(who: Situation, tax: DogTax | None) -> Step:
    cost = tax.one_dog if tax and who.dogs == 1 else None
    if tax and tax.days and who.moving_in_on:
        due = period(who.moving_in_on, tax.days, "days", shifts=True)
        because = (
            Text(f"Satzung der Gemeinde ({tax.source}).", f"The municipality's statute ({tax.source})."),
            *due.steps,
        )
        status = "confirmed" if tax.certainty == "confirmed" else "unconfirmed"
        return Step(
            "hundesteuer", SOON, "Hundesteuersatzung", status, because, "steueramt", due=due, cost=cost,
            depends_on=REGISTERED,
        )  # fmt: skip
    ask = Text(
        "Die Frist steht in der Satzung der Gemeinde; sie ist hier nicht hinterlegt. Melden Sie den Hund gleich an.",
        "The period stands in the municipality's statute, which is not stored here. Register the dog at once.",
    )
    return Step(
        "hundesteuer", SOON, "Hundesteuersatzung", "unconfirmed", (ask,), "steueramt", promptly=True, cost=cost,
        depends_on=REGISTERED,
    )  # fmt: skip


def driving(who: Situation) -> Iterator[Step | Note]:
    """Car and driving licence."""
    if who.car_from == "germany":
        yield Step(
            "kfz_ummeldung", SOON, "§ 15 Abs. 1 Nr. 1, Abs. 4 FZV", "confirmed",
            (PROMPTLY, Text("Aus einem anderen Zulassungsbezirk: neues Kennzeichen, oder Sie behalten das alte (§ 15 Abs. 4 FZV).",
                            "From another registration district: a new plate, or you keep the old one (§ 15(4) FZV).")),
            "strassenverkehrsamt", promptly=True, depends_on=REGISTERED,
        )  # fmt: skip
    elif who.car_from == "county":
        yield Step(
            "kfz_adresse", SOON, "§ 15 Abs. 1 Nr. 1 FZV", "confirmed",
            (PROMPTLY, Text("Im selben Kreis bleibt das Kennzeichen; nur die Adresse wird geändert.",
                            "Within the same county the plate stays; only the address changes.")),
            "strassenverkehrsamt", promptly=True, depends_on=REGISTERED,
        )  # fmt: skip
    elif who.car_from == "abroad":
        yield Step(
            "kfz_zulassung", SOON, "§§ 8, 46 FZV", "confirmed",
            (PROMPTLY, Text("Die Ausnahme bis zu einem Jahr gilt nur für Wagen ohne regelmäßigen Standort in Deutschland; mit dem Umzug "
                            "steht Ihrer hier.",
                            "The exception of up to one year holds only for cars without a regular location in Germany; with the move yours "
                            "stands here.")),
            "strassenverkehrsamt", promptly=True, depends_on=REGISTERED,
        )  # fmt: skip
    if who.licence and who.licence not in {"DE", "third_country"} and (who.licence == "eu" or _in_eea(who.licence)):
        yield Note(
            "fuehrerschein", "§ 28 FeV", "confirmed",
            Text("Ihr Führerschein aus der EU oder dem EWR gilt weiter (Klassen C und D: fünf Jahre).",
                 "Your licence from the EU or the EEA stays valid (classes C and D: five years)."),
        )  # fmt: skip
    elif who.licence and who.licence != "DE":
        yield _licence(who, who.licence)


def _in_eea(code: str) -> bool:
    return class_of(code) == "eu" and code != "CH"


def _licence(who: Situation, code: str) -> Step:
    timed = after("fuehrerschein", who.starts_on, Text("Wohnsitz in Deutschland", "Residence in Germany"), shifts=False)
    listed = {
        "fuehrerschein_ohne_pruefung": Text(
            "Umschreibung ohne Prüfung (Anlage 11 FeV; auf die Klassen achten).", "Exchange without a test (Annex 11 FeV; mind the classes)."
        ),
        "fuehrerschein_nur_praxis": Text(
            "Umschreibung nach praktischer Prüfung (Anlage 11 FeV).", "Exchange after the practical test (Annex 11 FeV)."
        ),
        "fuehrerschein_je_bundesstaat": Text(
            "Welche Prüfung nötig ist, hängt vom Bundesstaat oder der Provinz ab (Anlage 11 FeV).",
            "Which test is needed depends on the state or province that issued it (Annex 11 FeV).",
        ),
    }  # fmt: skip
    exam = next((text for name, text in listed.items() if code in group(name)), None)
    if code == "third_country":
        exam = Text(
            "Ob und welche Prüfung nötig ist, hängt vom ausstellenden Staat ab (Anlage 11 FeV).",
            "Whether and which test is needed depends on the issuing state (Annex 11 FeV).",
        )
    exam = exam or Text(
        "Das Land steht nicht in Anlage 11: Theorie und Praxis werden geprüft, Fahrstunden sind nicht vorgeschrieben (§ 31 Abs. 2 FeV).",
        "The country is not in Annex 11: theory and practice are tested, lessons are not prescribed (§ 31(2) FeV).",
    )
    longer = Text(
        "Bis dahin dürfen Sie mit ihm fahren; wer höchstens zwölf Monate bleibt, kann um bis zu sechs Monate verlängern lassen.",
        "Until then you may drive with it; whoever stays twelve months at most can have up to six months added.",
    )
    return Step(
        "fuehrerschein_umschreibung", LATER, "§ 29 Abs. 1, § 31 FeV, Anlage 11", timed.status, (*timed.because, longer, exam),
        "strassenverkehrsamt", due=timed.due, depends_on=REGISTERED,
    )  # fmt: skip
