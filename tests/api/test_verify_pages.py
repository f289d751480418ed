"""What a stranger with a phone learns from a code, and what nobody learns (B-47, B-93, B-94, B-96)."""

import pytest

from tests.api.coded_visit import coded_visit


@pytest.fixture
def visit(world):
    return coded_visit(world)


@pytest.fixture
def get(app):
    """Somebody without an account."""
    return app.test_client().get


def test_first(visit, get):
    r = get(f"/I/{visit.live()}")
    print(r.status_code, len(r.data)); print(r.text)
    assert "真实有效的检查" in r.text
