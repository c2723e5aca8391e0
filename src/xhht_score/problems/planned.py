"""Problems of what is supposed or limited on the command line: `--set`, `--keep`, `--at-most`, `--budget`."""

from __future__ import annotations

from xhht_score.problems.entry import LIST, NUMBER, TEXT, TYPED, told

TITLE = "plans and suppositions"
PROBLEMS = {
    "input-unclear": told(
        "error", given=TYPED,
        vi=("“{given}” không phải là một số liệu với giá trị", "viết mã số liệu, dấu bằng, giá trị, ví dụ 2.10.of=70"),
        en=("“{given}” is no figure with a value", "write the path of a figure, an equals sign and a value, such as 2.10.of=70"),
    ),
    "input-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("bộ tiêu chí không có số liệu “{given}”", "các số liệu: {expected}"),
        en=("the set has no figure “{given}”", "the figures: {expected}"),
    ),
    "input-twice": told(
        "error", input=TEXT,
        vi=("số liệu {input} được cho hai giá trị khác nhau", "chỉ ghi một giá trị cho mỗi số liệu"),
        en=("figure {input} is given two values", "give each figure one value"),
    ),
    "input-out-of-bounds": told(
        "error", input=TEXT, given=TYPED, least=NUMBER, most=NUMBER,
        vi=("số liệu {input} không thể là {given}", "ghi giá trị từ {least} đến {most} mà biểu nhận được"),
        en=("figure {input} cannot be {given}", "give a value from {least} to {most} that the form takes"),
    ),
    "input-contradicts": told(
        "error", input=TEXT,
        vi=("giá trị giả định của {input} mâu thuẫn với số liệu bên cạnh", "phần không được lớn hơn tổng số; giả định cả hai số nếu cần"),
        en=("the value supposed for {input} contradicts the figure beside it", "a part cannot be above its whole; suppose both where need be"),
    ),
    "limit-passed": told(
        "error", input=TEXT, given=TYPED, found=TYPED,
        vi=("giới hạn {given} của {input} thấp hơn số hiện có ({found})", "ghi giới hạn từ số hiện có trở lên, hoặc dùng --keep để giữ nguyên"),
        en=("the limit {given} of {input} is below what is there ({found})", "give a limit from what is there on, or use --keep to leave it as it is"),
    ),
    "limits-contradict": told(
        "error", input=TEXT, indicator=TEXT,
        vi=("--keep {indicator} và --at-most {input} mâu thuẫn nhau: chỉ tiêu được giữ nguyên thì không có gì để giới hạn", "bỏ một trong hai"),
        en=("--keep {indicator} and --at-most {input} contradict one another: what is kept has nothing to be limited", "leave one of them out"),
    ),
    "budget-unclear": told(
        "error", given=TYPED,
        vi=("công sức “{given}” không phải là số", "viết số, ví dụ 5 hoặc 2.5"),
        en=("the effort “{given}” is no number", "write a number, such as 5 or 2.5"),
    ),
}  # fmt: skip
