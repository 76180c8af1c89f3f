"""A picture of every page for each person of the demo, into shots/, and one sheet of them all.

    python tools/shots.py                              starts a demo of its own, which takes a minute
    python tools/shots.py --address http://127.0.0.1:8000    a demo that runs already
    python tools/shots.py --who marisol --sizes 390-dark     one person, one size

Each person signs in with one click and follows every link that leads to a kind of page not seen yet.
Pages that answer with an error, and complaints of the console, are listed at the end and make it fail.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

import django
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page, Response, sync_playwright

FOLDER = Path(__file__).parent.parent / "shots"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
HEIGHTS = {1440: 1000, 390: 844}
FILES = re.compile(r"\.(csv|xlsx|pdf|ics|zip|toml|json|svg|png)$")
NOT_WALKED = re.compile(r"^/(static|media|api|accounts/logout)")
MOST = 200  # kinds of page for one person
STRANGER = "Stranger"  # comes last, by the public pages that the others came across
PUBLIC = {"recruitment-program", "recognition-check"}


@dataclass
class Tour:
    """What one run has seen."""

    address: str
    sizes: list[tuple[int, str]]
    pictures: list[Path] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    public: list[str] = field(default_factory=list)


def main() -> int:
    options = read_options()
    know_addresses()
    sizes = [(int(width), scheme) for width, _, scheme in (size.partition("-") for size in options.sizes.split(","))]
    with server(options.address) as address, sync_playwright() as driver:
        tour = Tour(address, sizes)
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for person in people(browser, address):
            if options.who in {"", role_of(person)}:
                walk(browser, tour, person)
        walk(browser, tour, STRANGER)
        browser.close()
    write_sheet(tour)
    print(f"{len(tour.pictures)} pictures, see {FOLDER / 'index.html'}")
    print("\n".join(tour.problems))
    return 1 if tour.problems or not tour.pictures else 0


def know_addresses() -> None:
    """Read the settings, to call addresses by their names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings")
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="trellis-names-"))
    django.setup()


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="", help="a demo that runs already")
    parser.add_argument("--who", default="", help="only this person, by the first name in small letters")
    parser.add_argument("--sizes", default="1440-light,390-light,1440-dark", help="widths and schemes")
    return parser.parse_args()


def chromium() -> str:
    names = [os.environ.get("CHROMIUM", ""), "chromium", "google-chrome", "chromium-browser"]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        sys.exit("There is no Chromium on this machine. Install one, or set CHROMIUM to it.")
    return found


@contextmanager
def server(address: str) -> Iterator[str]:
    """The demo to look at: the one named, or our own with a data folder that goes away."""
    if address:
        yield address.rstrip("/")
        return
    port = 8971
    with tempfile.TemporaryDirectory(prefix="trellis-shots-") as folder:
        command = [sys.executable, "-m", "trellis.config.command", "demo", "--port", str(port)]
        process = subprocess.Popen(command, env=os.environ | {"DATA_DIR": folder, "LOG_LEVEL": "ERROR"})
        try:
            yield wait_for(f"http://127.0.0.1:{port}", process)
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> str:
    for _second in range(300):
        if process.poll() is not None:
            sys.exit("The demo did not start.")
        try:
            with urlopen(f"{address}/accounts/login/", timeout=5):  # noqa: S310  our own server
                return address
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(1)
    sys.exit("The demo did not answer within five minutes.")


def people(browser: Browser, address: str) -> list[str]:
    """Who can be signed in with one click."""
    page = browser.new_page()
    page.goto(f"{address}/accounts/login/")
    names = page.locator("form[action*='demo'] button").all_text_contents()
    page.close()
    if not names:
        sys.exit("Nobody can be signed in with one click: is this a demo?")
    return names


def role_of(person: str) -> str:
    """The name of a person's folder: their first name."""
    return re.sub(r"\W", "", person.split(maxsplit=1)[0].lower())


def walk(browser: Browser, tour: Tour, person: str) -> None:
    """Everything this person can reach, one of each kind."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    listen(page, tour, role_of(person))
    page.goto(f"{tour.address}/accounts/login/")
    if person != STRANGER:
        name = person.split("\n", maxsplit=1)[0].strip()
        page.locator("form[action*='demo'] button").get_by_text(name).first.click()
        page.wait_for_load_state()
    waiting, seen = [urlsplit(page.url).path, *links_of(page)], set[str]()
    if person == STRANGER:
        waiting += tour.public
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind in seen:
            continue
        seen.add(kind)
        if kind in PUBLIC:
            tour.public.append(path)
        if look(page, tour, path, f"{role_of(person)}/{kind}"):
            waiting += [link for link in links_of(page) if kind_of(link) not in seen]
    context.close()


def listen(page: Page, tour: Tour, role: str) -> None:
    page.on("pageerror", lambda error: tour.problems.append(f"{role}: {page.url}: {error}"))
    page.on(
        "console",
        lambda said: tour.problems.append(f"{role}: {page.url}: {said.text}") if said.type == "error" else None,
    )


def look(page: Page, tour: Tour, path: str, name: str) -> bool:
    """Take the pictures of one address; False when it is no page."""
    answer = go(page, tour.address + path)
    if answer is None:
        return False
    if answer.status >= 400:
        tour.problems.append(f"{name}: {path} answers {answer.status}")
    for width, scheme in tour.sizes:
        page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        page.wait_for_timeout(250)  # colors take a moment to change
        file = FOLDER / f"{name}-{width}-{scheme}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=file, full_page=True)
        tour.pictures.append(file)
    return True


def go(page: Page, address: str) -> Response | None:
    """Open it; None for files that would be downloaded."""
    try:
        answer = page.goto(address)
    except Exception as error:
        if "Download is starting" in str(error):
            return None
        raise
    html = answer is not None and answer.headers.get("content-type", "").startswith("text/html")
    return answer if html else None


def links_of(page: Page) -> list[str]:
    """Addresses of ours that the page leads to, without their queries."""
    found: list[str] = page.eval_on_selector_all("a[href]:not([download])", "all => all.map((a) => a.href)")
    home = urlsplit(page.url)
    places = (urlsplit(urljoin(page.url, link)) for link in found)
    return [
        place.path
        for place in places
        if place.netloc == home.netloc and not FILES.search(place.path) and not NOT_WALKED.match(place.path)
    ]


def kind_of(path: str) -> str:
    """The name of the address, which pages of the same kind share: "matching-studio"."""
    try:
        return resolve(path).view_name.replace(":", "-") or "start"
    except Resolver404:
        return re.sub(r"[^a-z]+", "-", path.strip("/"))[:80]


def write_sheet(tour: Tour) -> None:
    """All pictures on one page, by person."""
    FOLDER.mkdir(exist_ok=True)
    rows: list[str] = []
    for folder in sorted({picture.parent for picture in tour.pictures}):
        rows.append(f"<h2>{escape(folder.name)}</h2><div>")
        for picture in sorted(path for path in tour.pictures if path.parent == folder):
            place = picture.relative_to(FOLDER).as_posix()
            rows.append(f'<figure><a href="{place}"><img src="{place}" alt="" loading="lazy"></a>')
            rows.append(f"<figcaption>{escape(picture.stem)}</figcaption></figure>")
        rows.append("</div>")
    style = "body{font:14px system-ui;margin:2rem}div{display:flex;flex-wrap:wrap;gap:1rem}figure{margin:0;width:15rem}"
    style += "img{width:100%;height:16rem;object-fit:cover;object-position:top;border:1px solid #ccc}"
    head = f"<!doctype html><meta charset='utf-8'><title>Every page</title><style>{style}</style><h1>Every page</h1>"
    (FOLDER / "index.html").write_text(head + "".join(rows))


if __name__ == "__main__":
    sys.exit(main())
