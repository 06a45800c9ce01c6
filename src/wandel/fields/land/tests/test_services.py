"""Layers from services: whole or not at all, page by page, going on after a break; liars and dead ones get a sentence."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from wandel.fields.land.readers import fetch as fetching
from wandel.fields.land.readers import ogcapi, wfs
from wandel.fields.land.readers.fetch import ServiceError, fetch, with_query

Answer = tuple[int, dict[str, str], bytes]
TOLD: list[tuple[int, int]] = []


def feature(number: int) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": f"f{number}",
        "properties": {"n": number},
        "geometry": {"type": "Point", "coordinates": [6.4, 50.8]},
    }


def page(numbers: range, **more: Any) -> Answer:
    body = {"type": "FeatureCollection", "features": [feature(number) for number in numbers], **more}
    return 200, {"Content-Type": "application/geo+json"}, json.dumps(body).encode()


class Service:
    """A server of our own: ``answer(path, query)`` gives status, headers and body. Counts what it was asked."""

    def __init__(self, answer: Callable[[str, dict[str, str]], Answer]) -> None:
        service = self
        self.asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.asked.append(self.path)
                parts = urlsplit(self.path)
                query = {key.lower(): values[0] for key, values in parse_qs(parts.query).items()}
                status, headers, body = answer(parts.path, query)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def serve() -> Iterator[Callable[..., Service]]:
    services: list[Service] = []

    def start(answer: Callable[[str, dict[str, str]], Answer]) -> Service:
        services.append(Service(answer))
        return services[-1]

    yield start
    for one in services:
        one.server.shutdown()
        one.server.server_close()


def hits(count: int) -> Answer:
    return 200, {}, f'<wfs:FeatureCollection numberMatched="{count}" numberReturned="0"/>'.encode()


def honest_wfs(total: int) -> Callable[[str, dict[str, str]], Answer]:
    def answer(_path: str, query: dict[str, str]) -> Answer:
        if query.get("resulttype") == "hits":
            return hits(total)
        first = int(query["startindex"])
        return page(range(first, min(first + int(query["count"]), total)))

    return answer


def from_wfs(service: Service, work: Path) -> list[Any]:
    work.mkdir(exist_ok=True)
    wfs.download(service.url, "plaene", work / "out.json", work=work, told=lambda *_numbers: None, private=True)
    return json.loads((work / "out.json").read_text())["features"]


def from_ogc(service: Service, work: Path) -> list[Any]:
    work.mkdir(exist_ok=True)
    ogcapi.download(service.url, "plaene", work / "out.json", work=work, told=lambda *_numbers: None, private=True)
    return json.loads((work / "out.json").read_text())["features"]


def test_a_wfs_is_read_page_by_page_until_its_count_is_reached(serve, tmp_path, monkeypatch):
    monkeypatch.setattr(wfs, "PAGE", 40)
    service = serve(honest_wfs(100))
    found = from_wfs(service, tmp_path)
    assert [one["properties"]["n"] for one in found] == list(range(100))
    assert len(service.asked) == 4


def offering(*names: str) -> Callable[[str, dict[str, str]], Answer]:
    types = "".join(f"<wfs:FeatureType><wfs:Name>{name}</wfs:Name></wfs:FeatureType>" for name in names)

    def answer(path: str, query: dict[str, str]) -> Answer:
        if query["request"] == "GetCapabilities":
            return 200, {}, f"<wfs:WFS_Capabilities>{types}</wfs:WFS_Capabilities>".encode()
        return honest_wfs(3)(path, query)

    return answer


def test_without_a_layers_name_the_only_one_is_taken_or_those_there_are_named(serve, tmp_path):
    def ask(service: Service) -> None:
        wfs.download(service.url, "", tmp_path / "out.json", work=tmp_path, told=lambda *_numbers: None, private=True)

    single = serve(offering("plan:BP_Plan"))
    ask(single)
    assert "typeNames=plan%3ABP_Plan" in single.asked[-1]
    with pytest.raises(ServiceError, match=r"has 2: plan:BP_Plan, plan:FP_Plan\. Enter one"):
        ask(serve(offering("plan:BP_Plan", "plan:FP_Plan")))
    with pytest.raises(ServiceError, match="names no layers"):
        ask(serve(offering()))


def test_after_a_break_a_wfs_goes_on_behind_the_pages_that_arrived(serve, tmp_path, monkeypatch):
    monkeypatch.setattr(wfs, "PAGE", 40)
    broken = {"now": True}

    def answer(path: str, query: dict[str, str]) -> Answer:
        if broken["now"] and query.get("startindex") == "40":
            return 503, {}, b"later"
        return honest_wfs(100)(path, query)

    service = serve(answer)
    with pytest.raises(ServiceError, match="error 503"):
        from_wfs(service, tmp_path)
    assert not (tmp_path / "out.json").exists()
    broken["now"], before = False, len(service.asked)
    assert len(from_wfs(service, tmp_path)) == 100
    assert not any("startIndex=0" in one for one in service.asked[before:])


@pytest.mark.parametrize(("promised", "delivered"), [(100, 60), (10, 60)])
def test_a_service_that_promises_another_number_than_it_delivers_is_refused(serve, tmp_path, promised, delivered):
    def answer(_path: str, query: dict[str, str]) -> Answer:
        if query.get("resulttype") == "hits":
            return hits(promised)
        return page(range(delivered)) if query["startindex"] == "0" else page(range(0))

    with pytest.raises(ServiceError, match=f"names {promised} features but delivered {delivered}"):
        from_wfs(serve(answer), tmp_path)


def test_pages_that_overlap_are_noticed(serve, tmp_path, monkeypatch):
    monkeypatch.setattr(wfs, "PAGE", 40)

    def answer(_path: str, query: dict[str, str]) -> Answer:
        return hits(80) if query.get("resulttype") == "hits" else page(range(40))

    with pytest.raises(ServiceError, match="twice"):
        from_wfs(serve(answer), tmp_path)


ODD = [
    ((200, {}, b"<ows:ExceptionReport><ows:ExceptionText>Unknown layer</ows:ExceptionText></ows:ExceptionReport>"), "Unknown layer"),
    ((200, {}, b"<html><body>Wartung</body></html>"), "probably no WFS"),
    ((200, {}, b'<wfs:FeatureCollection numberMatched="0"/>'), "no features"),
    ((404, {}, b"gone"), "error 404"),
]  # fmt: skip


@pytest.mark.parametrize(("answered", "said"), ODD)
def test_what_is_no_answer_gets_a_sentence(serve, tmp_path, answered, said):
    with pytest.raises(ServiceError, match=said):
        from_wfs(serve(lambda _path, _query: answered), tmp_path)


def test_html_in_the_middle_is_no_page(serve, tmp_path):
    def answer(_path: str, query: dict[str, str]) -> Answer:
        return hits(5) if query.get("resulttype") == "hits" else (200, {}, b"<html>Wartung</html>")

    with pytest.raises(ServiceError, match="does not answer with GeoJSON"):
        from_wfs(serve(answer), tmp_path)


def honest_ogc(total: int, size: int) -> Callable[[str, dict[str, str]], Answer]:
    def answer(path: str, query: dict[str, str]) -> Answer:
        first = int(query.get("offset", "0"))
        last = min(first + size, total)
        links = [{"rel": "next", "href": f"{path}?f=json&offset={last}"}] if last < total else []
        return page(range(first, last), numberMatched=total, links=links)

    return answer


def test_an_ogc_api_is_followed_along_its_next_links(serve, tmp_path):
    service = serve(honest_ogc(95, 40))
    assert len(from_ogc(service, tmp_path)) == 95
    assert all(one.startswith("/collections/plaene/items") for one in service.asked)


def test_after_a_break_an_ogc_api_goes_on_at_its_next_link(serve, tmp_path):
    broken = {"now": True}

    def answer(path: str, query: dict[str, str]) -> Answer:
        if broken["now"] and query.get("offset") == "40":
            return 500, {}, b""
        return honest_ogc(95, 40)(path, query)

    service = serve(answer)
    with pytest.raises(ServiceError):
        from_ogc(service, tmp_path)
    broken["now"], before = False, len(service.asked)
    assert len(from_ogc(service, tmp_path)) == 95
    assert len(service.asked) - before == 2


def test_a_next_link_without_end_is_stopped(serve, tmp_path, monkeypatch):
    monkeypatch.setattr(ogcapi, "MOST_PAGES", 5)

    def answer(path: str, query: dict[str, str]) -> Answer:
        first = int(query.get("offset", "0"))
        return page(range(first, first + 1), links=[{"rel": "next", "href": f"{path}?offset={first + 1}"}])

    with pytest.raises(ServiceError, match="without end"):
        from_ogc(serve(answer), tmp_path)


def test_a_next_link_to_itself_ends_and_the_count_decides(serve, tmp_path):
    def answer(path: str, _query: dict[str, str]) -> Answer:
        return page(range(3), numberMatched=9, links=[{"rel": "next", "href": f"{path}?f=json&limit=1000"}])

    with pytest.raises(ServiceError, match="names 9 features but delivered 3"):
        from_ogc(serve(answer), tmp_path)


def test_redirects_are_followed_and_a_circle_is_left(serve):
    def answer(path: str, _query: dict[str, str]) -> Answer:
        if path == "/round":
            return 302, {"Location": "/round"}, b""
        return (302, {"Location": "/there"}, b"") if path == "/here" else (200, {}, b"found")

    service = serve(answer)
    assert fetch(f"{service.url}/here", accept="*/*", private=True) == b"found"
    with pytest.raises(ServiceError, match="circle"):
        fetch(f"{service.url}/round", accept="*/*", private=True)


def test_a_dead_service_is_named():
    with pytest.raises(ServiceError, match="cannot be reached"):
        fetch("http://127.0.0.1:9", accept="*/*", private=True)


def test_an_answer_that_is_too_large_is_refused(serve, monkeypatch):
    monkeypatch.setattr(fetching, "LARGEST_ANSWER", 10)
    with pytest.raises(ServiceError, match="larger than"):
        fetch(serve(lambda _path, _query: (200, {}, b"x" * 11)).url, accept="*/*", private=True)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://10.0.0.5/", "http://192.168.1.1/", "http://169.254.169.254/", "http://[::1]/", "http://localhost/"],
)  # fmt: skip
def test_the_houses_own_network_is_never_asked(address):
    with pytest.raises(ServiceError, match="own network"):
        fetch(address, accept="*/*")


def test_the_address_that_was_checked_is_the_one_that_is_asked(serve, monkeypatch):
    """A name that turns to the own network between check and question (DNS rebinding) is still refused."""
    service = serve(lambda _path, _query: (200, {}, b"secret"))
    port = int(service.url.rsplit(":", 1)[1])
    answers = iter([["93.184.216.34"], ["127.0.0.1"], ["127.0.0.1"]])

    def turning(_host: str, _port: int, *_args: Any, **_kwargs: Any) -> list[Any]:
        return [(2, 1, 6, "", (address, port)) for address in next(answers)]

    monkeypatch.setattr(fetching.socket, "getaddrinfo", turning)
    monkeypatch.setattr(fetching, "TIMEOUT_SECONDS", 1)
    with pytest.raises(ServiceError):
        fetch(f"http://turns.example:{port}/", accept="*/*")
    assert not service.asked


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org/x", "gopher://x/"])
def test_only_web_addresses_are_asked(address):
    with pytest.raises(ServiceError, match="must begin"):
        fetch(address, accept="*/*")


def test_parameters_the_address_has_already_stay_unless_named_anew():
    assert (
        with_query("https://x.example/wfs?map=a&SERVICE=wms", service="WFS")
        == "https://x.example/wfs?map=a&service=WFS"
    )
