"""One file that holds a whole installation, with the digest of everything in it, and what reads it back."""

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from wandel.web.backup.problems import BackupRefused

FORMAT = 1
MANIFEST = "manifest.json"
DATA, PROFILE = "data/", "profile/"
CHUNK = 1 << 20


@dataclass
class Manifest:
    """What stands in the archive and where it comes from. ``members``: name → SHA-256; ``missing``: attachments that were gone."""

    version: str
    created_at: str
    engine: str
    profile: str
    key_mark: str
    migrations: list[str]
    members: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


class Packing:
    """An archive that is being written."""

    def __init__(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", allowZip64=True)
        self.members: dict[str, str] = {}

    def add(self, name: str, path: Path, *, packed: bool) -> str:
        """Take a file in and return its digest, made of the very bytes that were written. OSError when it is gone."""
        with path.open("rb") as source:
            return self._write(name, source, zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED)

    def add_bytes(self, name: str, content: bytes) -> str:
        return self._write(name, io.BytesIO(content), zipfile.ZIP_DEFLATED)

    def _write(self, name: str, source: IO[bytes], method: int) -> str:
        digest = hashlib.sha256()
        info = zipfile.ZipInfo(name)
        info.compress_type = method
        info.external_attr = 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as target:
            for chunk in _chunks(source):
                digest.update(chunk)
                target.write(chunk)
        self.members[name] = digest.hexdigest()
        return self.members[name]

    def finish(self, manifest: Manifest) -> None:
        manifest.members = dict(self.members)
        self._zip.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def drop(self) -> None:
        self._zip.close()
        self._file.close()


def _no_backup(path: Path) -> BackupRefused:
    sentence = _("%(file)s is no backup of wandel, or it is damaged. Use another file.")
    return BackupRefused(sentence % {"file": path.name})


class Reading:
    """An archive that is read back. Raises BackupRefused for what is no backup or does not agree with its digests."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
            raw: dict[str, Any] = json.loads(self._zip.read(MANIFEST))
            self.manifest = Manifest(**raw)
        except FileNotFoundError:
            raise BackupRefused(_("The file %(file)s does not exist. Check the path.") % {"file": path}) from None
        except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError):
            raise _no_backup(path) from None
        if self.manifest.format != FORMAT:
            sentence = _("%(file)s was made by a version that packs differently (%(version)s). Install that version.")
            raise BackupRefused(sentence % {"file": path.name, "version": self.manifest.version})
        names = self._zip.namelist()
        if sorted(names) != sorted([*self.manifest.members, MANIFEST]) or not all(map(_is_safe, names)):
            raise _no_backup(path)

    def __enter__(self) -> "Reading":
        return self

    def __exit__(self, *args: object) -> None:
        self._zip.close()

    def verify(self) -> None:
        """Read everything and hold it against its digest."""
        for name in self.manifest.members:
            self._copy(name, None)

    def unpack(self, folder: Path) -> None:
        """Write everything below a folder, holding each file against its digest."""
        for name in self.manifest.members:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as stream:
                self._copy(name, stream)

    def _copy(self, name: str, target: IO[bytes] | None) -> None:
        digest = hashlib.sha256()
        try:
            with self._zip.open(name) as source:
                for chunk in _chunks(source):
                    digest.update(chunk)
                    if target:
                        target.write(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
            raise self._damaged(name) from error
        if digest.hexdigest() != self.manifest.members[name]:
            raise self._damaged(name)

    def _damaged(self, name: str) -> BackupRefused:
        sentence = _("%(file)s does not verify: %(name)s is not what was written into it. Use another backup.")
        return BackupRefused(sentence % {"file": self.path.name, "name": name})


def _is_safe(name: str) -> bool:
    """Only plain paths below the three places a backup has."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or str(path) != name:
        return False
    return len(path.parts) == 1 or path.parts[0] in {DATA.rstrip("/"), PROFILE.rstrip("/")}
