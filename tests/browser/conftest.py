"""The rig: one server as script/server starts it, and a Chromium whose camera plays a clip that can be read back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright
from sqlalchemy import Engine, create_engine

from tests.browser import clip, stack

CLIP_SECONDS = 120
expect.set_options(timeout=20_000)  # two cores carry the server, the browser and the camera


@pytest.fixture(scope="session")
def server(cluster, tmp_path_factory) -> Iterator[stack.Stack]:
    """Liangma with its demo, on a database and in a folder of its own."""
    name, folder = f"liangma_journey_{os.getpid()}", tmp_path_factory.mktemp("journey")
    folder.chmod(0o755)
    running = stack.start(cluster.clone(name), folder / "var", PUSH_ALLOWED_HOSTS="127.0.0.1")
    yield running
    running.stop()
    cluster.drop(name)


@pytest.fixture(scope="session")
def rows(server: stack.Stack) -> Iterator[Engine]:
    """The server's database, to look at what is not on any screen."""
    engine = create_engine(server.database_url.replace("postgresql://", "postgresql+psycopg://"))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, tmp_path_factory) -> Iterator[Browser]:
    """A Chromium whose camera plays the counter clip and whose microphone a beep per second."""
    folder = tmp_path_factory.mktemp("clip")
    video, sound = folder / "counter.mjpeg", folder / "beeps.wav"
    clip.write_video(video, CLIP_SECONDS)
    clip.write_sound(sound, CLIP_SECONDS)
    browser = launch(playwright, video, f"--use-file-for-fake-audio-capture={sound}")
    yield browser
    browser.close()


def launch(playwright: Playwright, video: Path, *more: str) -> Browser:
    """Debian's Chromium with a file as camera.

    Permissions are granted per context; `--use-fake-ui-for-media-stream` would grant even after a denial.
    """
    return playwright.chromium.launch(
        executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        args=[
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={video}",
            "--autoplay-policy=no-user-gesture-required",
            *more,
        ],
    )


@pytest.fixture
def shots(request: pytest.FixtureRequest) -> Path:
    """Where screenshots of a journey go: SHOTS_DIR, or pytest's own temporary folder."""
    folder = Path(os.environ.get("SHOTS_DIR") or request.getfixturevalue("tmp_path"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
