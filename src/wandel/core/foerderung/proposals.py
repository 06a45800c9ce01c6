"""What to propose to the officer who records a notice, and what has changed in the law since an award was recorded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wandel.core.foerderung.sets import ConditionSet, Edition, UnknownConditions, condition_set, nearest
from wandel.core.law.texts import Text, span

KEYS = (
    ("drawdown_window_months", "drawdown_window_weeks"),
    ("verwendungsnachweis_months",),
    ("zwischennachweis_months",),
    ("retention_years",),
)
LABELS = {
    "drawdown_window_months": Text("Mittel verwenden innerhalb von (Monate)", "Spend money drawn within (months)"),
    "drawdown_window_weeks": Text("Mittel verwenden innerhalb von (Wochen)", "Spend money drawn within (weeks)"),
    "verwendungsnachweis_months": Text("Verwendungsnachweis nach (Monate)", "Proof of use after (months)"),
    "zwischennachweis_months": Text(
        "Zwischennachweis nach Ende des Haushaltsjahres (Monate)", "Interim proof after the financial year (months)"
    ),
    "retention_years": Text("Belege aufbewahren (Jahre)", "Keep receipts (years)"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One value proposed for ``confirmed``: the officer compares it with the notice and confirms or corrects it."""

    key: str
    label: Text
    value: int
    unit: str
    norm: str
    status: str
    edition: str
    source: str
    explanation: Text


@dataclass(frozen=True, slots=True)
class LawChange:
    """A value an award was recorded with that the stored law states differently today."""

    key: str
    norm: str
    stored: str
    today: str
    text: Text


def proposals(*, set_name: str, version: str, purpose: str, special: str = "") -> tuple[Proposal, ...]:
    """The values of a condition set to confirm against the notice. Raises UnknownConditions."""
    conditions = condition_set(set_name)
    edition = conditions.edition(version)
    overriding = condition_set(special) if special else None
    found = []
    for keys in KEYS:
        value = nearest(
            overriding.own_value(key, overriding.editions[-1].version, purpose) if overriding else None for key in keys
        ) or nearest(conditions.value(key, edition.version, purpose) for key in keys)
        if value is None:
            continue
        key = value.key
        found.append(
            Proposal(
                key=key,
                label=LABELS[key],
                value=value.value,
                unit=value.unit,
                norm=value.norm,
                status=value.status,
                edition=value.edition,
                source=value.source,
                explanation=_explanation(conditions, edition, value.edition, value.status, value.source, value.norm),
            )
        )
    return tuple(found)


def _explanation(conditions: ConditionSet, edition: Edition, read: str, status: str, source: str, norm: str) -> Text:
    if status == "confirmed":
        return Text(f"{norm} in der Fassung {read}, gelesen: {source}.", f"{norm} in version {read}, read: {source}.")
    if read != edition.version:
        return Text(
            f"Die Fassung {edition.version} von {conditions.label} hat noch niemand gelesen. Der Wert stammt aus der "
            f"Fassung {read}. Vergleichen Sie ihn mit dem Bescheid.",
            f"Nobody has read version {edition.version} of {conditions.label} yet. The value comes from version {read}. "
            "Compare it with the notice.",
        )
    return Text(
        f"{norm} ist nicht bestätigt ({source}). Vergleichen Sie den Wert mit dem Bescheid.",
        f"{norm} is not confirmed ({source}). Compare the value with the notice.",
    )


def check_law(values: Iterable[Mapping[str, Any]]) -> tuple[LawChange, ...]:
    """Compare the values an award was recorded with (``ValueUsed.as_json``) with what is stored today.

    Values the officer read in the notice are left alone: the notice governs.
    """
    changes = []
    for stored in values:
        if stored.get("status") == "from_notice":
            continue
        key, norm = str(stored.get("key", "")), str(stored.get("norm", ""))
        before = _shown(stored.get("value"), str(stored.get("unit", "")), str(stored.get("status", "")))
        try:
            current = condition_set(str(stored.get("set", ""))).value(
                key, str(stored.get("version", "")), str(stored.get("purpose", "investment"))
            )
        except UnknownConditions:
            current = None
        after = (
            _shown(current.value, current.unit, current.status)
            if current
            else Text("nicht mehr hinterlegt", "no longer stored")
        )
        if before == after:
            continue
        changes.append(
            LawChange(
                key=key,
                norm=norm,
                stored=before.en,
                today=after.en,
                text=Text(
                    f"{norm}: Bei der Erfassung galt {before.de}, heute ist hinterlegt: {after.de}. Prüfen Sie den "
                    "Bescheid; die gespeicherten Fristen bleiben, bis Sie sie ändern.",
                    f"{norm}: recorded with {before.en}, stored today: {after.en}. Check the notice; the stored dates "
                    "stay until you change them.",
                ),
            )
        )
    return tuple(changes)


def _shown(value: object, unit: str, status: str) -> Text:
    word = Text("bestätigt", "confirmed") if status == "confirmed" else Text("nicht bestätigt", "unconfirmed")
    length = (
        span(value, unit)
        if isinstance(value, int) and unit in {"weeks", "months", "years"}
        else Text(f"{value}", f"{value}")
    )
    return Text(f"{length.de} ({word.de})", f"{length.en} ({word.en})")
