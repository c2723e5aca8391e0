"""Problems of a criteria file as YAML."""

from __future__ import annotations

from xhht_score.problems.entry import LIMIT, NUMBER, TYPED, told

TITLE = "criteria files: the YAML itself"
PROBLEMS = {
    "not-utf8": told(
        "error",
        vi=("tệp không phải UTF-8", "lưu lại tệp với mã UTF-8"),
        en=("the file is not UTF-8", "save it again with UTF-8 encoding"),
    ),
    "empty-file": told(
        "error",
        vi=("tệp rỗng", "viết bộ tiêu chí vào tệp; xem docs/format.md"),
        en=("the file is empty", "write the criteria set into it; see docs/format.md"),
    ),
    "yaml-syntax": told(
        "error",
        vi=("YAML sai cú pháp ở đây", "so lại thụt lề, dấu ngoặc và dấu nháy ở dòng này và dòng trên"),
        en=("the YAML is malformed here", "compare indentation, brackets and quotes on this line and the one above"),
    ),
    "nested-too-deep": told(
        "error", most=NUMBER,
        vi=("YAML lồng nhau quá {most} tầng", "bộ tiêu chí không cần lồng sâu như vậy; kiểm tra lại dấu ngoặc"),
        en=("the YAML nests more than {most} levels deep", "no criteria set needs that; look for brackets that are not closed"),
    ),
    "yaml-too-large": told(
        "error", over=LIMIT,
        vi=("tệp vượt giới hạn {over}", "bộ tiêu chí không cần nhiều như vậy; chia nhỏ chỗ quá dài, hoặc tìm dấu nháy chưa đóng"),
        en=("the file is over the limit of {over}", "no criteria set needs that; divide what is too long, or look for a quotation mark that is not closed"),
    ),
    "tab-indentation": told(
        "error",
        vi=("thụt lề bằng phím Tab", "thay Tab bằng dấu cách"),
        en=("indented with a tab", "use spaces instead of tabs"),
    ),
    "colon-in-text": told(
        "error",
        vi=("có dấu hai chấm giữa câu chữ", "đặt câu chữ trong dấu nháy kép"),
        en=("a colon stands inside a text", "put the text in double quotes"),
    ),
    "comma-in-text": told(
        "error", given=TYPED,
        vi=("dấu phẩy đã cắt rời “{given}” thành một khóa riêng", "đặt câu chữ trong dấu nháy kép, hoặc viết vi và en mỗi thứ một dòng; số thập phân viết dấu chấm"),
        en=("the comma cut “{given}” off as a key of its own", "put the text in double quotes, or vi and en on their own lines; decimals are written with a point"),
    ),
    "repeated-key": told(
        "error", given=TYPED, line=NUMBER,
        vi=("khóa “{given}” lặp lại (đã có ở dòng {line})", "bỏ một trong hai"),
        en=("key “{given}” is repeated (first on line {line})", "remove one of them"),
    ),
    "anchor-or-alias": told(
        "error", given=TYPED,
        vi=("không dùng neo hay bí danh YAML ({given})", "viết nội dung ra đầy đủ"),
        en=("YAML anchors and aliases are not used ({given})", "write the content out in full"),
    ),
    "yaml-tag": told(
        "error", given=TYPED,
        vi=("không dùng nhãn kiểu YAML ({given})", "bỏ nhãn, chỉ viết giá trị"),
        en=("YAML type tags are not used ({given})", "remove the tag, keep the value"),
    ),
    "several-documents": told(
        "error",
        vi=("tệp có nhiều tài liệu YAML", "mỗi tệp một bộ tiêu chí; bỏ dấu ---"),
        en=("the file holds several YAML documents", "one criteria set per file; remove the ---"),
    ),
}  # fmt: skip
