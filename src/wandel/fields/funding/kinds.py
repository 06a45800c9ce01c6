"""Words of an award as staff read them: names of obligations, the kick-off list, gaps of the set-up, values."""

from decimal import Decimal

from django.utils.translation import gettext_lazy, gettext_noop

from wandel.ui.phrases import Phrase

TITLES = {
    "bekanntgabe": gettext_noop("The notice counts as received"),
    "rechtsbehelf": gettext_noop("Time for legal remedy ends"),
    "klage": gettext_noop("Time for a Klage ends"),
    "widerspruch": gettext_noop("Time for a Widerspruch ends"),
    "mittelverwendung": gettext_noop("Use the money drawn: %(amount)s"),
    "mittelverwendung_done": gettext_noop("The money drawn is used"),
    "bewilligungszeitraum_ende": gettext_noop("The award period ends"),
    "zwischennachweis": gettext_noop("Hand in the interim proof (Zwischennachweis)"),
    "verwendungsnachweis": gettext_noop("Hand in the proof of use (Verwendungsnachweis)"),
    "zweckbindung_ende": gettext_noop("The purpose binding ends"),
    "aufbewahrung_ende": gettext_noop("Receipts may go from this day"),
}
# What somebody has to do; the others are dates to know.
DUTIES = frozenset({"mittelverwendung", "zwischennachweis", "verwendungsnachweis"})
# What lands on the desk: duties, and what is lost for good when its day passes: the remedy and the award period.
ON_DESK = DUTIES | {"rechtsbehelf", "bewilligungszeitraum_ende"}


def title_of(kind: str, amount: Decimal | None = None, remedy: str = "") -> Phrase:
    """The name of an obligation; of drawn money it says how much is still unused."""
    if kind == "mittelverwendung":
        return Phrase(TITLES[kind], {"amount": amount}) if amount else Phrase(TITLES["mittelverwendung_done"])
    if kind == "rechtsbehelf" and remedy in TITLES:
        return Phrase(TITLES[remedy])
    return Phrase(TITLES.get(kind, kind))


# The kick-off list of every award.
CHECKLIST = {
    "read": gettext_noop("Read the notice and its conditions with the town hall"),
    "remedy": gettext_noop("Decide whether to accept the notice"),
    "accept": gettext_noop("Send the acceptance or the waiver of legal remedy, if the notice asks for it"),
    "budget": gettext_noop("Put own share and cash flow into the budget"),
    "account": gettext_noop("Set up the account on which the money is booked"),
    "procurement": gettext_noop("Read the procurement conditions of the notice with the procurement office"),
    "publicity": gettext_noop("Plan the sign and the mention of the funder"),
    "filing": gettext_noop("Open the file for receipts and say how long they are kept"),
}

# What a complete set-up has; an award runs once nothing of it is missing.
GAPS = {
    "lead": gettext_noop("Name who leads this award"),
    "deputy": gettext_noop("Name a deputy for this award"),
    "treasury": gettext_noop("Choose the treasury that co-signs"),
    "procurement": gettext_noop("Choose the procurement office"),
    "auditor": gettext_noop("Choose the auditor"),
    "signatories": gettext_noop("Name who signs for the recipient"),
    "own_share": gettext_noop("Have the own share co-signed by the treasury"),
    "checklist": gettext_noop("Settle every point under “To begin with”: done, or skipped with a reason"),
}
# What the treasury is asked; by this sentence its answers are found again.
OWN_SHARE = gettext_noop("Co-sign the own share of %(amount)s")
DRAWDOWN = gettext_noop("Co-sign the drawdown of %(amount)s")


# Values of the conditions an officer can confirm against the notice.
VALUE_LABELS = {
    "drawdown_window_months": gettext_lazy("Use drawn money within (months)"),
    "drawdown_window_weeks": gettext_lazy("Use drawn money within (weeks)"),
    "verwendungsnachweis_months": gettext_lazy("Proof of use after (months)"),
    "zwischennachweis_months": gettext_lazy("Interim proof after the year's end (months)"),
    "retention_years": gettext_lazy("Keep receipts for (years)"),
}
