"""script/install: what it writes, what it leaves alone, and that it tells before it does."""

from __future__ import annotations

import re
import socket
import tarfile
from pathlib import Path

import pytest

from script.parts import gateway
from script.parts.install import backup, machine, media, releases, services, settings
from script.parts.install.places import OWN_DATABASE, PARTS, SOURCES, InstallError
from script.parts.install.plan import Step, carry_out, point, points_to
from script.parts.processes import NAMES
from script.parts.stand import Stand


def test_a_setting_that_an_operator_wrote_stays_when_others_change() -> None:
    text = "# ours\nSESSION_HOURS=8\nAPP_URL=https://old\n"

    written = settings.merged(text, {"APP_URL": "https://new", "PORT": "8080"})

    assert written == "# ours\nSESSION_HOURS=8\nAPP_URL=https://new\nPORT=8080\n"


@pytest.mark.parametrize("value", ["plain", 'a "quoted" word', "back\\slash", "pa$$ # word", "亮码", ""])
def test_what_is_written_is_read_again(tmp_path: Path, value: str) -> None:
    file = tmp_path / "settings.env"
    file.write_text(settings.merged("", {"S3_SECRET_ACCESS_KEY": value}))

    assert settings.held(file) == {"S3_SECRET_ACCESS_KEY": value}


def test_a_line_that_is_no_setting_stops_it_without_telling_the_value(tmp_path: Path) -> None:
    file = tmp_path / "settings.env"
    file.write_text('DATABASE_URL="secret\n')

    with pytest.raises(InstallError) as told:
        settings.held(file)
    assert "DATABASE_URL" in str(told.value)
    assert "secret" not in str(told.value)


def test_a_dry_run_does_nothing_and_tells_everything(capsys) -> None:
    done: list[str] = []
    steps = [Step("one", lambda: done.append("one")), Step("two", lambda: done.append("two"), lambda: True)]

    assert carry_out(steps, dry=True) == 1
    assert done == []
    assert capsys.readouterr().out == "  → one\n  = two\n"
    assert carry_out(steps, dry=False) == 1
    assert done == ["one"]


def test_a_port_that_somebody_holds_is_told_before_anything_changes() -> None:
    with socket.socket() as taken:
        taken.bind(("", 0))
        taken.listen()
        port = taken.getsockname()[1]
        known = settings.first("a.example") | {"HTTP_PORT": str(port)}

        with pytest.raises(InstallError, match=str(port)):
            machine.check_ports(known)


def test_a_link_is_never_missing_while_it_changes(tmp_path: Path) -> None:
    link = tmp_path / "current"
    for target in (tmp_path / "a", tmp_path / "b"):
        point(link, target)
        assert points_to(link, target)
    assert [path.name for path in tmp_path.iterdir()] == ["current"]


def made_release(folder: Path) -> Path:
    (folder / "pwa" / "dist").mkdir(parents=True)
    (folder / "backend" / "__pycache__").mkdir(parents=True)
    (folder / "backend" / "wsgi.py").write_text("app = 1\n")
    (folder / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')
    return folder


def test_the_same_files_are_the_same_release_and_a_changed_one_is_another(tmp_path: Path) -> None:
    source = made_release(tmp_path)
    first = releases.name_of(source)
    (source / "backend" / "__pycache__" / "wsgi.pyc").write_bytes(b"compiled")
    (source / "tests").mkdir()
    assert releases.name_of(source) == first
    (source / "backend" / "wsgi.py").write_text("app = 2\n")

    assert re.fullmatch(r"1\.2\.3-[0-9a-f]{8}", first)
    assert releases.name_of(source) != first


def test_a_copy_of_the_media_takes_only_what_is_new_and_finds_what_is_damaged(tmp_path: Path) -> None:
    source, target = tmp_path / "data", tmp_path / "media"
    names = []
    for content in (b"one", b"two"):
        draft = tmp_path / "draft"
        draft.write_bytes(content)
        names.append(media.digest(draft))
        (source / "blobs" / names[-1][:2]).mkdir(parents=True, exist_ok=True)
        draft.rename(source / "blobs" / names[-1][:2] / names[-1])

    assert media.mirror(source, target)["blobs"] == {"files": 2, "bytes": 6}
    before = {path: path.stat().st_ino for path in media.files(target)}
    assert media.mirror(source, target)["blobs"]["files"] == 2
    assert {path: path.stat().st_ino for path in media.files(target)} == before
    assert media.false_names(target) == []
    (target / "blobs" / names[0][:2] / names[0]).write_bytes(b"eno")
    assert media.false_names(target) == [names[0]]


def test_a_backup_holds_keys_and_growing_uploads_and_not_what_a_running_part_keeps(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name in ("keys/card", "staging/0a", "run/pg.sock", "blobs/ab/ab", "playable/x"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(name)

    backup._pack(data, tmp_path / "files.tar")

    with tarfile.open(tmp_path / "files.tar") as tar:
        assert [each.name for each in tar if each.isfile()] == ["keys/card", "staging/0a"]


def test_old_backups_go_and_half_ones_do_not_count(tmp_path: Path) -> None:
    for day in range(1, 5):
        folder = tmp_path / f"2026-01-0{day}T023000Z"
        folder.mkdir()
        (folder / backup.MANIFEST).write_text("{}")
    (tmp_path / ".2026-01-05T023000Z.part").mkdir()

    backup.prune(tmp_path, 2)

    assert [path.name for path in backup.all_of(tmp_path)] == ["2026-01-03T023000Z", "2026-01-04T023000Z"]


def test_on_a_server_whoever_comes_unencrypted_is_sent_on_and_nothing_else_is_served_there(tmp_path: Path) -> None:
    stand = Stand.from_env({"DATA_DIR": str(tmp_path), "APP_URL": "https://a.example"})
    tls = gateway.given_tls({"TLS_CERT": "/c", "TLS_KEY": "/k", "HTTP_PORT": "80"})

    values = gateway.values(stand, tls, {})

    assert "return 301 https://$host$request_uri;" in values["LM_REDIRECT"]
    assert "listen 0.0.0.0:80;" in values["LM_REDIRECT"]
    assert ":443 ssl;" in values["LM_LISTEN"]
    assert f":{stand.port};" not in values["LM_LISTEN"]
    assert gateway.given_tls({}) is None
    assert gateway.values(stand, None, {})["LM_REDIRECT"] == ""


def test_every_part_has_its_unit_and_runs_the_command_of_the_demo() -> None:
    assert tuple(f"liangma@{name}.service" for name in NAMES) == PARTS
    for name, words in (
        ("liangma@", "part %i"),
        ("liangma-gateway", "part gateway"),
        ("liangma-database", "part database run"),
    ):
        text = (SOURCES / f"{name}.service").read_text()
        assert f"ExecStart=/opt/liangma/current/script/{words}\n" in text
        assert "\nUser=" in text
        assert "SystemCallFilter=@system-service\n" in text


def test_every_service_is_hardened_by_the_same_words() -> None:
    beside = {path.parent.name for path in services.files() if path.name == "10-hardening.conf"}

    assert beside == {"liangma@.service.d", "liangma-.service.d"}
    for word in ("NoNewPrivileges", "ProtectSystem", "PrivateTmp", "ProtectHome", "RestrictSUIDSGID"):
        assert re.search(rf"^{word}=(yes|strict)$", (SOURCES / "hardening.conf").read_text(), re.M)


def test_the_private_cluster_is_known_by_its_address_however_the_file_spells_it(tmp_path: Path) -> None:
    file = tmp_path / "settings.env"
    file.write_text(settings.merged("", settings.first("a.example")))

    assert settings.own_database(settings.held(file))
    assert settings.held(file)["DATABASE_URL"] == OWN_DATABASE
    assert not settings.own_database({"DATABASE_URL": "postgresql://liangma@elsewhere/liangma"})
