"""The entry for web and upload processes: `granian --interface wsgi backend.wsgi:app`."""

import os

from backend.app import create_app
from backend.config import Settings

app = create_app(Settings.from_env(os.environ))
