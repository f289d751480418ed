"""A small certificate authority for phones on the same network, good for private addresses only."""

from __future__ import annotations

import ipaddress
import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from script.parts.gateway import Tls
from script.parts.stand import LOOPBACK, ROOT, Stand, lan_address

PAGE = ROOT / "script" / "nginx" / "ca.html"
CA_LIFE, LEAF_LIFE, RENEW_BEFORE = timedelta(days=3650), timedelta(days=390), timedelta(days=30)
PRIVATE = (
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "127.0.0.0/8",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
)


def prepare(stand: Stand) -> Tls:
    """Make authority and certificate where they are missing, old, or for another address; write the page for phones."""
    folder = stand.data_dir / "lan"
    folder.mkdir(mode=0o700, exist_ok=True)
    address = lan_address()
    ca_key = _key(folder / "ca.key")
    ca = _authority(folder / "ca.crt", ca_key, address)
    key = _key(folder / "server.key")
    _leaf(folder / "server.crt", key, ca, ca_key, address)
    return Tls(
        stand.tls_port, folder / "server.crt", folder / "server.key", _pages(folder / "pages", ca, stand, address)
    )


def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    if path.exists():
        held = serialization.load_pem_private_key(path.read_bytes(), None)
        if isinstance(held, ec.EllipticCurvePrivateKey):
            return held
    made = ec.generate_private_key(ec.SECP256R1())
    pem = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(pem)
    return made


def _held(path: Path, address: str) -> x509.Certificate | None:
    """The certificate on disk, if it still has a month to live and was made for this address."""
    if not path.exists():
        return None
    held = x509.load_pem_x509_certificate(path.read_bytes())
    for_here = path.with_suffix(".for").exists() and path.with_suffix(".for").read_text() == address
    return held if for_here and held.not_valid_after_utc - datetime.now(UTC) > RENEW_BEFORE else None


def _save(path: Path, made: x509.Certificate, address: str) -> x509.Certificate:
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    path.with_suffix(".for").write_text(address)
    return made


def _authority(path: Path, key: ec.EllipticCurvePrivateKey, address: str) -> x509.Certificate:
    """A root that browsers refuse for any name outside private networks, should its key ever leak."""
    networks = [ipaddress.ip_network(text) for text in PRIVATE]
    scope = "private" if any(ipaddress.ip_address(address) in network for network in networks) else address
    if held := _held(path, scope):
        return held
    if scope == address:
        networks.append(ipaddress.ip_network(address))
    permitted: list[x509.GeneralName] = [x509.DNSName("localhost"), x509.DNSName("local"), x509.DNSName(_host())]
    permitted += [x509.IPAddress(network) for network in networks]
    builder = (
        _builder(_name("亮码 Liangma 本机演示 CA"), _name("亮码 Liangma 本机演示 CA"), key, CA_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return _save(path, builder.sign(key, hashes.SHA256()), scope)


def _leaf(
    path: Path,
    key: ec.EllipticCurvePrivateKey,
    ca: x509.Certificate,
    ca_key: ec.EllipticCurvePrivateKey,
    address: str,
) -> x509.Certificate:
    held = _held(path, address)
    if held and held.issuer == ca.subject and _signed_by(held, ca):
        return held
    names: list[x509.GeneralName] = [x509.DNSName("localhost"), x509.DNSName(_host())]
    names += [x509.IPAddress(ipaddress.ip_address(each)) for each in sorted({LOOPBACK, address})]
    builder = (
        _builder(_name("亮码 Liangma"), ca.subject, key, LEAF_LIFE)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False)
    )
    return _save(path, builder.sign(ca_key, hashes.SHA256()), address)


def _signed_by(leaf: x509.Certificate, ca: x509.Certificate) -> bool:
    try:
        leaf.verify_directly_issued_by(ca)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, life: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + life)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _host() -> str:
    return f"{socket.gethostname().split('.')[0].lower()}.local"


def _pages(folder: Path, ca: x509.Certificate, stand: Stand, address: str) -> Path:
    """The page at /ca with the root in the form that Android (DER) and iOS (PEM or DER) both take."""
    folder.mkdir(exist_ok=True)
    (folder / "liangma.crt").write_bytes(ca.public_bytes(serialization.Encoding.DER))
    text = PAGE.read_text()
    print_ = ca.fingerprint(hashes.SHA256()).hex(":").upper()
    for name, value in {"FINGERPRINT": print_, "APP_URL": f"https://{address}:{stand.tls_port}"}.items():
        text = text.replace(f"@{name}@", value)
    (folder / "index.html").write_text(text)
    return folder
