"""Real proxies on the loopback, with the files of `deploy/` as they are but for names, ports and certificates."""

import os
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.busy_machine import Deadline
from tests.deploy.deploy_files import DEPLOY
from tests.servers.dovecot import SBIN

PATIENCE = 60.0


def find_program(name: str) -> str:
    """The proxy's program. Its absence fails the test: without it the file would not be tested."""
    return shutil.which(name, path=SBIN) or pytest.fail(
        f"{name} is missing: apt-get install nginx-light caddy, or brew install nginx caddy", pytrace=False
    )


def make_certificate(folder: Path) -> ssl.SSLContext:
    """A certificate of 127.0.0.1 in `folder` (cert.pem, key.pem); the context of a client that trusts it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "countersign test")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(names, False).add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
    certificate = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "cert.pem").write_bytes(certificate)
    (folder / "key.pem").write_bytes(secret)
    return ssl.create_default_context(cadata=certificate.decode())


class RunningProxy:
    """A proxy at `url`; `trust` is how a client verifies it."""

    def __init__(self, url: str, trust: ssl.SSLContext | bool) -> None:
        self.url, self.trust = url, trust

    def client(self, address: str | None = None) -> httpx2.Client:
        """A client that comes from this address."""
        transport = httpx2.HTTPTransport(verify=self.trust, local_address=address)
        return httpx2.Client(base_url=self.url, transport=transport, trust_env=False, timeout=30)


@contextmanager
def nginx(folder: Path, port: int, upstreams: list[int]) -> Iterator[RunningProxy]:
    """nginx with countersign.conf in the `http` block that Debian has."""
    trust = make_certificate(folder)
    site = (DEPLOY / "nginx" / "countersign.conf").read_text()
    first, second = (f"    server 127.0.0.1:{each} max_fails=1 fail_timeout=2s;\n" for each in (upstreams * 2)[:2])
    changes = {
        "    server 127.0.0.1:8080 max_fails=1 fail_timeout=2s;\n": first,
        "    # server 10.0.0.8:8080 max_fails=1 fail_timeout=2s;\n": second if len(upstreams) > 1 else "",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
        "    listen [::]:443 ssl http2;\n": "",
        "/etc/letsencrypt/live/countersign.example.com/fullchain.pem": str(folder / "cert.pem"),
        "/etc/letsencrypt/live/countersign.example.com/privkey.pem": str(folder / "key.pem"),
        "server_name countersign.example.com;": "server_name 127.0.0.1;",
    }
    for before, after in changes.items():
        assert before in site
        site = site.replace(before, after)
    site = site[: site.index("server {\n    listen 80;")]  # its port needs root
    kinds = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    file.write_text(
        f"pid {folder}/pid; error_log stderr; events {{}}\nhttp {{ {kinds} gzip on; access_log off;\n{site}}}\n"
    )
    command = [find_program("nginx"), "-p", str(folder), "-e", "stderr", "-c", str(file)]
    with running([*command, "-g", "daemon off;"], {}, f"https://127.0.0.1:{port}", trust) as proxy:
        yield proxy


@contextmanager
def caddy(folder: Path, port: int, upstreams: list[int]) -> Iterator[RunningProxy]:
    """Caddy with the Caddyfile, unchanged; over plain HTTP, since a certificate needs a public name."""
    url = f"http://127.0.0.1:{port}"
    settings = {
        "COUNTERSIGN_SITE": url,
        "COUNTERSIGN_UPSTREAMS": " ".join(f"127.0.0.1:{each}" for each in upstreams),
        "CADDY_ADMIN": f"unix/{folder}/admin",
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
    }
    command = [find_program("caddy"), "run", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"]
    with running(command, settings, url, True) as proxy:
        yield proxy


PROXIES = {"nginx": nginx, "caddy": caddy}


@contextmanager
def running(
    command: list[str], settings: Mapping[str, str], url: str, trust: ssl.SSLContext | bool
) -> Iterator[RunningProxy]:
    """The proxy, once it finds the server behind it."""
    process = subprocess.Popen(command, env={**os.environ, **settings}, stderr=subprocess.PIPE, text=True)
    proxy = RunningProxy(url, trust)
    try:
        deadline = Deadline(PATIENCE)
        with proxy.client() as client:
            while True:
                assert process.poll() is None, process.communicate()[1]
                try:
                    if client.get("/healthz").status_code == 200:
                        break
                except httpx2.TransportError:
                    pass
                assert not deadline.is_over
                time.sleep(0.05)
        yield proxy
    finally:
        process.terminate()
        process.communicate(timeout=60)
