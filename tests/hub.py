"""As much of the Hugging Face Hub as its file system asks for: one data set, in memory."""

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import unquote

REPOSITORY = "datasets/me/corpus"


@contextmanager
def serving(files: dict[str, bytes]) -> Iterator[str]:
    """Run the hub with some files for a while; yield its address."""

    class Handler(_Handler):
        pass

    Handler.files = files
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def _entry(path: str, data: bytes) -> dict[str, Any]:
    oid = hashlib.sha1(data, usedforsecurity=False).hexdigest()
    return {"type": "file", "path": path, "size": len(data), "oid": oid}


class _Handler(BaseHTTPRequestHandler):
    files: ClassVar[dict[str, bytes]]
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = unquote(self.path.partition("?")[0])
        if path.startswith(f"/{REPOSITORY}/resolve/main/"):
            self._part(path.partition("/main/")[2])
        elif path.startswith(f"/api/{REPOSITORY}/tree/main"):
            self._tree(path.partition("/main")[2].strip("/"))
        elif path in {f"/api/{REPOSITORY}", f"/api/{REPOSITORY}/revision/main"}:
            self._tell({"id": REPOSITORY.partition("/")[2], "sha": "0" * 40, "private": False})
        else:
            self._tell({"error": "Repository not found"}, "RepoNotFound")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith(f"/api/{REPOSITORY}/paths-info/main"):
            asked = json.loads(body)["paths"]
            self._tell([_entry(name, self.files[name]) for name in asked if name in self.files])
        elif self.path.startswith(f"/api/{REPOSITORY}/preupload/main"):
            how = {"uploadMode": "regular", "shouldIgnore": False}
            self._tell({"files": [how | {"path": f["path"]} for f in json.loads(body)["files"]]})
        else:
            self._commit(body)

    def _tell(self, told: Any, error: str = "") -> None:  # noqa: ANN401 - JSON holds anything
        headers = {"Content-Type": "application/json"} | ({"X-Error-Code": error} if error else {})
        self._send(json.dumps(told).encode(), 404 if error else 200, headers)

    def _send(self, data: bytes, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _tree(self, folder: str) -> None:
        """Tell what is in a folder, and all that is below it if that is asked for."""
        inside = f"{folder}/" if folder else ""
        found: dict[str, dict[str, Any]] = {}
        for path, data in self.files.items():
            if path.startswith(inside) and path != inside:
                first, slash, _ = path.removeprefix(inside).partition("/")
                if slash:
                    name = inside + first
                    found[name] = {"type": "directory", "path": name, "size": 0, "oid": "0" * 40}
                if not slash or "recursive=true" in self.path.lower():
                    found[path] = _entry(path, data)
        if folder and not found:
            self._tell({"error": "not found"}, "EntryNotFound")
        else:
            self._tell([*found.values()])

    def _part(self, path: str) -> None:
        data = self.files[path]
        first, _, last = self.headers.get("Range", "").removeprefix("bytes=").partition("-")
        if first:
            where = {"Content-Range": f"bytes {first}-{last}/{len(data)}"}
            self._send(data[int(first) : int(last) + 1], 206, where)
        else:
            self._send(data, 200, {})

    def _commit(self, body: bytes) -> None:
        for line in map(json.loads, body.splitlines()):
            if line["key"] == "file":
                self.files[line["value"]["path"]] = base64.b64decode(line["value"]["content"])
        where = f"{self.headers['Host']}/{REPOSITORY}/commit/{'1' * 40}"
        self._tell({"success": True, "commitOid": "1" * 40, "commitUrl": f"http://{where}"})
