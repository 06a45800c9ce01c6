"""Who buys: a municipality of the county, or the county itself, with the statute in force on the day."""

from dataclasses import dataclass
from datetime import date

from wandel.core.law.texts import Text, shown
from wandel.core.profile.model import Profile
from wandel.core.profile.procurement import ProcurementStatute


class UnknownMunicipality(LookupError):
    """The AGS is none of this county's; ``text`` says what to write."""

    def __init__(self, ags: str, profile: Profile) -> None:
        listed = ", ".join(f"{one.ags} {one.name}" for one in profile.municipalities)
        self.text = Text(
            f"„{shown(ags)}“ ist keine Gemeinde dieses Kreises. Möglich sind: {profile.ags} {profile.name.de}, {listed}.",
            f"“{shown(ags)}” is no municipality of this county. Possible are: {profile.ags} {profile.name.en}, {listed}.",
        )
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True)
class Buyer:
    """A public authority that awards: its AGS, name, Land, whether it is a Kreis, and its statute of that day."""

    ags: str
    name: Text
    land: str
    is_county: bool
    statute: ProcurementStatute | None


def buyer_of(profile: Profile, ags: str, *, on: date) -> Buyer:
    """The buyer with that AGS (the county's with 5 digits or with 000 behind). Raises UnknownMunicipality."""
    wanted = ags.strip()
    county = wanted in {profile.ags, f"{profile.ags}000"}
    names = {one.ags: Text(one.name, one.name) for one in profile.municipalities}
    if county:
        wanted, name = profile.ags, Text(profile.name.de, profile.name.en)
    elif wanted in names:
        name = names[wanted]
    else:
        raise UnknownMunicipality(ags, profile)
    in_force = profile.statutes(wanted, on)
    return Buyer(wanted, name, profile.state.code, county, in_force[-1] if in_force else None)
