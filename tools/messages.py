"""Message catalogues without a system gettext: update, check, compile.

``update`` collects every English msgid of code and templates into src/wandel/locale/de/LC_MESSAGES/django.po and keeps the
translations; ``check`` fails when a sentence has no German, is fuzzy, lost its parameters or is no longer used; ``compile`` writes the .mo files.
"""

import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wandel.web.settings")

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "wandel"
CATALOGUE = SOURCE / "locale" / "de" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "Phrase": None,
}
PARAMETER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def _calls(text: str) -> io.BytesIO:
    return io.BytesIO(text.encode("utf-8"))


def _template_as_code(text: str) -> str:
    """Django turns a template into something with gettext calls; flush left so that Python's tokenizer reads it."""
    lines = []
    for line in templatize(text).splitlines():
        found = re.findall(r"""\b(?:n?p?gettext)\((?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*"|[\s,\w])*\)""", line)
        lines.append("; ".join(found))
    return "\n".join(lines)


def collect() -> Catalog:
    catalogue = Catalog(locale="de", project="wandel", charset="utf-8", fuzzy=False)
    for path in sorted(SOURCE.rglob("*")):
        place = path.relative_to(ROOT)
        if "tests" in place.parts or "migrations" in place.parts or "static" in place.parts:
            continue
        if path.suffix == ".py" and "core" not in place.parts:
            code = path.read_text("utf-8")
        elif path.suffix in {".html", ".txt"} and "templates" in place.parts:
            code = _template_as_code(path.read_text("utf-8"))
        else:
            continue
        for _line, function, messages, _comments in extract_python(
            _calls(code), list(KEYWORDS), [], {"encoding": "utf-8"}
        ):
            _add(catalogue, function, messages, str(place))
        if path.suffix == ".py":
            for function, messages in calls_in_fstrings(code):
                _add(catalogue, function, messages, str(place))
    return catalogue


def calls_in_fstrings(code: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Sentences asked for inside an f-string: to the tokenizer of Python 3.11 it is one string, the calls stay unseen."""
    for outer in ast.walk(ast.parse(code)):
        if not isinstance(outer, ast.JoinedStr):
            continue
        for call in ast.walk(outer):
            if not isinstance(call, ast.Call):
                continue
            function = getattr(call.func, "id", getattr(call.func, "attr", ""))
            said = tuple(one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str))
            if function in KEYWORDS and said:
                yield function, said


def _add(catalogue: Catalog, function: str, messages: object, place: str) -> None:
    parts = list(messages) if isinstance(messages, tuple) else [messages]
    context = None
    if function in {"pgettext", "pgettext_lazy", "npgettext"}:
        context, parts = parts[0], parts[1:]
    if function in {"ngettext", "ngettext_lazy", "npgettext"}:
        msgid: object = (parts[0], parts[1])
        complete = bool(parts[0] and parts[1])
    else:
        msgid, complete = parts[0], bool(parts[0])
    # A sentence that is only its parameters has nothing to translate.
    words = re.sub(r"%\(\w+\)s", "", msgid if isinstance(msgid, str) else "x")
    if complete and re.search(r"\w", words):
        catalogue.add(msgid, locations=[(place, 0)], context=context)  # type: ignore[arg-type]


def read() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="de", project="wandel", charset="utf-8", fuzzy=False)
    with CATALOGUE.open("rb") as handle:
        return pofile.read_po(handle, locale="de")


def update() -> int:
    known, found = read(), collect()
    for message in found:
        if message.id:
            old = known.get(message.id, message.context)
            if old is not None and old.string:
                message.string = old.string
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    pofile.write_po(buffer, found, width=120, sort_output=True, omit_header=True, include_lineno=False)
    header = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    CATALOGUE.write_text(header + buffer.getvalue().decode("utf-8"), "utf-8")
    return 0


def check() -> int:
    known, found = read(), collect()
    faults = []
    for message in found:
        if not message.id:
            continue
        ours = known.get(message.id, message.context)
        where = ", ".join(place for place, _line in message.locations[:2])
        if ours is None or not ours.string or (isinstance(ours.string, tuple) and not all(ours.string)):
            faults.append(f"{where}: no German for {message.id!r}")
        elif ours.fuzzy:
            faults.append(f"{where}: the German for {message.id!r} is marked fuzzy")
        else:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = ours.string if isinstance(ours.string, tuple) else (ours.string,)
            wanted = set().union(*(PARAMETER.findall(text) for text in ids))
            given = set().union(*(PARAMETER.findall(text) for text in strings))
            if given - wanted or (len(ids) == 1 and wanted - given):
                faults.append(f"{where}: the German for {message.id!r} has other parameters ({given ^ wanted})")
    used = {(message.id, message.context) for message in found}
    faults += [
        f"{CATALOGUE.name}: nobody says {m.id!r} any more" for m in known if m.id and (m.id, m.context) not in used
    ]
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print(f"{len(faults)} sentences need care. Run 'make messages' and fill the empty ones.", file=sys.stderr)
    return 1 if faults else 0


def compile_() -> int:
    for path in SOURCE.rglob("*.po"):
        with path.open("rb") as source, path.with_suffix(".mo").open("wb") as target:
            write_mo(target, pofile.read_po(source))
    return 0


if __name__ == "__main__":
    sys.exit({"update": update, "check": check, "compile": compile_}[sys.argv[1]]())
