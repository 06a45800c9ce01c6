"""A real demo, started as a newcomer would start it, and a real browser."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """``wandel demo`` in an empty folder; gives its address."""
    port, folder = free_port(), tmp_path_factory.mktemp("demo")
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("WANDEL_", "DATABASE_URL", "DJANGO_"))
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "wandel.web.cli", "demo", "--port", str(port), "--dir", str(folder / "data")],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        address = f"http://localhost:{port}"
        try:
            # Two workers lay out their demo at the same time; on a busy machine that takes minutes.
            for _attempt in range(1500):
                try:
                    urlopen(f"{address}/healthz/", timeout=2)  # noqa: S310
                    break
                except OSError:
                    assert process.poll() is None, (folder / "log").read_text()
                    time.sleep(0.2)
            yield address
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


@pytest.fixture
def visit(demo: str, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open the demo as a role ("" is a visitor). Anything the page complains about in the console fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_as(role: str = "", *, width: int = 1360, theme: str = "light", javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=demo,
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            locale="de-DE",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/")
        if role:
            # Without waiting for the new page a quick test would type into the old one.
            with page.expect_navigation(wait_until="load"):
                page.click(f"form[action='/demo/enter/{role}/'] button")
        return page

    yield open_as
    for context in contexts:
        context.close()
    # A 404 asked for on purpose is reported by the browser too.
    assert not [text for text in complaints if "404" not in text and "403" not in text], complaints


AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """Violations of WCAG 2.2 A and AA on the page as it stands; the script comes in past the page's own CSP.

    ``only`` names single rules: what a theme changes are colours, so the second theme needs no more than their contrast.
    """
    source = AXE.read_text("utf-8")
    every = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

    def check(page: Page, *, only: tuple[str, ...] = ()) -> list[str]:
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(source)
        rules = {"type": "rule", "values": list(only)} if only else every
        result = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules)
        return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in result["violations"]]

    return check
