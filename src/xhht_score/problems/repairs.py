"""Problems of a clean form that is made of an old one."""

from __future__ import annotations

from xhht_score.problems.entry import PHRASE, TYPED, told

TITLE = "workbooks: a clean form made of an old one"
PROBLEMS = {
    "not-carried": told(
        "error", given=TYPED, reason=PHRASE,
        vi=("“{given}” không chuyển sang được: {reason}", "nhập tay vào biểu mới nếu còn cần; biểu cũ vẫn giữ nguyên"),
        en=("“{given}” is not carried over: {reason}", "type it into the new form where it still belongs; the old form keeps it"),
    ),
    "cell-restored": told(
        "notice", given=TYPED,
        vi=("“{given}” đã ghi đè lên chữ hoặc công thức của biểu; biểu mới có lại chữ hoặc công thức gốc", "biểu cũ vẫn giữ nguyên"),
        en=("“{given}” stood in place of a text or formula of the form, which is put back", "the old form keeps it"),
    ),
}  # fmt: skip
