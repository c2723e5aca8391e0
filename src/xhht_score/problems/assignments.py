"""Problems of a list of who collects what."""

from __future__ import annotations

from xhht_score.problems.entry import DATE, LIST, PHRASE, TEXT, TYPED, told

TITLE = "a list of who collects what"
PROBLEMS = {
    "assignment-indicator-blank": told(
        "error",
        vi=("dòng này không ghi chỉ tiêu", "ghi mã chỉ tiêu như cột TT của biểu, hoặc xóa dòng"),
        en=("this line names no indicator", "write the id of the indicator as in the column No. of the form, or delete the line"),
    ),
    "assignment-indicator-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("bộ tiêu chí không có chỉ tiêu “{given}”", "ghi mã như cột TT của biểu: {expected}"),
        en=("the set has no indicator “{given}”", "write the id as in the column No. of the form: {expected}"),
    ),
    "assignment-indicator-number": told(
        "error", given=TYPED, expected=LIST,
        vi=("số {given} có thể là chỉ tiêu nào trong các chỉ tiêu: {expected}", "định dạng cột này là Văn bản (Text), rồi ghi lại mã"),
        en=("the number {given} can be any of the indicators {expected}", "format this column as Text and write the id again"),
    ),
    "assignment-indicator-repeated": told(
        "error", given=TYPED, first=TEXT,
        vi=("chỉ tiêu {given} đã có ở {first}", "để lại một dòng cho mỗi chỉ tiêu"),
        en=("the indicator {given} stands at {first} already", "keep one line for each indicator"),
    ),
    "assignment-indicators-lacking": told(
        "error", indicators=LIST,
        vi=("danh sách thiếu các chỉ tiêu: {indicators}", "thêm mỗi chỉ tiêu một dòng; để trống cơ quan nếu chưa phân công"),
        en=("the list lacks the indicators {indicators}", "add a line for each; leave the office blank where nobody is assigned yet"),
    ),
    "assignment-without-office": told(
        "error", given=TYPED, reason=PHRASE,
        vi=("có {reason} “{given}” mà không có cơ quan", "ghi cơ quan của dòng này"),
        en=("there is {reason}, “{given}”, and no office", "write the office into this line"),
    ),
    "assignment-office-spelt": told(
        "error", given=TYPED, other=TYPED, first=TEXT,
        vi=("“{given}” và “{other}” ({first}) có lẽ là một cơ quan viết hai cách", "viết tên cơ quan như nhau ở mọi dòng; nếu là hai cơ quan thì đặt tên khác nhau rõ hơn"),
        en=("“{given}” and “{other}” ({first}) are probably one office spelt in two ways", "spell the office alike in every line, or name two offices so that they can be told apart"),
    ),
    "assignment-deadline-unusable": told(
        "error", given=TYPED,
        vi=("không hiểu hạn nộp “{given}”", "ghi ngày/tháng/năm, ví dụ 15/12/2025"),
        en=("the deadline “{given}” is not understood", "write day/month/year, such as 15/12/2025"),
    ),
    "assignment-deadline-differs": told(
        "error", given=DATE, other=DATE, first=TEXT,
        vi=("hạn nộp {given} khác hạn {other} của cùng cơ quan ({first})", "mỗi cơ quan nộp một tệp nên có một hạn"),
        en=("the deadline {given} differs from that of the same office, {other} ({first})", "an office delivers one file, by one deadline"),
    ),
}  # fmt: skip
