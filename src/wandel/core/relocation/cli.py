"""``wandel checklist``: data on stdout, sentences on stderr (habits: ``core.commands``)."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date

from wandel.core.commands import Parser, Refused, carry_out, read_json, value
from wandel.core.foerderung.reading import InputErrors, day_from
from wandel.core.law.parameters import NotCovered
from wandel.core.law.texts import Text, day_de, day_en, money_de, money_en
from wandel.core.profile.folder import ProfileErrors
from wandel.core.profile.locate import profile_directory
from wandel.core.profile.reading import load_profile
from wandel.core.relocation.plan import Plan, Task, plan_of
from wandel.core.relocation.reading import parse_situation
from wandel.core.relocation.situation import Situation


def checklist(argv: Sequence[str]) -> int:
    """``wandel checklist FILE [--on DATE] [--profile COUNTY] [--json]``"""
    parser = Parser("checklist", "The ordered plan of a person who moves to the county: what, until when, where, why.")
    parser.add_argument("file", metavar="FILE", help="the situation as JSON; - reads standard input")
    parser.add_argument("--on", metavar="DATE", help="the day of looking: marks what is overdue")
    parser.add_argument(
        "--profile", default="kreis_dueren", metavar="COUNTY", help="a shipped county or a path to one's own folder"
    )

    def work(options: argparse.Namespace) -> str:
        on = None if options.on is None else value(options, "--on", options.on, day_from)
        data = read_json(options.file, options.lang)
        try:
            profile = load_profile(profile_directory(options.profile))
        except LookupError as error:
            raise Refused(f"--profile: {error}") from error
        who = parse_situation(data, municipalities={one.ags for one in profile.municipalities}, county=profile.ags)
        plan = plan_of(who, profile, on=on)
        return _as_json(plan, who, options.lang, on) if options.json else _as_text(plan, who, options.lang)

    return carry_out(parser, argv, work, (InputErrors, NotCovered, ProfileErrors), _sentences)


def _sentences(error: Exception, language: str) -> list[str]:
    if isinstance(error, InputErrors):
        return [problem.sentence(language) for problem in error.problems]
    if isinstance(error, NotCovered):
        return [error.text.to(language)]
    if isinstance(error, ProfileErrors):
        return [f"--profile: {one}" for one in error.errors]
    raise error


def _as_json(plan: Plan, who: Situation, language: str, on: date | None) -> str:
    data = {
        "tasks": [task.as_json(language) for task in plan.tasks],
        "notes": [
            {"kind": note.kind, "text": note.text.to(language), "norm": note.norm, "status": note.status}
            for note in plan.notes
        ],
        "warnings": [f"{remark.where}: {remark.text.to(language)}" for remark in who.remarks],
        "warning_details": [remark.as_json() for remark in who.remarks],
        "on": on.isoformat() if on else None,
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _as_text(plan: Plan, who: Situation, language: str) -> str:
    lines = []
    for number, task in enumerate(plan.tasks, 1):
        lines += _lines(number, task, language)
    lines += [f"– {note.text.to(language)} ({note.norm})" for note in plan.notes]
    lines += [f"! {remark.where}: {remark.text.to(language)}" for remark in who.remarks]
    return "\n".join(lines)


_FOR = {"you": "", "partner": Text(" (Partner)", " (partner)")}
_UNCONFIRMED = Text("nicht bestätigt", "unconfirmed")


def _lines(number: int, task: Task, language: str) -> list[str]:
    english = language == "en"
    day, money = (day_en, money_en) if english else (day_de, money_de)
    if task.due_on:
        when = Text(f"bis {day(task.due_on)}", f"by {day(task.due_on)}").to(language)
    elif task.step.promptly:
        when = Text("gleich", "at once").to(language)
    else:
        when = Text("ohne Frist", "no date").to(language)
    person = task.step.person
    whom = _FOR.get(person, f" ({person})".replace("child", Text("Kind", "child").to(language)))
    whom = whom.to(language) if isinstance(whom, Text) else whom
    late = Text(" – ÜBERFÄLLIG", " – OVERDUE").to(language) if task.overdue else ""
    norm = f"{task.step.norm}{'' if task.step.status == 'confirmed' else f', {_UNCONFIRMED.to(language)}'}"
    found = [
        f"{number}. {task.title.to(language)}{whom}: {when}{late}",
        f"   {task.what.to(language)} {task.office.name.to(language)}.",
        f"   {' '.join(text.to(language) for text in task.step.because)} [{norm}]".replace(" []", ""),
    ]
    if task.documents:
        found.append(
            f"   {Text('Mitbringen', 'Bring along').to(language)}: {', '.join(one.to(language) for one in task.documents)}"
        )
    if task.step.cost:
        found.append(f"   {Text('Kosten', 'Cost').to(language)}: {money(task.step.cost)}")
    return [*found, ""]


if __name__ == "__main__":
    sys.exit(checklist(sys.argv[1:]))
