"""Unseen by those whom it is about: who can read a rating, and what leaves as an event (B-74)."""

from contextlib import suppress

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.feedback.models import Rating
from backend.feedback.sealing import unseal
from backend.kernel.signing import load_or_make_key
from tests.api.rated import FULL, counted, events, ratings, send, token_of
from tests.api.rated import browser as browser
from tests.api.rated import visit as visit


def test_words_are_kept_only_sealed_to_the_supervision_body(visit, browser):
    token = token_of(browser.get(f"/I/{visit.live()}"))
    page = send(browser, visit, FULL | {"token": token, "words": "收了两条烟\r\n很不好"})

    kept = ratings(visit)[0]
    assert "烟".encode() not in kept.words
    key = load_or_make_key(visit.world.settings.data_dir / "keys", "seal-420117")
    assert unseal(kept.words, key) == "收了两条烟\n很不好"
    assert counted(visit)["words_sealed"] is True
    assert "只有监督部门能打开" in page.text


def test_without_naming_its_reader_a_transaction_sees_no_rating(visit, browser):
    token = token_of(browser.get(f"/I/{visit.live()}"))
    send(browser, visit, FULL | {"token": token})

    def read(tx):
        tx.execute(text("SELECT set_config('liangma.reader', '', true)"))
        return tx.query(Rating).count()

    assert visit.world.look(read) == 0
    assert len(ratings(visit)) == 1


def test_a_rating_is_never_changed_or_removed(visit, browser):
    send(browser, visit, FULL | {"token": token_of(browser.get(f"/I/{visit.live()}"))})

    for statement in ("UPDATE feedback.rating SET stars = 1", "DELETE FROM feedback.rating"):

        def try_it(tx, statement=statement):
            tx.execute(text("SELECT set_config('liangma.reader', 'supervision', true)"))
            tx.execute(text(statement))
            tx.commit()

        with suppress(DBAPIError):  # the trigger refuses, or row security hides the row from the change
            visit.world.look(try_it)
    assert [rating.stars for rating in ratings(visit)] == [5]


def test_the_event_names_the_rating_and_the_visit_and_nothing_else(visit, browser):
    send(browser, visit, FULL | {"token": token_of(browser.get(f"/I/{visit.live()}")), "e2": "yes"})

    [event] = events(visit)
    assert set(event.data) == {"rating_id", "inspection_id"}
    assert event.data["inspection_id"] == str(visit.inspection_id)
    [rating] = ratings(visit)
    assert (str(rating.id), rating.id.version) == (event.data["rating_id"], 4)
