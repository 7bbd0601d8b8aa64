"""Who can sign in to the sample: one account for each role of the field, and heads and secretaries of the offices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PASSWORD: Final = "minh-chung-2023"  # noqa: S105  (printed at every start of the sample, by design)

STANDING = "UBND huyện Quảng Điền"
NOI_VU = "Phòng Nội vụ"
VAN_PHONG = "Văn phòng HĐND và UBND huyện"
KINH_TE = "Phòng Kinh tế và Hạ tầng"
TU_PHAP = "Phòng Tư pháp"
TAI_CHINH = "Phòng Tài chính - Kế hoạch"
VAN_HOA = "Phòng Văn hóa và Thông tin"
KRONG_NO = "UBND huyện Krông Nô"
DAK_NONG = "Sở Khoa học và Công nghệ tỉnh Đắk Nông"
DONG_NAI = "Sở Công Thương tỉnh Đồng Nai"
CA_MAU = "Sở Khoa học và Công nghệ tỉnh Cà Mau"


@dataclass(frozen=True)
class Account:
    """One sign-in: role is a value of agencies.enums.Role."""

    username: str
    full_name: str
    role: str
    role_vi: str
    role_en: str
    agency: str


ACCOUNTS: Final[tuple[Account, ...]] = (
    Account("thuky", "Nguyễn Thị Hồng Thắm", "secretary", "Thư ký", "secretary", KINH_TE),
    Account("lanhdao", "Trần Viết Hải", "head", "Lãnh đạo cơ quan", "head", KINH_TE),
    Account("danhgia", "Phạm Thị Ngọc Ánh", "auditor", "Đánh giá viên nội bộ", "internal auditor", KINH_TE),
    Account("thamdinh", "Hoàng Văn Lộc", "appraiser", "Người thẩm định", "appraiser", VAN_PHONG),
    Account("thamdinh2", "Lê Thị Kim Oanh", "appraiser", "Người thẩm định", "appraiser", NOI_VU),
    Account("thuongtruc", "Đặng Quốc Thắng", "standing", "Thường trực", "standing body", STANDING),
    Account(
        "thuongtruc2",
        "Võ Thị Bích Ngọc",
        "standing",
        "Thường trực (người thứ hai)",
        "standing body (second)",
        STANDING,
    ),
    Account("hoidong", "Ngô Đình Khôi", "council", "Hội đồng", "council", STANDING),
    Account("soanthao", "Dương Thị Mỹ Lệ", "author", "Người soạn bộ tiêu chí", "rubric author", STANDING),
    Account("kiemtra", "Trương Công Định", "inspector", "Đoàn kiểm tra", "inspector", DAK_NONG),
    Account("quantri", "Lý Minh Quân", "admin", "Quản trị", "administrator", STANDING),
    Account("thuky-tp", "Đỗ Thị Thanh Tâm", "secretary", "Thư ký", "secretary", TU_PHAP),
    Account("lanhdao-tp", "Phan Văn Đức", "head", "Lãnh đạo cơ quan", "head", TU_PHAP),
    Account("thuky-krongno", "Y Thịnh Niê", "secretary", "Thư ký", "secretary", KRONG_NO),
    Account("lanhdao-krongno", "Trần Đình Ninh", "head", "Lãnh đạo cơ quan", "head", KRONG_NO),
    Account("thuky-dongnai", "Nguyễn Hữu Phước", "secretary", "Thư ký", "secretary", DONG_NAI),
    Account("thuongtruc-daknong", "Bùi Thị Hạnh", "standing", "Thường trực", "standing body", DAK_NONG),
)
