"""Whether a programme is open to an idea: rule by rule yes, no or not stated, each with its reason.

Hard rules take a programme out only when they are clearly broken; what a programme does not state stays in with a question mark.
Hints (early start, cumulation, own share) never take anything out.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from wandel.core.law.texts import Text, day_de, day_en, money_de, money_en, number_de
from wandel.core.scouting.programme import Allowed, Applicant, ProgrammeFacts
from wandel.core.text.fold import fold

CENT, ZERO = Decimal("0.01"), Decimal("0.00")
# A programme that closes within these days is open, and says so.
CLOSING_DAYS = 42

NAMES = {
    Applicant.MUNICIPALITY: Text("Gemeinden", "municipalities"),
    Applicant.COUNTY: Text("Kreise", "counties"),
    Applicant.MUNICIPAL_COMPANY: Text("kommunale Unternehmen", "municipal companies"),
    Applicant.COMPANY: Text("Unternehmen", "companies"),
    Applicant.ASSOCIATION: Text("Vereine und Verbände", "associations"),
    Applicant.PUBLIC_BODY: Text("öffentliche Einrichtungen", "public bodies"),
    Applicant.RESEARCH: Text("Forschungseinrichtungen", "research bodies"),
    Applicant.EDUCATION: Text("Bildungseinrichtungen", "places of education"),
    Applicant.PRIVATE_PERSON: Text("Privatpersonen", "private persons"),
}


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """How a programme stands on a day; never stored."""

    OPEN = "open"
    CLOSING = "closing"
    ANNOUNCED = "announced"
    CONTINUOUS = "continuous"
    CLOSED = "closed"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class Idea:
    """What a town hall wants. ``place`` is the AGS of its municipality or county ("" where not known); money in euro.

    ``costs`` all eligible costs, ``others`` money of third parties, ``starts_on`` the planned start, ``begun`` whether it has started.
    """

    title: str
    text: str = ""
    applicants: frozenset[Applicant] = frozenset()
    place: str = ""
    costs: Decimal | None = None
    others: Decimal = ZERO
    wanted: Decimal | None = None
    starts_on: date | None = None
    begun: bool = False
    topics: frozenset[str] = frozenset()
    without: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: its answer, whether a no takes the programme out, and why."""

    key: str
    answer: Answer
    hard: bool
    text: Text


@dataclass(frozen=True, slots=True)
class Money:
    """What the programme could give: euro, None where it states no rate; ``gap`` is what the idea wants beyond it."""

    grant: Decimal | None
    own: Decimal | None
    gap: Decimal
    text: Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """All checks, the programme's state on the day and the money."""

    checks: tuple[Check, ...]
    status: Status
    money: Money

    @property
    def broken(self) -> tuple[Check, ...]:
        """The hard rules that say no."""
        return tuple(one for one in self.checks if one.hard and one.answer is Answer.NO)

    @property
    def open_questions(self) -> int:
        return sum(one.answer is Answer.UNKNOWN for one in self.checks if one.hard)


def status_on(programme: ProgrammeFacts, day: date) -> Status:
    """Open, announced, closed … by the programme's own days; nothing stated is an answer of its own."""
    if programme.closes_on and programme.closes_on < day:
        return Status.CLOSED
    if programme.opens_on and programme.opens_on > day:
        return Status.ANNOUNCED
    if programme.closes_on:
        return Status.CLOSING if (programme.closes_on - day).days <= CLOSING_DAYS else Status.OPEN
    if programme.continuous:
        return Status.CONTINUOUS
    return Status.OPEN if programme.opens_on else Status.NOT_STATED


def judge(programme: ProgrammeFacts, idea: Idea, *, on: date) -> Verdict:
    """Hold an idea against a programme on a day."""
    status = status_on(programme, on)
    checks = [_applicant(programme, idea), _region(programme, idea), _status(programme, status)]
    checks += filter(None, (_minimum(programme, idea), _excluded(programme, idea)))
    money = money_of(programme, idea)
    checks += filter(
        None, (_maximum(programme, idea), _own_share(programme), _early(programme, idea), _others(programme, idea))
    )
    return Verdict(tuple(checks), status, money)


def _applicant(programme: ProgrammeFacts, idea: Idea) -> Check:
    if programme.applicants is None:
        return _unknown(
            "applicant",
            "Wer sich bewerben darf, steht nicht dabei. Bitte prüfen.",
            "It does not say who may apply. Please check.",
        )
    named = [NAMES[one] for one in Applicant if one in programme.applicants]
    who_de, who_en = ", ".join(one.de for one in named), ", ".join(one.en for one in named)
    if not idea.applicants:
        return _unknown("applicant", f"Antragsberechtigt: {who_de}. Wer den Antrag stellt, ist noch offen.", f"Open to: {who_en}. Who applies is not settled yet.")  # fmt: skip
    yes = bool(idea.applicants & programme.applicants)
    lead_de, lead_en = ("Antragsberechtigt", "Open to") if yes else ("Nur für", "Only for")
    return Check(
        "applicant", Answer.YES if yes else Answer.NO, True, Text(f"{lead_de}: {who_de}.", f"{lead_en}: {who_en}.")
    )


def _region(programme: ProgrammeFacts, idea: Idea) -> Check:
    if programme.areas is None:
        return _unknown(
            "region", "Wo es gilt, steht nicht dabei. Bitte prüfen.", "It does not say where it applies. Please check."
        )
    if any(area in {"", "DE"} for area in programme.areas):
        return Check("region", Answer.YES, True, Text("Gilt überall in Deutschland.", "Applies everywhere in Germany."))
    if not idea.place:
        return _unknown("region", "Der Ort des Vorhabens ist noch offen.", "The project's place is not settled yet.")
    if any(idea.place.startswith(area) for area in programme.areas):
        return Check(
            "region",
            Answer.YES,
            True,
            Text("Der Ort liegt im Fördergebiet.", "The place lies in the programme's area."),
        )
    return Check(
        "region",
        Answer.NO,
        True,
        Text("Der Ort liegt nicht im Fördergebiet.", "The place is outside the programme's area."),
    )


def _status(programme: ProgrammeFacts, status: Status) -> Check:
    opens, closes = programme.opens_on, programme.closes_on
    if status is Status.CLOSED and closes:
        return Check(
            "status",
            Answer.NO,
            True,
            Text(f"Seit dem {day_de(closes)} geschlossen.", f"Closed since {day_en(closes)}."),
        )
    if status is Status.ANNOUNCED and opens:
        return Check(
            "status",
            Answer.YES,
            True,
            Text(f"Angekündigt, öffnet am {day_de(opens)}.", f"Announced, opens on {day_en(opens)}."),
        )
    if closes:
        return Check("status", Answer.YES, True, Text(f"Offen bis {day_de(closes)}.", f"Open until {day_en(closes)}."))
    if status is Status.NOT_STATED:
        return _unknown(
            "status",
            "Ob es offen ist, steht nicht dabei. Bitte prüfen.",
            "It does not say whether it is open. Please check.",
        )
    return Check(
        "status", Answer.YES, True, Text("Laufend offen, ohne Stichtag.", "Open all the time, no closing day.")
    )


def _minimum(programme: ProgrammeFacts, idea: Idea) -> Check | None:
    least = programme.minimum_cost
    if least is None:
        return None
    if idea.costs is None:
        return _unknown("minimum_cost", f"Mindestens {money_de(least)} Kosten; die des Vorhabens sind noch offen.", f"At least {money_en(least)} of costs; the project's are not known yet.")  # fmt: skip
    if idea.costs < least:
        return Check(
            "minimum_cost",
            Answer.NO,
            True,
            Text(
                f"Kosten von {money_de(idea.costs)} liegen unter dem Mindestbetrag von {money_de(least)}.",
                f"Costs of {money_en(idea.costs)} are below the minimum of {money_en(least)}.",
            ),
        )
    return Check("minimum_cost", Answer.YES, True, Text(f"Der Mindestbetrag von {money_de(least)} ist erreicht.", f"The minimum of {money_en(least)} is reached."))  # fmt: skip


def _maximum(programme: ProgrammeFacts, idea: Idea) -> Check | None:
    """Above the maximum the programme pays a part, which is worth saying and no reason to leave it out."""
    most = programme.maximum_grant
    if most is None or idea.wanted is None or idea.wanted <= most:
        return None
    return Check(
        "maximum_grant",
        Answer.NO,
        False,
        Text(
            f"Höchstens {money_de(most)}, gewünscht sind {money_de(idea.wanted)}: nur ein Teil.",
            f"At most {money_en(most)}, wanted are {money_en(idea.wanted)}: a part only.",
        ),
    )


def _excluded(programme: ProgrammeFacts, idea: Idea) -> Check | None:
    """Words the asker does not want, over the whole record."""
    unwanted = [(word, fold(word)) for word in idea.without if fold(word)]
    # Folding a directive takes a millisecond; hardly anybody excludes a word.
    whole = fold(f"{programme.title} {programme.short} {programme.text}") if unwanted else ""
    for word, folded in unwanted:
        if folded in whole:
            return Check(
                "excluded",
                Answer.NO,
                True,
                Text(f"Enthält das ausgeschlossene Wort „{word}“.", f"Contains the excluded word “{word}”."),
            )
    return None


def _own_share(programme: ProgrammeFacts) -> Check | None:
    share = programme.own_share
    if share is None:
        return None
    return Check(
        "own_share",
        Answer.YES,
        False,
        Text(f"Eigenanteil mindestens {number_de(share)} %.", f"Own share of at least {share:f} %."),
    )


def _early(programme: ProgrammeFacts, idea: Idea) -> Check | None:
    """Whoever has begun before the notice is usually out; only the programme's text says for sure."""
    if programme.early_start is None:
        if not idea.begun:
            return None
        return Check("early_start", Answer.UNKNOWN, False, Text("Das Vorhaben hat begonnen. Ob das erlaubt ist, steht nicht dabei.", "The project has begun. It does not say whether that is allowed."))  # fmt: skip
    said = {
        Allowed.YES: (Answer.YES, Text("Ein früher Beginn schadet nicht.", "An early start does no harm.")),
        Allowed.ON_REQUEST: (
            Answer.UNKNOWN if idea.begun else Answer.YES,
            Text("Beginnen Sie erst nach dem Bescheid, oder beantragen Sie vorher den vorzeitigen Beginn.", "Start only after the notice, or ask for an early start beforehand."),
        ),
        Allowed.NO: (
            Answer.NO if idea.begun else Answer.YES,
            Text("Vor dem Bescheid darf nicht begonnen werden.", "Nothing may be started before the notice."),
        ),
    }  # fmt: skip
    answer, text = said[programme.early_start]
    return Check("early_start", answer, False, text)


def _others(programme: ProgrammeFacts, idea: Idea) -> Check | None:
    if programme.cumulation is None or not idea.others:
        return None
    said = {
        Allowed.YES: (Answer.YES, Text("Andere Fördermittel sind daneben erlaubt.", "Other grants are allowed beside it.")),
        Allowed.ON_REQUEST: (Answer.UNKNOWN, Text("Andere Fördermittel daneben nur nach Rücksprache.", "Other grants beside it only after asking.")),
        Allowed.NO: (Answer.NO, Text("Andere Fördermittel daneben sind nicht erlaubt.", "Other grants beside it are not allowed.")),
    }  # fmt: skip
    answer, text = said[programme.cumulation]
    return Check("cumulation", answer, False, text)


def _unknown(key: str, de: str, en: str) -> Check:
    return Check(key, Answer.UNKNOWN, True, Text(de, en))


def money_of(programme: ProgrammeFacts, idea: Idea) -> Money:
    """The most the programme can give for these costs: its rate, its maximum, what others and the own share leave."""
    if idea.costs is None:
        return Money(None, None, ZERO, Text("Die Kosten sind noch offen.", "The costs are not known yet."))
    if programme.rate is None:
        return Money(None, None, ZERO, Text("Der Fördersatz steht nicht dabei.", "The rate is not stated."))
    raw = (idea.costs * programme.rate / 100).quantize(CENT, ROUND_HALF_UP)
    steps_de = [f"{number_de(programme.rate)} % von {money_de(idea.costs)} sind {money_de(raw)}"]
    steps_en = [f"{programme.rate:f} % of {money_en(idea.costs)} are {money_en(raw)}"]
    grant = raw
    room = idea.costs - idea.others - (idea.costs * (programme.own_share or ZERO) / 100).quantize(CENT, ROUND_HALF_UP)
    for bound, de, en in (
        (programme.maximum_grant, "höchstens", "at most"),
        (max(ZERO, room), "es bleiben nach Eigenanteil und Mitteln Dritter", "own share and others leave"),
    ):
        if bound is not None and grant > bound:
            grant = bound
            steps_de.append(f"{de} {money_de(bound)}")
            steps_en.append(f"{en} {money_en(bound)}")
    own = idea.costs - idea.others - grant
    gap = max(ZERO, (idea.wanted or ZERO) - grant)
    text = Text(
        f"{'; '.join(steps_de)}. Zuwendung bis {money_de(grant)}, selbst zu tragen {money_de(own)}.",
        f"{'; '.join(steps_en)}. A grant of up to {money_en(grant)}, to be borne oneself {money_en(own)}.",
    )
    return Money(grant, own, gap, text)
