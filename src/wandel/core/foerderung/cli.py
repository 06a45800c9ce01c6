"""``wandel obligations | interest | settle``: data on stdout, sentences on stderr (habits: ``core.commands``)."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from wandel.core.commands import Parser, Refused, carry_out, line, read_json, table, value
from wandel.core.foerderung.award import parse_award
from wandel.core.foerderung.interest import DAY_COUNTS, Verzinsung, margin_remark, percent, verzinsung
from wandel.core.foerderung.obligations import ObligationPlan, obligations_of
from wandel.core.foerderung.reading import InputErrors, Remark, day_from, decimal_from, money_from
from wandel.core.foerderung.settle import Settled, parse_settlement, settled
from wandel.core.law.basiszins import NoBasiszins
from wandel.core.law.parameters import NotCovered
from wandel.core.law.texts import Text, day_de, day_en, money_de, money_en, number_de, shown


def obligations(argv: Sequence[str]) -> int:
    """``wandel obligations FILE [--on DATE] [--json]``"""
    parser = Parser("obligations", "Every date and duty of a grant notice, with its reason.")
    parser.add_argument("file", metavar="FILE", help="the award as JSON; - reads standard input")
    parser.add_argument("--on", metavar="DATE", help="the day of looking: what is over, what lateness can cost")

    def work(options: argparse.Namespace) -> str:
        on = None if options.on is None else value(options, "--on", options.on, day_from)
        award = parse_award(read_json(options.file, options.lang))
        plan = obligations_of(award, on=on)
        return _plan_json(plan, options.lang, on) if options.json else _plan_table(plan, options.lang, award.title)

    return _carry_out(parser, argv, work)


def interest(argv: Sequence[str]) -> int:
    """``wandel interest --amount A --from D1 --to D2 [--margin 5] [--days …] [--json]``"""
    parser = Parser("interest", "Interest under § 49a VwVfG, split at every half-year.")
    parser.add_argument("--amount", required=True, metavar="A", help="euro, for example 1000.00")
    parser.add_argument("--from", required=True, dest="start", metavar="D1", help="first day, inclusive")
    parser.add_argument("--to", required=True, dest="end", metavar="D2", help="day of use or return, exclusive")
    parser.add_argument(
        "--margin", metavar="M", help="percentage points above the base rate: 5 unless given; NRW since 2023-05-05: 3"
    )
    parser.add_argument("--days", default="act/365", metavar="COUNT", help=" | ".join(DAY_COUNTS))

    def work(options: argparse.Namespace) -> str:
        amount = value(options, "--amount", options.amount, money_from)
        start = value(options, "--from", options.start, day_from)
        end = value(options, "--to", options.end, day_from)
        margin = value(options, "--margin", "5" if options.margin is None else options.margin, _margin_from)
        day_count = value(options, "--days", options.days, _day_count_from)
        if end < start:
            raise Refused(
                Text(
                    f"--to: Der {day_de(end)} liegt vor dem {day_de(start)} (--from). Vertauschen Sie die beiden Tage.",
                    f"--to: {day_en(end)} is before {day_en(start)} (--from). Exchange the two days.",
                ).to(options.lang)
            )
        result = verzinsung(amount, from_on=start, to_on=end, margin=margin, day_count=day_count)
        remark = margin_remark(to_on=end, margin=margin) if options.margin is None else None
        warnings = [remark.to(options.lang)] if remark else []
        if options.json:
            data = result.as_json() | {"day_count": day_count, "warnings": warnings}
            return json.dumps(data, ensure_ascii=False, indent=2)
        return "\n".join([_interest_table(result, options.lang), *(f"! {warning}" for warning in warnings)])

    return _carry_out(parser, argv, work)


def settle(argv: Sequence[str]) -> int:
    """``wandel settle FILE [--json]``"""
    parser = Parser("settle", "What a change of costs or of third parties' money does to the grant.")
    parser.add_argument("file", metavar="FILE", help="agreed and actual figures as JSON; - reads standard input")

    def work(options: argparse.Namespace) -> str:
        result = settled(parse_settlement(read_json(options.file, options.lang)))
        return _settled_json(result, options.lang) if options.json else _settled_table(result, options.lang)

    return _carry_out(parser, argv, work)


def _carry_out(parser: Parser, argv: Sequence[str], work: Callable[[argparse.Namespace], str]) -> int:
    return carry_out(parser, argv, work, (InputErrors, NoBasiszins, NotCovered), _sentences)


def _sentences(error: Exception, language: str) -> list[str]:
    if isinstance(error, InputErrors):
        return [problem.sentence(language) for problem in error.problems]
    if isinstance(error, NoBasiszins | NotCovered):
        return [error.text.to(language)]
    raise error


# --- reading


def _margin_from(written: object) -> Decimal | Text:
    found = decimal_from(written)
    if isinstance(found, Decimal) and not 0 <= found <= 100:
        return Text(
            f"Der Aufschlag {shown(written)} liegt nicht zwischen 0 und 100 Prozentpunkten. § 49a VwVfG nennt 5.",
            f"The margin {shown(written)} is not between 0 and 100 percentage points. § 49a VwVfG says 5.",
        )
    return found


def _day_count_from(written: str) -> str | Text:
    if written.strip().lower() in DAY_COUNTS:
        return written.strip().lower()
    listed = ", ".join(DAY_COUNTS)
    return Text(
        f"Die Zählweise „{shown(written)}“ gibt es nicht. Möglich sind: {listed}.",
        f"The day count “{shown(written)}” does not exist. Possible are: {listed}.",
    )


# --- writing


def _warnings(remarks: Sequence[Remark], language: str) -> dict[str, Any]:
    """The sentences, and beside them each with code, place and both languages."""
    return {
        "warnings": [f"{remark.where}: {remark.text.to(language)}" for remark in remarks],
        "warning_details": [remark.as_json() for remark in remarks],
    }


def _plan_json(plan: ObligationPlan, language: str, on: date | None) -> str:
    data: dict[str, Any] = {"obligations": [obligation.as_json() for obligation in plan.obligations]}
    data |= _warnings(plan.warnings, language)
    data["values"] = [value.as_json() for value in plan.values]
    data["on"] = on.isoformat() if on else None
    return json.dumps(data, ensure_ascii=False, indent=2)


def _settled_json(result: Settled, language: str) -> str:
    data: dict[str, Any] = {
        "grant_due": f"{result.grant_due:.2f}",
        "overpaid": f"{result.overpaid:.2f}",
        "because": result.because.as_json(),
        "steps": [step.as_json() for step in result.steps],
    }
    return json.dumps(data | _warnings(result.warnings, language), ensure_ascii=False, indent=2)


_STATUS = {
    "confirmed": Text("bestätigt", "confirmed"),
    "unconfirmed": Text("nicht bestätigt", "unconfirmed"),
    "from_notice": Text("aus dem Bescheid", "from the notice"),
}


def _plan_table(plan: ObligationPlan, language: str, title: str) -> str:
    head = Text("Tag|Pflicht|Norm|Stand|Warum", "Day|Obligation|Norm|Status|Why").to(language).split("|")
    rows = [
        [
            (day_en if language == "en" else day_de)(obligation.due_on),
            obligation.label.to(language),
            obligation.norm,
            _STATUS[obligation.status].to(language),
            obligation.because.to(language),
        ]
        for obligation in plan.obligations
    ]
    lines = ([title, ""] if title else []) + table([head, *rows])
    lines += [f"! {remark.where}: {remark.text.to(language)}" for remark in plan.warnings]
    return "\n".join(lines)


def _interest_table(result: Verzinsung, language: str) -> str:
    english = language == "en"
    day, money = (day_en, money_en) if english else (day_de, money_de)
    head = Text("von|bis vor|Tage|Basis %|Satz %|Zinsen|Stand", "from|to before|days|base %|rate %|interest|status")
    rows = [
        [
            day(segment.from_on),
            day(segment.to_on),
            str(segment.days),
            percent(segment.base) if english else number_de(Decimal(percent(segment.base))),
            percent(segment.rate) if english else number_de(Decimal(percent(segment.rate))),
            money(segment.interest),
            _STATUS[segment.status].to(language),
        ]
        for segment in result.segments
    ]
    total = Text("Summe", "Total").to(language)
    return "\n".join([*table([head.to(language).split("|"), *rows]), f"{total}: {money(result.total)}"])


def _settled_table(result: Settled, language: str) -> str:
    money = money_en if language == "en" else money_de
    lines = [step.text.to(language) for step in result.steps]
    lines.append(f"{Text('Zuwendung', 'Grant due').to(language)}: {money(result.grant_due)}")
    lines.append(f"{Text('Zu viel erhalten', 'Overpaid').to(language)}: {money(result.overpaid)}")
    lines += [f"! {remark.where}: {remark.text.to(language)}" for remark in result.warnings]
    return "\n".join(lines)


COMMANDS = {"obligations": obligations, "interest": interest, "settle": settle}


def main(argv: Sequence[str]) -> int:
    """The three commands by name, for ``python -m``."""
    if not argv or argv[0] not in COMMANDS:
        line(sys.stderr, f"usage: {' | '.join(COMMANDS)} …")
        return 2
    return COMMANDS[argv[0]](argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
