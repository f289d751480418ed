"""What the documents name is there: commands, files and settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backend.cli import COMMANDS, main
from script.parts.install.__main__ import _parser

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    "README.md", "README.zh-CN.md", "CONTRIBUTING.md", "docs/runbook.md", "docs/architecture.md", "docs/recipes.md",
    "docs/api.md", "docs/glossary.md", "docs/architecture.zh-CN.md", "docs/design-language.md",
)  # fmt: skip
LINKING = (*DOCUMENTS, *(f"docs/decisions/{path.name}" for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))))
COMMAND_LINE = re.compile(
    r"^(?:\w+=\S+ )*(?:/opt/liangma/current/|\./)?(script/[\w-]+|liangma|\.venv/bin/liangma)\b(.*)$"
)
OF_OTHERS = (
    "apt awk chown cp curl df docker du export git grep journalctl ls mkdir mount npm openssl readlink runuser systemctl tar"
    " timedatectl"
)


def text_of(name: str) -> str:
    return (ROOT / name).read_text()


def shell_lines(name: str) -> list[str]:
    """Every line of every ```sh block, without its comment."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", text_of(name), re.M | re.S)
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def doors() -> set[str]:
    """The first words that script/install knows."""
    actions = [action for action in _parser()._actions if action.choices]
    return {str(name) for action in actions for name in action.choices or ()}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_in_a_document_exists(name: str) -> None:
    for line in shell_lines(name):
        if line.startswith("#"):
            continue
        found = COMMAND_LINE.match(line)
        if not found:
            assert line.split()[0] in OF_OTHERS.split() or "=" in line.split()[0], line
            continue
        program, words = found.group(1), found.group(2).split()
        if program.endswith("liangma"):
            assert not words or words[0].startswith("-") or words[0] in {*COMMANDS, *main.commands}, line
        else:
            assert (ROOT / program).is_file(), line
            assert program != "script/install" or not words or words[0].startswith("-") or words[0] in doors(), line


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_named_in_a_sentence_exists(name: str) -> None:
    for command in re.findall(r"`liangma ([a-z-]+)[^`]*`", text_of(name)):
        assert command in {*COMMANDS, *main.commands}, command
    for script in re.findall(r"`(script/[\w/.-]*\w)", text_of(name)):
        assert (ROOT / script).exists(), script


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_both_readmes_name_every_command(name: str) -> None:
    named = set(re.findall(r"`([a-z-]+)[ `]", text_of(name)))

    assert {*COMMANDS, *main.commands} <= named


@pytest.mark.parametrize("name", LINKING)
def test_every_file_that_a_document_links_to_is_there(name: str) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text_of(name)):
        assert (ROOT / name).parent.joinpath(target).exists(), target


@pytest.mark.parametrize("name", LINKING)
def test_every_heading_that_a_document_links_to_is_there(name: str) -> None:
    for target, wanted in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", text_of(name)):
        page = (ROOT / name).parent.joinpath(target) if target else ROOT / name
        assert wanted in anchors(page.read_text()), f"{target}#{wanted}"


def anchors(text: str) -> set[str]:
    """What the headings of a page are called in links, as GitHub makes them."""
    prose = re.sub(r"^ *```.*?^ *```", "", text, flags=re.M | re.S)
    headings = re.findall(r"^#+ (.+)$", prose, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_words_of_the_glossary_stand_once_and_in_order() -> None:
    table = text_of("docs/glossary.md").partition("| --- | --- | --- |\n")[2].partition("\n\n")[0]
    words = [line.split("|")[1].strip().lower() for line in table.splitlines()]

    assert words == sorted(set(words))


OUTSIDE = re.compile(r"\b(?:rules|trust|perf|design|style|peers|stack|pwa)\.md|\bC1\d\b|\bseed 00\d")
"""Papers that the house was planned by and that do not lie in this repository."""


@pytest.mark.parametrize("name", [*LINKING, "docs/held.md", "docs/rules.md", "docs/access.md"])
def test_no_document_leans_on_a_paper_that_is_not_here(name: str) -> None:
    cited = {found for found in OUTSIDE.findall(text_of(name)) if not (ROOT / "docs" / found).is_file()}

    assert not cited


@pytest.mark.parametrize("name", ["docs/recipes.md", "docs/architecture.md"])
def test_every_path_that_the_map_names_is_there(name: str) -> None:
    for path in re.findall(r"`([\w./-]+/[\w.-]+\.(?:py|ts|vue|json|css|sh|md))\b", text_of(name)):
        roots = (ROOT, ROOT / "backend", ROOT / "pwa" / "src", ROOT / "pwa" / "src" / "desk", ROOT / "docs")
        assert any((root / path).is_file() for root in roots), path


def settings_in_the_code() -> set[str]:
    """Every environment variable that the configuration and the parts read."""
    code = (ROOT / "backend" / "config.py").read_text()
    names = set(re.findall(r'env(?:\.get\(|, )"([A-Z0-9_]+)"', code))
    for path in (ROOT / "script" / "parts").rglob("*.py"):
        names |= set(re.findall(r'(?:env|known)(?:\.get\(|\[)"([A-Z0-9_]+)"', path.read_text()))
    return names - set(OURS_ALONE)


OURS_ALONE = ("WEB_ADDRESS", "UPLOAD_ADDRESS", "STREAM_ADDRESS", "TLS_CERT", "TLS_KEY", "PATH")
"""Set by units, compose.yaml or script/install, never by an operator."""


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_table_of_settings_names_every_setting_and_no_other(name: str) -> None:
    rows = re.findall(r"^\| ((?:`[A-Z0-9_*]+`[,、 ]*)+) \|", text_of(name), re.M)
    told = {word for row in rows for word in re.findall(r"`([A-Z0-9_*]+)`", row)}

    assert settings_in_the_code() | {"S3_*"} == told


def test_every_step_of_the_image_is_a_step_of_the_set_up() -> None:
    lines = re.findall(r"^RUN (.+)$", text_of("Dockerfile"), re.M)
    steps = [line for line in lines if line.startswith("script/bootstrap ")]

    assert {word for line in steps for word in line.split()[1:]} == {"packages", "python", "pwa"}
    assert [line.split()[0] for line in lines if line not in steps] == ["useradd"]


def test_compose_starts_every_part_by_the_words_of_script_part() -> None:
    commands = set(re.findall(r"command: \[(\w+)\]", text_of("compose.yaml")))

    assert commands == {"prepare", "web", "upload", "stream", "worker", "gateway"}
    for command in commands:
        assert re.search(rf"\b{command}\b.*\)", text_of("script/part"))
