"""Problems of single fields of a criteria file."""

from __future__ import annotations

from xhht_score.problems.entry import LIST, NUMBER, TEXT, TYPED, told

TITLE = "criteria files: the fields"
PROBLEMS = {
    "expected-mapping": told(
        "error",
        vi=("ở đây cần các cặp “khóa: giá trị”", "viết từng khóa một dòng, thụt vào hai dấu cách"),
        en=("“key: value” pairs are needed here", "write one key per line, indented by two spaces"),
    ),
    "expected-list": told(
        "error",
        vi=("ở đây cần một danh sách", "bắt đầu mỗi mục bằng dấu gạch ngang"),
        en=("a list is needed here", "start each item with a dash"),
    ),
    "expected-text": told(
        "error",
        vi=("ở đây cần câu chữ", "viết một câu chữ; nếu có dấu đặc biệt thì đặt trong dấu nháy kép"),
        en=("a text is needed here", "write a text; put it in double quotes if it has special characters"),
    ),
    "empty-value": told(
        "error",
        vi=("giá trị còn trống", "điền giá trị, hoặc bỏ hẳn khóa này"),
        en=("the value is empty", "fill it in, or remove the key"),
    ),
    "field-lacking": told(
        "error", field=TEXT,
        vi=("thiếu “{field}”", "thêm “{field}”"),
        en=("“{field}” is lacking", "add “{field}”"),
    ),
    "field-unknown": told(
        "error", given=TYPED, known=LIST, nearest=TEXT,
        vi=("không có khóa “{given}” ở đây", "các khóa dùng được: {known}"),
        en=("there is no key “{given}” here", "the keys that can stand here: {known}"),
    ),
    "word-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("không hiểu “{given}”", "dùng một trong: {expected}"),
        en=("“{given}” is not understood", "use one of: {expected}"),
    ),
    "kind-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("không có loại “{given}”", "các loại: {expected}"),
        en=("there is no kind “{given}”", "the kinds: {expected}"),
    ),
    "one-of-fields": told(
        "error", fields=LIST,
        vi=("cần đúng một trong: {fields}", "giữ một khóa, bỏ các khóa kia"),
        en=("exactly one is needed of: {fields}", "keep one key, remove the others"),
    ),
    "bad-id": told(
        "error", given=TYPED,
        vi=("mã “{given}” không hợp lệ", "mã chỉ gồm chữ thường không dấu, chữ số, dấu chấm và gạch ngang"),
        en=("“{given}” is not a valid id", "ids have lower-case letters without marks, digits, points and hyphens"),
    ),
    "bad-date": told(
        "error", given=TYPED,
        vi=("ngày “{given}” không hợp lệ", "viết năm-tháng-ngày, ví dụ 2020-12-31"),
        en=("“{given}” is not a valid date", "write year-month-day, such as 2020-12-31"),
    ),
    "bad-day": told(
        "error", given=TYPED,
        vi=("“{given}” không phải ngày và tháng hợp lệ", "viết ngày/tháng, ví dụ 28/02"),
        en=("“{given}” is not a day of the year", "write day/month, such as 28/02"),
    ),
    "bad-number": told(
        "error", given=TYPED,
        vi=("“{given}” không phải là số", "viết số bằng chữ số, ví dụ 12 hoặc 12.5"),
        en=("“{given}” is not a number", "write it in digits, such as 12 or 12.5"),
    ),
    "number-of-digits": told(
        "error", given=TYPED, most=NUMBER,
        vi=("số “{given}” có hơn {most} chữ số", "viết ít chữ số hơn"),
        en=("the number “{given}” has more than {most} digits", "write fewer digits"),
    ),
    "decimal-comma": told(
        "error", given=TYPED, better=TYPED,
        vi=("số “{given}” viết dấu phẩy thập phân", "trong tệp tiêu chí viết dấu chấm: {better}"),
        en=("“{given}” has a decimal comma", "criteria files take a decimal point: {better}"),
    ),
    "percent-expected": told(
        "error", given=TYPED,
        vi=("“{given}” thiếu dấu phần trăm", "viết tỷ lệ với dấu %, ví dụ 60%"),
        en=("“{given}” lacks its percent sign", "write shares with %, such as 60%"),
    ),
    "percent-unexpected": told(
        "error", given=TYPED,
        vi=("“{given}” có dấu phần trăm ở nơi không phải tỷ lệ", "bỏ dấu %"),
        en=("“{given}” has a percent sign where no share is asked for", "remove the %"),
    ),
    "whole-number-expected": told(
        "error", given=TYPED,
        vi=("“{given}” không phải số nguyên", "viết một số nguyên"),
        en=("“{given}” is not a whole number", "write a whole number"),
    ),
    "number-out-of-bounds": told(
        "error", given=TYPED, least=NUMBER, most=NUMBER,
        vi=("{given} nằm ngoài khoảng cho phép", "cho phép từ {least} đến {most}"),
        en=("{given} is out of bounds", "allowed is {least} to {most}"),
    ),
    "number-of-items": told(
        "error", given=TYPED, least=NUMBER, most=NUMBER,
        vi=("có {given} mục ở đây, cần từ {least} đến {most}", "thêm hoặc bớt mục"),
        en=("there are {given} items here, needed are {least} to {most}", "add or remove items"),
    ),
    "number-not-positive": told(
        "error", given=TYPED,
        vi=("{given} phải lớn hơn 0", "viết một số lớn hơn 0"),
        en=("{given} has to be above 0", "write a number above 0"),
    ),
    "three-decimals": told(
        "warning", given=TYPED, other=TYPED, better=TYPED,
        vi=("{given} có đúng ba chữ số thập phân; có thể muốn viết dấu phân cách hàng nghìn", "viết {other} nếu đúng như vậy, hoặc {better} nếu là dấu thập phân"),
        en=("{given} has exactly three decimals; a thousands mark may be meant", "write {other} if that is meant, or {better} if the point is a decimal point"),
    ),
    "value-unusable": told(
        "error", given=TYPED,
        vi=("giá trị “{given}” không dùng được ở đây", "xem docs/format.md"),
        en=("the value “{given}” cannot be used here", "see docs/format.md"),
    ),
}  # fmt: skip
