"""What the demo's awards are spent on: contracts in every state, payments ahead, drawdowns asked for and refused."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from wandel.fields.funding.actions.contract import advise, record_contract, take_step
from wandel.fields.funding.actions.drawdown import receive_drawdown, request_drawdown, withdraw_drawdown
from wandel.fields.funding.actions.money import plan_payment
from wandel.fields.funding.models import Contract, Mittelabruf, Zuwendungsbescheid
from wandel.fields.funding.queries.contracts import advice_on, contracts_of, procedures_of
from wandel.office.desk.actions.cosign import decide
from wandel.office.people.actions.organisation import save_organisation
from wandel.office.people.models import Organisation, User
from wandel.office.places.profile import active_profile

FIRMS = (
    "Planungsbüro Indetal (Beispiel)",
    "Tiefbau Rur GmbH (Beispiel)",
    "Garten- und Landschaftsbau Eifel (Beispiel)",
    "Leuchten West AG (Beispiel)",
)
ORDER = ("published", "bids", "awarded", "completed")


@dataclass(frozen=True)
class DemoContract:
    """A contract by the reference of its award. ``days`` are its steps after the advice, counted from the demo's first day."""

    award: str
    title: str
    kind: str
    thousand: int
    planned: int
    advised: bool = False
    reason: str = ""
    days: tuple[int, ...] = ()
    firm: int = 0
    awarded: int = 0
    lots: int = 1
    separate: str = ""
    cancelled: str = ""


TENDER = "Regelverfahren mit dem meisten Wettbewerb; die Vergabestelle hat es vorgeschlagen."
CONTRACTS = [
    DemoContract("33.02.07/24", "Objektplanung Dorfplatz", "planning", 96, -240, True, "Drei Büros wurden gefragt, Auswahl nach Entwurfsqualität.", (-235, -210, -190, -60), 0, 91),
    DemoContract("33.02.07/24", "Platzfläche mit Natursteinpflaster", "works", 238, 20, True, lots=2),
    DemoContract("33.02.07/24", "Tiefbau und Kanal, 1. Abschnitt", "works", 312, -130, True, TENDER, (-128, -95, -70), 1, 298),
    DemoContract("33.02.07/24", "Freianlagenplanung Kirchumfeld", "planning", 142, 45, separate=""),
    DemoContract("33.02.07/24", "Leuchten und Masten", "supplies", 38, 70),
    DemoContract("33.02.07/24", "Bühne für den Markt", "supplies", 19, -40, cancelled="Der Verein stellt die Bühne."),
    DemoContract("35.04.01/25", "Vermessung der Trasse", "services", 74, -120, True, TENDER, (-118, -90, -80), 0, 71),
    DemoContract("35.04.01/25", "Straßenbau Brainergy-Anbindung", "works", 2100, 30, True, lots=3),
    DemoContract("KA-2025-0117", "Entsiegelung von vier Schulhöfen", "works", 210, -110, True, TENDER, (-108, -92, -85, -20), 2, 196),
    DemoContract("KA-2025-0117", "Bäume und Pflanzung", "services", 88, -15, True, TENDER, (-12,)),
    DemoContract("46SKI2209", "Gründung und Rohbau", "works", 2450, -160, True, TENDER, (-155, -120, -105), 1, 2395, lots=4),
    DemoContract("46SKI2209", "Technische Gebäudeausrüstung", "works", 890, -25, True, TENDER, (-22, -2), lots=2),
    DemoContract("35.01.04/24", "Wege am Tagebaurand", "works", 640, -140, True, TENDER, (-138, -115, -108), 1, 618),
]  # fmt: skip
# Award, in how many days, thousand euro, for what, title of the contract.
PAYMENTS = [
    ("33.02.07/24", 12, 42, "Tiefbau, 2. Abschlag", "Tiefbau und Kanal, 1. Abschnitt"),
    ("33.02.07/24", 48, 54, "Tiefbau, Schlussrechnung", "Tiefbau und Kanal, 1. Abschnitt"),
    ("33.02.07/24", 150, 119, "Platzfläche, 1. Abschlag", "Platzfläche mit Natursteinpflaster"),
    ("35.04.01/25", 18, 160, "Baufeld freimachen", ""),
    ("35.04.01/25", 110, 420, "Straßenbau, 1. Abschlag", "Straßenbau Brainergy-Anbindung"),
    ("KA-2025-0117", 9, 36, "Entsiegelung, Schlussrechnung", "Entsiegelung von vier Schulhöfen"),
    ("46SKI2209", 16, 310, "Rohbau, 3. Abschlag", "Gründung und Rohbau"),
    ("46SKI2209", 75, 280, "Rohbau, 4. Abschlag", "Gründung und Rohbau"),
    ("35.01.04/24", 14, 90, "Wege, 2. Abschlag", "Wege am Tagebaurand"),
]


def lay_out_award_lives(*, day: date) -> None:
    """Contracts, payments ahead and drawdowns of some awards; call it when everybody is there."""
    officer = User.objects.get(email="foerdermittel@demo.example")
    firms = [
        save_organisation(organisation=Organisation(kind=Organisation.Kind.COMPANY, name=name), by=officer)
        for name in FIRMS
    ]
    awards = {award.reference: award for award in Zuwendungsbescheid.objects.standing().select_related("recipient")}
    for demo in CONTRACTS:
        _contract(demo, awards[demo.award], firms, officer, day)
    for reference, days, thousand, purpose, title in PAYMENTS:
        award = awards[reference]
        plan_payment(
            award=award,
            values={
                "due_on": day + timedelta(days=days),
                "amount": Decimal(thousand * 1000),
                "purpose": purpose,
                "contract": award.contracts.filter(title=title).first(),
            },
            by=officer,
        )
    _drawdowns(awards, officer, day)


def _contract(
    demo: DemoContract, award: Zuwendungsbescheid, firms: list[Organisation], officer: User, day: date
) -> None:
    planned = day + timedelta(days=demo.planned)
    values = {
        "title": demo.title,
        "kind": demo.kind,
        "estimated_value": Decimal(demo.thousand * 1000),
        "lots": demo.lots,
        "planned_on": planned,
        "separate_reason": demo.separate,
    }
    # It was planned a week before its notice, or today if that lies ahead.
    row = record_contract(award=award, values=values, by=officer, on=min(day, planned - timedelta(days=7)))
    if demo.cancelled:
        take_step(contract=row, to="cancelled", taken_on=min(day, planned), note=demo.cancelled, by=officer)
        return
    # A demo made outside the years of the stored thresholds keeps its contracts in the plan.
    if not demo.advised or advice_on(row, list(contracts_of(award)), active_profile()).problem:
        return
    kept = advise(contract=row, profile=active_profile(), by=officer, on=min(day, planned - timedelta(days=3)))
    # Core names the procedure with the most competition first.
    usual = procedures_of(kept.answer)[0].key
    for state, days in zip(ORDER, demo.days, strict=False):
        _step(row, demo, usual, state, day + timedelta(days=days), firms, officer)


def _step(
    row: Contract, demo: DemoContract, usual: str, state: str, on: date, firms: list[Organisation], officer: User
) -> None:
    chosen = {"procedure": usual, "procedure_reason": demo.reason} if state == "published" else {}
    got = {"contractor": firms[demo.firm], "awarded_value": Decimal(demo.awarded * 1000)} if state == "awarded" else {}
    take_step(contract=row, to=state, taken_on=on, by=officer, **chosen, **got)


def _ask(
    award: Zuwendungsbescheid, thousand: int, by: User, on: date, *, purpose: str = "", reason: str = ""
) -> Mittelabruf:
    return request_drawdown(
        award=award, amount=Decimal(thousand * 1000), purpose=purpose, overruled_reason=reason, by=by, on=on
    )


def _drawdowns(awards: dict[str, Zuwendungsbescheid], officer: User, day: date) -> None:
    """Titz asks for what is lacking, Aldenhoven waits for its money, Inden was refused and said why."""
    town_hall = User.objects.get(email="titz@demo.example")
    _ask(awards["35.04.01/25"], 38, town_hall, day - timedelta(days=1), purpose="Baufeld freimachen")
    federal = awards["46SKI2209"]
    waiting = "Rohbau, 3. Abschlag"
    mistaken = _ask(
        federal, 310, officer, day - timedelta(days=4), purpose=waiting, reason="Der Abschlag ist gestellt."
    )
    withdraw_drawdown(
        drawdown=mistaken, reason="Falscher Betrag: Skonto war nicht abgezogen.", by=officer, on=day - timedelta(days=3)
    )
    _ask(federal, 300, officer, day - timedelta(days=3), purpose=waiting, reason="Der Abschlag ist gestellt.")
    inden = awards["35.01.04/24"]
    came = _ask(
        inden, 60, officer, day - timedelta(days=60), purpose="Wege, 2. Abschlag",
        reason="Die Firma verlangt eine Vorauszahlung gegen Bürgschaft.",
    )  # fmt: skip
    if came.cosign is not None:
        treasury = User.objects.get(email="kaemmerei@demo.example")
        at = timezone.make_aware(datetime.combine(day - timedelta(days=58), time(10, 30)))
        decide(request=came.cosign, to="signed", note="", by=treasury, at=at)
    receive_drawdown(drawdown=came, paid_on=day - timedelta(days=50), amount=Decimal(60000), by=officer, on=day)
