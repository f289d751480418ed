"""Cards are checked without asking us: public keys and a signed list, read by a program that is not the server's (B-95, B-97)."""

from __future__ import annotations

import contextlib
import io
from datetime import datetime, timedelta

import cwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from backend.certificates import codes, keyring, rotation, service, status_list
from backend.certificates.models import Card, SigningKey
from tests.api.cards.office import local
from verifier.liangma_verify.__main__ import DIFFERENT, OUT_OF_TIME, SAME, UNKNOWN, UNREADABLE, UNSURE, main

HOURS = timedelta(hours=1)


class Checker:
    """Somebody who fetched the two files once and asks nobody since."""

    def __init__(self, office, app, folder):
        self.office, self.app, self.folder = office, app, folder
        self.keys, self.status = folder / "keys.pem", folder / "status.cose"
        self.fetch()

    def get(self, path):
        return self.app.test_client().get(path)

    def fetch(self):
        self.keys.write_bytes(self.get("/p/keys.pem").data)
        self.status.write_bytes(self.get(f"/p/status/{self.office.world.region.code}").data)

    def check(self, card, at: datetime | None = None, text: str | None = None) -> tuple[int, str]:
        """Exit code and words for the printed code of a card."""
        moment = at or self.office.world.clock.now()
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            asked = ["code", text or self.text(card), "--keys", str(self.keys), "--status", str(self.status)]
            left = main([*asked, "--at", moment.isoformat()])
        return left, said.getvalue()

    def text(self, card) -> str:
        return str(self.office.see(card).json["url"])


@pytest.fixture
def checker(office, app, tmp_path):
    return Checker(office, app, tmp_path)


@pytest.fixture
def card(office, newcomer):
    return office.issue(newcomer).json["id"]


def test_b95_a_valid_card_is_genuine_and_valid(checker, card):
    checker.fetch()

    left, said = checker.check(card)

    assert left == SAME and "证件有效" in said and "欧阳静" not in said


@pytest.mark.parametrize(
    ("state", "words"),
    [("suspended", "暂扣"), ("cancelled", "已终止"), ("recalled", "已终止"), ("revoked", "已终止"), ("lost", "已终止")],
)
def test_b95_a_card_that_does_not_count_is_refused(office, checker, card, state, words):
    assert office.move(card, state).status_code == 201
    checker.fetch()

    left, said = checker.check(card)

    assert left == DIFFERENT and words in said


def test_b97_a_suspension_lifts_by_itself_without_another_list(office, checker, card, clock):
    until = clock.now() + 30 * HOURS
    assert office.move(card, "suspended", effective_to=until.isoformat()).status_code == 201
    checker.fetch()

    before, after = checker.check(card, until - timedelta(seconds=1)), checker.check(card, until)

    assert (before[0], after[0]) == (DIFFERENT, SAME)


def test_b97_a_suspension_that_begins_later_stands_in_the_list_before(office, checker, card, clock):
    since = clock.now() + 5 * HOURS
    answer = office.move(card, "suspended", effective_from=since.isoformat())
    assert answer.status_code == 201, answer.json
    checker.fetch()

    assert checker.check(card, since - timedelta(seconds=1))[0] == SAME
    assert checker.check(card, since)[0] == DIFFERENT


@pytest.mark.parametrize(
    ("hours", "left"), [(-0.1, UNSURE), (0, SAME), (24, SAME), (71.9, SAME), (72, SAME), (72.1, UNSURE), (500, UNSURE)]
)
def test_b95_nobody_tells_by_a_list_that_is_too_old_or_of_tomorrow(checker, card, clock, hours, left):
    checker.fetch()
    made = clock.now().replace(microsecond=0)

    assert checker.check(card, made + hours * HOURS)[0] == left


def test_t2_a_card_that_the_true_key_signed_beside_the_register_is_not_registered(checker, card, world, clock):
    """A stolen key makes true signatures; the place that it invents is in no list."""
    with world.sessions() as tx:
        key = keyring.code_key(tx, world.settings.data_dir / "keys", world.region.code, clock.now())
        genuine = codes.parse(tx.get_one(Card, card).cose).payload
        taken = {each.status_index for each in tx.query(Card)}
    free = next(place for place in range(codes.STATUS_PLACES) if place not in taken)
    forged = codes.CardCode(bytes(12), free, genuine.not_before, genuine.not_after, genuine.photo_hash)
    checker.fetch()

    left, said = checker.check(card, text=codes.to_text(codes.sign(forged, key)))

    assert left == DIFFERENT and "未登记" in said


def test_t2_a_revoked_key_leaves_the_file_of_keys_and_with_it_all_that_it_signed(checker, card, world, clock):
    kid = world.look(lambda tx: codes.parse(tx.get_one(Card, card).cose).kid)
    assert kid.hex() in checker.get("/p/keys.pem").data.decode()
    with world.sessions() as tx:
        tx.get_one(SigningKey, kid).revoked_at = clock.now()
        tx.commit()

    assert kid.hex() not in checker.get("/p/keys.pem").data.decode()


def test_a_key_that_nobody_gave_is_unknown(checker, card):
    other = codes.parse(codes.from_text(checker.text(card).rsplit("/", 1)[1]))
    stranger = ec.generate_private_key(ec.SECP256R1())
    pem = stranger.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    text = codes.to_text(codes.sign(other.payload, stranger))

    assert checker.check(card, text=text)[0] == UNKNOWN
    checker.keys.write_bytes(pem)
    assert checker.check(card)[0] == UNREADABLE  # nor is the list signed by it


def test_a_card_after_its_last_day_is_out_of_its_time(checker, card):
    checker.fetch()

    assert checker.check(card, datetime.fromisoformat(local("2031-04-01")))[0] == OUT_OF_TIME


def test_every_changed_byte_of_a_list_is_noticed(checker, card):
    """The bits of the states are under the signature, and the version and the region with them."""
    whole = checker.status.read_bytes()
    for place in range(0, len(whole), 5):
        broken = whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :]
        checker.status.write_bytes(broken)
        assert checker.check(card)[0] == UNREADABLE, place


def test_what_is_signed_as_a_card_is_no_list(checker, card, world, clock):
    with world.sessions() as tx:
        key = keyring.code_key(tx, world.settings.data_dir / "keys", world.region.code, clock.now())
    for context in (b"cert/1", b"insp/1", b"live/1", b"trust/1"):
        checker.status.write_bytes(codes.seal(context, status_list.content(world.region.code, {}, clock.now()), key))
        assert checker.check(card)[0] == UNREADABLE


def test_b95_a_later_list_has_a_higher_number_and_an_independent_library_reads_it(checker, card, clock, office):
    checker.fetch()
    first = read_by_cwt(checker)
    clock.advance(seconds=60)
    checker.fetch()
    second = read_by_cwt(checker)

    assert second[2] > first[2]
    assert first[3] - first[2] == 72 * 3600
    assert first[1] == office.world.region.code.encode()


def test_a_list_is_made_once_a_minute_and_at_once_when_a_card_or_the_key_changed(office, checker, card, clock):
    def made():
        checker.fetch()
        return read_by_cwt(checker)[2]

    first = made()
    clock.advance(seconds=59)
    assert made() == first
    assert office.move(card, "suspended").status_code == 201
    assert made() == first + 59
    with office.world.sessions() as tx:
        rotation.rotate(tx, office.world.settings.data_dir / "keys", office.world.region.code, clock.now(), timedelta())
        tx.commit()
    clock.advance(seconds=1)
    assert made() == first + 60


def test_a_card_of_a_town_is_looked_up_in_the_list_of_the_county_that_signed_it(office, checker, tmp_path):
    town = office.world._region("420117102", "42/4201/420117/420117102")
    organ = office.world.organ("双柳街道办", region=town)
    there = office.world.officer(organ, "田小雨")
    card = office.signed_card(there, "17010199", region=town.code, organ_id=organ.id)
    checker.fetch()
    text = codes.to_text(card.cose)

    assert checker.check(card.id, text=text)[0] == SAME


def test_no_two_cards_of_the_installation_share_a_place(office, newcomer, monkeypatch):
    first = office.signed_card(newcomer, "17010198")
    town = office.world._region("420117102", "42/4201/420117/420117102")
    drawn = iter([first.status_index, first.status_index, 77 if first.status_index != 77 else 78])
    monkeypatch.setattr(service.secrets, "randbelow", lambda _: next(drawn))
    assert office.signed_card(newcomer, "17010197", region=town.code).status_index != first.status_index


def read_by_cwt(checker):
    text = checker.keys.read_text()
    begin = text.index("-----BEGIN")
    kid = bytes.fromhex(text[:begin].split()[2])
    key = cwt.COSEKey.from_pem(text[begin : text.index("-----END") + 24], kid=kid)
    body = cwt.COSE.new(verify_kid=True).decode(checker.status.read_bytes(), key, external_aad=status_list.CONTEXT)
    return codes.cbor.decode(body)


def test_the_files_are_public_small_and_name_nobody(checker, card):
    for path in ("/p/keys.pem", f"/p/status/{checker.office.world.region.code}"):
        answer = checker.get(path)
        assert answer.status_code == 200 and len(answer.data) < 4096
        assert answer.headers["Cache-Control"] == "public, max-age=840"
        assert "Set-Cookie" not in answer.headers
        assert "欧阳静".encode() not in answer.data and b"17010112345" not in answer.data


@pytest.mark.parametrize("region", ["999999", "x", "%00", "..", "' or 1=1", "9" * 400])
def test_a_region_that_nobody_knows_is_not_found(checker, region):
    assert checker.get(f"/p/status/{region}").status_code == 404
