"""The forms of the 21 kinds of rules, one description each, in the order of the rubric format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minhchung.criteria.interfaces.node_form.shared import (
    HIGH,
    LINE,
    LOW,
    MEASURE,
    NAMED,
    NONE,
    OPTIONAL_MEASURE,
    PARTS,
    POINTS,
    TEXT,
    TOP,
    WHEN,
    bands,
)
from minhchung.criteria.interfaces.node_form.spec import KindForm, One, Rows, RuleBox

_COEFFICIENT_HINT = _("Con số, hoặc tên tham số mà đợt chấm cung cấp.")

OPTIONS = KindForm(
    "options",
    _("Chọn một trong các phương án"),
    _("Có hay không; một trong nhiều mức được mô tả; đúng hạn, chậm, không có."),
    (
        One(
            "pick",
            _("Khi nhiều phương án cùng xảy ra"),
            "choice",
            choices=(
                ("", _("Chỉ chọn một")),
                ("worst", _("Đánh dấu mọi việc đã xảy ra, tính mức thấp nhất")),
                ("best", _("Đánh dấu mọi việc đã xảy ra, tính mức cao nhất")),
            ),
        ),
        Rows("options", _("Các phương án"), (POINTS, TEXT, NONE, LINE), _("Thêm phương án"), ids=True),
    ),
)
BANDS = KindForm(
    "bands",
    _("Theo dải giá trị"),
    _("Tỷ lệ, số lượng, số ngày chậm rơi vào dải nào thì được điểm của dải đó."),
    (MEASURE, bands("rows", _("Các dải"), hint=_("Mọi giá trị phải thuộc đúng một dải."))),
)
LINEAR = KindForm(
    "linear",
    _("Điểm tỷ lệ thuận"),
    _("Điểm = điểm tối đa × tỷ lệ đạt được, hoặc so với mức cần đạt."),
    (
        MEASURE,
        One("target", _("Mức cần đạt"), hint=_("Ví dụ 80 %: đạt 80 % là điểm tối đa."), width=10),
        One("coefficient", _("Hệ số"), hint=_COEFFICIENT_HINT, width=16),
        One("reverse", _("Tính ngược: càng thấp càng nhiều điểm"), "flag"),
        TOP,
    ),
)
PRODUCT = KindForm(
    "product",
    _("Tích của nhiều tỷ lệ"),
    _("Điểm = điểm tối đa × tỷ lệ × hệ số."),
    (Rows("factors", _("Các thừa số"), NAMED, _("Thêm thừa số"), table=False), TOP),
)
COUNTS = KindForm(
    "counts",
    _("Đếm và nhân điểm"),
    _("Mỗi sáng kiến 2 điểm, tối đa 3 điểm."),
    (
        One(
            "combine",
            _("Khi có nhiều dòng"),
            "choice",
            choices=(
                ("", _("Cộng các dòng")),
                ("best", _("Lấy dòng cao nhất")),
                ("unsaid", _("Văn bản không nói")),
            ),
        ),
        One("cap", _("Tối đa cả quy tắc"), "number", width=6),
        Rows(
            "lines",
            _("Các dòng đếm"),
            (
                One("each", _("Điểm mỗi việc"), "number", width=6),
                One("cap", _("Tối đa"), "number", width=6),
                TEXT,
                LINE,
            ),
            _("Thêm dòng đếm"),
            ids=True,
        ),
    ),
)
STEPS = KindForm(
    "steps",
    _("Tăng, giảm theo bậc"),
    _("Đạt mức gốc được số điểm này; cứ thêm mỗi bậc được cộng, thiếu mỗi bậc bị trừ."),
    (
        MEASURE,
        One("base", _("Mức gốc"), width=10),
        One("points", _("Điểm ở mức gốc"), "number", width=6),
        One("every", _("Mỗi bậc"), width=10),
        One("add", _("Cộng mỗi bậc"), "number", width=6),
        One("subtract", _("Trừ mỗi bậc"), "number", width=6),
        One("below", _("Điểm khi dưới mức gốc"), "number", hint=_("Khi không trừ theo bậc."), width=6),
        LOW,
        HIGH,
    ),
)
DEDUCTIONS = KindForm(
    "deductions",
    _("Trừ điểm"),
    _("Bắt đầu từ điểm tối đa, trừ cho mỗi lần không đạt, hoặc trừ theo bảng."),
    (
        One("start", _("Bắt đầu từ"), "number", hint=_("Bỏ trống: điểm tối đa của mục."), width=6),
        One("floor", _("Không dưới"), hint=_("Bỏ trống: 0. Ghi none nếu văn bản cho phép âm."), width=6),
        Rows(
            "items",
            _("Các lỗi bị trừ"),
            (
                One("each", _("Trừ mỗi lần"), "number", width=6),
                One("most", _("Nhiều nhất (lần)"), "whole", width=5),
                TEXT,
            ),
            _("Thêm lỗi"),
            ids=True,
        ),
        bands("table", _("Bảng trừ theo số lần"), hint=_("Để trống nếu trừ đều mỗi lần. Điểm ghi số âm.")),
    ),
)
CHECKLIST = KindForm(
    "checklist",
    _("Danh mục cộng điểm"),
    _("Có mục nào thì cộng điểm mục đó, hoặc tính điểm theo số mục có."),
    (
        Rows(
            "items",
            _("Các mục"),
            (
                POINTS,
                One("deduct", _("Trừ nếu chưa đảm bảo"), "number", width=6),
                TEXT,
                LINE,
            ),
            _("Thêm mục"),
            ids=True,
        ),
        bands("rows", _("Điểm theo số mục có"), hint=_("Để trống nếu mỗi mục có điểm riêng.")),
    ),
)
GRADED = KindForm(
    "graded",
    _("Người thẩm định cho điểm"),
    _("Một mức điểm từ thấp nhất đến cao nhất, theo bước."),
    (
        One("low", _("Thấp nhất"), "number", width=6),
        One("high", _("Cao nhất"), "number", hint=_("Bỏ trống: điểm tối đa của mục."), width=6),
        One("step", _("Bước điểm"), "number", hint=_("Bỏ trống: bước của bộ tiêu chí."), width=6),
    ),
)
FORMULA = KindForm(
    "formula",
    _("Công thức"),
    _("Điểm tính bằng công thức trên nhiều số liệu."),
    (
        Rows("inputs", _("Các số liệu"), NAMED, _("Thêm số liệu"), table=False),
        One(
            "expression",
            _("Công thức"),
            "expression",
            hint=_("Ví dụ: min(6, 6 * dung_han / tong). max_points là điểm tối đa của mục."),
        ),
        LOW,
        HIGH,
    ),
)
CONDITIONS = KindForm(
    "conditions",
    _("Nhiều điều kiện cùng lúc"),
    _("Điểm theo tổ hợp điều kiện trên nhiều số liệu."),
    (
        Rows("inputs", _("Các số liệu"), NAMED, _("Thêm số liệu"), table=False),
        Rows(
            "rows",
            _("Các trường hợp"),
            (
                One(
                    "when",
                    _("Khi"),
                    "expression",
                    hint=_("Ví dụ: ty_le >= 90 % and so_luong >= 3; hoặc otherwise (còn lại)."),
                ),
                POINTS,
                TEXT,
                NONE,
                LINE,
            ),
            _("Thêm trường hợp"),
            ids=True,
        ),
    ),
)
CASE_MEAN = KindForm(
    "case_mean",
    _("Trung bình điểm từng hồ sơ"),
    _("Chấm từng hồ sơ, lấy trung bình, quy ra điểm của mục."),
    (
        One("case_max", _("Điểm tối đa một hồ sơ"), "number", width=6),
        One("places", _("Làm tròn trung bình (chữ số)"), "whole", width=4),
        One(
            "mode",
            _("Cách làm tròn"),
            "choice",
            choices=(
                ("", _("Làm tròn nửa lên")),
                ("half_even", _("Làm tròn nửa về số chẵn")),
                ("down", _("Bỏ phần lẻ")),
                ("up", _("Làm tròn lên")),
            ),
        ),
        TOP,
    ),
)
RELATIVE = KindForm(
    "relative",
    _("So với mức chung"),
    _("So với bình quân, cao nhất, trung vị của nhóm, hoặc một mức do đợt chấm cung cấp."),
    (
        MEASURE,
        One("to", _("So với"), hint=_("group_mean, group_best, group_median, hoặc tên tham số."), width=20),
        One(
            "compare",
            _("Cách so"),
            "choice",
            choices=(
                ("", _("Tỷ số: giá trị / mức chung")),
                ("difference", _("Hiệu số: giá trị − mức chung")),
            ),
        ),
        bands("rows", _("Các dải"), hint=_("Để trống: điểm tối đa × tỷ số, nhiều nhất bằng điểm tối đa.")),
        TOP,
    ),
)
RANK = KindForm(
    "rank",
    _("Theo thứ hạng trong nhóm"),
    _("10 cơ quan đứng đầu 3 điểm, 10 cơ quan tiếp theo 2 điểm."),
    (
        OPTIONAL_MEASURE,
        One(
            "best",
            _("Đứng đầu là"),
            "choice",
            choices=(("", _("giá trị cao nhất")), ("lowest", _("giá trị thấp nhất"))),
        ),
        bands("rows", _("Điểm theo thứ hạng")),
    ),
)
SURVEY = KindForm(
    "survey",
    _("Khảo sát"),
    _("Mỗi mức trả lời có một trọng số; điểm = điểm tối đa × bình quân."),
    (
        One("sample", _("Số phiếu ít nhất"), "whole", hint=_("Ít hơn thì chưa chấm được."), width=6),
        TOP,
        Rows(
            "levels",
            _("Các mức trả lời"),
            (One("weight", _("Trọng số"), "share", hint=_("Ví dụ 60 %."), width=7), TEXT),
            _("Thêm mức"),
            ids=True,
        ),
    ),
)
LEVELS = KindForm(
    "levels",
    _("Mức độ × trọng số"),
    _("Mức trưởng thành 1–5 nhân trọng số."),
    (
        One("weight", _("Trọng số"), "number", width=6),
        Rows(
            "levels",
            _("Các mức"),
            (One("value", pgettext_lazy("maturity", "Mức"), "number", width=5), TEXT),
            _("Thêm mức"),
        ),
    ),
)
SUM_OF = KindForm(
    "sum_of",
    _("Cộng nhiều cách tính"),
    _("Một tiêu chí gồm nhiều phần, mỗi phần tính một cách."),
    (LOW, HIGH, PARTS),
)
BEST_OF = KindForm(
    "best_of",
    _("Lấy cách tính cao nhất"),
    _("Nhiều cách được điểm, lấy cách cao nhất."),
    (PARTS,),
)
BY_AGENCY = KindForm(
    "by_agency",
    _("Khác nhau theo loại cơ quan"),
    _("Cấp xã tính một cách, cơ quan khác tính cách khác."),
    (
        Rows(
            "cases",
            _("Các trường hợp"),
            (WHEN, One("title", _("Tiêu đề")), RuleBox("rule", _("Cách tính điểm"))),
            _("Thêm trường hợp"),
            table=False,
        ),
    ),
)
FALLBACK = KindForm(
    "fallback",
    _("Khi không có số liệu"),
    _("Có số liệu thì tính một cách, không có thì tính cách khác."),
    (
        One("question", _("Câu hỏi")),
        RuleBox("datum", _("Khi có số liệu")),
        RuleBox("otherwise", _("Khi không có số liệu")),
    ),
)
YEARS = KindForm(
    "years",
    _("Nhiều năm"),
    _("Một cách tính cho nhiều năm liền, rồi lấy bình quân, tổng, thấp nhất hoặc cao nhất."),
    (
        One("count", _("Số năm"), "whole", width=4),
        One(
            "how",
            _("Cách gộp"),
            "choice",
            choices=(
                ("", pgettext_lazy("years", "Bình quân")),
                ("sum", pgettext_lazy("years", "Tổng")),
                ("worst", pgettext_lazy("years", "Thấp nhất")),
                ("best", pgettext_lazy("years", "Cao nhất")),
            ),
        ),
        RuleBox("rule", _("Cách tính điểm mỗi năm")),
    ),
)

KIND_FORMS: Final[Mapping[str, KindForm]] = {
    form.name: form
    for form in (
        OPTIONS,
        BANDS,
        LINEAR,
        PRODUCT,
        COUNTS,
        STEPS,
        DEDUCTIONS,
        CHECKLIST,
        GRADED,
        FORMULA,
        CONDITIONS,
        CASE_MEAN,
        RELATIVE,
        RANK,
        SURVEY,
        LEVELS,
        SUM_OF,
        BEST_OF,
        BY_AGENCY,
        FALLBACK,
        YEARS,
    )
}
