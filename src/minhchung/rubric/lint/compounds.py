"""Two-syllable words that administrative texts use all the time, in the spelling of the offices.

Used only to see that a pair with the same letters and other marks ("quyết đinh", "xây dụng") is a slip. Left out are
words whose letters also make other pairs that are right ("ban hành": văn *bản hành* chính; "cơ sở": *có Sở*;
"nhận thức": cá *nhân thực* hiện).
"""

from __future__ import annotations

from minhchung.rubric.lint.listing import phrases_in
from minhchung.viet.folding import search_key

_COMPOUNDS = """
biên bản; biên chế; bãi bỏ; bắt buộc; bối cảnh; bồi dưỡng; bổ sung; chuyên gia; chuyên môn; chuyên viên; chính
sách; chương trình; chấm điểm; chấn chỉnh; chất lượng; chỉ thị; chứng chỉ; cuộc họp; cá nhân; công chức; công
khai; công nghệ; cơ hội; cải cách; cải tiến; cập nhật; doanh nghiệp; duy trì; giám sát; giải pháp; giải quyết;
hiệu lực; hiệu quả; hài lòng; hàng năm; hành chính; hướng dẫn; hạ tầng; hạn chế; hằng năm; hệ thống; họp xem;
khen thưởng; khiếu nại; khiển trách; khoa học; khách hàng; khó khăn; khảo sát; khẩu hiệu; khắc phục; khối lượng;
kinh phí; kiến nghị; kiểm soát; kiểm tra; kiện toàn; kế hoạch; kết luận; kết quả; kịp thời; kỷ cương; kỷ luật;
kỹ thuật; liên thông; lãng phí; lãnh đạo; lĩnh vực; lưu trữ; minh bạch; môi trường; mục tiêu; nghiệp vụ; nghị
quyết; nghị định; nguyên nhân; nguồn lực; ngân sách; nhiệm vụ; nhu cầu; nhà nước; nhân dân; nhắc nhở; niêm yết;
năng lực; phiếu khảo; phân công; phân phối; phân tích; phê duyệt; phòng ngừa; phù hợp; phạm vi; phản ánh; phấn
đấu; phối hợp; phổ biến; phục vụ; quy trình; quy định; quyết toán; quyết định; quán triệt; quản lý; quốc gia;
rủi ro; sáng kiến; số lượng; sửa đổi; tham mưu; thanh toán; thay thế; theo dõi; thi đua; thiết bị; thu hồi; thu
nhập; thành lập; thành phần; thông báo; thông tin; thường xuyên; thẩm quyền; thẩm định; thỏa mãn; thống kê; thời
gian; thời hạn; thủ tục; thực hiện; tiêu chuẩn; tiêu chí; tiếp nhận; tiết kiệm; toàn trình; trang thiết; triển
khai; truyền thông; trách nhiệm; trễ hạn; trụ sở; trực quan; trực tuyến; tuyên truyền; tài chính; tài liệu; tài
nguyên; tình hình; tập huấn; tố cáo; tối đa; tổ chức; tổng hợp; tờ trình; tự chủ; tỷ lệ; viên chức; việc làm;
văn phòng; vướng mắc; vị trí; xem xét; xác nhận; xác định; xây dựng; xếp hạng; xếp loại; xử lý; yêu cầu; áp
dụng; ý kiến; điều kiện; điện tử; đào tạo; đánh giá; đôn đốc; đúng hạn; đơn giản; đơn vị; đầy đủ; đề xuất; đề
án; định kỳ; đột xuất; đủ điều
"""
_JOINED = """
ban chỉ; ban hành; bộ máy; bộ phận; bộ tiêu; chính phủ; chính quyền; chính thức; chức danh; chức năng; chức vụ;
cán bộ; công bố; công dân; công nhận; công trình; công tác; công việc; công văn; công vụ; cơ quan; cơ sở; dụng
cụ; gia hạn; gia đình; hoạt động; hành vi; hành động; hóa đơn; hạn mức; học tập; hợp tác; hợp đồng; kiểm toán;
kiểm tra; kiểm định; luật sư; lý do; lý lịch; nay được; nghị sự; nhân lực; nhân sự; nhân viên; năm nay; nội bộ;
nội dung; nội vụ; pháp luật; pháp lý; quyền hạn; quyền lợi; quản trị; sản xuất; số hóa; sở tại; sử dụng; sự
việc; thông qua; thông tư; thể chế; thể hiện; thể thao; tin cậy; tin học; trung tâm; trung ương; trình tự; trình
độ; trị giá; tác phong; tác động; tâm huyết; tư pháp; tư tưởng; tư vấn; tại chỗ; tập trung; vi khuẩn; vi phạm;
việc thực; văn bản; văn hóa; văn thư; đại diện; đầu tư; đề nghị; định hướng; định mức; động viên
"""


COMPOUNDS = phrases_in(_COMPOUNDS)

JOINED = phrases_in(_JOINED)
"""More words that may begin with the syllable that another one ends in ("phân công công chức")."""

_ALSO_RIGHT = """
chúng chỉ; có hội; có quan; cấp nhất; danh giá; diện từ; dù điều; giảm sát; hạng năm; hè thông; kỉ
cương; kỉ luật; lưu trú; mỗi trường; mức tiêu; phần công; phần phối; phần tích; phần đầu; quản lí; thoả mãn; thông từ; thấy thế; thống từ; thức hiện; trình từ; trừ số; trữ số; tái chính; tôi đã;
tỉ lệ; tới đã; từ chủ; viện chức; vì trí; xử lí; điện từ; để án; định kì
"""

ALSO_RIGHT = phrases_in(_ALSO_RIGHT)
"""Other spellings in use, and pairs with the same letters that are right."""

BY_LETTERS: dict[str, frozenset[str]] = {
    key: frozenset(each for each in COMPOUNDS if search_key(each) == key)
    for key in map(search_key, COMPOUNDS)
}
"""Letters without marks → the words so written."""

SLIPS: dict[str, str] = {
    "cảu": "của",
    "cuả": "của",
    "đựơc": "được",
    "đuợc": "được",
    "nhưũng": "những",
    "truơng": "trương",
    "phuơng": "phương",
    "thuơng": "thương",
    "truờng": "trường",
    "huớng": "hướng",
    "tuớng": "tướng",
    "nguời": "người",
    "nuớc": "nước",
    "truớc": "trước",
    "hoăc": "hoặc",
    "viêc": "việc",
    "truởng": "trưởng",
    "qúy": "quý",
}
"""Slips of the keyboard that are no words at all, or not in such texts."""
