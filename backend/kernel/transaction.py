"""The only place in the code that commits; a broken constraint becomes a problem here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.orm import Session, sessionmaker

from backend.kernel.problems import BUSY, CONFLICT, Problem

Sessions = sessionmaker[Session]

CONSTRAINTS: dict[str, Problem] = {}
"""Constraint name → problem. A package adds its own where a person can run into them."""

_PASSING = {"40001", "40P01", "55P03", "57P03"}  # serialisation, deadlock, lock timeout, starting up
_GONE = {None, "57P01", "57P02"}  # not reached or broken off; shut down; crashed


def make_sessions(engine: Engine) -> Sessions:
    """Sessions that keep what they loaded readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False, autoflush=True)


@contextmanager
def transaction(sessions: Sessions, *, read_only: bool = False) -> Iterator[Session]:
    """One transaction: commits when the block ends, rolls back on any exception.

    With `read_only` the database itself refuses a write. Raises ProblemRaised for a broken named constraint and for passing
    trouble (deadlock, serialisation); everything else goes through unchanged.
    """
    with sessions() as tx:
        try:
            if read_only:
                _refuse_writes(tx)
            yield tx
            tx.commit()
        except DBAPIError as error:
            tx.rollback()
            if (told := _translated(error)) is error:
                raise
            raise told from error
        except BaseException:
            tx.rollback()
            raise


def _refuse_writes(tx: Session) -> None:
    """Begin read-only where the transaction is ours to begin: then it costs no round trip of its own."""
    if isinstance(tx.get_bind(), Engine):
        tx.connection(execution_options={"postgresql_readonly": True})
    else:
        tx.execute(text("SET TRANSACTION READ ONLY"))


@contextmanager
def glance(sessions: Sessions) -> Iterator[Connection]:
    """A connection for one question without a transaction around it: begin and end would cost as much as the question.

    Sessions that stand inside somebody's own transaction ask there.
    """
    bind = sessions.kw["bind"]
    if isinstance(bind, Engine):
        with bind.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")
    else:
        with sessions() as tx:
            yield tx.connection()


def _translated(error: DBAPIError) -> Exception:
    diagnosis = getattr(error.orig, "diag", None)
    if isinstance(error, IntegrityError) and diagnosis is not None:
        return CONSTRAINTS.get(diagnosis.constraint_name or "", CONFLICT)(constraint=diagnosis.constraint_name)
    if isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", None) in _PASSING:
        return BUSY()
    return error


def out_of_reach(error: OperationalError | NoneFree) -> bool:
    """Whether the database went away, so that nobody can say what it still did, or all its connections are in use.

    It is asked again later.
    """
    return isinstance(error, NoneFree) or getattr(error.orig, "sqlstate", None) in _GONE
