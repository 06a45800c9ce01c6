"""What the layers say about a site."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.fields.land.actions.site import locked_site, tell
from wandel.fields.land.models import Site
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase


@transaction.atomic
def store_constraints(*, site: Site, rows: Iterable[Mapping[str, Any]], by: User | None) -> Site:
    """Keep what the layers say: rows with layer, name, share (0…1), area_m2 and as_of (date). The same again is silent.

    Raises ValueError for a share outside 0…1.
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
            }
        )
    found = locked_site(site)
    if found.constraints == stored:
        return found
    found.constraints = stored
    found.version += 1
    found.save()
    message = Phrase(gettext_noop("Compared with %(count)s layers"), {"count": len(stored)})
    tell(found, message, by=by)
    return found
