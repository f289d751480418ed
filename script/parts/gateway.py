"""nginx: fills in the one template and starts it; run as a program it is the gateway of compose and production."""

from __future__ import annotations

import getpass
import os
import re
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from script.parts.children import Child
from script.parts.stand import LOOPBACK, ROOT, Stand

HERE = ROOT / "script" / "nginx"
BINARY = "/usr/sbin/nginx"
HTTP, HTTPS = 80, 443


class GatewayError(Exception):
    """nginx does not accept its configuration; the text is what it said."""


@dataclass(frozen=True)
class Tls:
    """A certificate with its key and the port it is used on.

    `pages`: a folder that explains the certificate (--lan). `plain_port`: where unencrypted requests are sent away from,
    on a server; without it they are served as well.
    """

    port: int
    certificate: Path
    key: Path
    pages: Path | None = None
    plain_port: int | None = None


def prepare(stand: Stand, tls: Tls | None = None, env: Mapping[str, str] = os.environ) -> Path:
    """Write the configuration out and let nginx test it. Raises GatewayError."""
    config = stand.run_dir / "nginx.conf"
    for name in ("nginx-body", "nginx-proxy", "nginx-other"):
        (stand.run_dir / name).mkdir(exist_ok=True)
    config.write_text(render((HERE / "nginx.conf.template").read_text(), values(stand, tls, env)))
    tested = subprocess.run([*_command(stand, config), "-t", "-q"], check=False, capture_output=True, text=True)
    if tested.returncode:
        raise GatewayError(f"nginx does not accept {config}: {tested.stderr.strip()}")
    return config


def child(stand: Stand, config: Path, env: Mapping[str, str]) -> Child:
    """nginx as a child of the supervisor."""
    argv = [*_command(stand, config), "-g", "daemon off;"]
    return Child("gateway", argv, env, stand.log_dir / "gateway.log")


def _command(stand: Stand, config: Path) -> list[str]:
    return [BINARY, "-e", str(stand.log_dir / "nginx.log"), "-p", str(stand.run_dir), "-c", str(config)]


def render(template: str, known: Mapping[str, str]) -> str:
    """Put a value for every ${LM_…}; a name without a value is a mistake of ours and raises KeyError."""
    return re.sub(r"\$\{(LM_\w+)\}", lambda found: known[found.group(1)], template)


def values(stand: Stand, tls: Tls | None, env: Mapping[str, str]) -> dict[str, str]:
    """What the template asks for. Parts on other hosts are named by WEB_ADDRESS and its like."""
    foreign_media = stand.media_url != stand.app_url
    return {
        "LM_USER": f"user {getpass.getuser()};" if os.geteuid() == 0 else "",
        "LM_TYPES": str(HERE / "types.conf"),
        "LM_RUN": str(stand.run_dir),
        "LM_LOG": str(stand.log_dir),
        "LM_DATA": str(stand.data_dir),
        "LM_DIST": str(ROOT / "pwa" / "dist"),
        "LM_WEB": env.get("WEB_ADDRESS") or f"{LOOPBACK}:{stand.port + 1}",
        "LM_UPLOAD": env.get("UPLOAD_ADDRESS") or f"{LOOPBACK}:{stand.port + 2}",
        "LM_STREAM": env.get("STREAM_ADDRESS") or f"{LOOPBACK}:{stand.port + 3}",
        "LM_MEDIA": f" {stand.media_url}" if foreign_media else "",
        "LM_HSTS": "max-age=31536000" if stand.app_url.startswith("https://") and not stand.lan else "",
        "LM_LISTEN": _listen(stand.port, tls),
        "LM_CA": _explanation(tls),
        "LM_REDIRECT": _redirect(tls),
    }


def _listen(port: int, tls: Tls | None) -> str:
    lines = [] if tls and tls.plain_port else [f"listen {address}:{port};" for address in _addresses()]
    if tls:
        lines += [f"listen {address}:{tls.port} ssl;" for address in _addresses()]
        lines += [
            f"ssl_certificate {tls.certificate};",
            f"ssl_certificate_key {tls.key};",
            "ssl_protocols TLSv1.2 TLSv1.3;",
        ]
    return "\n        ".join(lines)


def _explanation(tls: Tls | None) -> str:
    if not (tls and tls.pages):
        return ""
    return f"location = /ca {{ return 301 /ca/; }}\n        location /ca/ {{ alias {tls.pages}/; index index.html; }}"


def _redirect(tls: Tls | None) -> str:
    """Whoever comes unencrypted is sent to the same address with TLS; the code in it stands in no log."""
    if not (tls and tls.plain_port):
        return ""
    listen = " ".join(f"listen {address}:{tls.plain_port};" for address in _addresses())
    port = "" if tls.port == HTTPS else f":{tls.port}"
    return f"server {{ {listen} access_log off; return 301 https://$host{port}$request_uri; }}"


def _addresses() -> list[str]:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return ["0.0.0.0"]  # noqa: S104 - phones come in here
    return ["0.0.0.0", "[::]"]  # noqa: S104


def given_tls(env: Mapping[str, str]) -> Tls | None:
    """The certificate of a real server: TLS_CERT, TLS_KEY, TLS_PORT and, for the redirect, HTTP_PORT."""
    if not env.get("TLS_CERT"):
        return None
    return Tls(
        int(env.get("TLS_PORT") or HTTPS),
        Path(env["TLS_CERT"]),
        Path(env["TLS_KEY"]),
        plain_port=int(env.get("HTTP_PORT") or HTTP),
    )


def main() -> None:
    """Become nginx, in the foreground, with the configuration of this environment; never returns."""
    stand = Stand.from_env(os.environ)
    stand.make_folders()
    config = prepare(stand, given_tls(os.environ))
    os.execv(BINARY, [*_command(stand, config), "-g", "daemon off;"])


if __name__ == "__main__":
    try:
        main()
    except GatewayError as problem:
        sys.exit(f"✗ {problem}")
