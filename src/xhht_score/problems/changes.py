"""Problems of what was changed since a form was handed out."""

from __future__ import annotations

from xhht_score.problems.entry import NUMBER, PHRASE, TEXT, TYPED, told

TITLE = "workbooks: what was changed since the form was handed out"
PROBLEMS = {
    "formula-changed": told(
        "warning", given=TYPED, wanted=TEXT,
        vi=("công thức trong ô đã bị sửa: đang là {given}", "trả lại {wanted}, hoặc làm lại biểu bằng xhht repair; chương trình vẫn tính từ số liệu đã nhập"),
        en=("the formula in the cell was changed: there is {given}", "put back {wanted}, or make the form anew with xhht repair; the program scores from the figures all the same"),
    ),
    "label-changed": told(
        "warning", given=TYPED, wanted=TEXT,
        vi=("câu chữ của biểu đã bị sửa: đang là “{given}”", "trả lại “{wanted}”, hoặc làm lại biểu bằng xhht repair"),
        en=("a text of the form was changed: there is “{given}”", "put back “{wanted}”, or make the form anew with xhht repair"),
    ),
    "choices-changed": told(
        "notice", given=TYPED, wanted=TEXT,
        vi=("danh sách chọn hoặc giới hạn nhập của ô đã bị sửa: đang là {given}", "phải là {wanted}; làm lại biểu bằng xhht repair"),
        en=("the drop-down or the bounds of the cell were changed: there is {given}", "it should be {wanted}; make the form anew with xhht repair"),
    ),
    "changes-more": told(
        "warning", n=NUMBER, reason=PHRASE,
        vi=("còn {n} ô khác ở trang này bị sửa: {reason}", "làm lại biểu bằng xhht repair"),
        en=("{n} more cells were changed on this sheet: {reason}", "make the form anew with xhht repair"),
    ),
    "bounds-take-fractions": told(
        "notice", n=NUMBER,
        vi=("{n} ô chỉ nhận số nguyên nay nhận cả số lẻ, như một số phần mềm vẫn ghi khi lưu; giới hạn không đổi", "không phải sửa gì: chương trình tự kiểm tra số nguyên khi đọc"),
        en=("{n} {n:cell that took whole numbers takes|cells that took whole numbers take} any numbers now, as some programs write it when they save; the bounds are the same", "nothing has to be done: the program checks whole numbers itself when it reads"),
    ),
    "form-changed": told(
        "warning",
        vi=("công thức hoặc câu chữ của biểu không còn như lúc phát ra; không xác định được ô nào, vì bộ tiêu chí hoặc chương trình đã phát ra biểu không còn ở đây", "làm lại biểu bằng xhht repair; chương trình vẫn tính từ số liệu đã nhập"),
        en=("formulas or texts of the form are not what they were when it was handed out; which cells cannot be told, because the set or the program that it came from is not at hand", "make the form anew with xhht repair; the program computes from the figures that were typed in all the same"),
    ),
    "form-not-compared": told(
        "notice",
        vi=("biểu được làm từ một bản khác của bộ tiêu chí hoặc chương trình, nên không đối chiếu được công thức và câu chữ", "làm lại biểu bằng xhht repair"),
        en=("the form was made from another state of the set or by another version of the program, so its formulas and texts were not compared", "make the form anew with xhht repair"),
    ),
    "choice-not-merged": told(
        "notice", n=NUMBER,
        vi=("{n} lựa chọn ở trang Mâu thuẫn đã được tính, nhưng chưa được đưa vào biểu, nên kết quả ghi trong biểu chưa theo lựa chọn đó", "chạy lại xhht merge với biểu này để đưa lựa chọn vào biểu"),
        en=("{n} {n:choice on the sheet Conflicts is counted but not in its cell|choices on the sheet Conflicts are counted but not in their cells} yet, so the results that the form shows do not follow them", "run xhht merge again with this form, which puts them in their cells"),
    ),
    "result-differs": told(
        "warning", given=TYPED, computed=TYPED,
        vi=("biểu tự tính ra {given}, chương trình tính ra {computed}; lấy kết quả của chương trình", "mở biểu bằng Excel, cho tính lại rồi lưu; nếu vẫn khác thì làm lại biểu bằng xhht repair"),
        en=("the form computed {given}, the program computes {computed}; the program's result is used", "open the form in Excel, let it calculate and save it; if they still differ, make the form anew with xhht repair"),
    ),
    "results-not-computed": told(
        "notice",
        vi=("số liệu trong biểu đã đổi mà kết quả ghi trong biểu chưa được tính lại; lấy kết quả của chương trình", "mở biểu bằng Excel, cho tính lại rồi lưu"),
        en=("answers in the form were changed and its results were not computed again; the program's result is used", "open the form in Excel, let it calculate and save it"),
    ),
    "row-left-out": told(
        "warning", indicator=TEXT, given=TYPED,
        vi=("chỉ tiêu {indicator}: biểu ghi “{given}” ở hàng này và bỏ hàng khỏi kết quả tự tính; chương trình đọc được hàng này, nên hai kết quả có thể khác nhau", "nhập số dưới dạng số, chọn từ trong danh sách, không kèm ký tự ẩn, rồi cho biểu tính lại"),
        en=("indicator {indicator}: the form says “{given}” of this row and leaves it out of its own result; the program can read it, so the two results may differ", "type numbers as numbers and choose words from the list, without invisible letters, then let the form calculate"),
    ),
    "row-takes-otherwise": told(
        "warning", indicator=TEXT, given=TYPED,
        vi=("chỉ tiêu {indicator}: công thức không biết ô có dấu % hay không, nên kết quả tự tính ở hàng này dựa trên số khác với số chương trình đọc; lấy kết quả của chương trình", "đối chiếu các tỷ lệ ở hàng này với trang kết quả; có thể làm biểu mới bằng xhht repair"),
        en=("indicator {indicator}: a formula cannot see whether a cell has a percent sign, so the form's own result of this row rests on another number than the program's; the program's result is used", "compare the percentages of this row with the page; xhht repair makes a clean form"),
    ),
}  # fmt: skip
