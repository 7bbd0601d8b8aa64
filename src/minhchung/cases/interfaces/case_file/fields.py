"""What can be read of a case, and the headings one-stop systems give it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal[
    "code", "agency", "procedure", "field", "channel", "level", "date", "time", "money", "yes_no",
    "satisfaction", "status",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One fact of a case. name: the store's column, or "status", which decides between three of them.

    synonyms: headings seen, folded (no marks, lower case); a whole heading goes before a part, an earlier synonym before a
    later one, a longer part before a shorter. National names (MaHoSo, KenhThucHien, NgayKetThucXuLy…) are those of the
    synchronisation with Cổng Dịch vụ công quốc gia.
    """

    name: str
    vi: str
    en: str
    kind: Kind
    synonyms: tuple[str, ...]
    required: bool = False


FIELDS: Final[tuple[Field, ...]] = (
    Field(
        "code", "Mã hồ sơ", "Case code", "code",
        ("ma ho so", "so ho so", "ma so ho so", "ma bien nhan", "so bien nhan", "ma so bien nhan", "case code", "code"), True,
    ),
    Field(
        "agency", "Cơ quan giải quyết", "Agency", "agency",
        (
            "co quan giai quyet", "co quan thuc hien", "don vi giai quyet", "don vi xu ly", "co quan xu ly", "don vi thu ly",
            "don vi thuc hien", "phong ban xu ly", "phong ban giai quyet", "ma co quan", "ma dinh danh co quan",
            "ma dinh danh don vi", "ma don vi", "ten don vi", "ten co quan", "co quan", "don vi", "phong ban", "agency",
        ),
    ),
    Field(
        "procedure", "Mã thủ tục", "Procedure code", "procedure",
        ("ma thu tuc", "ma tthc", "ma thu tuc hanh chinh", "ma so tthc", "ma so thu tuc", "ma tt hc", "procedure"),
    ),
    Field("field", "Lĩnh vực", "Field", "field", ("linh vuc", "ten linh vuc", "ma linh vuc", "field")),
    Field(
        "channel", "Hình thức nộp", "Channel", "channel",
        (
            "hinh thuc nop", "hinh thuc tiep nhan", "kenh tiep nhan", "kenh nop", "hinh thuc nhan", "hinh thuc gui",
            "hinh thuc nop ho so", "kenh thuc hien", "nguon tiep nhan", "nguon ho so", "channel",
        ),
    ),
    Field(
        "online_level", "Mức độ dịch vụ công", "Online level", "level",
        ("muc do dich vu cong", "muc do dvc", "muc do dvctt", "muc do", "loai dich vu cong", "online level"),
    ),
    Field(
        "received_on", "Ngày tiếp nhận", "Received on", "date",
        (
            "ngay tiep nhan", "thoi gian tiep nhan", "thoi diem tiep nhan", "ngay nhan ho so", "ngay nhan", "thoi gian nhan",
            "ngay nop", "received on",
        ),
        True,
    ),
    Field("received_minute", "Giờ tiếp nhận", "Received at", "time", ("gio tiep nhan", "gio nhan", "received minute")),
    Field(
        "promised_on", "Ngày hẹn trả", "Promised on", "date",
        (
            "ngay hen tra", "ngay hen tra ket qua", "ngay hen", "han tra", "han tra ket qua", "thoi gian hen tra", "thoi gian hen",
            "han giai quyet", "ngay tra du kien", "han xu ly", "promised on",
        ),
    ),
    Field(
        "extended_to", "Ngày hẹn lại (gia hạn)", "Extended to", "date",
        ("ngay gia han", "ngay hen lai", "gia han den", "gia han", "hen lai", "extended to", "extended on"),
    ),
    Field(
        "finished_on", "Ngày hoàn thành", "Finished on", "date",
        (
            "ngay hoan thanh", "ngay co ket qua", "ngay ket thuc xu ly", "ngay ket thuc", "ngay giai quyet xong",
            "thoi gian hoan thanh", "thoi gian ket thuc xu ly", "thoi gian ket thuc", "ngay giai quyet", "ngay tra ket qua",
            "thoi gian tra ket qua", "ngay tra kq", "ngay tra", "finished on",
        ),
    ),
    Field(
        "returned_on", "Ngày trả lại, từ chối", "Returned on", "date",
        ("ngay tra lai", "ngay tu choi", "ngay tra lai ho so", "returned on"),
    ),
    Field("withdrawn_on", "Ngày rút hồ sơ", "Withdrawn on", "date", ("ngay rut", "ngay rut ho so", "withdrawn on")),
    Field(
        "status", "Trạng thái", "Status", "status",
        (
            "trang thai", "tinh trang", "trang thai ho so", "tinh trang ho so", "ten trang thai ho so", "tinh trang xu ly",
            "trang thai xu ly", "ket qua xu ly", "status",
        ),
    ),
    Field(
        "fee_due", "Phí, lệ phí phải nộp (đồng)", "Fee due (đồng)", "money",
        ("phi le phi", "le phi", "phi", "so tien", "tien le phi", "tong le phi", "fee due", "fee"),
    ),
    Field(
        "paid_online", "Thanh toán trực tuyến", "Paid online", "yes_no",
        ("thanh toan truc tuyen", "da thanh toan truc tuyen", "thanh toan online", "nop tien truc tuyen", "paid online"),
    ),
    Field(
        "written_result", "Có kết quả bằng văn bản", "Written result", "yes_no",
        ("ket qua bang van ban", "co ket qua bang van ban", "co ket qua", "written result"),
    ),
    Field(
        "electronic_result", "Kết quả điện tử", "Electronic result", "yes_no",
        ("ket qua dien tu", "tra ket qua dien tu", "cap ket qua dien tu", "ban dien tu", "ket qua ky so", "electronic result"),
    ),
    Field("digitised", "Đã số hóa", "Digitised", "yes_no", ("so hoa", "da so hoa", "so hoa ho so", "digitised")),
    Field(
        "apology_sent", "Đã gửi xin lỗi", "Apology sent", "yes_no",
        ("xin loi", "thu xin loi", "da xin loi", "van ban xin loi", "phieu xin loi", "apology sent", "apology"),
    ),
    Field(
        "satisfaction", "Mức hài lòng", "Satisfaction", "satisfaction",
        ("muc do hai long", "hai long", "danh gia", "muc hai long", "ket qua danh gia", "satisfaction"),
    ),
)  # fmt: skip

BY_NAME: Final[dict[str, Field]] = {each.name: each for each in FIELDS}
REQUIRED: Final = tuple(each.name for each in FIELDS if each.required)
