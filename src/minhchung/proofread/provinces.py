"""Names of provinces, those before 01/7/2025 included, and the short forms that offices use after an agency's name."""

from __future__ import annotations

from minhchung.rubric.lint.listing import phrases_in
from minhchung.viet.folding import search_key

_NAMES = """
An Giang; Bà Rịa - Vũng Tàu; Bắc Giang; Bắc Kạn; Bạc Liêu; Bắc Ninh; Bến Tre; Bình Định; Bình Dương; Bình Phước;
Bình Thuận; Cà Mau; Cao Bằng; Đắk Lắk; Đắk Nông; Điện Biên; Đồng Nai; Đồng Tháp; Gia Lai; Hà Giang; Hà Nam; Hà
Tĩnh; Hải Dương; Hậu Giang; Hòa Bình; Hưng Yên; Khánh Hòa; Kiên Giang; Kon Tum; Lai Châu; Lâm Đồng; Lạng Sơn;
Lào Cai; Long An; Nam Định; Nghệ An; Ninh Bình; Ninh Thuận; Phú Thọ; Phú Yên; Quảng Bình; Quảng Nam; Quảng Ngãi;
Quảng Ninh; Quảng Trị; Sóc Trăng; Sơn La; Tây Ninh; Thái Bình; Thái Nguyên; Thanh Hóa; Thừa Thiên Huế; Tiền
Giang; Trà Vinh; Tuyên Quang; Vĩnh Long; Vĩnh Phúc; Yên Bái; Hà Nội; Hồ Chí Minh; Hải Phòng; Đà Nẵng; Cần Thơ;
Huế
"""

NAMES = phrases_in(_NAMES)

SHORT: dict[str, str] = {
    "BRVT": "Bà Rịa - Vũng Tàu",
    "BR-VT": "Bà Rịa - Vũng Tàu",
    "TPHCM": "Hồ Chí Minh",
    "HCM": "Hồ Chí Minh",
}
"""Only forms that nothing else is written like."""

_BY_KEY = {search_key(name): name for name in NAMES}


def provinces_in(text: str) -> list[str]:
    """Provinces whose name the text begins with."""
    key = search_key(text)
    return [name for known, name in _BY_KEY.items() if key.startswith(known)]
