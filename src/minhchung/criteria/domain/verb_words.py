"""What this room's recorded verbs are called in the office's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERB_WORDS: Final[Mapping[str, Promise]] = {
    "rubric.draft_dropped": _("Bỏ bản thảo bộ tiêu chí"),
    "rubric.draft_started": _("Bắt đầu soạn bộ tiêu chí"),
}
