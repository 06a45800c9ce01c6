"""Single tiles out of an archive. The name of an archive carries its version, so a tile may be kept for good."""

import gzip
import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from wandel.core.tiles.reading import BrokenArchive, open_archive
from wandel.fields.land.queries import map_archives
from wandel.office.people.access import access_for, allowed

TILE = "application/vnd.mapbox-vector-tile"
REFUSED = re.compile(r"gzip\s*;\s*q=0(?:\.0*)?(?:,|$)")


@require_GET
@allowed("land.layer.view")
def tile(request: HttpRequest, archive: str, z: int, x: int, y: int) -> HttpResponse:
    return tile_response(request, map_archives.archive(access_for(request.user), archive), z, x, y, shared=False)


def tile_response(
    request: HttpRequest, archive: map_archives.TileArchive | None, z: int, x: int, y: int, *, shared: bool
) -> HttpResponse:
    """A tile, packed if the browser takes it; 204 where nothing lies. ``shared``: proxies may keep it too."""
    if archive is None:
        raise Http404
    try:
        content = open_archive(archive.path).tile(z, x, y)
    except (BrokenArchive, FileNotFoundError) as error:
        raise Http404 from error
    headers = {"Cache-Control": f"{'public' if shared else 'private'}, max-age=31536000, immutable"}
    if content is None:
        return HttpResponse(status=204, headers=headers)
    headers["Vary"] = "Accept-Encoding"
    accepted = request.headers.get("Accept-Encoding", "")
    if "gzip" in accepted and not REFUSED.search(accepted):
        headers["Content-Encoding"] = "gzip"
    else:
        content = gzip.decompress(content)
    return HttpResponse(content, content_type=TILE, headers=headers)
