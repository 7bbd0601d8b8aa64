"""The rules a row of cases is held to, each in words with its mend. Codes are stable; wording may improve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_CODE = "000.00.07.H44-261121-0001"
_DATE_FIX = ("Ghi ngày như 05/01/2026.", "Write the day as 05/01/2026.")
_LATER_FIX = ("Kiểm tra lại hai ngày trong hệ thống một cửa.", "Check both days in the one-stop system.")

# code → (what in Vietnamese, what in English, mend in Vietnamese, mend in English); facts fill {places}
RULES: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "required": (
        "Ô này không được để trống.", "This cell may not be blank.",
        "Ghi giá trị, hoặc bỏ dòng này khỏi tệp.", "Write the value, or take the row out of the file.",
    ),
    "cell.error": (
        "Ô có lỗi công thức.", "The cell holds a formula error.",
        "Sửa công thức hoặc ghi giá trị.", "Mend the formula, or write the value.",
    ),
    "text.mixed": (
        "Ô lẫn nhiều bảng mã (Unicode, TCVN3, VNI).", "The cell mixes encodings (Unicode, TCVN3, VNI).",
        "Gõ lại bằng Unicode.", "Type it again in Unicode.",
    ),
    "text.unknown": (
        "Không nhận ra bảng mã của ô.", "The encoding of the cell is not recognised.",
        "Gõ lại bằng Unicode.", "Type it again in Unicode.",
    ),
    "code.shape": (
        "Không đúng dạng mã hồ sơ (TT 01/2018/TT-VPCP).", "Not a case code (TT 01/2018/TT-VPCP).",
        f"Ghi như {_CODE}; nếu hệ thống dùng mã riêng, chọn “Mã hồ sơ riêng của hệ thống” ở bước ghép cột.",
        f"Write it as {_CODE}; if the system has codes of its own, choose so when mapping the columns.",
    ),
    "code.long": (
        "Mã hồ sơ dài hơn 80 ký tự.", "The case code is longer than 80 characters.",
        "Kiểm tra lại cột đã ghép.", "Check which column was mapped.",
    ),
    "code.personal": (
        "Trông như số căn cước hoặc điện thoại, không phải mã hồ sơ.", "It looks like an identity or telephone number, not a case code.",
        "Ghép lại cột mã hồ sơ.", "Map the column of case codes again.",
    ),
    "code.repeated": (
        "Mã hồ sơ đã có ở dòng {first}, nội dung khác.", "The case code stands in row {first} too, with other content.",
        "Giữ một dòng: trạng thái mới nhất.", "Keep one row: the newest state.",
    ),
    "agency.unknown": (
        "Không có cơ quan này trong phạm vi của hệ thống một cửa.", "No such agency within the reach of this one-stop system.",
        "Ghi mã định danh (H44.07) hoặc đúng tên như ở trang Cơ quan.", "Write its code (H44.07), or its name as on the page of agencies.",
    ),
    "agency.ambiguous": (
        "Nhiều cơ quan cùng tên này.", "Several agencies bear this name.",
        "Ghi mã định danh của cơ quan.", "Write the agency's code.",
    ),
    "procedure.shape": (
        "Không đúng dạng mã thủ tục hành chính.", "Not a procedure code.",
        "Ghi như 1.000603, 1.000603.H42 hoặc 1.000555.000.00.00.H48.", "Write it as 1.000603, 1.000603.H42 or 1.000555.000.00.00.H48.",
    ),
    "channel.unknown": (
        "Không hiểu hình thức nộp.", "The channel is not understood.",
        "Ghi: trực tiếp, trực tuyến hoặc bưu chính.", "Write: trực tiếp, trực tuyến or bưu chính.",
    ),
    "level.unknown": (
        "Không hiểu mức độ dịch vụ công.", "The online level is not understood.",
        "Ghi: toàn trình hoặc một phần, hoặc để trống.", "Write: toàn trình or một phần, or leave it blank.",
    ),
    "status.unknown": (
        "Không hiểu trạng thái.", "The status is not understood.",
        "Ghi: đang xử lý, đã trả kết quả, trả lại hoặc rút hồ sơ. Nếu cột chỉ nói đúng hạn hay quá hạn, chọn “Không dùng” ở bước ghép cột.",
        "Write: đang xử lý, đã trả kết quả, trả lại or rút hồ sơ. If the column only says in time or late, do not use it when mapping.",
    ),
    "status.no_date": (
        "Trạng thái nói hồ sơ đã kết thúc nhưng không có ngày.", "The status says the case is closed, but no day is given.",
        "Ghi ngày hoàn thành, trả lại hoặc rút.", "Write the day it was finished, returned or withdrawn.",
    ),
    "status.contradicts": (
        "Trạng thái “đang xử lý” nhưng có ngày kết thúc.", "The status is “pending”, yet a closing day is given.",
        "Sửa trạng thái, hoặc xóa ngày.", "Mend the status, or remove the day.",
    ),
    "yes_no.unknown": (
        "Không hiểu: ô này trả lời có hay không.", "Not understood: this cell says yes or no.",
        "Ghi: có hoặc không, hoặc để trống khi không biết.", "Write: có or không, or leave it blank when not known.",
    ),
    "satisfaction.unknown": (
        "Không hiểu mức hài lòng.", "The satisfaction is not understood.",
        "Ghi: hài lòng, bình thường hoặc không hài lòng.", "Write: hài lòng, bình thường or không hài lòng.",
    ),
    "money.unreadable": (
        "Không phải số tiền (đồng, số nguyên, không âm).", "Not an amount (đồng, whole, not below zero).",
        "Ghi như 150000 hoặc 150.000.", "Write it as 150000 or 150.000.",
    ),
    "date.unreadable": ("Không phải là ngày.", "Not a day.", *_DATE_FIX),
    "date.year": ("Năm phải đủ bốn chữ số.", "The year needs four digits.", *_DATE_FIX),
    "date.month": ("Không có tháng này; ngày viết trước, tháng viết sau.", "No such month; the day comes first, then the month.", *_DATE_FIX),
    "date.day": ("Tháng này không có ngày ấy.", "The month has no such day.", *_DATE_FIX),
    "date.future": (
        "Ngày ở sau hôm nay.", "The day lies after today.",
        "Kiểm tra lại ngày và tháng.", "Check day and month.",
    ),
    "date.early": (
        "Ngày ở trước năm 2000.", "The day lies before 2000.",
        "Kiểm tra lại năm.", "Check the year.",
    ),
    "time.unreadable": ("Không phải là giờ.", "Not a time of day.", "Ghi như 14:05.", "Write it as 14:05."),
    "order.promised": ("Ngày hẹn trả ở trước ngày tiếp nhận.", "The promised day lies before the day of receipt.", *_LATER_FIX),
    "order.extended": ("Ngày hẹn lại ở trước ngày hẹn trả.", "The extended day lies before the promised day.", *_LATER_FIX),
    "order.closed": ("Ngày kết thúc ở trước ngày tiếp nhận.", "The closing day lies before the day of receipt.", *_LATER_FIX),
    "closed.twice": (
        "Một hồ sơ chỉ kết thúc một lần: hoàn thành, trả lại hoặc rút.", "A case closes once: finished, returned or withdrawn.",
        "Giữ ngày đúng, xóa ngày kia.", "Keep the right day, remove the other.",
    ),
}  # fmt: skip
