"""One GET to a service somebody named: bounded in time and size, never into the house's own network."""

import http.client
import ipaddress
import socket
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit
from urllib.request import (
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
    build_opener,
    getproxies,
)

from wandel.core.law.texts import Text

TIMEOUT_SECONDS = 30
KNOCK_SECONDS = 10
LARGEST_ANSWER = 200_000_000
MOST_REDIRECTS = 5


class ServiceError(Exception):
    """A service that cannot be read: the sentence, in both languages."""

    def __init__(self, german: str, english: str) -> None:
        super().__init__(english)
        self.text = Text(german, english)


class _NoRedirects(HTTPRedirectHandler):
    """Redirects are followed by hand, because each new address is checked like the first."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


class _Guarded(http.client.HTTPConnection):
    """Looks at who has answered before a byte is sent: a name may turn to another address after it was checked."""

    def connect(self) -> None:
        super().connect()
        _refuse_own(self.sock.getpeername()[0])


class _GuardedTls(http.client.HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _refuse_own(self.sock.getpeername()[0])


class _GuardedHandler(HTTPHandler):
    def http_open(self, req: Request) -> http.client.HTTPResponse:
        return self.do_open(_Guarded, req)


class _GuardedTlsHandler(HTTPSHandler):
    def https_open(self, req: Request) -> http.client.HTTPResponse:
        return self.do_open(_GuardedTls, req)


def _opener(url: str, *, private: bool) -> OpenerDirector:
    """With a proxy the peer is the proxy, which has rules of its own; without one every peer is looked at."""
    if private or urlsplit(url).scheme in getproxies():
        return build_opener(_NoRedirects())
    return build_opener(_NoRedirects(), _GuardedHandler(), _GuardedTlsHandler())


def with_query(url: str, **parameters: str) -> str:
    """The address with these parameters; those it already has stay, unless named anew (case does not count)."""
    parts = urlsplit(url)
    kept = [pair for pair in parts.query.split("&") if pair and pair.split("=")[0].lower() not in _lower(parameters)]
    query = "&".join([*kept, urlencode(parameters)])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _lower(parameters: dict[str, str]) -> set[str]:
    return {name.lower() for name in parameters}


def fetch(url: str, *, accept: str, private: bool = False) -> bytes:
    """The body of an address. Raises ServiceError for everything that is no whole answer.

    ``private``: addresses of the own machine and network are allowed (the setting WANDEL_PRIVATE_SERVICES).
    """
    body = _read(url, accept=accept, private=private, most=LARGEST_ANSWER + 1, timeout=TIMEOUT_SECONDS)
    if len(body) > LARGEST_ANSWER:
        raise ServiceError(
            "Eine Antwort des Dienstes ist größer als 200 MB. Laden Sie die Daten als Datei.",
            "An answer of the service is larger than 200 MB. Load the data as a file.",
        )
    return body


def knock(url: str, *, private: bool = False) -> None:
    """Look whether an address answers; of what it says only the beginning is read. Raises ServiceError where it does not."""
    _read(url, accept="*/*", private=private, most=1024, timeout=KNOCK_SECONDS)


def _read(url: str, *, accept: str, private: bool, most: int, timeout: int) -> bytes:
    """The first bytes of what an address or the one it redirects to answers."""
    for _turn in range(MOST_REDIRECTS):
        _check(url, private=private)
        request = Request(url, headers={"Accept": accept, "User-Agent": "wandel"})  # noqa: S310 – checked above
        try:
            with _opener(url, private=private).open(request, timeout=timeout) as response:
                body: bytes = response.read(most)
        except HTTPError as error:
            target = error.headers.get("Location")
            if error.code in {301, 302, 303, 307, 308} and target:
                url = urljoin(url, target)
                continue
            raise ServiceError(
                f"Der Dienst antwortet mit Fehler {error.code}. Prüfen Sie Adresse und Ebene, oder fragen Sie den Anbieter.",
                f"The service answers with error {error.code}. Check address and layer, or ask the provider.",
            ) from None
        except (URLError, TimeoutError, OSError, http.client.HTTPException):
            raise ServiceError(
                f"Der Dienst {urlsplit(url).netloc} ist nicht zu erreichen oder bricht ab. Versuchen Sie es später noch einmal.",
                f"The service {urlsplit(url).netloc} cannot be reached or breaks off. Try again later.",
            ) from None
        return body
    raise ServiceError("Der Dienst leitet im Kreis weiter.", "The service redirects in a circle.")


def _check(url: str, *, private: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ServiceError(
            "Die Adresse muss mit https:// oder http:// beginnen.", "The address must begin with https:// or http://."
        )
    if private:
        return
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        raise ServiceError(
            f"Den Dienst {parts.hostname} gibt es nicht. Prüfen Sie die Adresse.",
            f"There is no service {parts.hostname}. Check the address.",
        ) from None
    for *_rest, address in found:
        _refuse_own(address[0])


def _refuse_own(address: str) -> None:
    """Raise ServiceError for an address of the own machine or network."""
    if not ipaddress.ip_address(address.split("%", maxsplit=1)[0]).is_global:
        raise ServiceError(
            "Diese Adresse liegt im eigenen Netz; dorthin fragt wandel nicht. Laden Sie die Daten als Datei.",
            "This address lies in the own network; wandel does not ask there. Load the data as a file.",
        )
