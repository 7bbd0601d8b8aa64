"""One page that shows every component with hard content: long Vietnamese names, many rows, none, and an error."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator

NOW = datetime(2026, 11, 21, 7, 5, 12, tzinfo=UTC)
LONG_AGENCY = (
    "Ban Quản lý Khu kinh tế Cửa khẩu và các Khu công nghiệp trực thuộc Ủy ban nhân dân tỉnh Thừa Thiên Huế"
)
LONG_CRITERION = (
    "Tỷ lệ hồ sơ giải quyết thủ tục hành chính thuộc thẩm quyền được trả đúng hạn và trước hạn trong kỳ đánh giá, "
    "kể cả hồ sơ tồn kỳ trước chuyển sang"
)


class AnswerForm(forms.Form):
    """Every kind of control the field template draws."""

    level = forms.ChoiceField(
        label="Mức đạt được",
        widget=forms.RadioSelect,
        choices=[
            ("a", "Từ 95 % trở lên: 2 điểm"),
            ("b", "Từ 90 % đến dưới 95 %: 1,5 điểm"),
            ("c", "Dưới 90 %: 0 điểm"),
        ],
    )
    done = forms.MultipleChoiceField(
        label="Việc đã làm",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("kh", "Ban hành kế hoạch"), ("bc", "Báo cáo định kỳ")],
    )
    share = forms.CharField(
        label="Tỷ lệ",
        help_text="Ví dụ: 82,5",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    agency = forms.ChoiceField(label="Cơ quan", choices=[("", ""), ("1", LONG_AGENCY)])
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    proof = forms.FileField(label="Tệp", required=False)
    agreed = forms.BooleanField(label="Tôi đã kiểm tra các số liệu trên")


def sample_context(*, rows: int = 30, bound: bool = True) -> dict[str, Any]:
    """The context of `sample.html`: `rows` rows in its tables, and a form with errors when `bound`."""
    agency = SimpleNamespace(name=LONG_AGENCY)
    post = SimpleNamespace(title="Chuyên viên Văn phòng, thư ký ISO", agency=agency.name)
    user = SimpleNamespace(pk=7, full_name="Nguyễn Hoàng Thị Bích Hạnh Nguyễn", shortcuts_on=True)
    return {
        "heading": "Tiêu chí 6.4.1 – Tỷ lệ hồ sơ đúng hạn",
        "installation_name": "UBND tỉnh Thừa Thiên Huế",
        "acting": SimpleNamespace(user=user, posts=[post]),
        "idle_seconds": 1800,
        "server_time": NOW,
        "csrf_token": "x" * 32,
        "nav": [
            {"href": "/", "label": "Việc cần làm", "current": True},
            {"href": "/dot/", "label": "Đợt chấm điểm", "current": False},
            {"href": "/kho/", "label": "Kho minh chứng", "current": False},
            {"href": "/bo/", "label": "Bộ tiêu chí", "current": False},
            {"href": "/co-quan/", "label": "Cơ quan", "current": False},
        ],
        "breadcrumbs": [
            {"href": "/", "label": "Việc cần làm"},
            {"href": "/dot/", "label": "Đợt 2026"},
            {"label": "Tiêu chí 6.4.1"},
        ],
        "form": AnswerForm({"share": "một trăm"} if bound else None),
        "now": NOW,
        "due_soon": NOW + timedelta(days=2),
        "due_late": NOW - timedelta(days=1),
        "lock_at": NOW + timedelta(days=5),
        "points": Fraction(193, 2),
        "max": Decimal(100),
        "rows": [
            {
                "n": n + 1,
                "href": f"/co-quan/{n}/",
                "name": LONG_AGENCY if n % 7 == 0 else f"Ủy ban nhân dân xã Phú Lộc {n + 1}",
                "self": Fraction(190 - n, 2),
                "final": None if n % 5 == 0 else Fraction(180 - n, 2),
            }
            for n in range(rows)
        ],
        "criterion": LONG_CRITERION,
        "task_items": [
            {
                "title": LONG_CRITERION,
                "href": "/tc/1/",
                "hint": "Lĩnh vực II, 2 điểm",
                "state": "Chưa có minh chứng",
                "tone": "due",
                "meta": "Hạnh, 20/11/2026",
            },
            {
                "title": "Ban hành kế hoạch cải cách hành chính",
                "href": "/tc/2/",
                "state": "Đã xong",
                "tone": "done",
            },
            {"title": "Khảo sát sự hài lòng", "state": "Không áp dụng", "tone": "quiet"},
        ][: max(rows, 0)],
        "tree_nodes": [
            {
                "label": "II",
                "text": "Thực hiện nhiệm vụ cải cách hành chính",
                "state": "3/12",
                "children": [
                    {
                        "label": "6.4.1",
                        "text": LONG_CRITERION,
                        "href": "#a",
                        "current": True,
                        "state": "1,5",
                        "tone": "done",
                    },
                    {"label": "6.4.2", "text": "Công khai thủ tục", "href": "#b", "state": "–"},
                ],
            }
        ],
        "heat_columns": [{"label": f"TC {n}", "href": f"#c{n}", "title": "Tiêu chí"} for n in range(1, 13)],
        "heat_rows": [
            {
                "label": LONG_AGENCY if row == 0 else f"Sở số {row}",
                "href": f"#r{row}",
                "mean": "71,2 %",
                "cells": [
                    {
                        "text": f"{(row * 13 + column * 7) % 101}",
                        "level": (row + column) % 6 or None,
                        "href": f"#r{row}c{column}",
                    }
                    for column in range(12)
                ],
            }
            for row in range(min(rows, 8))
        ],
        "heat_means": ["70"] * 12,
        "legend": ["dưới 20 %", "20 – 40 %", "40 – 60 %", "60 – 80 %", "từ 80 %"],
        "entries": [
            {
                "title": "Thẩm định: 1 điểm",
                "at": NOW - timedelta(days=4),
                "who": "Trần Văn Đức",
                "post": "Sở Nội vụ",
                "body": "Số liệu một cửa cho thấy 264/319 hồ sơ đúng hạn.",
                "tone": "active",
            },
            {
                "title": "Giải trình: đề nghị 1,5 điểm",
                "at": NOW,
                "who": "Nguyễn Thị Bích Hạnh",
                "facts": ["Điểm cũ: 1", "Điểm đề nghị: 1,5"],
                "files": [{"name": "Báo cáo số 45.pdf", "href": "/tep/1/", "facts": "2,1 MB, ký 15/10/2026"}],
            },
        ],
        "values_self": {"points": Fraction(3, 2), "who": "Hạnh", "at": NOW},
        "values_appraised": {"points": Fraction(1), "reason": "264/319 = 82,76 %", "who": "Đức", "at": NOW},
        "conflict_fields": [
            {"label": "Điểm", "mine": "1,5", "theirs": "1"},
            {"label": "Lý do", "mine": "Theo báo cáo số 45", "theirs": ""},
        ],
        "summary_rows": [
            {"key": "Kỳ chấm", "value": "2026", "actions": [{"href": "#", "text": "Sửa"}]},
            {"key": "Cơ quan", "value": LONG_AGENCY},
        ],
        "receipt_rows": [
            {"key": "Cơ quan", "value": LONG_AGENCY},
            {"key": "Tổng điểm tự chấm", "value": "96,5 / 100"},
        ],
        "page": Paginator(range(500), 50).page(4),
        "person_a": {"name": "Nguyễn Thị Bích Hạnh", "post": "Chuyên viên", "agency": LONG_AGENCY},
        "person_b": {"name": "Đặng Ưng Ễ", "post": "Chuyên viên", "agency": LONG_AGENCY},
        "items": [
            {"label": "Tiêu chí chưa xong", "count": 12, "href": "#"},
            {"label": "Giải trình chờ trả lời", "count": 3},
        ],
        "tab_items": [
            {"href": "#", "label": "Theo cơ quan", "current": True, "count": 12},
            {"href": "#x", "label": "Theo tiêu chí", "current": False},
        ],
        "files": [
            {
                "name": "Kế hoạch số 12/KH-UBND ngày 05 tháng 01 năm 2026 về cải cách hành chính.pdf",
                "href": "/tep/1/",
                "facts": "1,2 MB · dùng ở TC 2.3",
                "tag": "chưa quét",
            }
        ],
        "signers": [
            {"role": "NGƯỜI LẬP", "name": "Nguyễn Thị Bích Hạnh"},
            {"role": "CHỦ TỊCH", "name": "Lê Văn Ễ"},
        ],
        "cell_options": [("dat", "Đạt"), ("khong", "Không đạt")],
        "upload_hidden": {"answer": "17"},
    }
