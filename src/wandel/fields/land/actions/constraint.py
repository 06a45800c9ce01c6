"""What the layers say about a site."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.fields.land.actions.site import locked_site, tell
from wandel.fields.land.models import Site
from wandel.fields.land.queries.constraint import TOUCHES, outline_mark
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase

TOLD = ("source", "licence", "synthetic")


@transaction.atomic
def store_constraints(*, site: Site, rows: Iterable[Mapping[str, Any]], by: User | None, mark: str = "") -> Site:
    """Keep what the layers say: rows with layer, name, share (0…1), area_m2, as_of (date), and of a version its number
    ``version`` with source, licence and synthetic. The same again is silent.

    ``mark`` names the outline that was compared; if the site has another one meanwhile, nothing is kept. A comparison is no
    change of the site, so nobody's open form is out of date by it. Raises ValueError for a share outside 0…1.
    """
    stored = []
    for row in rows:
        share = float(row["share"])
        if not 0 <= share <= 1:
            raise ValueError(f"the share {share} of {row['layer']} is not in 0…1")
        as_of = row.get("as_of")
        stored.append(
            {
                "layer": str(row["layer"]),
                "name": str(row["name"]),
                "share": round(share, 6),
                "area_m2": round(float(row.get("area_m2") or 0), 2),
                "as_of": as_of.isoformat() if isinstance(as_of, date) else as_of,
                **({"version": row["version"], "outline": mark} if row.get("version") else {}),
                **{name: row[name] for name in TOLD if row.get(name)},
            }
        )
    found = locked_site(site)
    if found.constraints == stored or (mark and mark != outline_mark(found.geometry)):
        return found
    found.constraints = stored
    found.save(update_fields=["constraints"])
    touching = sum(row["share"] >= TOUCHES for row in stored)
    message = gettext_noop("Compared with %(count)s layers, of which %(touching)s touch the site")
    tell(found, Phrase(message, {"count": len(stored), "touching": touching}), by=by)
    return found
