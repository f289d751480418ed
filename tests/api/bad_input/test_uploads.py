"""Uploads that are longer than they said, or whose headers cannot be: nothing of them is kept."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from backend.evidence.problems import BEYOND_LENGTH, HEADER, WRONG_OFFSET
from backend.identity.problems import NOT_A_KEY
from backend.kernel.signing import public_point
from backend.notifications.problems import NOT_A_SUBSCRIPTION
from tests.api.bad_input.answers import nothing_written, refused
from tests.phone import Phone, over_flask, visit_of

CONTENT = bytes(range(256)) * 40


@pytest.fixture
def media(world, officer, phone) -> UUID:
    return UUID(Phone(over_flask(phone.client)).declare(visit_of(world, officer)).json["media_id"])


@pytest.fixture
def location(phone, media) -> str:
    return Phone(over_flask(phone.client)).begin(media, CONTENT).headers["Location"]


def send(phone, location: str, offset: int, content: bytes, **headers: str) -> Any:
    """In chunks that do not say how much comes, as a gateway without buffers hands them on."""
    told = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset), "Transfer-Encoding": "chunked", **headers}
    stream = {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    return phone.client.patch(
        location, data=content, headers=told, content_type="application/offset+octet-stream", environ_overrides=stream
    )


def held(data_dir: Path) -> list[bytes]:
    return [path.read_bytes() for path in (data_dir / "staging").glob("*")]


class TestChunksThatDoNotSayTheirLength:
    @pytest.mark.parametrize("more", [b"x", b"x" * 300_000], ids=["one byte", "a piece"])
    def test_more_than_was_announced_is_refused_and_none_of_it_is_kept(self, phone, world, location, data_dir, more):
        with nothing_written(world):
            refused(send(phone, location, 0, CONTENT + more), BEYOND_LENGTH)
        assert held(data_dir) == [b""]

    def test_what_was_there_before_stays(self, phone, location, data_dir):
        assert send(phone, location, 0, CONTENT[:100]).headers["Upload-Offset"] == "100"
        answer = send(phone, location, 100, CONTENT)
        refused(answer, BEYOND_LENGTH)
        assert (answer.headers["Upload-Offset"], held(data_dir)) == ("100", [CONTENT[:100]])

    def test_with_a_checksum_too(self, phone, location, data_dir):
        digest = b64encode(sha256(CONTENT).digest()).decode()
        refused(send(phone, location, 0, CONTENT + b"x", **{"Upload-Checksum": f"sha256 {digest}"}), BEYOND_LENGTH)
        assert held(data_dir) == [b""]

    def test_the_right_length_is_taken(self, phone, location, data_dir):
        answer = send(phone, location, 0, CONTENT)
        assert (answer.status_code, answer.headers["Upload-Offset"], held(data_dir)) == (204, "10240", [CONTENT])

    def test_behind_the_end_nothing_is_added(self, phone, location, data_dir):
        send(phone, location, 0, CONTENT)
        refused(send(phone, location, len(CONTENT), b"x"), WRONG_OFFSET, "Upload-Offset")
        assert send(phone, location, len(CONTENT), b"").status_code == 204
        assert held(data_dir) == [CONTENT]


@pytest.mark.parametrize("checksum", ["sha256 " + "A" * 44, "sha256 AAAA AAAA", "sha1 é", "SHA256 " + "A" * 43 + "="])
def test_a_checksum_that_is_none_is_refused_by_name(phone, location, data_dir, checksum):
    answer = send(phone, location, 0, CONTENT, **{"Upload-Checksum": checksum.encode().decode("latin-1")})
    refused(answer, HEADER, "Upload-Checksum")
    assert held(data_dir) == [b""]


KEY = urlsafe_b64encode(public_point(ec.generate_private_key(ec.SECP256R1()))).decode()
OTHER_SPELLINGS = {
    "standard letters": lambda key: "+/" + key[2:],
    "blanks": lambda key: key[:40] + " \n" + key[40:],
    "foreign letters": lambda key: key[:40] + "!é@" + key[40:],
    "bits that mean nothing": lambda key: key.rstrip("=")[:-1] + chr(ord(key.rstrip("=")[-1]) + 1),
    "padding in the middle": lambda key: key[:40] + "=" + key[40:],
    "too much padding": lambda key: key + "====",
    "another length": lambda key: key[:-4],
}


class TestKeysInBase64:
    @pytest.mark.parametrize("spelled", OTHER_SPELLINGS.values(), ids=OTHER_SPELLINGS)
    def test_the_key_of_a_device_has_one_spelling(self, phone, world, spelled):
        with nothing_written(world):
            refused(phone.post("/devices", {"public_key": spelled(KEY)}), NOT_A_KEY, "public_key")

    @pytest.mark.parametrize("key", [KEY, KEY.rstrip("=")], ids=["padded", "bare"])
    def test_with_its_padding_or_without(self, phone, key):
        assert phone.post("/devices", {"public_key": key}).status_code == 201

    @pytest.mark.parametrize("spelled", OTHER_SPELLINGS.values(), ids=OTHER_SPELLINGS)
    @pytest.mark.parametrize("name", ["p256dh", "auth"])
    def test_so_have_the_keys_of_a_subscription(self, phone, world, name, spelled):
        right = {"p256dh": KEY.rstrip("="), "auth": urlsafe_b64encode(bytes(range(1, 17))).decode().rstrip("=")}
        body = {"endpoint": "https://127.0.0.1/push/1", "keys": {**right, name: spelled(right[name])}}
        with nothing_written(world):
            refused(phone.post("/push/subscriptions", body), NOT_A_SUBSCRIPTION, "keys")
