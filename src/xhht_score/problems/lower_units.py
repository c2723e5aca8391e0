"""Problems of what comes from lower units and from last year."""

from __future__ import annotations

from xhht_score.problems.entry import LIST, NUMBER, PHRASE, TEXT, TYPED, told

TITLE = "lower units and last year"
PROBLEMS = {
    "lower-useless": told(
        "notice",
        vi=("bộ tiêu chí này không hỏi đơn vị cấp dưới, --lower không có tác dụng", "bỏ --lower"),
        en=("this set asks nothing of lower units, --lower has no effect", "leave --lower out"),
    ),
    "lower-passed-over": told(
        "warning", indicator=TEXT, files=LIST, reason=PHRASE,
        vi=("chỉ tiêu {indicator}: không tính các biểu {files} vì {reason}", "kiểm tra lại các biểu này"),
        en=("indicator {indicator}: the forms {files} are left out, they {reason}", "check these forms"),
    ),
    "lower-elsewhere": told(
        "notice", indicator=TEXT, n=NUMBER,
        vi=("chỉ tiêu {indicator}: {n} biểu thuộc đơn vị cấp trên khác", "không cần làm gì nếu đúng như vậy"),
        en=("indicator {indicator}: {n} {n:form is|forms are} of other units above", "nothing to do if that is so"),
    ),
    "lower-incomplete": told(
        "warning", indicator=TEXT, found=TYPED, given=TYPED,
        vi=("chỉ tiêu {indicator}: có {found} đơn vị cấp dưới có biểu rõ ràng, tổng số khai là {given}; số đơn vị được công nhận không được điền thay", "thu đủ mỗi đơn vị cấp dưới một biểu, và ghi tổng số đơn vị vào biểu"),
        en=("indicator {indicator}: {found} lower units have a clear form, the total is given as {given}; how many are recognised is not filled in", "collect one form for each lower unit, and write the total into the form"),
    ),
    "lower-filled": told(
        "notice", indicator=TEXT, label=TEXT, found=TYPED, given=TYPED,
        vi=("chỉ tiêu {indicator}: “{label}” để trống, lấy {found} từ biểu của các đơn vị cấp dưới", "ghi số này vào biểu"),
        en=("indicator {indicator}: “{label}” is blank, {found} was taken from the lower units' forms", "write the number into the form"),
    ),
    "lower-differs": told(
        "warning", indicator=TEXT, label=TEXT, given=TYPED, found=TYPED,
        vi=("chỉ tiêu {indicator}: “{label}” khai {given}, biểu của các đơn vị cấp dưới cho {found}; giữ số đã khai", "đối chiếu quyết định của từng đơn vị cấp dưới"),
        en=("indicator {indicator}: “{label}” is given as {given}, the lower units' forms give {found}; what was given is kept", "check the decision of each lower unit"),
    ),
    "lower-undecided": told(
        "notice", indicator=TEXT, units=LIST,
        vi=("chỉ tiêu {indicator}: đủ điều kiện nhưng chưa có quyết định còn giá trị, không tính: {units}", "tính lại khi có quyết định công nhận"),
        en=("indicator {indicator}: eligible without a valid decision, not counted: {units}", "count again when they are recognised"),
    ),
    "lower-unclear": told(
        "warning", indicator=TEXT, units=LIST,
        vi=("chỉ tiêu {indicator}: quyết định thiếu ngày hoặc mức dùng được, không tính: {units}", "ghi ngày và mức của quyết định vào biểu của đơn vị"),
        en=("indicator {indicator}: decisions without a usable date or level, not counted: {units}", "write date and level of the decision into the unit's form"),
    ),
    "lower-twice": told(
        "error", indicator=TEXT, units=LIST,
        vi=("chỉ tiêu {indicator}: nhiều biểu cùng mã và năm, không biểu nào được tính: {units}", "giữ một biểu cho mỗi đơn vị"),
        en=("indicator {indicator}: several forms with one code and year, none counts: {units}", "keep one form for each unit"),
    ),
    "lower-none": told(
        "warning", indicator=TEXT, code=TEXT,
        vi=("chỉ tiêu {indicator}: không có biểu nào của đơn vị cấp dưới ghi mã cấp trên {code}", "kiểm tra mã đơn vị và mã cấp trên trong các biểu"),
        en=("indicator {indicator}: no form of a lower unit names {code} as the unit above", "check the codes in the forms"),
    ),
    "lower-set-unnamed": told(
        "warning", indicator=TEXT,
        vi=("chỉ tiêu {indicator} hỏi đơn vị cấp dưới, nhưng bộ tiêu chí không nói đơn vị cấp dưới được công nhận theo bộ nào, nên không tính được từ biểu của họ", "ghi lower_set vào chỉ tiêu trong tệp tiêu chí, hoặc bỏ --lower"),
        en=("indicator {indicator} asks about lower units, but the set does not say by which set they are recognised, so their forms cannot be counted", "write lower_set into the indicator in the criteria file, or leave --lower out"),
    ),
    "lower-set-absent": told(
        "warning", indicator=TEXT, set=TEXT,
        vi=("chỉ tiêu {indicator}: không có biểu nào của bộ {set}, là bộ mà đơn vị cấp dưới được công nhận theo", "đưa biểu của bộ này vào thư mục, hoặc dùng --lower-criteria cho biến thể của bộ này"),
        en=("indicator {indicator}: none of the forms is of the set {set}, by which the lower units are recognised", "put forms of that set into the folder, or name a variant of it with --lower-criteria"),
    ),
    "lower-renamed": told(
        "warning", indicator=TEXT, units=LIST,
        vi=("chỉ tiêu {indicator}: cùng một mã nhưng khác tên, không lấy gì từ biểu cũ: {units}", "kiểm tra có phải cùng một đơn vị không"),
        en=("indicator {indicator}: the same code with another name, nothing of the older form is taken: {units}", "check whether it is one unit"),
    ),
    "lower-other-land": told(
        "warning", indicator=TEXT, units=LIST,
        vi=("chỉ tiêu {indicator}: biểu trước ngày 01/7/2025, địa bàn có thể đã khác: {units}", "kiểm tra địa bàn của từng đơn vị trước khi tính"),
        en=("indicator {indicator}: forms from before 1 July 2025, whose territory may be another one: {units}", "check the territory of each unit before counting it"),
    ),
    "last-year-useless": told(
        "notice",
        vi=("bộ tiêu chí này không so với năm trước, --last-year không có tác dụng", "bỏ --last-year"),
        en=("this set compares nothing with last year, --last-year has no effect", "leave --last-year out"),
    ),
    "last-year-unlike": told(
        "warning", indicator=TEXT,
        vi=("chỉ tiêu {indicator}: biểu năm trước hỏi số liệu khác, không lấy", "nhập số liệu năm trước vào biểu"),
        en=("indicator {indicator}: last year's form asks for something else, nothing was taken", "type last year's figure into the form"),
    ),
    "last-year-filled": told(
        "notice", indicator=TEXT, label=TEXT, found=TYPED, given=TYPED,
        vi=("chỉ tiêu {indicator}: “{label}” năm trước để trống, lấy {found} từ biểu năm trước", "ghi số này vào biểu"),
        en=("indicator {indicator}: last year's “{label}” is blank, {found} was taken from last year's form", "write the number into the form"),
    ),
    "last-year-differs": told(
        "warning", indicator=TEXT, label=TEXT, given=TYPED, found=TYPED,
        vi=("chỉ tiêu {indicator}: “{label}” năm trước khai {given}, biểu năm trước ghi {found}; giữ số đã khai", "đối chiếu hai biểu"),
        en=("indicator {indicator}: last year's “{label}” is given as {given}, last year's form has {found}; what was given is kept", "compare the two forms"),
    ),
    "last-year-lacking": told(
        "warning", n=NUMBER, unit=TEXT, year=TEXT, set=TEXT,
        vi=("có {n} biểu năm {year} của {unit} theo mã đơn vị và bộ {set}, cần đúng một", "kiểm tra mã đơn vị, năm và bộ tiêu chí trong các biểu"),
        en=("there {n:is|are} {n} {n:form|forms} of {unit} for {year} by code and set {set}, exactly one is needed", "check code, year and set in the forms"),
    ),
    "last-year-other-unit": told(
        "warning", year=TEXT, other=TEXT, unit=TEXT,
        vi=("biểu năm {year} là của “{other}”, biểu này của “{unit}”; không lấy gì từ biểu đó", "nếu là cùng một đơn vị thì ghi cùng tên và mã ở hai biểu"),
        en=("the form of {year} is of “{other}”, this one of “{unit}”; nothing of it is taken", "if they are one unit, write one name and code into both forms"),
    ),
    "last-year-other-land": told(
        "warning", year=TEXT, unit=TEXT,
        vi=("số liệu năm {year} là từ trước ngày 01/7/2025; địa bàn của {unit} khi đó có thể khác, dù cùng mã và cùng tên", "so sánh địa bàn trước khi dùng số năm trước"),
        en=("the figures of {year} are from before 1 July 2025; the territory of {unit} may have been another one then, even with the same code and name", "compare the territories before you use last year's figures"),
    ),
    "last-year-carried": told(
        "notice", indicator=TEXT, found=TYPED, year=TEXT, label=TEXT,
        vi=("chỉ tiêu {indicator}: {found} của năm {year} được ghi làm số năm trước của “{label}”", ""),
        en=("indicator {indicator}: {found} of {year} stands as last year's “{label}”", ""),
    ),
    "last-year-blank": told(
        "warning", indicator=TEXT, year=TEXT, label=TEXT, found=TYPED,
        vi=("chỉ tiêu {indicator}: biểu năm {year} không có “{label}”, số năm trước để trống", "nhập vào biểu mới"),
        en=("indicator {indicator}: the form of {year} has no “{label}”, so last year's figure stays blank", "type it into the new form"),
    ),
}  # fmt: skip
