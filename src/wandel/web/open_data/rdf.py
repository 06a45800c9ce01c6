"""Statements about things, written as JSON-LD and as Turtle. Just what a catalogue needs: names, texts, values, nested nodes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# What an address may not hold between < and > (RFC 3987, Turtle's IRIREF).
NOT_IN_ADDRESS = set('<>"{}|^`\\') | {chr(code) for code in range(0x21)}


@dataclass(frozen=True)
class Ref:
    """Another thing, by its address."""

    address: str

    def __post_init__(self) -> None:
        if NOT_IN_ADDRESS & set(self.address):
            raise ValueError(f"{self.address!r} is no address")


@dataclass(frozen=True)
class Text:
    """Words; ``language`` empty for names that have none."""

    words: str
    language: str = ""


@dataclass(frozen=True)
class Value:
    """A value with its type, for example xsd:date."""

    written: str
    type: str


@dataclass(frozen=True)
class Node:
    """A thing. Without address it is only known through the one that names it."""

    type: str
    statements: Sequence[tuple[str, "Said"]] = field(default_factory=tuple)
    address: str = ""


Said: TypeAlias = Ref | Text | Value | Node


def json_ld(nodes: Sequence[Node]) -> str:
    return json.dumps({"@context": PREFIXES, "@graph": [_object(node) for node in nodes]}, ensure_ascii=False, indent=1)


def _object(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": node.address} if node.address else {}
    found["@type"] = node.type
    for predicate, said in node.statements:
        written = _written(said)
        if predicate not in found:
            found[predicate] = written
        elif isinstance(found[predicate], list):
            found[predicate].append(written)
        else:
            found[predicate] = [found[predicate], written]
    return found


def _written(said: Said) -> dict[str, Any]:
    if isinstance(said, Ref):
        return {"@id": said.address}
    if isinstance(said, Node):
        return _object(said)
    if isinstance(said, Value):
        return {"@value": said.written, "@type": said.type}
    return {"@value": said.words, **({"@language": said.language} if said.language else {})}


def turtle(nodes: Sequence[Node]) -> str:
    head = "".join(f"@prefix {name}: <{address}> .\n" for name, address in PREFIXES.items())
    return head + "".join(f"\n{_ref(node.address)} {_body(node, 1)} .\n" for node in nodes)


def _ref(address: str) -> str:
    return f"<{address}>"


def _body(node: Node, depth: int) -> str:
    indent = "    " * depth
    lines = [f"a {node.type}", *(f"{indent}{predicate} {_term(said, depth)}" for predicate, said in node.statements)]
    return " ;\n".join(lines)


def _term(said: Said, depth: int) -> str:
    if isinstance(said, Ref):
        return _ref(said.address)
    if isinstance(said, Node):
        return f"[ {_body(said, depth + 1)} ]"
    # Turtle's short strings know exactly the escapes of JSON, the slash aside, which JSON leaves alone.
    if isinstance(said, Value):
        return f"{json.dumps(said.written, ensure_ascii=False)}^^{said.type}"
    return json.dumps(said.words, ensure_ascii=False) + (f"@{said.language}" if said.language else "")
