"""Which column is which, by the words of the header row."""

from __future__ import annotations

import re
from typing import Literal

from minhchung.viet.folding import search_key

Role = Literal["label", "title", "max", "mark", "self", "scoring", "evidence", "appraiser", "remark"]

_WORDS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "label",
        re.compile(
            r"s?\.?tt|so tt|so thu tu|muc|ma so|ma|ky hieu|so hieu|tt tieu chi|(?:ma|ky hieu|so hieu) (?:chi so|tieu chi|muc|so)"
        ),
    ),
    (
        "self",
        re.compile(
            r".*\bdiem\b.*\b(tu cham|tu danh gia|tu cho|tham dinh|dat duoc|dat|hoi dong|kiem tra|tham tra|danh gia|"
            r"cham|ket qua|thong nhat)\b.*|(ket qua|tu) (tu )?(cham|danh gia|tham dinh)\b.*|.*\b(tu cham|tham dinh) diem\b.*|tu cham"
        ),
    ),
    (
        "appraiser",
        re.compile(
            r".*\b(co quan|don vi|phong|bo phan|so)\b.*\b(tham dinh|danh gia|theo doi|chu tri|phu trach|cham)\b.*"
        ),
    ),
    (
        "scoring",
        re.compile(
            r".*\b(cach tinh|cach cham|cach danh gia|cach xac dinh|cach cho diem|huong dan cham|phuong phap|muc danh gia|cach thuc|tieu chuan cham|cong thuc|"
            r"diem tru|muc tru|diem cong|thang diem chi tiet|muc dat|muc do dat|quy dinh cham|nguyen tac cham)\b.*"
        ),
    ),
    (
        "max",
        re.compile(
            r".*\b(diem toi da|diem chuan|so diem|diem quy dinh|tong diem|khung diem|diem cao nhat|trong so)\b.*|diem( so)?"
        ),
    ),
    ("mark", re.compile(r".*\b(thang diem|muc diem|bieu diem|diem thanh phan|diem chi tiet)\b.*")),
    (
        "evidence",
        re.compile(
            r".*\b(kiem chung|minh chung|chung minh|can cu|ho so kem theo|nguon so lieu|tai lieu|chung cu)\b.*|ho so.*"
        ),
    ),
    ("remark", re.compile(r".*\b(ghi chu|giai trinh|dien giai|giai thich)\b.*")),
    ("title", re.compile(r".*\b(noi dung|tieu chi|chi so|linh vuc|chi tieu|ten)\b.*")),
)
_OTHER_TABLE = re.compile(
    r"\b(ten don vi|ten co quan|xep loai|xep hang|thu hang|ho va ten|so luong ho so|thoi gian thuc hien)\b"
)
_OTHER_POINTS = re.compile(r"(?<!dia )(?<!thoi )(?<!trong )(?<!cham )(?<!tinh )\bdiem\b(?! (?:chuan|toi da))")
_MOST = re.compile(r"(?:(?:so|thang) )?(?:diem )?(?:toi da|chuan|cao nhat)(?: theo quy dinh)?")
_LONGEST = 120


def role_of(text: str) -> Role | None:
    """The role a header cell announces, None when its words are not of a rubric's header."""
    if not text or len(text) > _LONGEST:
        return None
    key = re.sub(r"[^\w ]+", " ", search_key(text)).strip()
    key = re.sub(r"\s+", " ", key)
    role = next((role for role, words in _WORDS if words.fullmatch(key)), None)
    return "self" if role in (None, "title") and _OTHER_POINTS.search(key) else role


def role_under(above: str, text: str) -> Role | None:
    """The role of a cell that divides the one above: `Điểm đánh giá` over `Tối đa` and `Tự đánh giá`."""
    if _MOST.fullmatch(re.sub(r"[^\w ]+", " ", search_key(text[:_LONGEST])).strip()):
        return "max"
    return role_of(f"{above} {text}") or role_of(text)


def is_other_table(text: str) -> bool:
    """Whether a header is that of results, ranks or people: no rubric."""
    return bool(_OTHER_TABLE.search(search_key(text[:1000])))


def settled(roles: dict[int, Role]) -> dict[int, Role] | None:
    """The roles of a header, by column, made whole; None when it is not the header of a rubric.

    One points column serves maxima and options alike; a second one (`Thang điểm` beside `Điểm tối đa`) those of options.
    """
    found = dict(roles)
    if "title" not in found.values():
        for column, role in found.items():
            if role == "scoring":
                found[column] = "title"
                break
    if "max" not in found.values():
        for column, role in found.items():
            if role == "mark":
                found[column] = "max"
                break
    for role in ("label", "title", "max", "mark"):
        columns = sorted(column for column, each in found.items() if each == role)
        for extra in columns[1:]:
            found[extra] = {"title": "scoring", "max": "self"}.get(role, "remark")  # type: ignore[assignment]
    return found if {"title", "max"} <= set(found.values()) else None
