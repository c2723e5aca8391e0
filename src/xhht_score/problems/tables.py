"""Problems of a list of units, and of the forms that are made from it."""

from __future__ import annotations

from xhht_score.problems.entry import LIMIT, LIST, NUMBER, PHRASE, TEXT, TYPED, told

TITLE = "a list of units"
PROBLEMS = {
    "table-too-large": told(
        "error", most=NUMBER,
        vi=("danh sách lớn hơn {most} MB", "chia nhỏ danh sách, hoặc tăng XHHT_MAX_MB"),
        en=("the list is over {most} MB", "divide it, or raise XHHT_MAX_MB"),
    ),
    "table-too-wide": told(
        "error", over=LIMIT,
        vi=("danh sách vượt giới hạn {over}", "xóa những gì không đơn vị nào cần, hoặc tìm dấu nháy chưa đóng"),
        en=("the list is over the limit of {over}", "delete what no unit needs, or look for a quotation mark that is not closed"),
    ),
    "table-empty": told(
        "error",
        vi=("danh sách không có dòng nào dưới tên cột", "ghi tên cột ở một dòng, mỗi dòng dưới đó một đơn vị hoặc một chỉ tiêu"),
        en=("the list has no lines below its headings", "write the headings into one line, and one unit or indicator into each line below"),
    ),
    "table-not-found": told(
        "error",
        vi=("bảng tính này không phải biểu của xhht, cũng không có trang nào có dòng tên cột của danh sách, như “Tên đơn vị” hoặc “Chỉ tiêu”", "ghi tên cột phía trên danh sách, hoặc chọn đúng tệp"),
        en=("this spreadsheet is not a form of xhht, and no sheet has a line with the headings of a list, such as “Name of the unit” or “Indicator”", "write the headings above the list, or choose the right file"),
    ),
    "table-sheets-several": told(
        "error", first=TEXT, other=TEXT,
        vi=("có danh sách ở cả trang “{first}” và trang “{other}”", "để một danh sách trong tệp, chép danh sách kia sang tệp khác"),
        en=("there is a list on the sheet “{first}” and on “{other}”", "keep one list in the file and move the other into another file"),
    ),
    "table-sheets-beside": told(
        "notice", given=TEXT, sheets=LIST,
        vi=("danh sách lấy từ trang “{given}”; các trang khác không phải danh sách: {sheets}", ""),
        en=("the list is that of the sheet “{given}”; the other sheets are no lists: {sheets}", ""),
    ),
    "table-lines-above": told(
        "notice", n=NUMBER, given=TYPED,
        vi=("bỏ qua {n} dòng phía trên tên cột, bắt đầu bằng “{given}”", ""),
        en=("passed over {n} {n:line|lines} above the headings, beginning with “{given}”", ""),
    ),
    "table-headings-again": told(
        "error", given=TYPED, first=TEXT,
        vi=("tên cột “{given}” đã có ở {first}", "để lại một dòng tên cột, xóa dòng kia"),
        en=("the heading “{given}” stands at {first} already", "keep one line of headings and delete the other"),
    ),
    "table-hidden": told(
        "warning", reason=PHRASE, names=LIST,
        vi=("{reason} vẫn được đọc: {names}", "cho hiện lại để kiểm tra, hoặc xóa đi"),
        en=("{reason} read all the same: {names}", "show them and look at them, or delete them"),
    ),
    "table-encoding": told(
        "error", likely=LIST,
        vi=("tệp không phải UTF-8, có lẽ là {likely}; chữ có thể bị đọc sai nên không đọc", "mở bằng phần mềm đã tạo ra tệp (TCVN3, VNI: chuyển mã sang Unicode trước), kiểm tra chữ, rồi lưu thành “CSV UTF-8”"),
        en=("the file is not UTF-8 but probably {likely}; it is not read, because letters could come out wrong", "open it in the program that made it (TCVN3, VNI: convert to Unicode first), look at the letters, and save it as “CSV UTF-8”"),
    ),
    "table-encoding-taken": told(
        "warning", given=TEXT,
        vi=("tệp không phải UTF-8; đọc theo {given}, bảng mã duy nhất mà mọi từ đều đúng chính tả tiếng Việt", "xem lại tên đơn vị, lưu thành “CSV UTF-8” để chắc chắn"),
        en=("the file is not UTF-8; it is read as {given}, the only encoding in which every word is spelt as Vietnamese is", "look at the names, and save it as “CSV UTF-8” to be sure"),
    ),
    "table-letters-lost": told(
        "error", given=TYPED,
        vi=("“{given}” có chữ đã mất khi lưu (thành dấu ?)", "mở lại tệp gốc, lưu thành “CSV UTF-8” hoặc .xlsx"),
        en=("letters of “{given}” were lost when it was saved (they became ?)", "open the original and save it as “CSV UTF-8” or .xlsx"),
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
        "error", given=TYPED, other=TYPED, first=TEXT,
        vi=("cột “{given}” và cột “{other}” ({first}) cùng nói một điều", "giữ lại một cột"),
        en=("the columns “{given}” and “{other}” ({first}) say the same thing", "keep one of them"),
    ),
    "table-column-lacking": told(
        "error", given=TYPED,
        vi=("thiếu cột {given}", "thêm cột này, mỗi dòng dưới tên cột một đơn vị hoặc một chỉ tiêu"),
        en=("the column {given} is lacking", "add this column, with one unit or indicator in each line below its heading"),
    ),
    "table-cell-beside": told(
        "error", given=TYPED,
        vi=("“{given}” không nằm dưới cột nào", "ghi tên cột phía trên, hoặc đặt chữ có dấu phẩy trong ngoặc kép"),
        en=("“{given}” stands under no heading", "write a heading above it, or put a text with commas in quotation marks"),
    ),
    "table-cell-merged": told(
        "error", given=TYPED,
        vi=("“{given}” nằm trong ô gộp, không rõ thuộc về dòng, cột nào", "bỏ gộp ô, ghi đủ từng ô"),
        en=("“{given}” stands in merged cells, so its row or column is not clear", "unmerge them and fill in each cell"),
    ),
    "table-cell-day": told(
        "error", given=TYPED,
        vi=("ô này là ngày tháng ({given}), có lẽ do Excel đổi", "định dạng cột là văn bản rồi gõ lại"),
        en=("this cell is a date ({given}), as Excel makes of what is typed", "format the column as text and type it again"),
    ),
    "table-cell-error": told(
        "error", given=TYPED,
        vi=("ô báo lỗi, hoặc công thức trong ô chưa được tính ({given})", "gõ giá trị vào ô, hoặc mở bằng Excel rồi lưu lại"),
        en=("the cell shows an error, or its formula was never calculated ({given})", "type the value, or open the file in Excel and save it"),
    ),
    "table-name-blank": told(
        "error",
        vi=("thiếu tên đơn vị", "ghi tên, hoặc xóa dòng này"),
        en=("the unit's name is lacking", "write the name, or delete the line"),
    ),
    "table-code-repeated": told(
        "error", given=TYPED, first=TEXT,
        vi=("mã {given} đã có ở {first}", "sửa một trong hai mã, hoặc xóa một dòng"),
        en=("the code {given} stands at {first} already", "correct one of the codes, or delete one of the lines"),
    ),
    "table-code-blank": told(
        "warning", given=TYPED,
        vi=("“{given}” không có mã, trong khi đơn vị khác có; vẫn tạo biểu", "ghi mã, hoặc xóa dòng nếu đây không phải đơn vị"),
        en=("“{given}” has no code while others have one; its form is made all the same", "write the code, or delete the line where it is no unit"),
    ),
    "table-year-unusable": told(
        "error", given=TYPED,
        vi=("“{given}” không phải năm đánh giá", "ghi năm bằng bốn chữ số, ví dụ 2024"),
        en=("“{given}” is no assessment year", "write the year in four digits, such as 2024"),
    ),
    "table-year-differs": told(
        "error", given=TYPED, other=TEXT,
        vi=("năm {given} khác với {other}; mỗi lần chỉ tạo biểu của một năm", "sửa cho cùng năm, hoặc tách thành hai danh sách"),
        en=("the year {given} is another than {other}; the forms of one run are of one year", "correct the year, or make two lists"),
    ),
    "file-named-otherwise": told(
        "notice", given=TYPED, file=TEXT,
        vi=("tên tệp của “{given}” là “{file}”, vì tên đó không dùng được trên Windows, quá dài hoặc đã có", ""),
        en=("the file of “{given}” is called “{file}”, because that name cannot be used on Windows, is too long or is taken", ""),
    ),
    "last-year-twice": told(
        "error", unit=TEXT, files=LIST,
        vi=("“{unit}” có nhiều biểu năm trước: {files}", "để lại một biểu trong thư mục của --last-year"),
        en=("“{unit}” has several forms of last year: {files}", "keep one of them in the folder of --last-year"),
    ),
    "last-year-unsure": told(
        "warning", given=TYPED, unit=TEXT, where=TEXT, reason=PHRASE,
        vi=("không lấy gì từ biểu của “{given}” cho “{unit}” ({where}): {reason}", "nếu là cùng một đơn vị thì ghi cùng mã ở biểu và danh sách"),
        en=("nothing of the form of “{given}” is taken for “{unit}” ({where}): {reason}", "if they are one unit, write one code into the form and the list"),
    ),
    "last-year-not-before": told(
        "warning", found=TEXT, year=TEXT,
        vi=("biểu cũ là của năm {found}, không phải năm liền trước năm {year}; vẫn lấy từ biểu này", "kiểm tra thư mục của --last-year và năm của danh sách"),
        en=("the old form is of {found}, which is not the year before {year}; it is taken all the same", "check the folder of --last-year and the year of the list"),
    ),
    "last-years-differ": told(
        "error", years=LIST,
        vi=("các biểu năm trước khác năm, không rõ tạo biểu cho năm nào: {years}", "nêu năm bằng --year hoặc một cột năm trong danh sách"),
        en=("last year's forms lead to different years: {years}", "name the year with --year or in a column of the list"),
    ),
    "for-a-list-only": told(
        "error", given=TEXT,
        vi=("{given} chỉ dùng khi tạo nhiều biểu từ danh sách đơn vị", "nêu danh sách bằng --from, hoặc bỏ {given}"),
        en=("{given} is for many forms that are made from a list of units", "name a list with --from, or leave {given} out"),
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
