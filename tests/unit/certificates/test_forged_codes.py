"""No forged code is green (B-93, T1): server, phone and the independent verifier agree on every one of them.

The suite tries fewer; `FORGED_CODES=50 FORGED_MUTATIONS=20000 FORGED_SLOW=2000` tries all that the plan asks for.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from backend.certificates import cbor, codes
from backend.certificates.codes import CodeRefused
from tests.unit.certificates.broken import CONTEXTS, KEY, KID, POINT, flips, genuine, mutated, signed
from verifier.liangma_verify import code as independent

PWA = Path(__file__).parents[3] / "pwa"
SEED = int(os.environ.get("FORGED_SEED", "20261123"))
CODES = int(os.environ.get("FORGED_CODES", "12"))
MUTATIONS = int(os.environ.get("FORGED_MUTATIONS", "5000"))
SLOW = int(os.environ.get("FORGED_SLOW", "150"))
"""How many signatures the verifier works out in plain integers, some milliseconds each."""

PEM = (
    KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
)


def server_takes(data: bytes) -> bool:
    try:
        code = codes.parse(data)
    except CodeRefused:
        return False
    return code.kid == KID and codes.check(code, [POINT])


def phone_takes(texts: list[bytes], folder: Path) -> list[bool]:
    source = folder / "codes.json"
    source.write_text(json.dumps({"kid": KID.hex(), "point": POINT.hex(), "codes": [each.hex() for each in texts]}))
    asked = ["node", str(Path(__file__).with_name("phone.mjs")), str(PWA), str(source), str(folder)]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    answers: list[bool] = json.loads((folder / "answers.json").read_text())
    return answers


def verifier_reads(data: bytes) -> independent.Code | None:
    try:
        code = independent.parse(data)
    except independent.Unreadable:
        return None
    return code if code.kid == KID else None


@pytest.fixture(scope="module")
def made():
    return genuine(random.Random(SEED), CODES)


@pytest.fixture(scope="module")
def forged(made):
    """Name and bytes: every bit of every code turned once, and everything else that was done to them."""
    chance = random.Random(SEED + 1)
    turned = [("one bit", broken) for _, data in made for broken in flips(data)]
    genuine_ones = {data for _, data in made}
    others = [mutated(chance, made) for _ in range(MUTATIONS)]
    return turned + [(name, data) for name, data in others if data not in genuine_ones]


def test_t1_the_genuine_are_taken_by_all_three(made, tmp_path):
    keys = independent.keys_of(PEM)
    data = [each for _, each in made]

    assert all(server_takes(each) for each in data)
    assert all(phone_takes(data, tmp_path))
    assert all(independent.genuine(independent.parse(each), keys) for each in data)


def test_t1_no_forged_code_is_taken_by_the_server(forged):
    assert [(name, data.hex()) for name, data in forged if server_takes(data)] == []


def test_t1_no_forged_code_is_taken_by_the_phone(forged, tmp_path):
    taken = phone_takes([data for _, data in forged], tmp_path)

    assert [(name, data.hex()) for (name, data), yes in zip(forged, taken, strict=True) if yes] == []


def test_t1_the_verifier_reads_what_the_server_reads_and_takes_no_forged_code(forged):
    """Its arithmetic is slow: the shape is compared for all, the signature for some of those whose shape is right."""
    keys, chance = independent.keys_of(PEM), random.Random(SEED + 2)
    shaped = []
    for name, data in forged:
        code = verifier_reads(data)
        assert (code is not None) == _server_reads(data), (name, data.hex())
        shaped += [(name, code)] if code else []

    assert len(shaped) > SLOW
    assert [name for name, code in chance.sample(shaped, SLOW) if independent.genuine(code, keys)] == []


def _server_reads(data: bytes) -> bool:
    try:
        return codes.parse(data).kid == KID
    except CodeRefused:
        return False


def test_t1_what_is_signed_in_one_context_is_genuine_in_no_other(tmp_path):
    """Nine contexts, each read in the eight others: a payload of one is shown as what any other kind would be."""
    bodies = {payload.CONTEXT: cbor.encode(payload.as_list()) for payload, _ in genuine(random.Random(SEED), 3)}
    replayed = [
        signed(made_for, body) for shown_as, body in bodies.items() for made_for in CONTEXTS if made_for != shown_as
    ]

    assert len(replayed) == 3 * 8
    assert [each for each in replayed if server_takes(each)] == []
    assert phone_takes(replayed, tmp_path) == [False] * len(replayed)
    assert not any(independent.genuine(independent.parse(each), independent.keys_of(PEM)) for each in replayed)
