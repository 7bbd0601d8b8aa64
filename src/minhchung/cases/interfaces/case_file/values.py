"""One cell's value into what the case store keeps, or the rule it breaks. Each distinct value is read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from minhchung.cases.interfaces.case_file.citizens import looks_personal
from minhchung.viet.codes import parse_agency_id, parse_case_code, parse_procedure_code
from minhchung.viet.dates import parse_date
from minhchung.viet.folding import search_key
from minhchung.viet.numbers import Ambiguous, Number, parse_number
from minhchung.viet.problem import Problem

VIETNAM: Final = timezone(timedelta(hours=7))
BLANKS: Final = " \t\r\n\u00a0\u200b\ufeff"
"""What stands around a cell's words and says nothing."""
_TIMING = re.compile(
    r"[\s,;:(\[–-]+(?:trước|sớm|đúng|trễ|quá|trong|còn|chưa đến)\s+(?:thời\s+)?hạn\W*$", re.IGNORECASE
)
_LONGEST = 200
"""No day and no status is longer; the patterns below would look at a longer text from each of its marks anew."""
_FIRST_DAY = date(1970, 1, 1)
_SERIAL_ZERO = date(1899, 12, 30)  # what spreadsheets count their days from
_SERIALS = (20_000, 80_000)  # 1954 to 2119
_CLOCK = re.compile(
    r"[T\s,]+(?:lúc\s+)?(\d{1,2})[:hg](\d{2})(?::\d{2}(?:\.\d+)?)?(?:\s*(?:giờ|phút)|\s*(SA|CH|AM|PM))?$",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{2})[/.](\d{2})(?!\d)")
_JOINED = re.compile(r"((?:19|20)\d{2})([01]\d)([0-3]\d)(?:([0-2]\d)([0-5]\d)[0-5]\d)?")
"""20260105083015: how the national portal writes a moment. Day first, the fifth digit would be a 1 or 2 of the year."""
_CLOCK_FIRST = re.compile(r"^(\d{1,2})[:hg](\d{2})(?::\d{2})?[\s,]+(?:ngày\s+)?", re.IGNORECASE)
_CLOCK_ALONE = re.compile(r"(\d{1,2})[:hg](\d{2})(?::\d{2}(?:\.\d+)?)?")
_CODE_AND_NAME = re.compile(r"([0-9][0-9A-Za-z.]+)\s*[-–:]\s+\S")
_NO_FEE = frozenset(("mien phi", "khong", "khong thu", "khong thu phi", "khong phi", "khong co"))
_MONEY_WORDS = re.compile(r"\s*(?:đồng|đ|vnđ|vnd|₫)\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule a value breaks: its code in `rules.RULES`, and what the rule's words name."""

    rule: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day as days since 1970, and the minute of that day where the cell says it."""

    day: int
    minute: int | None = None


Reader = Callable[[Any], Any]


def days_of(day: date) -> int:
    """Days since 1970, as the store's columns count."""
    return (day - _FIRST_DAY).days


def as_text(value: Any) -> str:
    """A cell as text: whole numbers without the .0 that spreadsheets give them."""
    if isinstance(value, str):
        return value.strip(BLANKS)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    return str(value).strip(BLANKS)


def read_code(value: Any) -> str | Broken:
    """A case code of TT 01/2018/TT-VPCP, in capitals."""
    text = as_text(value).upper()
    head, _, number = text.rpartition("-")
    if number.isascii() and number.isdigit() and _begins_codes(head, len(number)):
        return text
    return Broken("code.personal" if looks_personal(text) else "code.shape")


@lru_cache(maxsize=1 << 16)
def _begins_codes(head: str, digits: int) -> bool:
    """Whether an agency and a day, followed by so many digits, make case codes: asked once a day, not once a case."""
    return not isinstance(parse_case_code(f"{head}-{'1' * digits}"), Problem)


def read_free_code(value: Any) -> str | Broken:
    """Any case code of one system, in capitals, unless it is somebody's number."""
    text = as_text(value).upper()
    if looks_personal(text):
        return Broken("code.personal")
    return text if len(text) <= 80 else Broken("code.long")


def read_procedure(value: Any) -> str | Broken:
    """A procedure code in one of its three shapes, as given; its name may stand behind it ("1.000603 - Đăng ký khai sinh")."""
    text = as_text(value)
    if named := _CODE_AND_NAME.match(text):
        text = named[1]
    return Broken("procedure.shape") if isinstance(parse_procedure_code(text), Problem) else text.upper()


def read_agency(known: Mapping[str, int]) -> Reader:
    """Agencies by code or by name, folded; `known` holds −1 where two agencies share a name."""

    def read(value: Any) -> int | Broken:
        text = as_text(value)
        code = parse_agency_id(text)
        found = known.get(code.canonical) if not isinstance(code, Problem) else None
        found = found if found is not None else known.get(search_key(text))
        if found is None:
            return Broken("agency.unknown")
        return Broken("agency.ambiguous") if found < 0 else found

    return read


def read_moment(value: Any) -> Moment | Broken:
    """A day, with its time where there is one. Times with an offset are taken to Vietnam's clock."""
    if isinstance(value, datetime):
        local = value.astimezone(VIETNAM) if value.tzinfo else value
        at_midnight = local.time() == time()
        return Moment(days_of(local.date()), None if at_midnight else local.hour * 60 + local.minute)
    if isinstance(value, date):
        return Moment(days_of(value))
    if isinstance(value, int | float) and not isinstance(value, bool) and value < _SERIALS[1] + 1:
        return _from_serial(value)
    return _from_text(as_text(value))


def _from_serial(value: float) -> Moment | Broken:
    if not _SERIALS[0] <= value <= _SERIALS[1]:
        return Broken("date.unreadable")
    whole = int(value)
    minute = round((value - whole) * 1440)
    return Moment(days_of(_SERIAL_ZERO) + whole, minute if 0 < minute < 1440 else None)


def _from_text(text: str) -> Moment | Broken:
    if len(text) > _LONGEST:
        return Broken("date.unreadable")
    if year_first := _YEAR_FIRST.match(text):
        text = f"{year_first[1]}-{year_first[2]}-{year_first[3]}{text[year_first.end() :]}"
    elif joined := _JOINED.fullmatch(text):
        year, month, day, hour, minutes = joined.groups()
        text = f"{year}-{month}-{day}" + (f" {hour}:{minutes}" if hour else "")
    if text[-1:] == "Z" or re.search(r"T.*[+-]\d{2}:?\d{2}$", text):
        try:
            return read_moment(datetime.fromisoformat(text))
        except (
            ValueError,
            OverflowError,
        ):  # past the ends of the calendar once it is taken to Vietnam's clock
            return Broken("date.unreadable")
    minute, rest = None, text
    if (clock := _CLOCK.search(text)) or (clock := _CLOCK_FIRST.search(text)):
        hour, minutes = _hour(clock), int(clock[2])
        if hour > 23 or minutes > 59:
            return Broken("time.unreadable")
        minute, rest = hour * 60 + minutes, (text[: clock.start()] + text[clock.end() :]).strip()
    read = parse_date(rest)
    if isinstance(read, Problem):
        return Broken(read.code, {"vi": read.vi, "en": read.en})
    return Moment(days_of(read), minute or None)


def _hour(clock: re.Match[str]) -> int:
    """The hour of 24; 8:30 CH (chiều) is 20:30, 12:05 SA (sáng) is 0:05, as Vietnamese spreadsheets write them."""
    half = clock[3] if clock.re is _CLOCK else ""
    if not half or int(clock[1]) > 12:
        return int(clock[1])
    return int(clock[1]) % 12 + (12 if half.upper() in ("CH", "PM") else 0)


def read_minute(value: Any) -> int | Broken:
    """A time of day as minutes; a bare number of minutes is taken too."""
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    if isinstance(value, datetime):
        return value.hour * 60 + value.minute
    if isinstance(value, float) and 0 <= value < 1 and not float(value).is_integer():
        return round(value * 1440) % 1440
    text = as_text(value)
    if (clock := _CLOCK_ALONE.fullmatch(text)) and int(clock[1]) < 24 and int(clock[2]) < 60:
        return int(clock[1]) * 60 + int(clock[2])
    if text.isascii() and text.isdigit() and int(text) < 1440:
        return int(text)
    return Broken("time.unreadable")


def read_money(value: Any) -> int | Broken:
    """Đồng, whole and not below zero."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        whole = int(value)
        return whole if whole == value and 0 <= whole < 10**15 else Broken("money.unreadable")
    if search_key(as_text(value)).strip(" .") in _NO_FEE:
        return 0
    read = parse_number(_MONEY_WORDS.sub("", as_text(value)), low=0, high=10**15, places=0)
    match read:
        case Number(value=Fraction(denominator=1) as exact, percent=False):
            return int(exact)
        case Ambiguous(readings=(_, larger), percent=False) if larger.denominator == 1:
            return int(larger)  # đồng has no decimals, so 150.000 can only be 150 thousand
    return Broken("money.unreadable")


def read_word(words: Mapping[str, Any], rule: str) -> Reader:
    """One of a few words, folded."""

    def read(value: Any) -> Any:
        folded = " ".join(re.sub(r"[^a-z0-9]+", " ", search_key(as_text(value))).split())
        return words[folded] if folded in words else Broken(rule)

    return read


def read_status(words: Mapping[str, str]) -> Reader:
    """A status in one of its words; whether it was in time ("Đã trả kết quả đúng hạn") is counted from dates, not read."""
    read = read_word(words, "status.unknown")

    def read_without_timing(value: Any) -> Any:
        found = read(value)
        if not isinstance(found, Broken) or len(as_text(value)) > _LONGEST:
            return found
        return read(_TIMING.sub("", as_text(value)))

    return read_without_timing


def _table(**groups: str) -> dict[str, str]:
    return {word: meaning for meaning, words in groups.items() for word in words.split("|")}


CHANNELS = _table(
    direct="direct|truc tiep|tai bo phan mot cua|mot cua|nop truc tiep|tai quay|nhan truc tiep|tiep nhan truc tiep",
    online="online|truc tuyen|nop truc tuyen|qua mang|dvc|dich vu cong|cong dich vu cong|dvcqg|cong dvc|dich vu cong truc tuyen|dvctt"
    "|cong dich vu cong quoc gia|tiep nhan truc tuyen|qua dich vu cong truc tuyen",
    postal="postal|buu chinh|buu chinh cong ich|bcci|qua buu dien|buu dien|qua buu chinh|dich vu buu chinh cong ich"
    "|qua dich vu buu chinh cong ich|qua buu chinh cong ich|dich vu buu chinh|qua dich vu buu chinh|qua bcci|dich vu bcci",
)
NATIONAL_CHANNELS = {"1": "direct", "2": "online", "3": "postal"}
"""KenhThucHien as systems send it to Cổng Dịch vụ công quốc gia (chưa đối chiếu với tài liệu kỹ thuật)."""
LEVELS = _table(
    full="full|toan trinh|dich vu cong toan trinh|dvc toan trinh|truc tuyen toan trinh|muc do 4|muc 4|4|dich vu cong truc tuyen toan trinh",
    partial="partial|mot phan|dich vu cong mot phan|dvc mot phan|truc tuyen mot phan|muc do 3|muc 3|3|dich vu cong truc tuyen mot phan",
)
YES_NO: dict[str, bool] = {
    **dict.fromkeys(("co", "x", "1", "true", "yes", "y", "da", "dung", "roi", "da thanh toan", "da gui", "da so hoa", "da xin loi"), True),
    **dict.fromkeys(("khong", "0", "false", "no", "n", "chua", "khong co", "chua thanh toan", "chua so hoa", "chua co", "o"), False),
}  # fmt: skip
SATISFACTIONS = _table(
    satisfied="satisfied|hai long|rat hai long|tot|rat tot|5|4",
    neutral="neutral|binh thuong|chap nhan duoc|3",
    dissatisfied="dissatisfied|khong hai long|rat khong hai long|chua hai long|kem|2|1",
)
STATUSES = _table(
    pending="pending|dang xu ly|dang giai quyet|cho xu ly|moi tiep nhan|da tiep nhan|cho bo sung|yeu cau bo sung|dang cho bo sung|tam dung"
    "|cho tra ket qua lien thong|dang tham dinh|cho tiep nhan|moi dang ky|bo sung ho so|dung xu ly|duoc tiep nhan|yeu cau bo sung giay to"
    "|yeu cau thuc hien nghia vu tai chinh|chua giai quyet|chua xu ly|dang thu ly|tam dung xu ly|cho bo sung ho so|dang lien thong",
    finished="finished|da tra ket qua|hoan thanh|da hoan thanh|da giai quyet|da xu ly xong|da xong|da co ket qua|cho tra ket qua|da ket thuc"
    "|giai quyet xong|da tra|da giai quyet dung han|da giai quyet tre han"
    "|da xu ly|da tra ket qua cho cong dan|da tra ket qua cho nguoi dan|da tra cong dan|da co ket qua cho tra|da giai quyet xong",
    returned="returned|tra lai|tu choi|da tra lai|bi tu choi|da tu choi|tra lai ho so|tu choi tiep nhan|khong du dieu kien|da huy|huy|khong duoc tiep nhan"
    "|khong tiep nhan|tra lai do khong du dieu kien|da tra lai ho so|tu choi giai quyet",
    withdrawn="withdrawn|rut|rut ho so|da rut|cong dan rut|nguoi dan rut|xin rut|da rut ho so|cong dan yeu cau rut ho so|cong dan rut ho so"
    "|nguoi dan rut ho so|cong dan xin rut",
)
NATIONAL_STATUSES = {
    **dict.fromkeys(("1", "2", "4", "5", "6", "8"), "pending"), "3": "returned", "7": "withdrawn", "9": "finished", "10": "finished",
}  # fmt: skip
"""TrangThaiHoSo as systems send it to Cổng Dịch vụ công quốc gia: mới đăng ký, được tiếp nhận, không được tiếp nhận, đang xử lý,
yêu cầu bổ sung giấy tờ, yêu cầu thực hiện nghĩa vụ tài chính, công dân yêu cầu rút, dừng xử lý, đã xử lý xong, đã trả kết quả
(chưa đối chiếu với tài liệu kỹ thuật)."""
