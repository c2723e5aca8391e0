"""Problems of a workbook as a file."""

from __future__ import annotations

from xhht_score.problems.entry import LIMIT, NUMBER, PHRASE, TEXT, TYPED, told

TITLE = "workbooks: the container"
PROBLEMS = {
    "not-a-workbook": told(
        "error",
        vi=("tệp không phải là bảng tính", "mở biểu bằng Excel và lưu lại thành .xlsx"),
        en=("the file is not a spreadsheet", "open the form in Excel and save it as .xlsx"),
    ),
    "workbook-password": told(
        "error",
        vi=("tệp có mật khẩu", "mở bằng Excel, bỏ mật khẩu rồi lưu lại"),
        en=("the file has a password", "open it in Excel, remove the password and save it"),
    ),
    "workbook-damaged": told(
        "error",
        vi=("tệp bảng tính bị hỏng, không đọc được", "mở bằng Excel, lưu thành tệp mới rồi thử lại"),
        en=("the spreadsheet is damaged and cannot be read", "open it in Excel, save it as a new file and try again"),
    ),
    "workbook-empty": told(
        "error",
        vi=("tệp rỗng (0 byte)", "lấy lại tệp từ người gửi"),
        en=("the file is empty (0 bytes)", "ask the sender for it again"),
    ),
    "workbook-too-large": told(
        "error", over=LIMIT, setting=TEXT,
        vi=("bảng tính vượt giới hạn {over}", "xóa các hàng, cột ở rất xa rồi lưu lại, hoặc chép số liệu sang biểu mới (giới hạn do {setting} quy định)"),
        en=("the spreadsheet is over the limit of {over}", "delete far-off rows and columns and save it, or copy the figures into a new form (the limit is set by {setting})"),
    ),
    "workbook-too-slow": told(
        "error", seconds=NUMBER, reason=PHRASE, setting=TEXT,
        vi=("đọc tệp quá {seconds} giây {reason} nên đã dừng", "chép số liệu sang biểu mới (giới hạn do {setting} quy định)"),
        en=("reading took more than {seconds} s {reason} and was stopped", "copy the figures into a new form (the limit is set by {setting})"),
    ),
    "workbook-unsafe": told(
        "error",
        vi=("bảng tính có khai báo thực thể (DOCTYPE) mà không phần mềm bảng tính nào tạo ra; tệp không được đọc", "xin lại tệp do chính Excel lưu từ người gửi"),
        en=("the spreadsheet declares entities (DOCTYPE), as no spreadsheet program does; it is not read", "ask the sender for the file as Excel saved it"),
    ),
    "cells-unclear": told(
        "error", given=TYPED,
        vi=("có ô hoặc chữ có thể đọc theo hai cách ({given}), nên điều người xem thấy và điều được chấm có thể khác nhau; tệp không được đọc", "mở bằng Excel, xem lại số liệu, lưu thành tệp mới rồi thử lại"),
        en=("cells or texts can be read in two ways ({given}), so that what people see and what is scored could differ; the file is not read", "open it in Excel, look at the figures, save it as a new file and try again"),
    ),
    "text-too-long": told(
        "error", most=NUMBER,
        vi=("ô này có hơn {most} ký tự, Excel không giữ được; tệp không được đọc", "xin lại tệp do chính Excel lưu, hoặc viết ngắn lại"),
        en=("this cell has more than {most} characters, more than Excel keeps; the file is not read", "ask for the file as Excel saved it, or write less"),
    ),
    "marks-too-many": told(
        "error", most=NUMBER,
        vi=("chữ trong ô này có hơn {most} dấu liền nhau, không ngôn ngữ nào viết như vậy; tệp không được đọc", "gõ lại chữ trong ô"),
        en=("a letter of this cell has more than {most} marks, as no language has; the file is not read", "type the text of the cell again"),
    ),
    "workbook-binary": told(
        "error", reason=PHRASE,
        vi=("tệp .xlsb không cho biết định dạng, lỗi và công thức của ô nên không được đọc", "{reason}"),
        en=("the formats, errors and formulas of cells cannot be told in an .xlsb file, so it is not read", "{reason}"),
    ),
    "workbook-foreign": told(
        "error",
        vi=("bảng tính này không phải biểu của xhht", "tạo biểu bằng xhht template rồi điền vào đó"),
        en=("this spreadsheet is not a form of xhht", "make a form with xhht template and fill that in"),
    ),
    "marker-lacking": told(
        "error", reason=PHRASE, given=TYPED,
        vi=("{reason}: không tìm thấy trang này của biểu, vì dấu ẩn “{given}” ở ô A1 của trang không còn", "lấy lại biểu gốc và chép số liệu sang"),
        en=("{reason}: this sheet of the form is not found, because the hidden mark “{given}” that stood in its cell A1 is gone", "take the original form and copy the figures into it"),
    ),
}  # fmt: skip
