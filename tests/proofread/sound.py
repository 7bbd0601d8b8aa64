"""A sound report, and ways to break it one at a time."""

from __future__ import annotations

from minhchung.proofread import proofread

SOUND = """BÁO CÁO
Tình hình áp dụng hệ thống quản lý chất lượng theo TCVN ISO 9001:2015 năm 2026

Krông Nô, ngày 20 tháng 11 năm 2026

Thực hiện Kế hoạch số 841/KH-SKHCN ngày 24/8/2026 của Sở Khoa học và Công nghệ tỉnh Đắk Nông, UBND xã báo cáo như sau:

1. Văn bản chỉ đạo
- Quyết định số 101/QĐ-UBND ngày 31/3/2026 của UBND xã về việc ban hành Chính sách chất lượng;
- Quyết định số 245/QĐ-UBND ngày 30/9/2026 của UBND xã về việc ban hành hệ thống tài liệu;
- Kế hoạch số 88/KH-UBND ngày 25/3/2026 của UBND xã về việc duy trì TCVN ISO 9001:2015.

2. Kết quả
- Số lượng thủ tục đã áp dụng TCVN ISO 9001:2015 là 264/319 TTHC, đạt 82,8% so với số thủ tục thuộc thẩm quyền.
- Đã tiếp nhận 20.290 hồ sơ, trong đó: Tiếp nhận trong kỳ: 19.014 hồ sơ, tồn kỳ trước chuyển sang: 1.276 hồ sơ. Đã giải quyết: 20.000 hồ sơ, trong đó: giải quyết đúng, trước hạn: 19.900 hồ sơ (đạt tỷ lệ 99,5% trên số đã giải quyết); trễ hạn: 100 hồ sơ (chiếm tỷ lệ 0,5%); trả lại: 90 hồ sơ; đang giải quyết: 200 hồ sơ.
- Số hồ sơ trễ hạn trên phần mềm: 100 hồ sơ.
- Khảo sát sự hài lòng: 120 phiếu, 98,3% (118/120 phiếu) hài lòng.
- Số đơn vị được kiểm tra là 120 đơn vị (46 đơn vị kiểm tra tại trụ sở; 74 đơn vị kiểm tra qua báo cáo).
- Đánh giá nội bộ: đã thực hiện đủ bốn đợt theo kế hoạch.

13\tĐánh giá nội bộ định kỳ\t7\t7
13.1\tChương trình đánh giá nội bộ định kỳ\t1\t1
"""


def codes_of(text: str) -> list[str]:
    """The codes found in a report, in order."""
    return [finding.code for finding in proofread(text)]


def broken(*changes: tuple[str, str]) -> str:
    """The sound report with texts replaced; each must be there exactly once."""
    text = SOUND
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text
