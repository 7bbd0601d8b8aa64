"""The form of a node and of a rubric's head, in the order in which they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minhchung.criteria.interfaces.node_form.shared import WHEN
from minhchung.criteria.interfaces.node_form.spec import Bindings, Form, Group, One, Rows, RuleBox, Words

POLICIES: Final = (
    ("", pgettext_lazy("rule", "Không nói riêng")),
    ("rescale_total", _("Bỏ ra và quy đổi tổng điểm")),
    ("rescale_block", _("Bỏ ra và quy đổi trong mục cha")),
    ("full", _("Tính điểm tối đa")),
    ("spread", _("Chia điểm cho các mục cùng cấp")),
    ("not_scored", _("Không chấm điểm")),
    ("drop", _("Bỏ ra, ngưỡng xếp loại giữ nguyên")),
)
ROUNDING: Final = Group(
    "rounding",
    _("Làm tròn"),
    (
        One("places", _("Số chữ số sau dấu phẩy"), "whole", width=4),
        One(
            "mode",
            _("Cách làm tròn"),
            "choice",
            choices=(
                ("", pgettext_lazy("rule", "Không nói riêng")),
                ("half_up", _("Làm tròn nửa lên")),
                ("half_even", _("Làm tròn nửa về số chẵn")),
                ("down", _("Bỏ phần lẻ")),
                ("up", _("Làm tròn lên")),
            ),
        ),
        One(
            "at",
            _("Làm tròn ở"),
            "choice",
            choices=(
                ("", pgettext_lazy("rule", "Không nói riêng")),
                ("leaf", _("từng tiêu chí")),
                ("section", _("từng lĩnh vực")),
                ("end", _("tổng điểm")),
            ),
        ),
    ),
)
WINDOW: Final = One(
    "window",
    _("Thời gian lấy số liệu"),
    "window",
    hint=_("Ví dụ 01/01/N – 15/10/N; N là năm chấm."),
    width=24,
)
ZERO: Final = One(
    "zero_denominator",
    _("Khi mẫu số bằng 0"),
    hint=_(
        "Ghi: điểm tối đa, không điểm, không áp dụng, chờ quyết định, hoặc một số điểm. Bỏ trống: theo mục trên."
    ),
    choices=(
        ("full", _("điểm tối đa")),
        ("zero", _("không điểm")),
        ("not_applicable", _("không áp dụng")),
        ("undecided", _("chờ quyết định")),
    ),
    width=16,
)
EVIDENCE: Final = One("evidence", _("Tài liệu kiểm chứng"), "lines", hint=_("Mỗi tài liệu một dòng."))

NODE: Final[Form] = (
    One("label", _("Nhãn"), hint=_("Như in trong văn bản: II, 1, 1.1, a."), width=8),
    One("code", _("Mã riêng"), hint=_("Chỉ khi mã không do các nhãn tạo thành."), width=16),
    One("title", _("Nội dung tiêu chí")),
    One("title_en", _("Tên tiếng Anh")),
    One("text", _("Giải thích thêm")),
    One("max", _("Điểm tối đa"), "number", width=6),
    One("line", pgettext_lazy("source line", "Dòng văn bản"), "whole", width=6),
    EVIDENCE,
    One(
        "answered_by",
        _("Ai trả lời"),
        "choice",
        choices=(
            ("", _("Cơ quan tự chấm")),
            ("owner", _("Đơn vị phụ trách lĩnh vực")),
            ("survey", _("Khảo sát")),
            ("data", _("Lấy từ dữ liệu")),
        ),
    ),
    One("appraised_by", _("Đơn vị thẩm định"), hint=_("Ghi đúng tên dùng khi mở đợt chấm.")),
    One("appraisers", _("Số người thẩm định"), "whole", width=4),
    One("re_score_over", _("Chấm lại khi lệch quá (điểm)"), "number", width=6),
    WHEN,
    One(
        "combine",
        _("Điểm của mục này từ các mục con"),
        "choice",
        choices=(
            ("", _("Cộng các mục con")),
            ("best_of", _("Lấy mục con cao nhất")),
            ("one_of", _("Đúng một mục con áp dụng cho mỗi cơ quan")),
            ("all_of", _("Mọi mục con đạt tối đa mới có điểm")),
        ),
    ),
    One(
        "block",
        _("Trong hay ngoài tổng điểm"),
        "choice",
        choices=(("", _("Trong tổng điểm")), ("bonus", _("Điểm thưởng")), ("penalty", _("Điểm trừ"))),
    ),
    Group(
        "gate",
        _("Điều kiện tiên quyết"),
        (
            One("node", _("Mục phải đạt trước"), hint=_("Mã của mục, ví dụ II.1."), width=12),
            One(
                "option",
                _("Phương án đã chọn ở đó"),
                "lines",
                hint=_("Mã phương án (a, b…), mỗi mã một dòng."),
                width=8,
            ),
            One("share", _("hoặc tỷ lệ điểm đạt ở đó"), "limits"),
            One("points", _("hoặc số điểm đạt ở đó"), "limits"),
            One("question", _("Hoặc câu hỏi có / không")),
            One("otherwise", _("Nếu không đạt thì được (điểm)"), "number", hint=_("Bỏ trống: 0."), width=6),
        ),
    ),
    One("floor", _("Không dưới (điểm)"), "number", width=6),
    One(
        "cap",
        _("Tính nhiều nhất (điểm)"),
        hint=_("Bỏ trống: điểm tối đa chỉ để đối chiếu, không chặn."),
        width=6,
    ),
    Rows(
        "multipliers",
        _("Hệ số theo loại cơ quan"),
        (WHEN, One("by", _("Nhân với"), hint=_("Ví dụ 75 %."), width=8)),
        _("Thêm hệ số"),
        table=False,
    ),
    Group(
        "not_applicable",
        _("Khi không phát sinh, không áp dụng"),
        (
            One("policy", _("Điểm của mục xử lý thế nào"), "choice", choices=POLICIES),
            One(
                "claimable",
                _("Cơ quan được khai không áp dụng"),
                "choice",
                choices=(
                    ("", pgettext_lazy("rule", "Không nói riêng")),
                    ("có", _("có")),
                    ("không", _("không")),
                ),
            ),
            One("when", _("Đương nhiên không áp dụng cho cơ quan"), "when"),
        ),
        bare="policy",
    ),
    ZERO,
    ROUNDING,
    WINDOW,
    Bindings(
        "bind",
        _("Chỉ số tự điền"),
        _("Số liệu có sẵn của chỉ số sẽ được điền trước vào câu trả lời của cơ quan."),
    ),
    One("notes", _("Ghi chú khi soạn"), "lines", hint=_("Mỗi ghi chú một dòng.")),
    Rows(
        "readings",
        _("Cách hiểu chỗ quy tắc chưa nói"),
        (
            One("when", _("Khi giá trị"), "limits"),
            One("share", _("hoặc khi tỷ lệ (ghi kèm %)"), "limits"),
            One("points", _("được (điểm)"), "number", width=6),
            One("text", _("Cách hiểu, để công bố")),
        ),
        _("Thêm cách hiểu"),
        table=False,
        hint=_("Chỉ dùng cho giá trị mà quy tắc chưa nói điểm; không ghi giá trị là mọi trường hợp còn lại."),
    ),
    RuleBox("rule", _("Cách tính điểm")),
)

HEAD: Final[Form] = (
    One("rubric", _("Mã bộ tiêu chí"), "name", hint=_("Chữ thường không dấu, số và gạch nối."), width=24),
    One("version", _("Phiên bản"), width=10),
    One("title", _("Tên bộ tiêu chí")),
    One("title_en", _("Tên tiếng Anh")),
    One("legal_basis", _("Căn cứ"), "lines", hint=_("Mỗi văn bản một dòng.")),
    One("applies_to", _("Đối tượng áp dụng")),
    One("source", _("Lấy từ văn bản"), width=24),
    One("notes", _("Ghi chú khi soạn"), "lines", hint=_("Mỗi ghi chú một dòng.")),
    One("total", _("Tổng điểm"), "number", width=6),
    One("total_cap", _("Tổng điểm nhiều nhất, kể cả điểm thưởng"), "number", width=6),
    One("total_floor", _("Tổng điểm ít nhất"), "number", width=6),
    One(
        "numbering",
        _("Đánh số mục con"),
        "choice",
        choices=(("", _("Bắt đầu lại ở mỗi lĩnh vực")), ("runs_on", _("Chạy liên tục qua các lĩnh vực"))),
    ),
    One("step", _("Bước điểm"), "number", hint=_("Ví dụ 0,25."), width=6),
    ROUNDING,
    WINDOW,
    One("not_applicable", _("Khi không áp dụng"), "choice", choices=POLICIES),
    ZERO,
    Rows(
        "parameters",
        _("Tham số do đợt chấm cung cấp"),
        (
            One("name", _("Tên"), "name", width=16),
            One("title", _("Nội dung")),
            One(
                "kind",
                _("Loại"),
                "choice",
                choices=(("", _("Ngày")), ("number", _("Số")), ("yes_no", _("Có hay không"))),
            ),
            One("default", _("Giá trị khi không nói"), width=10),
        ),
        _("Thêm tham số"),
    ),
    Rows(
        "traits",
        _("Đặc điểm của cơ quan"),
        (
            One("name", _("Tên"), "name", width=16),
            One("title", _("Nội dung")),
            One("values", _("Các giá trị"), "lines", hint=_("Mỗi giá trị một dòng."), width=12),
        ),
        _("Thêm đặc điểm"),
    ),
    Group(
        "classes",
        _("Xếp loại"),
        (
            Rows(
                "bands",
                _("Các loại, từ cao xuống thấp"),
                (
                    One("name", _("Tên loại"), width=16),
                    One("when", _("Khi tổng điểm"), "limits"),
                    One("share", _("hoặc khi tỷ lệ trên tổng điểm (ghi kèm %)"), "limits"),
                ),
                _("Thêm loại"),
                table=False,
            ),
        ),
        hint=_(
            "Mỗi loại một khoảng. Điều kiện khác (mức sàn từng lĩnh vực, loại vì vi phạm) viết bằng YAML."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: its heading, the keys it shows, whether it stands open when it has nothing to say."""

    title: Words
    keys: tuple[str, ...]
    open: bool = False


NODE_PARTS: Final = (
    Part(_("Nội dung"), ("label", "title", "max", "text", "evidence"), open=True),
    Part(_("Cách tính điểm"), ("rule",), open=True),
    Part(_("Gộp điểm từ các mục con"), ("combine",), open=True),
    Part(_("Chỉ số tự điền"), ("bind",)),
    Part(_("Ai trả lời, ai thẩm định"), ("answered_by", "appraised_by", "appraisers", "re_score_over")),
    Part(_("Thời gian và mẫu số bằng 0"), ("window", "zero_denominator", "rounding")),
    Part(_("Không áp dụng"), ("when", "not_applicable")),
    Part(_("Điều kiện, chặn điểm, hệ số"), ("block", "gate", "floor", "cap", "multipliers")),
    Part(_("Cách hiểu chỗ quy tắc chưa nói"), ("readings",)),
    Part(_("Khác"), ("code", "title_en", "line", "notes")),
)
HEAD_PARTS: Final = (
    Part(_("Bộ tiêu chí"), ("rubric", "version", "title", "applies_to", "legal_basis", "total"), open=True),
    Part(_("Đánh số, bước điểm, làm tròn"), ("numbering", "step", "rounding", "total_cap", "total_floor")),
    Part(_("Thời gian, không áp dụng, mẫu số bằng 0"), ("window", "not_applicable", "zero_denominator")),
    Part(_("Xếp loại"), ("classes",)),
    Part(_("Tham số và đặc điểm cơ quan"), ("parameters", "traits")),
    Part(_("Khác"), ("title_en", "source", "notes")),
)
NODE_ORDER: Final = (
    "label",
    "code",
    "id",
    "title",
    "title_en",
    "text",
    "max",
    "line",
    "evidence",
    "answered_by",
    "appraised_by",
    "appraisers",
    "re_score_over",
    "when",
    "combine",
    "block",
    "gate",
    "floor",
    "cap",
    "multipliers",
    "not_applicable",
    "zero_denominator",
    "rounding",
    "window",
    "bind",
    "notes",
    "examples",
    "readings",
    "rule",
)
HEAD_ORDER: Final = (
    "rubric",
    "version",
    "title",
    "title_en",
    "decision",
    "issued_on",
    "legal_basis",
    "applies_to",
    "source",
    "notes",
    "total",
    "total_cap",
    "total_floor",
    "numbering",
    "step",
    "rounding",
    "window",
    "not_applicable",
    "zero_denominator",
    "parameters",
    "traits",
    "classes",
    "tie_break",
)
LEAF_ONLY: Final = frozenset({"rule", "bind", "readings"})
PARENT_ONLY: Final = frozenset({"combine"})
