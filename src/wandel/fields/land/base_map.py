"""The hosts of the county's base map, for the one page that shows a map."""

from urllib.parse import urlsplit

from django.http import HttpResponse

from wandel.office.places.profile import active_profile


def allow_base_map(response: HttpResponse) -> HttpResponse:
    """Let this one page ask the hosts of the profile's base map; without one the policy stays as strict as elsewhere."""
    base = active_profile().base_map
    if base:
        hosts = [f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, base.hosts.split())]
        response._csp_update = {"connect-src": hosts, "img-src": hosts}  # type: ignore[attr-defined]
    return response
