"""Problems of the cases of a criteria set."""

from __future__ import annotations

from xhht_score.problems.entry import LIST, TEXT, TYPED, told

TITLE = "cases"
PROBLEMS = {
    "case-failed": told(
        "error", name=TEXT, what=TEXT, expected=TEXT, found=TEXT,
        vi=("ví dụ “{name}”: {what} phải là {expected}, tính ra {found}", "sửa quy tắc hoặc sửa ví dụ"),
        en=("case “{name}”: {what} should be {expected}, it is {found}", "correct the rule, or correct the case"),
    ),
    "case-answer-unusable": told(
        "error", given=TYPED, indicator=TEXT, why=TEXT,
        vi=("ví dụ nhập {given} cho chỉ tiêu {indicator}, giá trị này không dùng được", "sửa giá trị trong ví dụ"),
        en=("the case gives {given} for indicator {indicator}, which cannot be used", "correct the value in the case"),
    ),
    "cases-without-set": told(
        "error", set=TEXT,
        vi=("tệp ví dụ không có bộ tiêu chí {set} bên cạnh", "đặt tệp ví dụ cạnh bộ tiêu chí cùng tên"),
        en=("there is no criteria set {set} beside these cases", "put the cases beside the set of the same name"),
    ),
    "case-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("chưa có ví dụ “{given}” ở phía trên", "các ví dụ có id: {expected}"),
        en=("no case “{given}” stands above", "the cases with an id: {expected}"),
    ),
}  # fmt: skip
