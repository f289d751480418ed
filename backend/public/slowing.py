"""What a page answers where nothing was found: itself, or 429 where its network has had too many of them (B-96)."""

from __future__ import annotations

from flask import Response
from sqlalchemy.exc import SQLAlchemyError

from backend.feedback.pepper import load_or_make_pepper
from backend.kernel.http import address, now, own_transaction, settings
from backend.public import limits
from backend.public.reader import Reader
from backend.public.render import page
from backend.public.words import say


def pepper() -> bytes:
    """The secret of this installation's public forms."""
    return load_or_make_pepper(settings().data_dir / "keys")


def found_nothing(reader: Reader, answer: Response) -> Response:
    """The answer to a look-up that found nothing, or 429 where its network has had too many of them (B-96)."""
    seconds = _wait()
    if not seconds:
        return answer
    title = say(reader.language, "too_many")
    why = say(reader.language, "too_many_why", most=limits.MOST, seconds=seconds)
    response = page("error.html", reader, 429, title=title, why=why, lost=False, fault="")
    response.headers["Retry-After"] = str(seconds)
    return response


def _wait() -> int:
    """Seconds that this network has to wait; where nothing can be counted nobody waits: the page is the public's shield."""
    try:
        with own_transaction() as tx:
            return limits.note_unknown(tx, address(), pepper(), now())
    except SQLAlchemyError:
        return 0
