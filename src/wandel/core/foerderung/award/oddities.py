"""What is merely odd about an award: kept as remarks with place and what to check, never refused."""

from decimal import Decimal

from wandel.core.foerderung.award.facts import Award, Financing
from wandel.core.foerderung.financing import rate_remark
from wandel.core.foerderung.reading import Reader
from wandel.core.foerderung.sets import version_remark
from wandel.core.law.texts import Text, day_de, day_en, money_de, money_en, shown

_MUNICIPAL = {"gemeinde", "stadt", "kreis", "gemeindeverband", "municipality", "kommune"}


def note_oddities(reader: Reader, award: Award) -> None:
    """Note what looks wrong and may be right: conditions, amounts, days, money drawn and spent."""
    notice, financing = award.notice, award.financing
    remark = version_remark(award.conditions, award.edition, dated_on=notice.dated_on)
    if remark:
        reader.note("version-not-in-force", "conditions.version", remark)
    if award.land.upper() not in {"NW", "NRW"}:
        reader.note(
            "other-land",
            "land",
            Text(
                f"Für das Land „{shown(award.land)}“ sind keine Feiertage hinterlegt; gerechnet ist mit denen von "
                "Nordrhein-Westfalen.",
                f"No holidays are stored for the state “{shown(award.land)}”; those of NRW are used.",
            ),
        )
    if award.conditions.recipients == "others" and award.recipient.casefold() in _MUNICIPAL:
        reader.note(
            "set-for-others",
            "conditions.set",
            Text(
                f"{award.conditions.label} gilt für Empfänger außerhalb der Gemeinden. Prüfen Sie, was dem Bescheid "
                "beiliegt.",
                f"{award.conditions.label} is made for recipients other than municipalities. Check what is attached.",
            ),
        )
    _note_money(reader, financing)
    _note_days(reader, award)
    _note_movements(reader, award)


def _note_money(reader: Reader, financing: Financing) -> None:
    grant, costs, cap = financing.grant, financing.eligible_costs, financing.cap
    if grant is not None and costs is not None:
        text = rate_remark(financing.rate, grant, costs, cap)
        if text:
            reader.note("rate-differs", "financing.rate", text)
        if grant > costs:
            reader.note(
                "grant-above-costs",
                "financing.grant",
                Text(
                    f"Die Zuwendung ({money_de(grant)}) übersteigt die zuwendungsfähigen Ausgaben "
                    f"({money_de(costs)}). Prüfen Sie beide Beträge.",
                    f"The grant ({money_en(grant)}) exceeds the eligible costs ({money_en(costs)}). Check both.",
                ),
            )
    if grant is not None and cap is not None and cap < grant:
        reader.note(
            "cap-below-grant",
            "financing.cap",
            Text(
                f"Der Höchstbetrag ({money_de(cap)}) liegt unter der Zuwendung ({money_de(grant)}). Prüfen Sie beide.",
                f"The cap ({money_en(cap)}) is below the grant ({money_en(grant)}). Check both.",
            ),
        )


def _note_days(reader: Reader, award: Award) -> None:
    if award.period_from < award.notice.dated_on:
        reader.note(
            "period-before-notice",
            "award_period.from",
            Text(
                f"Der Bewilligungszeitraum beginnt am {day_de(award.period_from)}, vor dem Bescheid vom "
                f"{day_de(award.notice.dated_on)}. Gibt es eine Zustimmung zum vorzeitigen Maßnahmenbeginn?",
                f"The award period begins on {day_en(award.period_from)}, before the notice of "
                f"{day_en(award.notice.dated_on)}. Was an early start permitted?",
            ),
        )
    if award.completed_on and award.completed_on > award.period_until:
        reader.note(
            "completed-late",
            "completed_on",
            Text(
                f"Der Abschluss am {day_de(award.completed_on)} liegt nach dem Bewilligungszeitraum "
                f"({day_de(award.period_until)}). Ist eine Verlängerung beantragt?",
                f"Completion on {day_en(award.completed_on)} is after the award period "
                f"({day_en(award.period_until)}). Has an extension been applied for?",
            ),
        )
    if award.completed_on and award.completed_on < award.period_from:
        reader.note(
            "completed-early",
            "completed_on",
            Text(
                f"Der Abschluss am {day_de(award.completed_on)} liegt vor dem Bewilligungszeitraum "
                f"({day_de(award.period_from)}). Prüfen Sie den Tag.",
                f"Completion on {day_en(award.completed_on)} is before the award period "
                f"({day_en(award.period_from)}). Check the day.",
            ),
        )


def _note_movements(reader: Reader, award: Award) -> None:
    for drawdown in award.drawdowns:
        if drawdown.paid_on < award.notice.dated_on:
            reader.note(
                "drawdown-before-notice",
                f"{drawdown.where}.paid_on",
                Text(
                    f"Die Auszahlung vom {day_de(drawdown.paid_on)} liegt vor dem Bescheid vom "
                    f"{day_de(award.notice.dated_on)}. Prüfen Sie beide Tage.",
                    f"The drawdown of {day_en(drawdown.paid_on)} is before the notice of "
                    f"{day_en(award.notice.dated_on)}. Check both days.",
                ),
            )
    drawn = sum((movement.amount for movement in award.drawdowns), Decimal(0))
    spent = sum((movement.amount for movement in award.payments), Decimal(0))
    grant = award.financing.grant
    if grant is not None and drawn > grant:
        reader.note(
            "drawn-above-grant",
            "drawdowns",
            Text(
                f"Abgerufen sind {money_de(drawn)}, bewilligt nur {money_de(grant)}. Prüfen Sie die Abrufe.",
                f"{money_en(drawn)} have been drawn, only {money_en(grant)} granted. Check the drawdowns.",
            ),
        )
    if spent > drawn:
        reader.note(
            "spent-above-drawn",
            "payments",
            Text(
                f"Gezahlt sind {money_de(spent)}, abgerufen {money_de(drawn)}. Der Rest ist vorfinanziert oder "
                "Eigenanteil.",
                f"{money_en(spent)} have been paid, {money_en(drawn)} drawn. The rest is pre-financed or own money.",
            ),
        )
