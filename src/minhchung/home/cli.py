"""The command `minhchung`. Exit codes: 0 fine, 1 findings or faults in what was examined, 2 bad usage or bad input.

Only the module of the command that is asked for is imported, so `minhchung rubric …` never loads Django.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import NoReturn

from minhchung.home.commands import exact_json
from minhchung.home.commands.fault import BadInput
from minhchung.home.language import chosen, say

COMMANDS: dict[str, str] = {
    "rubric": "minhchung.home.commands.rubric",
    "indicator": "minhchung.home.commands.indicator",
    "proofread": "minhchung.home.commands.proofread",
    "demo": "minhchung.home.commands.demo",
    "serve": "minhchung.home.commands.serve",
    "doctor": "minhchung.home.commands.doctor",
    "ledger": "minhchung.home.commands.ledger",
    "manage": "minhchung.home.commands.manage",
}
"""Every command and its module, in the order of the help."""

FINE, FOUND, BAD_INPUT = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; usage errors and --help leave through SystemExit (2, 0)."""
    if argv is None:
        _write_utf8()
    words, language = _language_of(list(sys.argv[1:] if argv is None else argv))
    with _speaking(language or chosen()):
        args = build_parser(words).parse_args(words)
        try:
            code: int = args.run(args)
        except BadInput as error:
            return _report(error, as_json=getattr(args, "format", "") == "json")
        except BrokenPipeError:
            # The reader has gone (`| head`); nothing more can be said to it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return FINE
        return code


def run() -> NoReturn:
    """Leave with the exit code of the command line."""
    sys.exit(main())


def build_parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The parser for these words: with the one command they name, or with all of them for help."""
    parser = Parser(
        prog="minhchung",
        description=say(
            "Minh Chứng: chấm điểm, xếp hạng cơ quan; mọi điểm đều truy được về quy định và minh chứng.",
            "Minh Chứng: score and rank agencies; every point traces to a rule and its evidence.",
        ),
        epilog=say(
            "Mã trả về: 0 tốt; 1 có phát hiện; 2 sai cú pháp hoặc dữ liệu vào có lỗi.",
            "Exit codes: 0 fine; 1 something was found; 2 bad usage or bad input.",
        ),
    )
    parser.add_argument("--lang", choices=("vi", "en"), help=say("ngôn ngữ (mặc định: vi)", "language"))
    parser.add_argument("--version", action="version", version=_version(), help=say("phiên bản", "version"))
    commands = parser.add_subparsers(
        dest="command", required=True, title=say("lệnh", "commands"), metavar=say("LỆNH", "COMMAND")
    )
    asked = _command_of(words)
    for name, module in COMMANDS.items():
        if asked is None or name == asked:
            import_module(module).register(commands)
    return parser


class Parser(argparse.ArgumentParser):
    """argparse in the chosen language; its subcommands are parsers of the same kind."""

    def __init__(self, **settings: object) -> None:
        helped = bool(settings.pop("add_help", True))
        super().__init__(**settings, add_help=False)  # type: ignore[arg-type]
        self._positionals.title = say("tham số", "arguments")
        self._optionals.title = say("tùy chọn", "options")
        if helped:
            self.add_argument(
                "-h",
                "--help",
                action="help",
                help=say("hiện hướng dẫn này rồi thoát", "show this help and leave"),
            )

    def format_usage(self) -> str:
        """The usage line, its first word in the chosen language."""
        return super().format_usage().replace("usage:", say("Cách dùng:", "usage:"), 1)

    def format_help(self) -> str:
        """The help text, its first word in the chosen language."""
        return super().format_help().replace("usage:", say("Cách dùng:", "usage:"), 1)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line and leave with 2."""
        self.print_usage(sys.stderr)
        help_ = say(f"Xem `{self.prog} --help`.", f"See `{self.prog} --help`.")
        self.exit(BAD_INPUT, f"{say('Sai cú pháp', 'error')}: {_in_words(message)}. {help_}\n")


def _in_words(message: str) -> str:
    """argparse's own few sentences, in Vietnamese where that is the language."""
    for english, vietnamese in (
        ("the following arguments are required:", "còn thiếu"),
        ("unrecognized arguments:", "không có tham số"),
        ("expected one argument", "cần một giá trị"),
        ("invalid choice:", "không có lựa chọn"),
        ("choose from", "chọn trong"),
        ("invalid int value:", "không phải số nguyên:"),
        ("argument ", "tham số "),
    ):
        message = message.replace(english, say(vietnamese, english))
    return message


def _report(error: BadInput, *, as_json: bool) -> int:
    """Every fault: as text on the error stream, and as a JSON list on the output where JSON was asked for."""
    for fault in error.faults:
        print(fault, file=sys.stderr)
    count = len(error.faults)
    print(say(f"{count} lỗi; chưa tính gì.", f"{count} fault(s); nothing was computed."), file=sys.stderr)
    if as_json:
        print(exact_json.dumps([fault.as_data() for fault in error.faults]))
    return BAD_INPUT


def _command_of(words: Sequence[str]) -> str | None:
    """The command named by the words; None when all must be declared: for help, or to name them in an error."""
    waiting = False
    for word in words:
        if waiting:
            waiting = False
        elif word == "--lang":
            waiting = True
        elif not word.startswith("-"):
            return word if word in COMMANDS else None
    return None


def _language_of(words: list[str]) -> tuple[list[str], str | None]:
    """The words without a good `--lang`, wherever it stands, and its value; what follows `manage` is Django's."""
    end = words.index("manage") if "manage" in words else len(words)
    for place, word in enumerate(words[:end]):
        if word in ("--lang=vi", "--lang=en"):
            return words[:place] + words[place + 1 :], word[-2:]
        if word == "--lang" and words[place + 1 : place + 2] in (["vi"], ["en"]):
            return words[:place] + words[place + 2 :], words[place + 1]
    return words, None


@contextmanager
def _speaking(language: str) -> Iterator[None]:
    """Make `say` speak this language until the command is over."""
    before = os.environ.get("MINHCHUNG_LANG")
    os.environ["MINHCHUNG_LANG"] = language
    try:
        yield
    finally:
        if before is None:
            del os.environ["MINHCHUNG_LANG"]
        else:
            os.environ["MINHCHUNG_LANG"] = before


def _write_utf8() -> None:
    """Vietnamese whatever the locale; what a terminal cannot show must not stop a ranking."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def _version() -> str:
    from importlib.metadata import version

    return version("minhchung")


if __name__ == "__main__":
    run()
