"""CODE on the command line: a shipped rubric, or a path to a `.rubric.yaml`."""

from __future__ import annotations

from pathlib import Path

from minhchung.home.commands.fault import BadInput, InputFault, plain_place
from minhchung.rubric.errors import Diagnostic, Reason, RubricError
from minhchung.rubric.model import Rubric
from minhchung.rubric.parse import parse
from minhchung.rubric.printing import print_rubric
from minhchung.rubric.shipped import UnknownShippedRubric, load_shipped, shipped_text


def load_rubric(code: str) -> Rubric:
    """The rubric so called. Raises BadInput with every diagnostic of the file, or naming near codes."""
    if is_path(code):
        try:
            return _from_workbook(code) if _is_workbook(code) else parse(read_text(code), name=code)
        except RubricError as error:
            raise BadInput(_fault(each, code) for each in error.diagnostics) from error
    try:
        return load_shipped(code)
    except UnknownShippedRubric as error:
        fix = Reason(
            "Chạy `minhchung rubric list`, hoặc nêu đường dẫn tới tệp .rubric.yaml.",
            "Run `minhchung rubric list`, or give the path of a .rubric.yaml file.",
        )
        raise BadInput([InputFault("", plain_place("CODE"), code, error.reason, fix)]) from error


def rubric_text(code: str) -> str:
    """The YAML text of the rubric as it stands; of a workbook, what it reads as."""
    if _is_workbook(code):
        return print_rubric(load_rubric(code))
    return read_text(code) if is_path(code) else shipped_text(code)


def is_path(code: str) -> bool:
    """Whether CODE names a file rather than a shipped rubric."""
    return code.endswith((".yaml", ".yml")) or _is_workbook(code) or "/" in code or "\\" in code


def _is_workbook(code: str) -> bool:
    return code.lower().endswith(".xlsx")


def _from_workbook(path: str) -> Rubric:
    from minhchung.rubric.xlsx import from_workbook  # here: the readers of workbooks are slow to load

    return from_workbook(read_bytes(path), Path(path).name)


def read_bytes(path: str) -> bytes:
    """A file's bytes. Raises BadInput when it cannot be opened."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        rule = Reason(
            f"Không mở được tệp ({error.strerror}).", f"The file cannot be opened ({error.strerror})."
        )
        fix = Reason("Kiểm tra đường dẫn.", "Check the path.")
        raise BadInput([InputFault(path, plain_place(""), "", rule, fix)]) from error


def read_text(path: str) -> str:
    """A UTF-8 file's text. Raises BadInput when there is no such file, or it is not UTF-8."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        rule = Reason("Tệp không phải UTF-8.", "The file is not UTF-8.")
        place = Reason(f"byte {error.start + 1}", f"byte {error.start + 1}")
        fix = Reason("Lưu lại tệp với mã UTF-8.", "Save the file again as UTF-8.")
        raise BadInput([InputFault(path, place, "", rule, fix)]) from error


def line_place(line: int, column: int | None = None, inside: str = "") -> Reason:
    """`dòng 3, cột 5 (9.2.a)`."""
    vi, en = f"dòng {line}", f"line {line}"
    if column is not None:
        vi, en = f"{vi}, cột {column}", f"{en}, column {column}"
    tail = f" ({inside})" if inside else ""
    return Reason(vi + tail, en + tail)


def _fault(found: Diagnostic, file: str) -> InputFault:
    if _is_workbook(file) and found.span is not None:
        from minhchung.rubric.xlsx import place_in_words

        place = place_in_words(found.span) if found.span.line else plain_place("")
        return InputFault(file, place, found.sample or "", found.message, found.hint)
    place = line_place(found.span.line, found.span.column) if found.span else plain_place(found.node or "")
    return InputFault(file, place, found.sample or "", found.message, found.hint)
