"""A real server, a real browser: no console error, no request to another host, ever."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import greenlet
import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection, connections
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright._impl import _sync_base
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from config.accounts.models import User
from tests.portfolio import Portfolio

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = 1440, 390
HEIGHT = 900
#: How long a page may take to show something; a test that waits longer waits in vain.
PATIENCE_MS = 30_000
REFUSED = "Failed to load resource: the server responded with a status of 4"


@dataclass
class Complaints:
    """What went wrong while a page was open: errors it wrote, hosts it asked."""

    home: str
    found: list[str] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)

    def watch(self, page: Page) -> None:
        """Listen to a page from its first request on."""
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.found.append(f"error: {error}"))
        page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        # A page that refuses in words is no failed resource, though Chromium counts it so.
        refused = message.text.startswith(REFUSED) and message.location["url"] in self.documents
        if message.type in {"error", "warning"} and not refused:
            self.found.append(f"{message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        if request.is_navigation_request():
            self.documents.add(request.url)
        if (
            not request.url.startswith(("data:", "blob:"))
            and urlsplit(request.url).netloc != self.home
        ):
            self.found.append(f"asked another host: {request.url}")


Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start one Chromium for all tests."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("No Chromium: apt-get install chromium, or deselect with -m 'not browser'.")
    with sync_playwright() as playwright, _loop_out_of_sight():
        expect.set_options(timeout=PATIENCE_MS)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def _loop_out_of_sight() -> Iterator[None]:
    """
    Let the tests' own code see no running event loop; Playwright leaves one in this thread.

    Django gives code under a running loop another database connection than the code around
    it, so that a test would write where no server reads, here and in every test after it.
    """
    loop, tests = asyncio.get_running_loop(), greenlet.getcurrent()
    wait = _sync_base.wait_for_future

    def wait_and_hide(*args: Any) -> None:
        asyncio._set_running_loop(loop)
        try:
            wait(*args)
        finally:
            if greenlet.getcurrent() is tests:
                asyncio._set_running_loop(None)

    asyncio.set_event_loop(loop)
    asyncio._set_running_loop(None)
    _sync_base.wait_for_future = wait_and_hide
    try:
        yield
    finally:
        _sync_base.wait_for_future = wait
        asyncio.set_event_loop(None)
        asyncio._set_running_loop(loop)


@pytest.fixture
def server(committed_db: str) -> Iterator[str]:
    """Serve the empty house on a free port, on a database of its own, under the app's role."""
    with serving() as url:
        yield url


@pytest.fixture
def portfolio_server(portfolio_db: Portfolio) -> Iterator[str]:
    """Serve the house with the sample portfolio in it."""
    with serving() as url:
        yield url


@contextmanager
def serving() -> Iterator[str]:
    """Serve what the default connection stands in; yield the address."""
    kept = connections.settings["default"]
    connections.settings["default"] = {**kept, **connection.settings_dict}
    thread = LiveServerThread("localhost", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    try:
        if thread.error:
            raise thread.error
        yield f"http://localhost:{thread.port}"
    finally:
        thread.terminate()
        connections.settings["default"] = kept


@pytest.fixture
def visit(chromium: Browser, server: str) -> Iterator[Visit]:
    """
    Return a function that opens a page as a person: ``visit("/console/", alice, width=PHONE)``.

    At the end of the test, any error that a page wrote and any request to another host fails it.
    """
    with opening(chromium, server) as open_page:
        yield open_page


@pytest.fixture
def visit_portfolio(chromium: Browser, portfolio_server: str) -> Iterator[Visit]:
    """Return the same function, for the house with the sample portfolio in it."""
    with opening(chromium, portfolio_server) as open_page:
        yield open_page


@contextmanager
def opening(chromium: Browser, server: str) -> Iterator[Visit]:
    """Open pages of a server; at the end nothing may have complained."""
    complaints = Complaints(urlsplit(server).netloc)
    contexts = []

    def open_page(
        path: str, user: User | None = None, *, width: int = DESKTOP, language: str = "zh-CN"
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHT}, locale=language, base_url=server
        )
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            name = django_settings.SESSION_COOKIE_NAME
            context.add_cookies(
                [{"name": name, "value": client.cookies[name].value, "url": server}]
            )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        complaints.watch(page)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints.found == []


def arrived(page: Page, address: str | re.Pattern[str]) -> None:
    """
    Wait until the page stands at an address and has come whole.

    What is read from a page without waiting (a count, a text, its width) is read after this: the
    address changes with the first byte of the answer, when the rest is still on its way.
    """
    expect(page).to_have_url(address)
    page.wait_for_load_state()


def sideways(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide
