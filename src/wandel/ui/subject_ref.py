"""How a lower storey points at a thing of an upper one without importing it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubjectRef:
    """A thing somebody can open: its kind ("funding.award"), primary key, page and the label it had when it was noted."""

    kind: str
    pk: str
    path: str
    label: str
