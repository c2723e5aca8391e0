"""Problems of the cells in which people answer."""

from __future__ import annotations

from xhht_score.problems.entry import CHOICES, DATE, NUMBER, PHRASE, TEXT, TYPED, told

TITLE = "workbooks: the cells"
PROBLEMS = {
    "cell-legacy-encoding": told(
        "warning", given=TYPED,
        vi=("“{given}” có vẻ gõ bằng bảng mã cũ (TCVN3, VNI); giữ nguyên như trong tệp", "gõ lại bằng Unicode"),
        en=("“{given}” looks like an old encoding (TCVN3, VNI); it is kept as it is", "type it again in Unicode"),
    ),
    "cell-merged": told(
        "warning", given=TYPED,
        vi=("các ô gộp {given} che ô cần điền; chỉ ô đầu tiên được tính", "bỏ gộp rồi điền từng ô"),
        en=("the merged cells {given} lie over cells to fill in; only the first of them counts", "unmerge them and fill in each cell"),
    ),
    "cell-error-value": told(
        "error", given=TYPED,
        vi=("ô báo lỗi {given}; coi như chưa có số liệu", "nhập lại số liệu vào ô"),
        en=("the cell shows the error {given}; it counts as missing", "type the figure into the cell"),
    ),
    "cell-formula-uncalculated": told(
        "error",
        vi=("công thức trong ô chưa được tính; coi như chưa có số liệu", "mở tệp bằng Excel, lưu lại một lần, hoặc nhập số trực tiếp"),
        en=("the formula in the cell was never calculated; it counts as missing", "open the file in Excel and save it once, or type the figure"),
    ),
    "cell-not-a-number": told(
        "error", indicator=TEXT, given=TYPED,
        vi=("chỉ tiêu {indicator}: “{given}” không phải là số; coi như chưa có số liệu", "nhập số bằng chữ số"),
        en=("indicator {indicator}: “{given}” is not a number; it counts as missing", "type the number in digits"),
    ),
    "cell-ambiguous-number": told(
        "error", indicator=TEXT, given=TYPED,
        vi=("chỉ tiêu {indicator}: “{given}” có thể hiểu hai cách; coi như chưa có số liệu", "nhập lại ô này dưới dạng số"),
        en=("indicator {indicator}: “{given}” can be read in two ways; it counts as missing", "type it again as a number"),
    ),
    "cell-thousands-read": told(
        "warning", indicator=TEXT, given=TYPED, value=TYPED,
        vi=("chỉ tiêu {indicator}: “{given}” được đọc là {value}; đây là chữ nên kết quả tự tính của biểu bỏ qua hàng này", "nhập lại dưới dạng số, không có dấu phân cách hàng nghìn"),
        en=("indicator {indicator}: “{given}” was read as {value}; it is a text, so the form's own result leaves this row out", "type it again as a number, without a thousands mark"),
    ),
    "cell-percent-ambiguous": told(
        "error", indicator=TEXT, given=TYPED, value=TYPED, other=TYPED, reason=PHRASE,
        vi=("chỉ tiêu {indicator}: {given} có thể là {value} hoặc {other}; coi như chưa có số liệu", "{reason}"),
        en=("indicator {indicator}: {given} may be {value} or {other}; it counts as missing", "{reason}"),
    ),
    "cell-percent-read": told(
        "warning", indicator=TEXT, given=TYPED, value=TYPED, other=TYPED, reason=PHRASE,
        vi=("chỉ tiêu {indicator}: {given} được đọc là {value}, không phải {other}, vì chỉ như vậy số liệu hai năm mới cách nhau không quá 20 lần", "kiểm tra lại; {reason}"),
        en=("indicator {indicator}: {given} was read as {value}, not as {other}, because only so are the figures of the two years within 20 times of each other", "check it; {reason}"),
    ),
    "cell-percent-above": told(
        "warning", indicator=TEXT, given=TYPED, value=TYPED, other=TYPED, reason=PHRASE,
        vi=("chỉ tiêu {indicator}: ô có định dạng phần trăm nên {given} được đọc là {value}; có thể muốn ghi {other}", "kiểm tra lại và nhập lại kèm dấu %"),
        en=("indicator {indicator}: the cell has a percent format, so {given} was read as {value}; {other} may be meant", "check it, and type it again with its percent sign"),
    ),
    "cell-percent-lost": told(
        "warning", indicator=TEXT, given=TYPED, value=TYPED, reason=PHRASE,
        vi=("chỉ tiêu {indicator}: ô đã mất định dạng phần trăm; {given} được đọc là {value}", "kiểm tra lại; {reason}"),
        en=("indicator {indicator}: the cell has lost its percent format; {given} was read as {value}", "check it; {reason}"),
    ),
    "cell-percent-format": told(
        "error", indicator=TEXT, given=TYPED,
        vi=("chỉ tiêu {indicator}: ô định dạng phần trăm ({given}) ở nơi cần một số; coi như chưa có số liệu", "bấm Ctrl+Shift+~ ở ô này rồi nhập lại số (nếu bị chặn: Review › Unprotect Sheet)"),
        en=("indicator {indicator}: the cell has a percent format ({given}) where a number belongs; it counts as missing", "press Ctrl+Shift+~ in the cell and type the number again (if that is blocked: Review › Unprotect Sheet)"),
    ),
    "change-far-apart": told(
        "warning", indicator=TEXT, value=TYPED, other=TYPED,
        vi=("chỉ tiêu {indicator}: số liệu hai năm, {value} và {other}, cách nhau hơn 20 lần", "kiểm tra lại cả hai số"),
        en=("indicator {indicator}: the figures of the two years, {value} and {other}, are more than 20 times apart", "check both of them"),
    ),
    "cell-holds-date": told(
        "error", indicator=TEXT, given=TYPED,
        vi=("chỉ tiêu {indicator}: ô đang chứa ngày hoặc giờ ({given}) ở nơi cần một số; coi như chưa có số liệu", "bấm Ctrl+Shift+~ ở ô này để bỏ định dạng ngày rồi nhập lại số (nếu bị chặn: Review › Unprotect Sheet)"),
        en=("indicator {indicator}: the cell holds a day or a time ({given}) where a number belongs; it counts as missing", "press Ctrl+Shift+~ in the cell, so that it is a date no more, and type the number again (if that is blocked: Review › Unprotect Sheet)"),
    ),
    "cell-looks-like-date": told(
        "warning", indicator=TEXT, given=TYPED, day=DATE,
        vi=("chỉ tiêu {indicator}: {given} là cách bảng tính lưu ngày {day}; vẫn được tính như một số", "nếu đã gõ kiểu 3/4 thì nhập lại số, không dùng dấu / và -"),
        en=("indicator {indicator}: {given} is how a spreadsheet stores the day {day}; it counts as the number", "if something like 3/4 was typed, type the number again, without / and -"),
    ),
    "cell-three-decimals": told(
        "warning", indicator=TEXT, given=TYPED, other=TYPED,
        vi=("chỉ tiêu {indicator}: {given} có đúng ba chữ số thập phân; có thể muốn ghi {other} với dấu phân cách hàng nghìn", "nếu đúng là {other} thì nhập lại, không có dấu phân cách hàng nghìn"),
        en=("indicator {indicator}: {given} has exactly three decimals; {other} may be meant, written with a thousands mark", "if {other} is meant, type it without a thousands mark"),
    ),
    "cell-number-hidden": told(
        "warning", indicator=TEXT, given=TYPED,
        vi=("chỉ tiêu {indicator}: định dạng của ô không hiện số {given} đang lưu trong ô; số này vẫn được tính", "bấm Ctrl+Shift+~ ở ô này để hiện số (nếu bị chặn: Review › Unprotect Sheet); xóa đi nếu không đúng chỗ"),
        en=("indicator {indicator}: the format of the cell shows nothing of the number {given} that it holds; the number counts", "press Ctrl+Shift+~ in the cell to see it (if that is blocked: Review › Unprotect Sheet), and clear it where it does not belong"),
    ),
    "cell-shown-otherwise": told(
        "warning", indicator=TEXT, shown=TYPED, given=TYPED,
        vi=("chỉ tiêu {indicator}: ô hiện {shown} nhưng đang lưu {given}; số đang lưu được tính", "kiểm tra xem số nào đúng; nếu là {shown} thì nhập lại"),
        en=("indicator {indicator}: the cell shows {shown} and holds {given}; what it holds counts", "check which is meant; type {shown} if it is that"),
    ),
    "cell-not-understood": told(
        "error", indicator=TEXT, given=TYPED,
        vi=("chỉ tiêu {indicator}: không hiểu “{given}”; coi như chưa có số liệu", "nhập lại; đây là lỗi của chương trình, xin gửi kèm tệp để báo lỗi"),
        en=("indicator {indicator}: “{given}” is not understood; it counts as missing", "type it again; this is a fault of the program, please report it with the file"),
    ),
    "reason-without-mark": told(
        "warning", indicator=TEXT,
        vi=("chỉ tiêu {indicator}: có lý do không áp dụng nhưng chưa đánh dấu x; coi như vẫn áp dụng", "ghi x vào cột không áp dụng, hoặc xóa lý do"),
        en=("indicator {indicator}: there is a reason for not applicable but no x; it counts as applicable", "write x in the column for not applicable, or remove the reason"),
    ),
    "cell-not-whole": told(
        "error", indicator=TEXT, given=TYPED, least=NUMBER, most=NUMBER, step=NUMBER,
        vi=("chỉ tiêu {indicator}: {given} không phải số nguyên; coi như chưa có số liệu", "nhập số nguyên"),
        en=("indicator {indicator}: {given} is not a whole number; it counts as missing", "type a whole number"),
    ),
    "cell-negative": told(
        "error", indicator=TEXT, given=TYPED, least=NUMBER, most=NUMBER, step=NUMBER,
        vi=("chỉ tiêu {indicator}: {given} là số âm; coi như chưa có số liệu", "nhập số từ 0 trở lên"),
        en=("indicator {indicator}: {given} is negative; it counts as missing", "type a number from 0 up"),
    ),
    "cell-above-maximum": told(
        "error", indicator=TEXT, given=TYPED, most=NUMBER, least=NUMBER, step=NUMBER,
        vi=("chỉ tiêu {indicator}: {given} lớn hơn mức cao nhất {most}; coi như chưa có số liệu", "nhập số từ {least} đến {most}"),
        en=("indicator {indicator}: {given} is above the maximum {most}; it counts as missing", "type a number from {least} to {most}"),
    ),
    "cell-below-minimum": told(
        "error", indicator=TEXT, given=TYPED, least=NUMBER, most=NUMBER, step=NUMBER,
        vi=("chỉ tiêu {indicator}: {given} nhỏ hơn mức thấp nhất {least}; coi như chưa có số liệu", "nhập số từ {least} đến {most}"),
        en=("indicator {indicator}: {given} is below the minimum {least}; it counts as missing", "type a number from {least} to {most}"),
    ),
    "cell-off-step": told(
        "error", indicator=TEXT, given=TYPED, step=NUMBER, least=NUMBER, most=NUMBER,
        vi=("chỉ tiêu {indicator}: {given} không theo bước {step}; coi như chưa có số liệu", "nhập số theo bước {step} tính từ {least}"),
        en=("indicator {indicator}: {given} is not in steps of {step}; it counts as missing", "type a number in steps of {step} from {least}"),
    ),
    "cell-word-unknown": told(
        "error", indicator=TEXT, given=TYPED, expected=CHOICES,
        vi=("chỉ tiêu {indicator}: không hiểu “{given}”; coi như chưa có số liệu", "chọn một trong: {expected}"),
        en=("indicator {indicator}: “{given}” is not understood; it counts as missing", "choose one of: {expected}"),
    ),
    "numerator-above-denominator": told(
        "error", indicator=TEXT, values=TYPED,
        vi=("chỉ tiêu {indicator}: tử số lớn hơn mẫu số ({values}); coi như chưa có số liệu", "kiểm tra hai số; có thể bị đổi chỗ"),
        en=("indicator {indicator}: the numerator is above the denominator ({values}); it counts as missing", "check the two numbers; they may be swapped"),
    ),
    "denominator-zero": told(
        "error", indicator=TEXT, values=TYPED,
        vi=("chỉ tiêu {indicator}: mẫu số bằng 0; coi như chưa có số liệu", "nhập tổng số; nếu không có đối tượng nào thì khai không áp dụng kèm lý do (nơi cho phép)"),
        en=("indicator {indicator}: the denominator is 0; it counts as missing", "type the total; if there is none at all, declare it not applicable with a reason (where allowed)"),
    ),
    "parts-above-whole": told(
        "error", indicator=TEXT, values=TYPED,
        vi=("chỉ tiêu {indicator}: các phần cộng lại lớn hơn tổng ({values}); coi như chưa có số liệu", "mỗi đơn vị chỉ đếm một lần, ở mức cao nhất của nó"),
        en=("indicator {indicator}: the parts add up to more than the whole ({values}); it counts as missing", "count each unit once, at the highest level it holds"),
    ),
    "not-applicable-forbidden": told(
        "error", indicator=TEXT, given=TYPED,
        vi=("chỉ tiêu {indicator}: đơn vị này không được khai “không áp dụng”; khai báo bị bỏ qua", "nhập số liệu của chỉ tiêu"),
        en=("indicator {indicator}: this unit may not declare it not applicable; the declaration is ignored", "fill in the indicator's figures"),
    ),
    "not-applicable-without-reason": told(
        "error", indicator=TEXT, given=TYPED,
        vi=("chỉ tiêu {indicator}: khai “không áp dụng” mà thiếu lý do; khai báo bị bỏ qua", "ghi lý do vào ô lý do"),
        en=("indicator {indicator}: declared not applicable without a reason; the declaration is ignored", "write the reason beside it"),
    ),
    "not-applicable-unclear": told(
        "error", indicator=TEXT, given=TYPED,
        vi=("chỉ tiêu {indicator}: không hiểu “{given}” ở cột không áp dụng; coi như không khai", "ghi x nếu không áp dụng, để trống nếu có áp dụng"),
        en=("indicator {indicator}: “{given}” in the column for not applicable is not understood; it counts as not declared", "write x where it is not applicable, leave it blank where it is"),
    ),
    "answer-beside-not-applicable": told(
        "warning", indicator=TEXT,
        vi=("chỉ tiêu {indicator}: đã khai không áp dụng nhưng vẫn có số liệu; số liệu không được tính", "xóa số liệu hoặc bỏ khai không áp dụng"),
        en=("indicator {indicator}: declared not applicable, but has figures; they do not count", "remove the figures, or the declaration"),
    ),
    "answer-blank": told(
        "notice", indicator=TEXT, title=TEXT,
        vi=("chỉ tiêu {indicator} ({title}): chưa có số liệu", "thu thập và điền vào"),
        en=("indicator {indicator} ({title}): missing", "collect it and fill it in"),
    ),
    "answer-not-asked": told(
        "notice", indicator=TEXT, title=TEXT,
        vi=("chỉ tiêu {indicator} ({title}): có số liệu nhưng không hỏi loại đơn vị này; không tính", "xóa số liệu, hoặc kiểm tra lại loại đơn vị"),
        en=("indicator {indicator} ({title}): has figures but is not asked of this kind of unit; they do not count", "remove the figures, or check the kind of unit"),
    ),
    "answer-not-carried": told(
        "error", indicator=TEXT, title=TEXT,
        vi=("chỉ tiêu {indicator} ({title}): biểu này hỏi số liệu khác với bộ tiêu chí đang dùng; số liệu đã điền không dùng được, coi như chưa có", "điền vào biểu của bộ đang dùng"),
        en=("indicator {indicator} ({title}): this form asks for something else than the set in use; its figures cannot be used and count as missing", "fill in a form of the set in use"),
    ),
    "reading-open": told(
        "notice", indicator=TEXT, year=TEXT, note=TEXT,
        vi=("chỉ tiêu {indicator}: để ngỏ trong năm {year}; {note}", "chờ hướng dẫn của cơ quan có thẩm quyền"),
        en=("indicator {indicator}: stays open in {year}; {note}", "wait for the authority's guidance"),
    ),
    "evidence-lacking": told(
        "warning", indicator=TEXT, without=PHRASE,
        vi=("chỉ tiêu {indicator}: không có minh chứng; {without}", "bổ sung minh chứng"),
        en=("indicator {indicator}: there is no evidence; {without}", "add the evidence"),
    ),
    "evidence-blank": told(
        "notice", indicator=TEXT, without=PHRASE,
        vi=("chỉ tiêu {indicator}: chưa ghi có hay không có minh chứng; {without}", "chọn Có hoặc Không ở cột minh chứng"),
        en=("indicator {indicator}: the form does not say whether there is evidence; {without}", "choose Yes or No in the evidence column"),
    ),
}  # fmt: skip
