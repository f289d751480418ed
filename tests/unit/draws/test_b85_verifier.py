"""B-85: the verifier, which shares no code with the server, runs a draw again from the published file alone."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.draws.made_draw import OBJECTS, made
from tests.unit.draws.test_b85_b87_draw import GOLDEN
from verifier.liangma_verify.__main__ import DIFFERENT, SAME, UNKNOWN, UNREADABLE, main
from verifier.liangma_verify.draw import check

VERIFIER = Path(__file__).parents[3] / "verifier"


def other_seed(file):
    file["public_value"] = "01 02 03 04 05 06 + 07"


def other_secret(file):
    file["secret"] = "00" * 32


def one_weight(file):
    file["objects"][0][1] += 1


def two_rows_swapped(file):
    file["objects"][3], file["objects"][4] = file["objects"][4], file["objects"][3]


def weights_swapped(file):
    first, second = file["objects"][:2]
    first[1], second[1] = second[1], first[1]


def other_order(file):
    file["picks"][0], file["picks"][1] = file["picks"][1], file["picks"][0]


def other_pair(file):
    officers = file["picks"][5]["officers"]
    officers[1], officers[2] = officers[2], officers[1]


def somebody_else(file):
    drawn = {each["object"] for each in file["picks"]}
    file["picks"][2]["object"] = next(name for name in OBJECTS if name not in drawn)


def one_less(file):
    file["picks"].pop()


def an_officer_less(file):
    file["officers"].pop()


def wanted_more(file):
    file["commitment"] = file["commitment"].replace("wanted 12", "wanted 13")


def invented_avoidance(file):
    pick = file["picks"][0]
    file["avoided"].append({"object": pick["object"], "officer": pick["officers"][0], "salt": "00" * 32})


def hidden_avoidance(file):
    file["avoided"].clear()


CHANGES = [
    (other_seed, "object 1"), (other_secret, "secret"), (one_weight, "objects"), (two_rows_swapped, "order"),
    (weights_swapped, "objects"), (other_order, "object 1"), (other_pair, "object 6"), (somebody_else, "object 3"),
    (one_less, "12 objects"), (an_officer_less, "officers"), (wanted_more, "commitment_sha256"),
    (invented_avoidance, "keep away"), (hidden_avoidance, "officers of object"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), CHANGES, ids=[each.__name__ for each, _ in CHANGES])
def test_b85_each_change_of_a_published_draw_is_found_and_named(change, said, tmp_path, capsys):
    file = copy.deepcopy(made())
    change(file)
    assert said in check(file)
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(file))
    assert main(["draw", str(path)]) == DIFFERENT
    assert said in capsys.readouterr().out


def test_b85_server_and_verifier_agree_on_the_vectors():
    assert check(json.loads(GOLDEN.read_text())["draw"]) is None


@pytest.mark.parametrize("wanted", [0, 1, 40, 1000])
def test_b85_server_and_verifier_agree_on_any_size(wanted):
    assert check(made(wanted=wanted)) is None


def test_b85_server_and_verifier_agree_on_a_long_list():
    objects = {f"uscc:{n:06}": 1 + n * 7 % 9 for n in range(3000)}
    assert check(made(objects, wanted=500)) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", UNREADABLE), ("[]", UNREADABLE), ('{"format": 1}', UNREADABLE), ('{"format": "liangma-draw-1"}', UNREADABLE),
        ('{"format": "liangma-draw-9"}', UNKNOWN), ("[" * 100_000, UNREADABLE), ('{"format": "\\ud800"}', UNREADABLE),
    ],
)  # fmt: skip
def test_b85_what_is_no_draw_is_said_to_be_none(text, code, tmp_path):
    path = tmp_path / "draw.json"
    path.write_text(text)
    assert main(["draw", str(path)]) == code
    assert main(["draw", str(tmp_path / "missing.json")]) == UNREADABLE


@pytest.mark.parametrize(
    ("name", "value"),
    [("objects", [["a", 0]]), ("objects", [["a", 2**70]]), ("objects", [["a", True]]), ("officers", [1]), ("picks", [1]),
     ("avoided", [{}]), ("secret", 5)],
)  # fmt: skip
def test_b85_a_file_of_the_wrong_shape_is_unreadable_never_a_crash(name, value, tmp_path):
    path = tmp_path / "draw.json"
    path.write_text(json.dumps({**made(), name: value}))
    assert main(["draw", str(path)]) == UNREADABLE


def test_b85_it_runs_by_itself_without_the_server_or_any_package(tmp_path):
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(made()))
    command = [sys.executable, "-S", "-m", "liangma_verify", "draw", str(path)]
    alone = subprocess.run(
        command, cwd=VERIFIER, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONUTF8": "1"}
    )
    assert (alone.returncode, alone.stderr) == (SAME, "")
    assert "一致" in alone.stdout
    assert made()["commitment_sha256"] in alone.stdout


@pytest.mark.parametrize("seed", ["0", "1", "4294967295"])
def test_b85_a_process_with_other_hashes_clock_and_language_draws_the_same_bytes(seed):
    elsewhere = {"PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PATH": os.environ["PATH"]}
    again = "import json, sys; from tests.unit.draws.made_draw import made; sys.stdout.write(json.dumps(made()))"
    said = subprocess.run(
        [sys.executable, "-c", again], cwd=VERIFIER.parent, capture_output=True, text=True, check=True, env=elsewhere
    )
    assert said.stdout == json.dumps(made())


def test_b85_the_verifier_shares_no_code_with_the_server():
    assert not [each for each in VERIFIER.rglob("*.py") if "backend" in each.read_text()]
