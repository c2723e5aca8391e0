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
    "nothing-appraised": told(
        "notice",
        vi=("biểu chưa có ý kiến thẩm định; kết quả là của tự đánh giá", "ghi vào trang Thẩm định, nếu hội đồng đã xét"),
        en=("nothing of the form was appraised yet; the result is that of the self-assessment", "fill in the sheet Appraisal once the council has decided"),
    ),
}  # fmt: skip
