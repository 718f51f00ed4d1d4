"""A bounded run of the fuzzer, and structures made at random: nothing makes a reader raise."""

import random
import subprocess
import sys
from email.message import EmailMessage
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foia.mail.parse import parse
from tests.fuzz.properties import hold
from tests.fuzz.trees import Tree

TOP = Path(__file__).parents[2]
SECONDS = 20
WORDS = st.text(max_size=200)
NAMES = st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=60)
KINDS = st.sampled_from(
    ["application/pdf", "application/zip", "text/html", "message/rfc822", "text/plain", "a/b"]
)
LINES = [
    *(b"--x\n", b"--x--\n", b"--y\n", b"\n", b"Content-Type: multipart/mixed; boundary=y\n"),
    *(b"Content-Type: message/rfc822\n", b"Content-Transfer-Encoding: base64\n", b"QUJD\n"),
    *(b"> quoted\n", b"On Monday somebody wrote:\n", b"Content-Type: text/html\n", b"<p>a"),
]
CHARSETS = st.sampled_from(["utf-8", "latin-1", "utf-16", "utf-7", "", "nonsense", "idna", "hex"])


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris does not run on this machine")
def test_a_bounded_run_of_the_fuzzer_finds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz", "--seconds", str(SECONDS)]
    run = subprocess.run(
        [*command, "--keep", tmp_path], cwd=TOP, capture_output=True, text=True, check=False
    )
    told = (run.stdout + run.stderr)[-3000:]
    assert run.returncode == 0, told
    assert not list(tmp_path.glob("find-*")), told
    assert "stat::number_of_executed_units" in told


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(KINDS, NAMES, st.binary(max_size=400)), max_size=4), WORDS, CHARSETS)
def test_any_structure_of_parts_is_read(
    parts: list[tuple[str, str, bytes]], text: str, charset: str
) -> None:
    mail = EmailMessage()
    mail.set_content(text.encode("utf-8", "replace").decode())
    for kind, name, content in parts:
        main, _, sub = kind.partition("/")
        if main == "text" or main == "message":
            main, sub = "application", f"x-{main}"
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name or None)
    raw = mail.as_bytes()
    hold(raw)
    hold(raw.replace(b"utf-8", charset.encode()))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600), st.sampled_from([b"From: a@b.example\n", b"", b"From x\n"]))
def test_any_bytes_are_read(content: bytes, opening: bytes) -> None:
    hold(opening + content)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(LINES),
        max_size=40,
    )
)
def test_boundaries_in_any_order_are_read(lines: list[bytes]) -> None:
    hold(b"Content-Type: multipart/mixed; boundary=x\n\n" + b"".join(lines))


def test_no_word_of_any_part_of_any_tree_is_lost() -> None:
    for seed in range(400):
        tree = Tree(random.Random(seed))
        mail = parse(tree.mail())
        files = b" ".join(part.content for part in mail.attachments)
        for word, is_choice in tree.words:
            held = (mail.html if is_choice else mail.text).encode() + files
            assert word in held, (seed, word)
