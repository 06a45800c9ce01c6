"""The running demo: how soon a second start answers (bound 5 s) and what a web worker weighs (bound 250 MB)."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

START_BOUND_S, MEMORY_BOUND_MB = 5.0, 250.0
PAGES = [
    "/desk/",
    "/calendar/",
    "/awards/",
    "/awards/1/",
    "/awards/new/",
    "/awards/1/dates.pdf",
    "/awards/1/dates.docx",
    "/municipalities/",
    "/rounds/",
    "/intake/",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def sign_in(address: str) -> OpenerDirector:
    """A browser without JavaScript that pressed "Funding officer"."""
    jar = http.cookiejar.CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))
    page = opener.open(f"{address}/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    opener.open(
        Request(
            f"{address}/demo/enter/funding/", urlencode({"csrfmiddlewaretoken": token}).encode(), {"Referer": address}
        )
    )
    return opener


def family(pid: int) -> list[int]:
    children = [
        int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()
    ]
    return [pid, *(one for child in children for one in family(child))]


def megabytes(pid: int) -> float:
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()).group(1)) / 1024


def verdict(value: float, bound: float, unit: str) -> str:
    return "ok" if value <= bound else f"MISSED by {value - bound:.1f} {unit}"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="wandel-bench-") as folder:
        command = [sys.executable, "-m", "wandel.web.cli", "demo", "--dir", folder]
        began = time.monotonic()
        subprocess.run([*command, "--prepare-only"], check=True, capture_output=True)
        print(f"first lay-out                {time.monotonic() - began:6.1f} s")
        port = free_port()
        began = time.monotonic()
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        address = f"http://localhost:{port}"
        try:
            while True:
                try:
                    build_opener().open(f"{address}/healthz/", timeout=1).read()
                    break
                except OSError:
                    time.sleep(0.05)
            seconds = time.monotonic() - began
            print(
                f"second start until it serves {seconds:6.1f} s   bound {START_BOUND_S:.0f} s    {verdict(seconds, START_BOUND_S, 's')}"
            )
            browser = sign_in(address)
            for _turn in range(5):
                for page in PAGES:
                    browser.open(f"{address}{page}").read()
            weights = sorted(
                (megabytes(pid), Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " "))
                for pid in family(process.pid)
            )
            web = max(weight for weight, line in weights if " worker" not in line)
            print(
                f"heaviest web process         {web:6.0f} MB  bound {MEMORY_BOUND_MB:.0f} MB {verdict(web, MEMORY_BOUND_MB, 'MB')}"
            )
            print(f"all processes together       {sum(weight for weight, _line in weights):6.0f} MB")
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)


if __name__ == "__main__":
    main()
