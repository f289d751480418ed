from __future__ import annotations

from tests.api.access.conftest import app as app
from tests.api.access.conftest import town as town
