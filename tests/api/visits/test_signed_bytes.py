"""A signature is what its bytes say (B-62, B-67): the picture that it names is compared with the file that was sealed."""

from hashlib import sha256
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.evidence.states import Named, picture_state
from backend.inspections.written import RecordSignature
from backend.kernel.ids import uuid7
from backend.kernel.jobs import Tools
from backend.policy.sentences import sentence
from backend.supervision.models import Alert
from tests.api.media.hands import Worker
from tests.api.visits.onsite import OnSite
from tests.arrivals import let_followers_read
from tests.phone import Phone, over_flask

INK, OTHER = b"ink of a signature " * 20, b"somebody else's ink " * 20
HASH = sha256(INK).digest()
OURS = {"of_this_visit": True, "is_signature": True, "first_use": True, "hashes": frozenset({HASH})}


@pytest.mark.parametrize(
    ("named", "state"),
    [
        (None, "waiting"),
        (OURS, "matches"),
        ({**OURS, "hashes": frozenset()}, "waiting"),
        ({**OURS, "hashes": frozenset({sha256(OTHER).digest()})}, "other_bytes"),
        ({**OURS, "hashes": frozenset({sha256(OTHER).digest(), HASH})}, "matches"),
        ({**OURS, "of_this_visit": False}, "other_visit"),
        ({**OURS, "of_this_visit": False, "hashes": frozenset()}, "other_visit"),
        ({**OURS, "is_signature": False}, "other_kind"),
        ({**OURS, "first_use": False}, "used_twice"),
    ],
)
def test_how_a_picture_stands(named, state):
    assert picture_state(HASH, named and Named(**named)) == state


class Signing(OnSite):
    """Officers at the door whose record is written; pictures go the way of all evidence."""

    def __init__(self, world, api, tools):
        super().__init__(world, api)
        self.worker, self.phone = Worker(world, tools), Phone(over_flask(api.as_(self.zhou).client))
        assert self.write().status_code == 201

    def picture(self, content: bytes = INK, kind: str = "signature", visit: UUID | None = None) -> UUID:
        """A medium that was declared, sent and sealed."""
        media = self.declared(kind, visit)
        self.seal(media, content)
        return media

    def declared(self, kind: str = "signature", visit: UUID | None = None) -> UUID:
        return UUID(self.phone.declare(visit or UUID(self.visit), kind, "image/png").json["media_id"])

    def seal(self, media: UUID, content: bytes = INK, **sent) -> None:
        self.worker.seal(self.phone.upload(media, content, mime="image/png", **sent))
        self.follow()

    def signs(self, media: UUID, who=None, content: bytes = INK) -> str:
        """What the answer says of the picture, and then of what became of it."""
        told = {"media_id": str(media), "image_sha256": sha256(content).hexdigest()}
        answer = self.sign(self.signing("officer", who or self.zhou, **told))
        assert answer.status_code == 201, answer.json
        self.follow()
        return answer.json["picture"]

    def follow(self) -> None:
        let_followers_read(self.world, self.world.clock)

    def shown(self) -> list[str | None]:
        """What the desk's visit page says of each signature, in the order in which they were given."""
        signed = self.api.as_(self.bureau).get(f"/visits/{self.visit}").json["records"][0]["signatures"]
        return [each["picture"] for each in signed]

    def alerts(self) -> list[dict]:
        found = select(Alert).where(Alert.code == "SIGNATURE_MISMATCH")
        return self.world.look(lambda tx: [each.facts for each in tx.scalars(found)])


@pytest.fixture
def visit(world, api, settings, sessions, clock):
    return Signing(world, api, Tools(settings, sessions, clock))


def test_sealed_before_the_signature_came(visit):
    assert visit.signs(visit.picture()) == "matches"
    assert visit.shown() == ["matches"]
    assert visit.alerts() == []


def test_sealed_after_the_signature_came(visit):
    media = visit.declared()
    assert visit.signs(media) == "waiting"
    visit.seal(media)
    assert visit.shown() == ["matches"]
    assert visit.alerts() == []


def test_never_uploaded(visit):
    assert visit.signs(uuid7()) == "waiting"
    assert visit.shown() == ["waiting"]
    assert visit.alerts() == []


@pytest.mark.parametrize("sealed_first", [True, False])
def test_other_bytes_open_an_alert_in_either_order(visit, sealed_first):
    media = visit.picture(OTHER) if sealed_first else visit.declared()
    before = visit.world.look(lambda tx: tx.scalars(select(RecordSignature)).all())
    assert before == []
    assert visit.signs(media) == ("other_bytes" if sealed_first else "waiting")
    if not sealed_first:
        visit.seal(media, OTHER)
    assert visit.shown() == ["other_bytes"]
    (facts,) = visit.alerts()
    assert (facts["picture"], facts["signer"], facts["version"]) == ("other_bytes", "officer", 1)
    assert visit.world.look(lambda tx: tx.scalar(select(RecordSignature.image_hash))) == HASH, "it never changes"


def test_bytes_that_changed_on_the_way_are_told_of_the_signature_too(visit):
    """What the phone declared of the file is what it told of the signature; other bytes arrived (HASH_MISMATCH)."""
    media = visit.declared()
    visit.signs(media)
    visit.seal(media, OTHER, digest=HASH)
    assert visit.shown() == ["other_bytes"]
    assert [each["picture"] for each in visit.alerts()] == ["other_bytes"]


@pytest.mark.parametrize("sealed_first", [True, False])
def test_a_medium_of_another_visit(visit, sealed_first):
    elsewhere = UUID(visit.check_in().json["inspection_id"])
    media = visit.picture(visit=elsewhere) if sealed_first else uuid7()
    visit.signs(media)
    if not sealed_first:
        assert visit.phone.declare(elsewhere, "signature", "image/png", key=media).status == 201
        visit.seal(media)
    assert visit.shown() == ["other_visit"]
    assert [each["picture"] for each in visit.alerts()] == ["other_visit"]


def test_a_photo_is_no_signature(visit):
    assert visit.signs(visit.picture(kind="photo")) == "other_kind"
    assert [each["picture"] for each in visit.alerts()] == ["other_kind"]


def test_one_picture_is_one_signature(visit):
    media = visit.picture()
    assert visit.signs(media, visit.zhou) == "matches"
    visit.world.clock.advance(minutes=1)
    assert visit.signs(media, visit.lin) == "used_twice"
    assert visit.shown() == ["matches", "used_twice"]
    assert [each["picture"] for each in visit.alerts()] == ["used_twice"]


def test_a_right_copy_makes_up_for_a_wrong_one(visit):
    media = visit.picture(OTHER)
    assert visit.signs(media) == "other_bytes"
    visit.seal(media)
    assert visit.shown() == ["matches"]
    assert len(visit.alerts()) == 1, "what was told stays told"


def test_a_refusal_has_no_picture(visit):
    answer = visit.sign(visit.refusal())
    assert answer.json["picture"] is None
    visit.follow()
    assert visit.shown() == [None]
    assert visit.alerts() == []


def test_two_wrong_signatures_are_one_alert(visit):
    for who in (visit.zhou, visit.lin):
        assert visit.signs(visit.picture(OTHER), who) == "other_bytes"
    assert visit.shown() == ["other_bytes"] * 2
    assert len(visit.alerts()) == 1


def test_the_alert_says_it_in_a_sentence():
    said = sentence("SIGNATURE_MISMATCH", {"version": 1, "signer": "officer", "picture": "other_bytes"}, "zh")
    assert said == "笔录第 1 版，执法人员的签名图片与封存文件不符。原样保留，请核对手机中的原件。"
