"""Problems of a table of units, and of the forms that are made from it."""

from __future__ import annotations

from xhht_score.problems.entry import LIMIT, LIST, NUMBER, TEXT, TYPED, told

TITLE = "a table of units"
PROBLEMS = {
    "table-too-large": told(
        "error", most=NUMBER,
        vi=("bảng lớn hơn {most} MB", "chia nhỏ bảng, hoặc tăng XHHT_MAX_MB"),
        en=("the table is over {most} MB", "divide it, or raise XHHT_MAX_MB"),
    ),
    "table-too-wide": told(
        "error", over=LIMIT,
        vi=("bảng vượt giới hạn {over}", "xóa những gì không đơn vị nào cần, hoặc tìm dấu nháy chưa đóng"),
        en=("the table is over the limit of {over}", "delete what no unit needs, or look for a quotation mark that is not closed"),
    ),
    "table-empty": told(
        "error",
        vi=("bảng không có đơn vị nào", "ghi tên cột ở dòng đầu, mỗi dòng sau một đơn vị"),
        en=("the table has no units", "write the headings into the first line and one unit into each line below"),
    ),
    "table-quote-open": told(
        "error",
        vi=("dấu ngoặc kép mở mà không đóng", "đóng lại, hoặc viết hai lần nếu nó thuộc về chữ"),
        en=("a quotation mark is never closed", "close it, or write it twice where it belongs to the text"),
    ),
    "table-column-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("không có cột “{given}”", "các cột: {expected}; cũng nhận tên đặc điểm và tên mục như trên biểu"),
        en=("there is no column “{given}”", "the columns: {expected}; titles of facts and labels of the form are taken too"),
    ),
    "table-column-repeated": told(
        "error", given=TYPED,
        vi=("cột “{given}” có hai lần", "giữ lại một cột"),
        en=("the column “{given}” is there twice", "keep one of them"),
    ),
    "table-column-lacking": told(
        "error", given=TYPED,
        vi=("thiếu cột {given}", "thêm cột tên của từng đơn vị"),
        en=("the column {given} is lacking", "add a column with the name of each unit"),
    ),
    "table-cell-beside": told(
        "error", given=TYPED,
        vi=("“{given}” không nằm dưới cột nào", "ghi tên cột phía trên, hoặc đặt chữ có dấu phẩy trong ngoặc kép"),
        en=("“{given}” stands under no heading", "write a heading above it, or put a text with commas in quotation marks"),
    ),
    "table-name-blank": told(
        "error",
        vi=("thiếu tên đơn vị", "ghi tên, hoặc xóa dòng này"),
        en=("the unit's name is lacking", "write the name, or delete the line"),
    ),
    "table-code-repeated": told(
        "error", given=TYPED, line=NUMBER,
        vi=("mã {given} đã có ở dòng {line}", "sửa một trong hai mã, hoặc xóa một dòng"),
        en=("the code {given} stands in line {line} already", "correct one of the codes, or delete one of the lines"),
    ),
    "table-year-unusable": told(
        "error", given=TYPED,
        vi=("“{given}” không phải năm đánh giá", "ghi năm bằng bốn chữ số, ví dụ 2024"),
        en=("“{given}” is no assessment year", "write the year in four digits, such as 2024"),
    ),
    "output-directory-lacking": told(
        "error",
        vi=("từ đây sẽ tạo nhiều biểu, cần một thư mục để ghi", "nêu thư mục bằng -o"),
        en=("many forms are made from this, they need a folder", "name it with -o"),
    ),
    "one-unit-only": told(
        "error",
        vi=("--unit và --code chỉ nêu một đơn vị, còn từ đây sẽ tạo nhiều biểu", "bỏ cả hai"),
        en=("--unit and --code name one unit, many forms are made from this", "leave both out"),
    ),
    "from-another-form": told(
        "error",
        vi=("--parent và --fact chỉ dùng cho biểu trắng; biểu lấy từ một biểu khác có sẵn những điều này", "bỏ --parent và --fact, hoặc bỏ --from"),
        en=("--parent and --fact are for a blank form; one made from another form has them already", "leave out --parent and --fact, or --from"),
    ),
}  # fmt: skip
