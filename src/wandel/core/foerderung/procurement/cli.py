"""``wandel procurement``: data on stdout, sentences on stderr (habits: ``core.commands``)."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from wandel.core.commands import Parser, Refused, carry_out, table, value
from wandel.core.foerderung.procurement.answer import Procurement, procurement_of
from wandel.core.foerderung.procurement.buyer import Buyer, UnknownMunicipality, buyer_of
from wandel.core.foerderung.procurement.thresholds import NoThreshold
from wandel.core.foerderung.procurement.words import KINDS, STATUS
from wandel.core.foerderung.reading import day_from, money_from
from wandel.core.law.texts import Text, day_de, day_en, money_de, money_en, shown
from wandel.core.profile.folder import ProfileErrors
from wandel.core.profile.locate import profile_directory
from wandel.core.profile.reading import load_profile


def procurement(argv: Sequence[str]) -> int:
    """``wandel procurement --kind KIND --value V --on DATE [--municipality AGS] [--json]``"""
    parser = Parser("procurement", "The EU threshold of the day, the law that governs, and the procedures it allows.")
    parser.add_argument("--kind", required=True, metavar="KIND", help=" | ".join(KINDS))
    parser.add_argument(
        "--value", required=True, metavar="V", help="estimated total in euro without VAT, like 215000.00"
    )
    parser.add_argument("--on", required=True, metavar="DATE", help="the day the notice is sent or the award begins")
    parser.add_argument("--municipality", metavar="AGS", help="who buys: 8 digits, or 5 for the county itself")
    parser.add_argument(
        "--profile", default="kreis_dueren", metavar="COUNTY", help="a shipped county or a path to one's own folder"
    )

    def work(options: argparse.Namespace) -> str:
        kind = value(options, "--kind", options.kind, _kind_from)
        amount = value(options, "--value", options.value, _value_from)
        on = value(options, "--on", options.on, day_from)
        buyer = _buyer(options, on) if options.municipality is not None else None
        answer = procurement_of(kind, amount, on=on, buyer=buyer)
        return _as_json(answer, options.lang) if options.json else _as_text(answer, options.lang)

    return carry_out(parser, argv, work, (NoThreshold, UnknownMunicipality, ProfileErrors), _sentences)


def _buyer(options: argparse.Namespace, on: date) -> Buyer:
    try:
        folder = profile_directory(options.profile)
    except LookupError as error:
        raise Refused(f"--profile: {error}") from error
    return buyer_of(load_profile(folder), options.municipality, on=on)


def _sentences(error: Exception, language: str) -> list[str]:
    if isinstance(error, NoThreshold):
        return [f"--on: {error.text.to(language)}"]
    if isinstance(error, UnknownMunicipality):
        return [f"--municipality: {error.text.to(language)}"]
    if isinstance(error, ProfileErrors):
        return [f"--profile: {one}" for one in error.errors]
    raise error


def _kind_from(written: str) -> str | Text:
    if written.strip().lower() in KINDS:
        return written.strip().lower()
    listed = ", ".join(KINDS)
    return Text(
        f"Die Art „{shown(written)}“ gibt es nicht. Möglich sind: {listed}.",
        f"The kind “{shown(written)}” does not exist. Possible are: {listed}.",
    )


def _value_from(written: str) -> Decimal | Text:
    found = money_from(written)
    if isinstance(found, Decimal) and found == 0:
        return Text(
            "Der Auftragswert ist 0. Geben Sie den geschätzten Gesamtwert ohne Umsatzsteuer an.",
            "The value of the contract is 0. Give the estimated total value without VAT.",
        )
    return found


def _as_json(answer: Procurement, language: str) -> str:
    data = answer.as_json()
    data["warnings"] = [f"{remark.where}: {remark.text.to(language)}" for remark in answer.warnings]
    data["warning_details"] = [remark.as_json() for remark in answer.warnings]
    return json.dumps(data, ensure_ascii=False, indent=2)


_PERMITTED = {True: Text("ja", "yes"), False: Text("nein", "no"), None: Text("offen", "open")}


def _as_text(answer: Procurement, language: str) -> str:
    english = language == "en"
    day, money = (day_en, money_en) if english else (day_de, money_de)
    head = f"{KINDS[answer.kind].to(language)}, {money(answer.value)}, {day(answer.on)}"
    if answer.buyer is not None:
        head += f", {answer.buyer.name.to(language)}"
    side = Text("oberhalb", "above") if answer.above else Text("unterhalb", "below")
    lines = [
        head,
        f"{Text('EU-Schwellenwert', 'EU threshold').to(language)}: {money(answer.threshold.value)} – {side.to(language)}",
    ]
    if answer.regime is not None:
        stand = STATUS[answer.regime_status].to(language)
        lines.append(f"{Text('Recht', 'Law').to(language)}: {answer.regime.name} ({stand})")
        lines.append(answer.regime.because.to(language))
        if answer.buyer is not None and answer.buyer.statute is not None:
            since = Text("seit", "since").to(language)
            title = answer.buyer.statute.title
            lines.append(
                f"{Text('Satzung', 'Statute').to(language)}: {title} ({since} {day(answer.buyer.statute.valid_from)})"
            )
        lines += ["", *_procedure_table(answer, language), ""]
    lines += [f"- {step.text.to(language)}" for step in answer.steps]
    lines += [f"- {one.conditions}: {one.because.to(language)}" for one in answer.grant_conditions]
    lines += [f"! {remark.text.to(language)}" for remark in answer.warnings]
    return "\n".join(lines)


def _procedure_table(answer: Procurement, language: str) -> list[str]:
    money = money_en if language == "en" else money_de
    columns = Text("Verfahren|zulässig|bis netto|Norm|Stand|Warum", "Procedure|allowed|up to net|Norm|Status|Why")
    rows = [
        [
            one.name.to(language),
            _PERMITTED[one.permitted].to(language),
            "–" if one.limit is None else money(one.limit),
            one.norm,
            STATUS[one.status].to(language),
            one.because.to(language),
        ]
        for one in answer.procedures
    ]
    return table([columns.to(language).split("|"), *rows])


if __name__ == "__main__":
    sys.exit(procurement(sys.argv[1:]))
