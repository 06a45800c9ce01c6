"""What the columns of finance systems are called, and which of ours they mean."""

import re
from collections.abc import Mapping, Sequence

from wandel.core.text.fold import fold

# Ours: the day of payment, the amount, the rest is welcome. ``order`` is the project's own number in the finance system.
FIELDS = ("paid_on", "amount", "purpose", "payee", "voucher", "item", "key", "order")
NEEDED = ("paid_on", "amount")
# In the order of trust: the first name that a column carries wins. Names as German finance systems print them.
NAMES: Mapping[str, Sequence[str]] = {
    "paid_on": ("zahlungsdatum", "zahldatum", "bezahlt am", "gezahlt am", "wertstellung", "valuta", "buchungsdatum", "buchungstag", "datum", "paid on", "payment date", "date"),
    "amount": ("betrag in eur", "betrag eur", "betrag (eur)", "zahlbetrag", "buchungsbetrag", "bruttobetrag", "betrag brutto", "betrag", "ist", "ausgabe", "amount"),
    "purpose": ("verwendungszweck", "buchungstext", "zahlungsgrund", "bezeichnung", "text", "zweck", "purpose", "description"),
    "payee": ("zahlungsempfanger", "empfanger", "kreditor", "lieferant", "geschaftspartner", "name", "payee", "supplier"),
    "voucher": ("belegnummer", "beleg-nr.", "beleg-nr", "belegnr.", "belegnr", "beleg", "rechnungsnummer", "rechnungs-nr.", "receipt", "voucher"),
    "item": ("kostenposition", "kostengruppe", "kostenart", "kostentrager", "sachkonto", "konto", "cost item", "account"),
    "key": ("buchungsnummer", "buchungs-nr.", "buchungsnr.", "journalnummer", "lfd. nr.", "laufende nummer", "vorgangsnummer", "id", "entry number"),
    "order": ("auftrag", "investitionsnummer", "massnahme", "massnahmennummer", "projektnummer", "projekt", "produktsachkonto", "order", "project"),
}  # fmt: skip


def known_name(header: str) -> str:
    """A heading without case, accents, line breaks and doubled blanks."""
    return re.sub(r"\s+", " ", fold(header)).strip(" :*")


def guess_columns(headers: Sequence[str]) -> dict[str, str]:
    """Our field → their heading, each heading once; a field nobody names is missing."""
    names = {known_name(header): header for header in reversed(headers) if header}
    found: dict[str, str] = {}
    for field in FIELDS:
        for name in NAMES[field]:
            header = names.get(name)
            if header is not None and header not in found.values():
                found[field] = header
                break
    return found
