"""Problems of a form: what it is about, its sheets, columns and rows."""

from __future__ import annotations

from xhht_score.problems.entry import DATE, LIST, NUMBER, PHRASE, TEXT, TYPED, YEARS, told

TITLE = "workbooks: the form"
PROBLEMS = {
    "form-blank": told(
        "error",
        vi=("biểu chưa được điền", "điền tên đơn vị và số liệu rồi chấm lại"),
        en=("nobody has filled this form in yet", "fill in the unit and its figures, then score it"),
    ),
    "set-not-named": told(
        "error",
        vi=("biểu không ghi mã bộ tiêu chí", "dùng --criteria để nêu bộ tiêu chí, hoặc tạo lại biểu bằng xhht template"),
        en=("the form does not name its criteria set", "name it with --criteria, or make the form again with xhht template"),
    ),
    "version-differs": told(
        "error", given=TYPED, used=TEXT,
        vi=("biểu làm cho phiên bản “{given}”, bộ tiêu chí đang dùng là phiên bản “{used}”", "tạo biểu theo phiên bản đang dùng bằng xhht repair"),
        en=("the form is for version “{given}”, the set in use is version “{used}”", "make a form of the version in use with xhht repair"),
    ),
    "set-differs": told(
        "warning", given=TYPED, used=TEXT,
        vi=("biểu làm cho bộ “{given}”, đang chấm theo bộ “{used}”", "bỏ --criteria nếu không cố ý"),
        en=("the form is for the set “{given}”, it is scored by “{used}”", "leave --criteria out if this is not meant"),
    ),
    "unit-name-lacking": told(
        "error",
        vi=("chưa ghi tên đơn vị", "điền tên đơn vị"),
        en=("the unit's name is lacking", "fill in the unit's name"),
    ),
    "code-unusable": told(
        "error", given=TYPED,
        vi=("“{given}” không phải mã đơn vị: phần mềm bảng tính đã đổi mã thành số; coi như chưa có mã", "gõ lại mã dưới dạng văn bản, thí dụ 00004"),
        en=("“{given}” is no code of a unit: a spreadsheet turned the code into a number; it counts as none", "type the code again as text, such as 00004"),
    ),
    "year-unusable": told(
        "error", given=TYPED,
        vi=("chưa điền hoặc điền sai năm đánh giá: “{given}”", "điền năm bằng bốn chữ số, ví dụ 2020"),
        en=("the assessment year is blank or wrong: “{given}”", "write the year in four digits, such as 2020"),
    ),
    "year-outside": told(
        "warning", given=TYPED, years=YEARS,
        vi=("năm {given} nằm ngoài các năm mà bộ tiêu chí này đánh giá ({years})", "kiểm tra lại năm hoặc chọn bộ tiêu chí khác"),
        en=("year {given} is outside the years that this set judges ({years})", "check the year, or choose another set"),
    ),
    "tier-ended": told(
        "warning", given=TYPED, date=DATE, note=TEXT,
        vi=("năm {given}: cấp này đã kết thúc ngày {date}; {note}", "kiểm tra lại năm, hoặc hỏi cơ quan có thẩm quyền"),
        en=("year {given}: this tier ended on {date}; {note}", "check the year, or ask the authority"),
    ),
    "date-unusable": told(
        "error", given=TYPED,
        vi=("“{given}” không phải ngày hợp lệ; coi như chưa có", "viết ngày/tháng/năm, ví dụ 15/03/2025"),
        en=("“{given}” is not a date; it counts as missing", "write day/month/year, such as 15/03/2025"),
    ),
    "decision-level-unknown": told(
        "error", given=TYPED, expected=LIST,
        vi=("không có mức “{given}”; coi như chưa rõ mức", "chọn một trong: {expected}"),
        en=("there is no level “{given}”; the level counts as unknown", "choose one of: {expected}"),
    ),
    "request-before-decision": told(
        "warning", asked=DATE, decided=DATE,
        vi=("ngày đề nghị {asked} trước ngày ra quyết định đang giữ {decided}", "kiểm tra lại hai ngày"),
        en=("the request of {asked} is before the decision that the unit holds, of {decided}", "check the two dates"),
    ),
    "decider-is-applicant": told(
        "warning", who=TEXT, note=TEXT,
        vi=("người quyết định ({who}) thuộc chính đơn vị đề nghị; {note}", "hỏi cơ quan cấp trên ai quyết định trước khi gửi hồ sơ"),
        en=("who decides ({who}) belongs to the unit that asks; {note}", "ask the authority above who decides before the dossier is sent"),
    ),
    "wait-outside-window": told(
        "warning", decided=DATE, first=DATE, open=DATE, last=DATE,
        vi=("quyết định ngày {decided}: chờ đủ vào ngày {first}, ngoài mọi đợt nhận hồ sơ", "ngày sớm nhất gửi được hồ sơ nâng mức độ là {open}, hạn cuối {last}"),
        en=("with the decision of {decided} the wait ends on {first}, when no dossier can be sent", "the first day on which an upgrade can be asked for is {open}, the last {last}"),
    ),
    "renewal-early": told(
        "warning", asked=DATE, until=DATE,
        vi=("ngày đề nghị {asked} khi danh hiệu đang giữ còn giá trị đến hết {until}", "chưa cần đề nghị công nhận lại; xem lại ngày và mức của quyết định đang giữ"),
        en=("the request is of {asked}, while the title that is held is valid to {until}", "no renewal is needed yet; check the date and level of the decision that is held"),
    ),
    "decision-after-last-day": told(
        "warning", decided=DATE, last=DATE,
        vi=("quyết định ngày {decided} sau hạn cuối {last} của bước công nhận", "kiểm tra ngày quyết định"),
        en=("the decision of {decided} is after {last}, the last day of the step of recognition", "check the date of the decision"),
    ),
    "decision-before-rules": told(
        "warning", decided=DATE, year=TEXT, first=DATE,
        vi=("quyết định ngày {decided} không thể theo bộ này: năm đánh giá đầu tiên là {year}, sớm nhất được quyết định từ {first}", "kiểm tra ngày quyết định; quyết định theo văn bản trước đó thì không ghi ở đây"),
        en=("a decision of {decided} cannot rest on this set: its first assessment year is {year}, decided from {first} on", "check the date of the decision; one under an earlier text is not entered here"),
    ),
    "request-outside-window": told(
        "warning", asked=DATE, year=TEXT, first=DATE, last=DATE,
        vi=("ngày đề nghị {asked} ngoài thời gian nhận hồ sơ của năm đánh giá {year}: từ {first} đến {last}", "kiểm tra ngày đề nghị và năm đánh giá"),
        en=("the request of {asked} is outside the time for dossiers of assessment year {year}: {first} to {last}", "check the date of the request and the assessment year"),
    ),
    "fact-blank": told(
        "notice", title=TEXT, expected=LIST, given=TYPED,
        vi=("chưa chọn “{title}”; kết quả được tính cho mọi lựa chọn", "chọn một trong: {expected}"),
        en=("“{title}” is not chosen; the result covers every choice", "choose one of: {expected}"),
    ),
    "choice-reworded": told(
        "notice", title=TEXT, given=TYPED, now=TEXT,
        vi=("“{title}”: biểu cũ ghi “{given}”, nay hiểu là “{now}”", "kiểm tra lựa chọn này còn đúng với đơn vị"),
        en=("“{title}”: the earlier form says “{given}”, which is now taken as “{now}”", "check that the choice is still right for the unit"),
    ),
    "wholes-differ": told(
        "warning", indicator=TEXT, part=TEXT, given=TYPED, whole=TEXT, found=TYPED,
        vi=("chỉ tiêu {indicator}: tổng số ghi ở “{part}” là {given}, ở “{whole}” là {found}, dù là cùng một tổng số", "ghi cùng một tổng số ở hai ô"),
        en=("indicator {indicator}: the whole beside “{part}” is {given}, beside “{whole}” {found}, though it is the same whole", "enter the same whole in both cells"),
    ),
    "part-beyond-whole": told(
        "warning", indicator=TEXT, part=TEXT, given=TYPED, whole=TEXT, found=TYPED,
        vi=("chỉ tiêu {indicator}: “{part}” là {given}, nhiều hơn “{whole}” là {found}, dù là một phần của số ấy", "kiểm tra hai số này"),
        en=("indicator {indicator}: “{part}” is {given}, more than “{whole}” with {found}, of which it is a part", "check both figures"),
    ),
    "fact-unusable": told(
        "error", title=TEXT, given=TYPED, expected=LIST,
        vi=("“{title}” không có lựa chọn “{given}”; coi như chưa chọn", "chọn một trong: {expected}"),
        en=("“{title}” has no choice “{given}”; it counts as not chosen", "choose one of: {expected}"),
    ),
    "looks-unknown": told(
        "warning", reason=PHRASE,
        vi=("không đọc được định dạng của ô và ô nào đang báo lỗi: ô trống có thể là ô lỗi, một số có thể là phần trăm", "{reason}"),
        en=("the formats of the cells cannot be read, nor which of them hold errors: a blank may be an error, a number a percentage", "{reason}"),
    ),
    "sheet-hidden": told(
        "warning",
        vi=("trang tính này đang ẩn; vẫn được đọc", "bỏ ẩn rồi xem lại nội dung"),
        en=("this sheet is hidden; it is read all the same", "unhide it and look at what it holds"),
    ),
    "sheet-ignored": told(
        "notice", given=TYPED,
        vi=("các trang tính này không thuộc biểu, không được đọc: {given}", "chép nội dung cần tính vào các trang của biểu"),
        en=("these sheets are none of the form's and are not read: {given}", "put what counts into the sheets of the form"),
    ),
    "column-lacking": told(
        "error", given=TYPED,
        vi=("thiếu cột “{given}” (hàng ẩn đầu tiên của bảng)", "lấy lại biểu gốc và chép số liệu sang"),
        en=("column “{given}” is lacking (hidden first row of the sheet)", "take the original form and copy the figures into it"),
    ),
    "column-repeated": told(
        "error", given=TYPED, columns=LIST,
        vi=("cột “{given}” có hai lần ({columns}); không cột nào được đọc", "giữ lại một cột"),
        en=("column “{given}” stands there twice ({columns}); neither is read", "keep one of them"),
    ),
    "column-hidden": told(
        "notice", given=TYPED,
        vi=("các cột này đang ẩn; nội dung vẫn được tính: {given}", "bỏ ẩn rồi xem lại nội dung"),
        en=("these columns are hidden; what they hold counts all the same: {given}", "unhide them and look at what they hold"),
    ),
    "column-ignored": told(
        "notice", given=TYPED,
        vi=("các cột này không thuộc biểu, không được đọc: {given}", "chép nội dung cần tính vào các cột của biểu"),
        en=("these columns are none of the form's and are not read: {given}", "put what counts into the columns of the form"),
    ),
    "row-hidden": told(
        "notice", indicator=TEXT,
        vi=("hàng của chỉ tiêu {indicator} đang ẩn; nội dung vẫn được tính", "bỏ ẩn rồi xem lại nội dung"),
        en=("the row of indicator {indicator} is hidden; what it holds counts all the same", "unhide it and look at what it holds"),
    ),
    "row-id-unknown": told(
        "error", given=TYPED, nearest=TEXT,
        vi=("mã “{given}” không có trong bộ tiêu chí; hàng này không được đọc", "sửa lại mã chỉ tiêu ở cột đầu"),
        en=("id “{given}” is not in the criteria set; this row is not read", "correct the indicator's id in the first column"),
    ),
    "row-id-repeated": told(
        "error", given=TYPED, first=TEXT, second=TEXT, n=NUMBER, cells=LIST, indicator=TEXT,
        vi=("mã {given} có ở hai hàng, ô {first} và ô {second}, khác nhau ({n} ô): {cells}; chỗ khác nhau coi như chưa có số liệu", "giữ lại một hàng"),
        en=("id {given} stands in two rows, {first} and {second}, which differ ({n}): {cells}; what differs counts as missing", "keep one of the rows"),
    ),
    "row-mixed-up": told(
        "error", indicator=TEXT, title=TEXT, other=TEXT, given=TYPED,
        vi=("hàng của chỉ tiêu {indicator} ({title}) lại có câu chữ của chỉ tiêu {other}: “{given}”; các hàng đã bị sắp xếp hoặc chép thiếu cột đầu, nên số liệu của hàng này coi như chưa có", "lấy lại biểu gốc, chép số liệu của {indicator} và {other} vào đúng hàng"),
        en=("the row of indicator {indicator} ({title}) has the texts of indicator {other}: “{given}”; rows were sorted or copied without their first column, so its figures count as missing", "take the original form and copy the figures of {indicator} and {other} into their own rows"),
    ),
    "sheet-repeated": told(
        "error", first=TEXT, second=TEXT, n=NUMBER, cells=LIST,
        vi=("trang “{first}” và trang “{second}” là cùng một trang của biểu, khác nhau ({n} ô): {cells}; chỗ khác nhau coi như chưa có số liệu", "xóa trang không dùng"),
        en=("the sheets “{first}” and “{second}” are the same sheet of the form and differ ({n}): {cells}; what differs counts as missing", "delete the sheet that does not count"),
    ),
    "key-repeated": told(
        "error", given=TYPED, first=TEXT, second=TEXT, cells=LIST, n=NUMBER,
        vi=("mục “{given}” có ở hai ô {first} và {second}, ghi khác nhau: {cells}; coi như chưa có", "giữ lại một ô"),
        en=("“{given}” stands in two cells, {first} and {second}, which differ: {cells}; it counts as missing", "keep one of them"),
    ),
    "copy-alike": told(
        "notice", first=TEXT, second=TEXT,
        vi=("{first} và {second} là cùng một phần của biểu và ghi giống nhau; lấy {first}", "xóa bớt một"),
        en=("{first} and {second} are the same part of the form and hold the same; {first} is read", "delete one of them"),
    ),
    "row-lacking": told(
        "error", indicator=TEXT, title=TEXT,
        vi=("thiếu hàng của chỉ tiêu {indicator} ({title}); coi như chưa có số liệu", "thêm lại hàng có mã {indicator} ở cột đầu"),
        en=("the row of indicator {indicator} ({title}) is lacking; it counts as missing", "add a row with the id {indicator} in the first column"),
    ),
}  # fmt: skip
