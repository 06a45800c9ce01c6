"""Where the shipped counties lie: inside the installed package, or at the top of the repository."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]


def profile_directory(name: str) -> Path:
    """The folder of a shipped county, or of a path to one's own. Raises LookupError with the counties there are."""
    own = Path(name)
    if own.is_absolute() or "/" in name:
        if own.is_dir():
            return own
        raise LookupError(f"{name} is no folder. Give the path of a county's folder, or the name of a shipped one.")
    shipped = [place for place in (PACKAGE / "profiles", PACKAGE.parents[1] / "profiles") if place.is_dir()]
    for place in shipped:
        if (place / name / "county.yaml").is_file():
            return place / name
    known = sorted(folder.name for place in shipped for folder in place.iterdir() if (folder / "county.yaml").is_file())
    raise LookupError(f"There is no county “{name}”. Shipped: {', '.join(known) or 'none'}.")
