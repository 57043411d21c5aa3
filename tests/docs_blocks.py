"""The fenced blocks of the documents, and as much of a shell as they use: it runs `main()`, not the program.

Words are split, quoted and expanded as a shell does it; `>` writes a file, `#` begins a comment. What is no command of
ours is run if it is known here, else it fails.
"""

from __future__ import annotations

import glob
import io
import itertools
import os
import re
import shlex
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cli.shell import PROGRAM, Keyboard, Terminal
from pevents_tui.__main__ import main
from pevents_tui.sandbox import TRACKING_ID

ROOT = Path(__file__).parent.parent
FENCE = re.compile(r"^```(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A fenced block: its language, and what is in it."""
_EVAL = re.compile(r'eval "\$\((.*)\)"')
STANDS_FOR = (
    (r"\bTRACKER\b|\bTRACKING-ID\b|(?<=--tracking-id )ID\b", TRACKING_ID),  # the reader's own
    (r"--every \d+s", "--every 1ms"),  # a test waits for nobody
)
"""What an example leaves to its reader, and what it is here."""


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Attributes:
        file: The document, from the root of the repository.
        line: Where its fence stands, from 1.
        language: What the fence says; empty for nothing.
        text: What is between the fences.
    """

    file: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def blocks() -> Iterator[Block]:
    """Every fenced block of the README and of docs/."""
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        text = path.read_text(encoding="utf-8")
        assert len(re.findall(r"^```", text, re.MULTILINE)) == 2 * len(FENCE.findall(text)), f"{path}: a fence too many"
        for found in FENCE.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield Block(str(path.relative_to(ROOT)), line, found[1], found[2])


@dataclass
class Lines:
    """Runs command lines one after another.

    Attributes:
        folder: The working directory, which the process is in too.
        url: A sandbox, in the place of the one that the examples reach at 127.0.0.1:7373.
        environ: The environment; `eval` changes it.
        err: What the last of them wrote on standard error.
    """

    folder: Path
    url: str
    environ: dict[str, str] = field(default_factory=dict)
    err: str = ""

    def run(self, line: str) -> str:
        """Run a command line; gives what it wrote on standard output.

        Raises:
            AssertionError: it does not end with 0, or is no command that is known here.
        """
        if found := _EVAL.fullmatch(line):
            for name, value in re.findall(r"^export (\w+)=(.*)$", self.run(found[1]), re.MULTILINE):
                self.environ[name] = self._here(value)
            return ""
        words, to = self._words(self._here(line))
        doors = {"pevents-tui": self._ours, "aws": self._aws, "curl": _curl}
        assert words[0] in doors, f"no test knows how to run {line!r}: mark its block as console"
        out = doors[words[0]](words[1:])
        if to is None:
            return out
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(out, encoding="utf-8")
        return ""

    def _here(self, text: str) -> str:
        for pattern, value in STANDS_FOR:
            text = re.sub(pattern, value, text)
        return text.replace("http://127.0.0.1:7373", self.url)

    def _words(self, line: str) -> tuple[list[str], Path | None]:
        """The words of a line and the file that its output goes to."""
        lexer = shlex.shlex(line, posix=False, punctuation_chars=">")
        lexer.whitespace_split = True
        raw = list(lexer)
        words = [word for each in raw for word in self._expanded(each)]
        if ">" not in raw:
            return words, None
        at = words.index(">")
        return words[:at], Path(words[at + 1].replace("~", self.environ["HOME"]))

    def _expanded(self, raw: str) -> list[str]:
        word = shlex.split(raw)[0] if raw != ">" else raw
        if "$" in raw and not raw.startswith("'"):
            word = re.sub(r"\$(\w+)", lambda found: self.environ[found[1]], word)
        if "*" in raw and not raw.startswith(("'", '"')):
            return sorted(glob.glob(word)) or [word]  # noqa: PTH207 - as a shell does it
        return [word]

    def _ours(self, words: Sequence[str]) -> str:
        if words[0] == "sandbox" and "--env" not in words:
            return self._served(words)
        out, err = io.StringIO(), Terminal() if "--step" in words else io.StringIO()
        keys = Keyboard(b"\n" * 20) if "--step" in words else io.BytesIO()
        code = main(list(words), stdin=keys, stdout=out, stderr=err, environ=self.environ)
        assert code == 0, f"{shlex.join(words)} ended with {code}: {err.getvalue()}"
        self.err = err.getvalue()
        return out.getvalue()

    def _served(self, words: Sequence[str]) -> str:
        """What serves until it is interrupted is interrupted as soon as it says where."""
        words = [*words[: words.index("--port") + 1], "0"] if "--port" in words else words
        with subprocess.Popen([*PROGRAM, *words], stdout=subprocess.PIPE, env=self.environ, text=True) as served:
            assert served.stdout is not None
            url = served.stdout.readline()
            served.terminate()
            assert served.wait(timeout=20) == 0
        assert url.startswith("http://127.0.0.1:")
        return url

    def _aws(self, words: Sequence[str]) -> str:
        program = Path(sys.executable).with_name("aws")
        environ = {**self.environ, "PATH": os.environ["PATH"]}
        ended = subprocess.run([program, *words], capture_output=True, text=True, env=environ, check=False)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout


def commands(text: str) -> list[str]:
    """The command lines of a block: continued lines joined, comments and blank lines left out."""
    joined = text.replace("\\\n", " ")
    lines = (re.sub(r"\s{2,}#.*|^#.*", "", line).strip() for line in joined.splitlines())
    return [line for line in lines if line]


def _curl(words: Sequence[str]) -> str:
    """curl, as far as the examples use it: -s, -X, -H, -d and the URL."""
    given = dict(itertools.pairwise(words))
    name, _, value = given["-H"].partition(": ")
    request = urllib.request.Request(words[-1], given["-d"].encode(), {name: value}, method=given["-X"])  # noqa: S310 - the sandbox's
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - the same
        told: bytes = answer.read()
    return told.decode()
