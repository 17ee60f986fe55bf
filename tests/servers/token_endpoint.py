"""A token endpoint on this machine, over TLS, for the libraries of Google and Microsoft: it keeps their requests.

with TokenEndpoint(servers.dove.root).running() as endpoint: ...
"""

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs

TENANT = "contoso.example"


class Asked(NamedTuple):
    """One request for a token: its path and its form."""

    path: str
    form: dict[str, str]


class TokenEndpoint:
    """Answers each request with a token of its own, valid for `lasts` seconds, or with the next of `answers`."""

    def __init__(self, root: Path) -> None:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                endpoint.looked_up.append(self.path)
                self._say(200, endpoint.discovered())

            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                endpoint.asked.append(Asked(self.path, {name: values[0] for name, values in form.items()}))
                self._say(*(endpoint.answers.pop(0) if endpoint.answers else (200, endpoint.token())))

            def _say(self, status: int, body: object) -> None:
                raw = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_: object) -> None:
                return

        self.asked: list[Asked] = []
        self.looked_up: list[str] = []
        self.answers: list[tuple[int, dict[str, Any]]] = []
        self.lasts = 3600
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(root / "cert.pem", root / "key.pem")
        self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.url = f"https://localhost:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def token(self) -> dict[str, Any]:
        return {"access_token": f"token-{len(self.asked)}", "expires_in": self.lasts, "token_type": "Bearer"}

    def discovered(self) -> dict[str, str]:
        """Entra's metadata of a tenant (OpenID Connect Discovery)."""
        base = f"{self.url}/{TENANT}"
        return {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
        }

    @contextmanager
    def running(self) -> Iterator["TokenEndpoint"]:
        self._thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join(60)


def claims_of(jwt: str) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    """A JWT's header and claims, its signed bytes, and the signature."""
    head, body, signature = jwt.split(".")
    first, second, last = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in (head, body, signature))
    return json.loads(first), json.loads(second), f"{head}.{body}".encode(), last
