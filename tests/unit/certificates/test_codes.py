"""The codes on paper and screen (B-47, B-93): one form only, checked also by a library that is not ours."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import cwt
import pytest
import qrcode
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from backend.certificates import cbor, codes
from backend.certificates.codes import CardCode, CodeRefused, LiveCode, Subject, VisitCode
from backend.kernel.signing import ORDER, key_id, public_point, sign_es256

KEY = ec.generate_private_key(ec.SECP256R1())
OTHER = ec.generate_private_key(ec.SECP256R1())
POINT = public_point(KEY)
DAWN = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)

VISIT = VisitCode(bytes(range(12)), bytes(range(16)), DAWN, DAWN + timedelta(days=1))
CARD = CardCode(bytes(range(12)), 131_071, date(2024, 1, 1), date(2029, 12, 31), bytes(range(16)))
LIVE = LiveCode(Subject.VISIT, bytes(range(12)), codes.step_at(DAWN), key_id(POINT))
ALL = pytest.mark.parametrize("payload", [VISIT, CARD, LIVE], ids=["visit", "card", "live"])

HOST = "h" * 20 + ".cn"


def independent_verify(data, payload, key=KEY):
    """What an outsider does: the cwt library, the public key and the context string."""
    public = cwt.COSEKey.from_pem(_pem(key), kid=key_id(public_point(key)))
    return cwt.COSE.new(verify_kid=True).decode(data, public, external_aad=payload.CONTEXT)


def _pem(key):
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def accepted(data, points=(POINT,)):
    try:
        return codes.check(codes.parse(data), points)
    except CodeRefused:
        return False


@ALL
def test_a_code_comes_back_as_it_was_made(payload):
    code = codes.parse(codes.from_text(codes.to_text(codes.sign(payload, KEY))))

    assert code.payload == payload
    assert codes.check(code, [POINT])


@ALL
def test_an_independent_library_accepts_it_with_the_context_and_refuses_it_without(payload):
    data = codes.sign(payload, KEY)

    assert cbor.decode(independent_verify(data, payload)) == payload.as_list()
    with pytest.raises(cwt.VerifyError):
        independent_verify(data, replace_context(payload, b"beacon/1"))
    with pytest.raises(cwt.VerifyError):
        independent_verify(data[:-1] + bytes([data[-1] ^ 1]), payload)


def replace_context(payload, context):
    class Other:
        CONTEXT = context

    return Other


@ALL
def test_a_foreign_key_does_not_check(payload):
    assert not codes.check(codes.parse(codes.sign(payload, KEY)), [public_point(OTHER)])
    assert not codes.check(codes.parse(codes.sign(payload, KEY)), [])


@ALL
def test_every_change_of_one_character_is_refused(payload):
    text = codes.to_text(codes.sign(payload, KEY))

    for place in range(len(text)):
        for other in "A7Z2":
            if other == text[place]:
                continue
            broken = text[:place] + other + text[place + 1 :]
            try:
                code = codes.parse(codes.from_text(broken))
            except CodeRefused:
                continue
            assert code.kid != key_id(POINT) or not codes.check(code, [POINT]), (place, other)


@ALL
def test_the_mirrored_signature_is_refused(payload):
    data = codes.sign(payload, KEY)
    s = int.from_bytes(data[-32:], "big")
    mirrored = data[:-32] + (ORDER - s).to_bytes(32, "big")

    independent_verify(mirrored, payload)
    assert not accepted(mirrored)


@ALL
def test_cut_doubled_and_lengthened_codes_are_refused(payload):
    data = codes.sign(payload, KEY)

    for broken in (b"", data[:-1], data + b"\0", data * 2, data[1:], b"\xd2" + data):
        assert not accepted(broken)


def test_a_card_cannot_be_read_as_a_visit():
    """The same bytes signed in one context do not check in another."""
    data = codes.sign(VISIT, KEY)
    code = codes.parse(data)

    class Borrowed(VisitCode):
        CONTEXT = b"cert/1"

    borrowed = replace(code, payload=Borrowed(*[getattr(VISIT, name) for name in VisitCode.__slots__]))
    assert codes.check(code, [POINT])
    assert not codes.check(borrowed, [POINT])


@pytest.mark.parametrize(
    "body",
    [
        b"\x85\x18\x01\x4c" + bytes(12) + b"\x50" + bytes(16) + b"\x01\x02",  # version in two bytes
        b"\x9f\x01\x4c" + bytes(12) + b"\x50" + bytes(16) + b"\x01\x02\xff",  # indefinite list
        b"\x85\x02\x4c" + bytes(12) + b"\x50" + bytes(16) + b"\x01\x02",  # version 2
        b"\x85\x01\x4c" + bytes(12) + b"\x50" + bytes(16) + b"\x02\x01",  # ends before it begins
        b"\x85\x01\x4b" + bytes(11) + b"\x50" + bytes(16) + b"\x01\x02",  # short id
        b"\x85\x01\x6c" + b"a" * 12 + b"\x50" + bytes(16) + b"\x01\x02",  # text for an id
        b"\x85\x01\x4c" + bytes(12) + b"\x50" + bytes(16) + b"\x01\xfb" + bytes(8),  # a float
        b"\x85\x01\x4c" + bytes(12) + b"\x50" + bytes(16) + b"\x01\x1b" + b"\xff" * 8,  # a year without end
        b"\x81" * 200,
        b"\xbb" + b"\xff" * 8,
        b"\x9b" + b"\xff" * 8,
        b"\x5b" + b"\xff" * 8,
    ],
)
def test_a_genuine_signature_does_not_excuse_a_wrong_body(body):
    message = b"\x84\x6aSignature1" + cbor.encode(b"\xa1\x01\x26") + cbor.encode(b"insp/1") + cbor.encode(body)
    envelope = cbor.Tagged(18, [b"\xa1\x01\x26", {4: key_id(POINT)}, body, sign_es256(KEY, message)])
    with pytest.raises(CodeRefused):
        codes.parse(cbor.encode(envelope))


@pytest.mark.parametrize("header", [b"\xa1\x01\x27", b"\xa1\x01\x05", b"", b"\xa0", b"\xa2\x01\x26\x01\x26"])
def test_the_algorithm_is_never_read_from_the_message(header):
    """One algorithm is known; any other is refused, whatever a code says of itself (B-103)."""
    message = cbor.decode(codes.sign(VISIT, KEY))
    message.value[0] = header
    with pytest.raises(CodeRefused):
        codes.parse(cbor.encode(message))


def test_more_unsigned_headers_are_refused():
    message = cbor.decode(codes.sign(VISIT, KEY))
    message.value[1][1] = -7
    with pytest.raises(CodeRefused):
        codes.parse(cbor.encode(message))


def test_duplicate_keys_are_not_canonical():
    with pytest.raises(cbor.NotCanonical):
        cbor.decode(b"\xa2\x01\x01\x01\x02")
    with pytest.raises(cbor.NotCanonical):
        cbor.decode(b"\xa2\x02\x01\x01\x02")


@given(st.binary(max_size=120))
def test_whatever_decodes_has_this_one_encoding(data):
    try:
        value = cbor.decode(data)
    except cbor.NotCanonical:
        return
    assert cbor.encode(value) == data


@given(st.text(max_size=420))
def test_no_text_of_others_is_a_code(text):
    with pytest.raises(CodeRefused):
        codes.parse(codes.from_text(text))


@pytest.mark.parametrize("text", ["", "=", "1", "8", "A", "ÄÖ", "😀", "A" * 65_536, "AAAA====", "../..", "ＡＡ"])
def test_odd_texts_are_refused(text):
    with pytest.raises(CodeRefused):
        codes.from_text(text)


def test_letter_case_does_not_matter():
    text = codes.to_text(codes.sign(VISIT, KEY))

    assert codes.from_text(text.lower()) == codes.from_text(text)


@pytest.mark.parametrize(
    "payload",
    [
        replace(VISIT, visit_id=bytes(11)),
        replace(VISIT, notice_hash=bytes(32)),
        replace(VISIT, valid_to=VISIT.valid_from),
        replace(VISIT, valid_from=DAWN + timedelta(seconds=1)),
        replace(CARD, status_index=-1),
        replace(CARD, not_after=date(2020, 1, 1)),
        replace(LIVE, step=1 << 32),
        replace(LIVE, device_kid=b"abc"),
    ],
)
def test_a_payload_out_of_range_is_not_signed(payload):
    with pytest.raises(CodeRefused):
        codes.sign(payload, KEY)


def test_a_live_code_names_its_device_once():
    with pytest.raises(CodeRefused):
        codes.parse(codes.sign(LIVE, OTHER))


@pytest.mark.parametrize("payload, path, version", [(VISIT, "I", 9), (CARD, "C", 9), (LIVE, "I", 8)])
def test_codes_fit_their_qr_with_a_host_of_24_characters(payload, path, version):
    url = f"HTTPS://{HOST.upper():H<24}/{path}/{codes.to_text(codes.sign(payload, KEY))}"
    drawing = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M)
    drawing.add_data(qrcode.util.QRData(url, mode=qrcode.util.MODE_ALPHA_NUM))
    drawing.make(fit=True)

    assert drawing.version <= version


@pytest.mark.parametrize("seconds", [-15, -1, 0, 14, 15, 60, 61, 200])
def test_the_age_of_a_step_begins_with_it(seconds):
    start = datetime.fromtimestamp(LIVE.step * 15, UTC)

    assert LIVE.age_seconds(start + timedelta(seconds=seconds)) == seconds
