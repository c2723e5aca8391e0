"""Problems of what the council wrote."""

from __future__ import annotations

from xhht_score.problems.entry import LIST, TEXT, TYPED, told

TITLE = "workbooks: what the council wrote"
PROBLEMS = {
    "appraisal-without-reason": told(
        "warning", indicator=TEXT,
        vi=("chỉ tiêu {indicator}: hội đồng đánh giá, công nhận thay đổi kết quả mà không ghi lý do; thay đổi vẫn được tính", "ghi lý do vào cột Thẩm định: lý do"),
        en=("indicator {indicator}: the council changed the result and gives no reason; the change counts all the same", "write the reason into the column Appraisal: reason"),
    ),
    "appraisal-unclear": told(
        "error", indicator=TEXT, given=TYPED, expected=LIST,
        vi=("chỉ tiêu {indicator}: không hiểu “{given}” ở cột thẩm định; coi như hội đồng không có ý kiến", "chọn một trong: {expected}"),
        en=("indicator {indicator}: “{given}” in the appraisal column is not understood; it counts as if the council said nothing", "choose one of: {expected}"),
    ),
    "appraisal-answer-to-nothing": told(
        "notice", indicator=TEXT,
        vi=("chỉ tiêu {indicator}: đơn vị giải trình nhưng hội đồng đánh giá, công nhận không thay đổi gì ở đây", "kiểm tra xem giải trình có ghi nhầm hàng không"),
        en=("indicator {indicator}: the unit answers, but the council changed nothing here", "make sure that the answer stands in the right row"),
    ),
    "appraisal-beside-not-applicable": told(
        "warning", indicator=TEXT,
        vi=("chỉ tiêu {indicator}: có số liệu thẩm định nhưng đơn vị khai không áp dụng; số liệu này không được tính", "nếu không chấp nhận khai không áp dụng, chọn không chấp nhận ở cột Thẩm định: không áp dụng"),
        en=("indicator {indicator}: there are figures of the council, but the unit declared it not applicable; they do not count", "if the declaration is not accepted, choose refused in the column Appraisal: not applicable"),
    ),
    "appraisal-not-merged": told(
        "warning", indicators=LIST,
        vi=("biểu có ý kiến thẩm định ở các chỉ tiêu {indicators}; biểu ghép không mang theo", "ghép trước, thẩm định sau; hoặc ghi lại ý kiến vào biểu ghép"),
        en=("the form has appraisals of the indicators {indicators}; the merged form does not have them", "merge first and appraise afterwards, or write the appraisals into the merged form"),
    ),
    "appraisal-differs": told(
        "error", indicator=TEXT, first=TEXT, second=TEXT,
        vi=("chỉ tiêu {indicator}: ý kiến thẩm định ghi ở hai nơi khác nhau: {first} và {second}; coi như hội đồng không có ý kiến", "để lại một ý kiến, xóa ý kiến kia"),
        en=("indicator {indicator}: the council's decision stands in two places and differs: {first} and {second}; it counts as if the council said nothing", "keep one of them and clear the other"),
    ),
    "appraisal-nowhere": told(
        "error", given=TYPED,
        vi=("“{given}” ở trang thẩm định không thuộc ô nào mà hội đồng ghi cho một chỉ tiêu; không được tính", "ghi vào hàng và cột của chỉ tiêu; nếu cột TT hoặc hàng ẩn đầu tiên bị sửa thì làm lại biểu bằng xhht repair"),
        en=("“{given}” on the sheet of the council is in no cell that it fills in for an indicator; it does not count", "write it into the row and column of the indicator; if the column No. or the hidden first row was changed, make the form anew with xhht repair"),
    ),
    "appraisal-sheet-lacking": told(
        "warning",
        vi=("biểu thiếu trang Thẩm định; nếu hội đồng đã ghi ý kiến ở đó thì không đọc được", "lấy lại biểu có trang này, hoặc làm lại biểu bằng xhht repair để có trang trống"),
        en=("the form lacks the sheet Appraisal; what the council may have written there is not read", "take the form that has it, or make the form anew with xhht repair for a blank one"),
    ),
    "nothing-appraised": told(
        "notice",
        vi=("biểu chưa có ý kiến thẩm định; kết quả là của tự đánh giá", "ghi vào trang Thẩm định, nếu hội đồng đã xét"),
        en=("nothing of the form was appraised yet; the result is that of the self-assessment", "fill in the sheet Appraisal once the council has decided"),
    ),
}  # fmt: skip
