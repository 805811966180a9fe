"""A web server on this machine that keeps to as few of HTTP's rules as one likes."""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar

_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


@dataclass
class Page:
    """What a server has under an address, and how it sends that."""

    data: bytes
    ranges: bool = True
    """Whether it sends parts."""
    says_no_ranges: bool = False
    sized: bool = True
    """Whether it tells how long it is."""
    squeezed: str = ""
    """Whether it compresses: `asked` if the client takes that, `always`."""
    redirect: str = ""
    status: int = 200
    breaks_at: int = -1
    """How many bytes of it are sent before the connection is lost."""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Web:
    """A running server: its pages by their paths, and what it was asked."""

    address: str
    pages: dict[str, Page]
    asked: list[str] = field(default_factory=list)


@contextmanager
def serving(pages: dict[str, Page]) -> Iterator[Web]:
    """Run a server for a while."""

    class Handler(_Handler):
        pass

    with _Server(("127.0.0.1", 0), Handler) as server:
        web = Web(f"http://127.0.0.1:{server.server_address[1]}", pages)
        Handler.web = web
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield web
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that hung up."""


class _Handler(BaseHTTPRequestHandler):
    web: ClassVar[Web]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, *, with_body: bool) -> None:
        path = self.path.removeprefix(self.web.address)
        self.web.asked.append(f"{self.command} {path} {self.headers.get('Range', '')}".strip())
        page = self.web.pages.get(path, Page(b"nothing", status=404))
        if page.redirect:
            self.send_response(302)
            self.send_header("Location", page.redirect)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = self._head(page)
        if with_body:
            self._send(page, body)

    def _head(self, page: Page) -> bytes:
        """Send the head of an answer, and return what follows it."""
        wanted = _RANGE.fullmatch(self.headers.get("Range", ""))
        start, end = 0, len(page.data)
        if wanted and page.ranges:
            start, end = int(wanted[1]), min(end, int(wanted[2] or end) + 1)
        body = page.data[start:end]
        squeezed = page.squeezed == "always" or (
            page.squeezed == "asked" and "gzip" in self.headers.get("Accept-Encoding", "")
        )
        body = gzip.compress(body, mtime=0) if squeezed else body
        headers = {"Content-Encoding": "gzip"} if squeezed else {}
        if wanted and page.ranges:
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(page.data)}"
        if page.says_no_ranges:
            headers["Accept-Ranges"] = "none"
        if page.sized:
            headers["Content-Length"] = str(len(body))
        else:
            headers["Connection"] = "close"
        self.send_response(206 if wanted and page.ranges else page.status)
        for name, value in (headers | page.headers).items():
            self.send_header(name, value)
        self.end_headers()
        return body

    def _send(self, page: Page, body: bytes) -> None:
        if page.breaks_at >= 0:
            self.wfile.write(body[: page.breaks_at])
            self.close_connection = True
        else:
            self.wfile.write(body)
