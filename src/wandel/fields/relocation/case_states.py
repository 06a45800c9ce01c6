"""The life of a case: one table of states with the words of both sides, whose turn it is, what a step needs and who may."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

US, PERSON, OFFICE, NOBODY = "us", "person", "office", ""
TURNS = [
    (US, gettext_lazy("our turn")),
    (PERSON, gettext_lazy("the person's turn")),
    (OFFICE, gettext_lazy("an office's turn")),
    (NOBODY, gettext_lazy("nothing waits")),
]


@dataclass(frozen=True)
class CaseStep:
    """A row of the table. ``button`` is what staff press to get here; ``needs`` names facts without which nobody does."""

    key: str
    label: str | Promise
    public_label: str | Promise
    button: str | Promise
    tone: str
    turn: str
    following: tuple[str, ...]
    needs: tuple[str, ...] = ()
    permission: str = "case.edit"


NEW, ADVICE, ASKED, WITH_OFFICE, COMING, SETTLED, CLOSED = (
    "new", "advice", "asked", "office", "coming", "settled", "closed"
)  # fmt: skip
STEPS = (
    CaseStep(
        NEW, pgettext_lazy("case", "new"), gettext_lazy("It is here"), gettext_lazy("Put back to new"), "amber", US,
        (ADVICE, ASKED, WITH_OFFICE, COMING, CLOSED),
    ),
    CaseStep(
        ADVICE, pgettext_lazy("case", "in advice"), gettext_lazy("We are working on it"), gettext_lazy("We work on it"),
        "blue", US, (ASKED, WITH_OFFICE, COMING, SETTLED, CLOSED), ("adviser",),
    ),
    CaseStep(
        ASKED, pgettext_lazy("case", "waiting for the person"), gettext_lazy("It is your turn"),
        gettext_lazy("Wait for the person"), "line", PERSON, (ADVICE, WITH_OFFICE, COMING, SETTLED, CLOSED), ("adviser",),
    ),
    CaseStep(
        WITH_OFFICE, pgettext_lazy("case", "with an office"), gettext_lazy("We have asked an office and come back to you"),
        gettext_lazy("With an office"), "amber", OFFICE, (ADVICE, ASKED, COMING, SETTLED, CLOSED), ("adviser", "handover"),
    ),
    CaseStep(
        COMING, pgettext_lazy("case", "will move here"), gettext_lazy("You are coming – we go with you until you are here"),
        gettext_lazy("Has decided to come"), "blue", NOBODY, (ADVICE, ASKED, WITH_OFFICE, SETTLED, CLOSED),
        ("adviser", "municipality"),
    ),
    CaseStep(
        SETTLED, pgettext_lazy("case", "has arrived"), gettext_lazy("Welcome – you are here"), gettext_lazy("Has arrived"),
        "green", NOBODY, (ADVICE, CLOSED), ("adviser", "municipality", "arrived_on"),
    ),
    CaseStep(
        CLOSED, pgettext_lazy("case", "closed"), gettext_lazy("Finished"), gettext_lazy("Close"), "line", NOBODY,
        (ADVICE,), ("close_reason",),
    ),
)  # fmt: skip
TABLE = {step.key: step for step in STEPS}
CHOICES = [(step.key, step.label) for step in STEPS]
OVER = (SETTLED, CLOSED)
FACTS = {
    "adviser": gettext_lazy("who looks after it"),
    "municipality": gettext_lazy("municipality"),
    "arrived_on": gettext_lazy("arrived on"),
    "handover": gettext_lazy("a question to an office"),
    "close_reason": gettext_lazy("the reason"),
}
