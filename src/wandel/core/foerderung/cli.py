"""``wandel obligations | interest | settle``: data on stdout, sentences on stderr.

Exit 0 done, 1 the input is wrong (a bad value of an option included), 2 an unknown or missing option.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, TextIO, TypeVar

from wandel.core.foerderung.award import parse_award
from wandel.core.foerderung.interest import DAY_COUNTS, Verzinsung, margin_remark, percent, verzinsung
from wandel.core.foerderung.obligations import ObligationPlan, obligations_of
from wandel.core.foerderung.reading import InputErrors, Remark, day_from, decimal_from, money_from, shown
from wandel.core.foerderung.settle import Settled, parse_settlement, settled
from wandel.core.law.basiszins import NoBasiszins
from wandel.core.law.parameters import NotCovered
from wandel.core.law.texts import Text, day_de, day_en, money_de, money_en, number_de

LARGEST_FILE = 20_000_000
LANGUAGES = ("de", "en")
T = TypeVar("T")


class Refused(Exception):
    """The input is wrong: the sentences to print."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class _Parser(argparse.ArgumentParser):
    """Argparse with whole option names; its own errors (unknown or missing option) exit 2."""

    def __init__(self, name: str, description: str) -> None:
        super().__init__(prog=f"wandel {name}", description=description, allow_abbrev=False)
        self.add_argument("--json", action="store_true", help="print one JSON document")
        self.add_argument("--lang", default="de", metavar="LANG", help="de or en, for the table and the sentences")


def obligations(argv: Sequence[str]) -> int:
    """``wandel obligations FILE [--on DATE] [--json]``"""
    parser = _Parser("obligations", "Every date and duty of a grant notice, with its reason.")
    parser.add_argument("file", metavar="FILE", help="the award as JSON; - reads standard input")
    parser.add_argument("--on", metavar="DATE", help="the day of looking: what is over, what lateness can cost")

    def work(options: argparse.Namespace) -> str:
        on = None if options.on is None else _value(options, "--on", options.on, day_from)
        award = parse_award(read_json(options.file, options.lang))
        plan = obligations_of(award, on=on)
        return _plan_json(plan, options.lang, on) if options.json else _plan_table(plan, options.lang, award.title)

    return _run(parser, argv, work)


def interest(argv: Sequence[str]) -> int:
    """``wandel interest --amount A --from D1 --to D2 [--margin 5] [--days …] [--json]``"""
    parser = _Parser("interest", "Interest under § 49a VwVfG, split at every half-year.")
    parser.add_argument("--amount", required=True, metavar="A", help="euro, for example 1000.00")
    parser.add_argument("--from", required=True, dest="start", metavar="D1", help="first day, inclusive")
    parser.add_argument("--to", required=True, dest="end", metavar="D2", help="day of use or return, exclusive")
    parser.add_argument(
        "--margin", metavar="M", help="percentage points above the base rate: 5 unless given; NRW since 2023-05-05: 3"
    )
    parser.add_argument("--days", default="act/365", metavar="COUNT", help=" | ".join(DAY_COUNTS))

    def work(options: argparse.Namespace) -> str:
        amount = _value(options, "--amount", options.amount, money_from)
        start = _value(options, "--from", options.start, day_from)
        end = _value(options, "--to", options.end, day_from)
        margin = _value(options, "--margin", "5" if options.margin is None else options.margin, _margin_from)
        day_count = _value(options, "--days", options.days, _day_count_from)
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

    return _run(parser, argv, work)


def settle(argv: Sequence[str]) -> int:
    """``wandel settle FILE [--json]``"""
    parser = _Parser("settle", "What a change of costs or of third parties' money does to the grant.")
    parser.add_argument("file", metavar="FILE", help="agreed and actual figures as JSON; - reads standard input")

    def work(options: argparse.Namespace) -> str:
        result = settled(parse_settlement(read_json(options.file, options.lang)))
        return _settled_json(result, options.lang) if options.json else _settled_table(result, options.lang)

    return _run(parser, argv, work)


# --- reading


def read_json(name: str, language: str = "de") -> Any:
    """The JSON of a file or of standard input (``-``), numbers exact. Raises Refused with a sentence."""
    place = Text("Standardeingabe", "standard input").to(language) if name == "-" else name

    def refuse(german: str, english: str) -> NoReturn:
        raise Refused(Text(f"{place}: {german}", f"{place}: {english}").to(language))

    try:
        if name == "-":
            raw = sys.stdin.buffer.read(LARGEST_FILE + 1)
        else:
            with Path(name).open("rb") as stream:
                raw = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        refuse("Die Datei gibt es nicht. Prüfen Sie den Pfad.", "The file does not exist. Check the path.")
    except IsADirectoryError:
        refuse("Das ist ein Ordner. Nennen Sie die Datei darin.", "This is a folder. Name the file in it.")
    except (OSError, ValueError):
        refuse("Die Datei lässt sich nicht lesen. Prüfen Sie die Rechte.", "The file cannot be read. Check its rights.")
    if len(raw) > LARGEST_FILE:
        refuse(
            "Die Datei ist größer als 20 MB. Prüfen Sie, ob es die richtige ist.",
            "The file is larger than 20 MB. Check that it is the right one.",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse(
            f"Die Datei ist nicht in UTF-8 (Byte {error.start + 1}). Speichern Sie sie als UTF-8.",
            f"The file is not UTF-8 (byte {error.start + 1}). Save it as UTF-8.",
        )
    try:
        return json.loads(
            text, parse_float=Decimal, parse_int=_whole, parse_constant=_no_constant, object_pairs_hook=_no_duplicates
        )
    except json.JSONDecodeError as error:
        refuse(
            f"Das JSON bricht in Zeile {error.lineno}, Spalte {error.colno} ab. Prüfen Sie Komma, Klammer und "
            "Anführungszeichen davor.",
            f"The JSON breaks at line {error.lineno}, column {error.colno}. Check comma, bracket and quotes before it.",
        )
    except RecursionError:
        refuse(
            "Das JSON ist zu tief verschachtelt. Vereinfachen Sie es.", "The JSON is nested too deeply. Simplify it."
        )
    except _Odd as odd:
        refuse(odd.text.de, odd.text.en)


class _Odd(Exception):
    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def _whole(digits: str) -> int:
    if len(digits) > 40:
        raise _Odd(
            Text(
                f"Die Zahl {shown(digits)} ist zu groß. Prüfen Sie die Stellen.",
                f"The number {shown(digits)} is too large. Check the digits.",
            )
        )
    return int(digits)


def _no_constant(name: str) -> NoReturn:
    raise _Odd(Text(f"{name} ist keine Zahl. Schreiben Sie Ziffern.", f"{name} is not a number. Write digits."))


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Odd(
            Text(
                f"Die Angabe „{shown(twice)}“ steht zweimal da. Streichen Sie eine.",
                f"The key “{shown(twice)}” is written twice. Remove one.",
            )
        )
    return found


def _value(options: argparse.Namespace, option: str, written: str, read: Callable[[Any], T | Text]) -> T:
    found = read(written)
    if isinstance(found, Text):
        raise Refused(f"{option}: {found.to(options.lang)}")
    return found


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


def _run(parser: _Parser, argv: Sequence[str], work: Callable[[argparse.Namespace], str]) -> int:
    try:
        options = parser.parse_args(list(argv))
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 2
    try:
        if options.lang not in LANGUAGES:
            language, options.lang = options.lang, "de"
            raise Refused(f"--lang: „{shown(language)}“ gibt es nicht. Möglich sind: de, en.")
        output = work(options)
    except Refused as error:
        return _refuse(error.sentences)
    except InputErrors as error:
        return _refuse([problem.sentence(options.lang) for problem in error.problems])
    except (NoBasiszins, NotCovered) as error:
        return _refuse([error.text.to(options.lang)])
    return _write(output)


def _refuse(sentences: Sequence[str]) -> int:
    for sentence in sentences:
        _line(sys.stderr, sentence)
    return 1


def _line(stream: TextIO, text: str) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")


def _write(output: str) -> int:
    """UTF-8 on stdout whatever the locale; a reader that has gone away is no error."""
    try:
        sys.stdout.buffer.write(output.encode("utf-8", "replace") + b"\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


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
    lines = ([title, ""] if title else []) + _table([head, *rows])
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
    return "\n".join([*_table([head.to(language).split("|"), *rows]), f"{total}: {money(result.total)}"])


def _settled_table(result: Settled, language: str) -> str:
    money = money_en if language == "en" else money_de
    lines = [step.text.to(language) for step in result.steps]
    lines.append(f"{Text('Zuwendung', 'Grant due').to(language)}: {money(result.grant_due)}")
    lines.append(f"{Text('Zu viel erhalten', 'Overpaid').to(language)}: {money(result.overpaid)}")
    lines += [f"! {remark.where}: {remark.text.to(language)}" for remark in result.warnings]
    return "\n".join(lines)


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns padded to their widest cell, the last one left as it is."""
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in rows
    ]


COMMANDS = {"obligations": obligations, "interest": interest, "settle": settle}


def main(argv: Sequence[str]) -> int:
    """The three commands by name, for ``python -m``."""
    if not argv or argv[0] not in COMMANDS:
        _line(sys.stderr, f"usage: {' | '.join(COMMANDS)} …")
        return 2
    return COMMANDS[argv[0]](argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
