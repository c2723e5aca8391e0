"""Problems of files and of what is typed after `xhht`."""

from __future__ import annotations

from xhht_score.problems.entry import LIST, NUMBER, PHRASE, SYSTEM, TEXT, TYPED, told

TITLE = "files and the command line"
PROBLEMS = {
    "file-missing": told(
        "error",
        vi=("không tìm thấy tệp", "kiểm tra lại tên và thư mục"),
        en=("no such file", "check the name and the folder"),
    ),
    "file-is-directory": told(
        "error",
        vi=("đây là thư mục, cần một tệp", "chọn một tệp trong thư mục này"),
        en=("this is a directory, a file is needed", "name a file in it"),
    ),
    "set-is-workbook": told(
        "error",
        vi=("tệp này là biểu, không phải bộ tiêu chí", "chấm biểu này bằng xhht score TỆP, không cần --criteria: biểu tự ghi bộ tiêu chí của nó"),
        en=("this file is a form and no criteria set", "score the form with xhht score FILE, without --criteria: the form names its set itself"),
    ),
    "workbook-is-set": told(
        "error", given=TYPED,
        vi=("tệp này là bộ tiêu chí, không phải biểu", "kiểm tra bộ bằng xhht validate {given}; chấm một biểu theo bộ này bằng xhht score BIỂU --criteria {given}"),
        en=("this file is a criteria set and no form", "check the set with xhht validate {given}; score a form by it with xhht score FORM --criteria {given}"),
    ),
    "file-unreadable": told(
        "error", reason=SYSTEM,
        vi=("không đọc được tệp ({reason})", "đóng tệp trong chương trình khác hoặc xin quyền đọc"),
        en=("the file cannot be read ({reason})", "close it in other programs, or ask for permission to read it"),
    ),
    "reading-ended": told(
        "error",
        vi=("hệ thống đã chấm dứt tiến trình đọc tệp này, có thể vì thiếu bộ nhớ; tệp không được đọc", "đóng bớt chương trình khác rồi chấm riêng tệp này"),
        en=("the system ended the process that read this file, perhaps for lack of memory; it is not read", "close other programs and score this file by itself"),
    ),
    "file-not-regular": told(
        "error",
        vi=("đây không phải tệp thường mà là ống, thiết bị hoặc thứ khác của hệ thống; không mở", "nêu tên một tệp trên đĩa"),
        en=("this is no regular file but a pipe, a device or the like; it is not opened", "name a file on a disk"),
    ),
    "directory-missing": told(
        "error",
        vi=("không có thư mục này", "kiểm tra lại đường dẫn"),
        en=("no such directory", "check the path"),
    ),
    "output-unwritable": told(
        "error", reason=SYSTEM,
        vi=("không ghi được vào đây ({reason})", "chọn chỗ khác, hoặc đóng tệp đang mở trong Excel"),
        en=("cannot write here ({reason})", "choose another place, or close the file if Excel holds it open"),
    ),
    "output-is-input": told(
        "error",
        vi=("tệp kết quả trùng với tệp đầu vào", "chọn tên khác cho tệp kết quả; tệp đầu vào không bao giờ bị sửa"),
        en=("the output is one of the input files", "choose another name; input files are never changed"),
    ),
    "output-is-link": told(
        "error",
        vi=("ở đây là một liên kết; không ghi qua liên kết", "nêu tên tệp mà liên kết chỉ tới, hoặc chọn tên khác"),
        en=("a link stands here; nothing is written through links", "name the file that the link leads to, or choose another name"),
    ),
    "output-is-device": told(
        "error",
        vi=("tên này Windows dành cho một thiết bị; tệp tên như vậy không mở được ở đó", "chọn tên khác"),
        en=("this name is one that Windows keeps for a device; a file of this name cannot be opened there", "choose another name"),
    ),
    "output-exists": told(
        "error",
        vi=("tệp đã có sẵn", "chọn tên khác, hoặc thêm --force nếu thật sự muốn ghi đè"),
        en=("the file exists already", "choose another name, or add --force to overwrite it"),
    ),
    "output-format-unknown": told(
        "error", given=TYPED, expected=LIST,
        vi=("không biết định dạng “{given}”", "dùng một trong: {expected}"),
        en=("unknown format “{given}”", "use one of: {expected}"),
    ),
    "sheet-needs-output": told(
        "error",
        vi=("sổ .xlsx không in ra màn hình được", "thêm -o và tên tệp, ví dụ -o bao-cao.xlsx"),
        en=("a workbook is not printed on a screen", "add -o and the name of a file, such as -o report.xlsx"),
    ),
    "delimiter-unknown": told(
        "error", given=TYPED, expected=LIST,
        vi=("không dùng “{given}” để ngăn các cột của CSV", "dùng một trong: {expected}"),
        en=("“{given}” does not separate the columns of CSV", "use one of: {expected}"),
    ),
    "delimiter-without-csv": told(
        "error", given=TYPED,
        vi=("--delimiter chỉ dùng cho CSV, kết quả này là {given}", "bỏ --delimiter, hoặc thêm --format csv"),
        en=("--delimiter is for CSV, and the output is {given}", "leave out --delimiter, or add --format csv"),
    ),
    "unknown-file-kind": told(
        "error",
        vi=("không phải bộ tiêu chí (.yaml) cũng không phải biểu Excel", "đưa vào tệp .yaml, .xlsx, .xls hoặc .ods"),
        en=("neither a criteria set (.yaml) nor a workbook", "give a .yaml, .xlsx, .xls or .ods file"),
    ),
    "nothing-found": told(
        "error",
        vi=("không có tệp nào để xem xét ở đây", "kiểm tra lại thư mục, hoặc nêu tên tệp"),
        en=("no file to look at here", "check the directory, or name files"),
    ),
    "usage": told(
        "error", detail=TEXT, command=TEXT,
        vi=("{detail}", "xem {command} --help"),
        en=("{detail}", "see {command} --help"),
    ),
    "no-such-command": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("không có lệnh “{given}”", "các lệnh: {expected}"),
        en=("there is no command “{given}”", "the commands: {expected}"),
    ),
    "report-what": told(
        "error",
        vi=("cần nêu tên tệp, hoặc dùng --all để lấy mọi biểu trong thư mục (không dùng cả hai)", "ví dụ: xhht report --all --format md"),
        en=("name files, or use --all to take every form in a directory (not both)", "for example: xhht report --all --format md"),
    ),
    "unknown-level": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("không có mức “{given}”", "các mức của bộ tiêu chí này: {expected}"),
        en=("no level “{given}”", "the levels of this set: {expected}"),
    ),
    "unknown-indicator-asked": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("bộ tiêu chí không có chỉ tiêu “{given}”", "các chỉ tiêu: {expected}"),
        en=("the set has no indicator “{given}”", "the indicators: {expected}"),
    ),
    "which-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("--which không có lựa chọn “{given}”", "dùng một trong: {expected}"),
        en=("--which has no choice “{given}”", "use one of: {expected}"),
    ),
    "group-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("không nhóm được theo “{given}”", "các cách nhóm: {expected}"),
        en=("units cannot be grouped by “{given}”", "the ways: {expected}"),
    ),
    "reading-unclear": told(
        "error", given=TYPED,
        vi=("“{given}” không phải là cách hiểu và lựa chọn", "viết --reading mã=lựa-chọn; xhht criteria show cho biết các mã"),
        en=("“{given}” is no reading with an option", "write --reading id=option; xhht criteria show names the ids"),
    ),
    "unknown-set": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("không có bộ tiêu chí “{given}” đi kèm chương trình", "các bộ đi kèm: {expected}; hoặc nêu đường dẫn một tệp .yaml"),
        en=("no criteria set “{given}” comes with the program", "the shipped sets: {expected}; or give the path of a .yaml file"),
    ),
    "duplicate-unit": told(
        "error", unit=TEXT, year=TEXT, other=LIST,
        vi=("đơn vị {unit}, năm {year} đã có ở tệp {other}", "giữ lại một tệp; cả hai đều không được xếp hạng"),
        en=("unit {unit}, year {year} is already in {other}", "keep one of the files; neither is ranked"),
    ),
    "duplicate-name": told(
        "warning", unit=TEXT, year=TEXT, other=LIST,
        vi=("đơn vị {unit}, năm {year} có thể cũng là đơn vị ở tệp {other}: tên giống nhau và có tệp không ghi mã; vẫn xếp hạng từng tệp", "ghi mã đơn vị vào các tệp, hoặc giữ lại một tệp"),
        en=("unit {unit}, year {year} may be the one in {other}: the names are the same and not all of them have a code; each is ranked", "write the code of the unit into the files, or keep one of them"),
    ),
    "parts-passed-over": told(
        "notice", files=LIST,
        vi=("bỏ qua các phần của biểu này: {files}", "ghép lại bằng xhht merge nếu có phần mới hơn"),
        en=("parts of this form are passed over: {files}", "merge again with xhht merge if a part is newer"),
    ),
    "file-passed-over": told(
        "notice", reason=PHRASE,
        vi=("bỏ qua: {reason}", ""),
        en=("passed over: {reason}", ""),
    ),
    "files-passed-over": told(
        "notice", files=LIST, reason=PHRASE,
        vi=("bỏ qua: {files} ({reason})", "muốn xét tệp nào thì nêu tên tệp ấy trong lệnh"),
        en=("passed over: {files} ({reason})", "name a file that should be looked at on the command line"),
    ),
    "no-such-language": told(
        "error", given=TYPED,
        vi=("không có ngôn ngữ “{given}”", "dùng vi hoặc en"),
        en=("no language “{given}”", "use vi or en"),
    ),
    "limit-unusable": told(
        "error", setting=TEXT, given=TYPED, least=NUMBER, most=NUMBER,
        vi=("{setting}={given} không dùng làm giới hạn được", "ghi một số nguyên từ {least} đến {most}, hoặc bỏ biến này"),
        en=("{setting}={given} is no usable limit", "write a whole number from {least} to {most}, or remove the variable"),
    ),
    "problems-left-out": told(
        "notice", n=NUMBER,
        vi=("còn {n} vấn đề nữa ở đây", "sửa những vấn đề đã nêu rồi chạy lại lệnh"),
        en=("there are {n} more problems here", "correct those that are named, then run the command again"),
    ),
}  # fmt: skip
