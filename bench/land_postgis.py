"""PostGIS as a peer of the overlay: a server of its own in an empty folder, where the machine has the binaries."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psycopg
import shapely

# Two cores and enough memory for the tables; what a careful administrator would set for this one job.
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "1GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "512MB",
    "max_parallel_workers_per_gather": "1",
    "max_worker_processes": "4",
    "min_parallel_table_scan_size": "0",
    "parallel_setup_cost": "0",
    "parallel_tuple_cost": "0",
    "fsync": "off",
    "jit": "off",
}


def binaries() -> Path | None:
    """The newest server that PostGIS is installed for; nothing where there is none."""
    found = sorted(Path("/usr/share/postgresql").glob("*/extension/postgis.control"), reverse=True)
    folders = [Path("/usr/lib/postgresql") / one.parent.parent.name / "bin" for one in found]
    return next((one for one in folders if (one / "initdb").exists()), None)


@contextmanager
def server(folder: Path) -> Iterator[psycopg.Connection]:
    """A cluster in a temporary directory, reached by its socket only."""
    directory = Path(tempfile.mkdtemp(prefix="wandel-postgis-"))
    directory.chmod(0o755)
    # PostgreSQL refuses to run as root: then the user the package made runs it.
    owner = pwd.getpwnam("postgres") if os.getuid() == 0 else None
    as_user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    if owner:
        os.chown(directory, owner.pw_uid, owner.pw_gid)
    data = directory / "data"

    def run(*command: str) -> None:
        subprocess.run(
            command, check=True, cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **as_user
        )

    run(str(folder / "initdb"), "-D", str(data), "-A", "trust", "-U", "bench")
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    run(
        str(folder / "pg_ctl"),
        "-D",
        str(data),
        "-w",
        "-o",
        f"{options} -k {directory}",
        "-l",
        str(directory / "log"),
        "start",
    )
    try:
        with psycopg.connect(host=str(directory), user="bench", dbname="postgres", autocommit=True) as connection:
            connection.execute("CREATE EXTENSION postgis")
            yield connection
    finally:
        run(str(folder / "pg_ctl"), "-D", str(data), "-w", "-m", "immediate", "stop")
        shutil.rmtree(directory, ignore_errors=True)


def tables(connection: psycopg.Connection, shapes: np.ndarray, pieces: dict[str, np.ndarray]) -> None:
    """Parcels and layers with their spatial index, analysed; not counted."""
    for name, geometries in {"parcels": shapes, **pieces}.items():
        connection.execute(f"CREATE TABLE {name} (id integer, geom geometry)")
        with connection.cursor().copy(f"COPY {name} FROM STDIN") as copy:
            for number, one in enumerate(shapely.to_wkb(geometries, hex=True)):
                copy.write_row((number, one))
        connection.execute(f"CREATE INDEX ON {name} USING gist (geom)")
        connection.execute(f"VACUUM ANALYZE {name}")


def shares(connection: psycopg.Connection, layers: list[str], many: int) -> np.ndarray:
    """Square metres per layer and parcel, asked as a user of PostGIS would."""
    result = np.zeros((len(layers), many))
    for index, name in enumerate(layers):
        rows = connection.execute(
            f"SELECT p.id, sum(ST_Area(ST_Intersection(p.geom, l.geom))) FROM {name} l "
            "JOIN parcels p ON ST_Intersects(p.geom, l.geom) GROUP BY p.id"
        ).fetchall()
        if rows:
            numbers, areas = zip(*rows, strict=True)
            result[index, list(numbers)] = areas
    return result
