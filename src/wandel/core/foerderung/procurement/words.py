"""The kinds of contract and the procedures, with their names and how much competition each brings."""

from dataclasses import dataclass

from wandel.core.law.texts import Text

KINDS = {
    "works": Text("Bauleistung", "Works"),
    "supplies": Text("Lieferleistung", "Supplies"),
    "services": Text("Dienstleistung", "Services"),
    "planning": Text("Architekten- und Ingenieurleistung", "Services of architects and engineers"),
    "social": Text("Soziale und andere besondere Dienstleistung", "Social and other special services"),
}


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure; ``competition`` from 0 (nobody is asked beside the contractor) to 4 (everybody may take part)."""

    key: str
    name: Text
    competition: int


PROCEDURES = {
    one.key: one
    for one in (
        Procedure("open", Text("Offenes Verfahren", "Open procedure"), 4),
        Procedure("restricted", Text("Nicht offenes Verfahren", "Restricted procedure"), 4),
        Procedure(
            "negotiated_with_call",
            Text("Verhandlungsverfahren mit Teilnahmewettbewerb", "Negotiated procedure with a call for participation"),
            4,
        ),
        Procedure("competitive_dialogue", Text("Wettbewerblicher Dialog", "Competitive dialogue"), 4),
        Procedure("innovation_partnership", Text("Innovationspartnerschaft", "Innovation partnership"), 4),
        Procedure(
            "negotiated_without_call",
            Text("Verhandlungsverfahren ohne Teilnahmewettbewerb", "Negotiated procedure without a call"),
            2,
        ),
        Procedure("public_tender", Text("Öffentliche Ausschreibung", "Public tender"), 4),
        Procedure(
            "restricted_tender_with_call",
            Text(
                "Beschränkte Ausschreibung mit Teilnahmewettbewerb", "Restricted tender with a call for participation"
            ),
            4,
        ),
        Procedure(
            "negotiated_award_with_call",
            Text("Verhandlungsvergabe mit Teilnahmewettbewerb", "Negotiated award with a call for participation"),
            4,
        ),
        Procedure(
            "restricted_tender_without_call",
            Text("Beschränkte Ausschreibung ohne Teilnahmewettbewerb", "Restricted tender without a call"),
            3,
        ),
        Procedure(
            "negotiated_award",
            Text("Verhandlungsvergabe ohne Teilnahmewettbewerb", "Negotiated award without a call"),
            2,
        ),
        Procedure(
            "negotiated_award_one",
            Text("Verhandlung mit nur einem Büro", "Negotiation with one firm only"),
            1,
        ),
        Procedure("direct", Text("Direktauftrag", "Direct award"), 0),
    )
}

STATUS = {"confirmed": Text("bestätigt", "confirmed"), "unconfirmed": Text("nicht bestätigt", "unconfirmed")}
