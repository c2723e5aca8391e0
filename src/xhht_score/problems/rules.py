"""Problems of what must hold between the fields of a criteria set."""

from __future__ import annotations

from xhht_score.problems.entry import CRITERION, LIST, NUMBER, TEXT, TYPED, told

TITLE = "criteria files: what must hold between fields"
PROBLEMS = {
    "id-repeated": told(
        "error", given=TYPED,
        vi=("mã “{given}” đã dùng rồi", "đặt cho mỗi mục một mã riêng"),
        en=("id “{given}” is used already", "give each item an id of its own"),
    ),
    "points-do-not-add-up": told(
        "error", what=CRITERION, found=TYPED, declared=NUMBER,
        vi=("{what} cộng lại được {found} điểm, khai {declared}", "sửa điểm thành phần hoặc điểm khai cho khớp"),
        en=("points of {what} add up to {found}, declared {declared}", "correct the parts or the declared points"),
    ),
    "points-finer-than-rounding": told(
        "error", given=TYPED, decimals=NUMBER,
        vi=("{given} điểm có nhiều chữ số thập phân hơn mức làm tròn ({decimals})", "dùng điểm khớp với rounding, hoặc tăng decimals"),
        en=("{given} points have more decimals than the rounding keeps ({decimals})", "use points that fit rounding, or raise decimals"),
    ),
    "set-compiled-damaged": told(
        "warning", given=TEXT,
        vi=("bản dựng sẵn của bộ tiêu chí {given} bị hỏng; đã đọc từ tệp YAML, kết quả không đổi", "cài lại xhht"),
        en=("the compiled criteria set {given} is damaged; its YAML was read instead, with the same results", "install xhht again"),
    ),
    "effort-by-step-unfit": told(
        "error",
        vi=("effort_by_step chỉ dùng cho số liệu có các bước (status) hoặc danh mục (checklist)", "dùng effort cho số liệu khác"),
        en=("effort_by_step is for measures with steps (status) or items (checklist)", "use effort for other measures"),
    ),
    "indicator-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("không có chỉ tiêu “{given}”", "các chỉ tiêu: {expected}"),
        en=("there is no indicator “{given}”", "the indicators: {expected}"),
    ),
    "criterion-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("không có tiêu chí “{given}”", "các tiêu chí: {expected}"),
        en=("there is no criterion “{given}”", "the criteria: {expected}"),
    ),
    "office-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("không có cơ quan “{given}” trong offices", "các cơ quan: {expected}"),
        en=("there is no office “{given}” in offices", "the offices: {expected}"),
    ),
    "fact-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("không có đặc điểm “{given}” trong facts", "dùng được: {expected}"),
        en=("there is no fact “{given}” in facts", "what can stand here: {expected}"),
    ),
    "choice-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("không có lựa chọn “{given}”", "các lựa chọn: {expected}"),
        en=("there is no choice “{given}”", "the choices: {expected}"),
    ),
    "fact-name-taken": told(
        "error", given=TYPED,
        vi=("tên đặc điểm “{given}” trùng với một khóa của cách cho điểm", "đặt tên khác cho đặc điểm"),
        en=("the fact “{given}” has the name of a scoring's key", "give the fact another name"),
    ),
    "step-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("thang đo không có bậc “{given}”", "các bậc: {expected}"),
        en=("the measure has no step “{given}”", "the steps: {expected}"),
    ),
    "steps-out-of-order": told(
        "error", given=TYPED,
        vi=("bậc “{given}” không đúng thứ tự", "viết bậc tốt nhất trước; ngưỡng và điểm giảm dần (at_most: ngưỡng tăng dần)"),
        en=("step “{given}” is out of order", "best step first; thresholds and points go down (at_most: thresholds go up)"),
    ),
    "threshold-lacking": told(
        "error", expected=LIST,
        vi=("thiếu ngưỡng đạt", "thêm một trong: {expected}"),
        en=("the threshold is lacking", "add one of: {expected}"),
    ),
    "threshold-unreachable": told(
        "error", given=TYPED, bottom=NUMBER, top=NUMBER,
        vi=("ngưỡng {given} nằm ngoài thang đo (từ {bottom} đến {top})", "chọn ngưỡng trong thang đo"),
        en=("the threshold {given} is off the scale (the least is {bottom}, the most is {top})", "choose a threshold on the scale"),
    ),
    "maximum-unreachable": told(
        "error", best=NUMBER, points=NUMBER,
        vi=("quy tắc cho nhiều nhất {best} điểm, chỉ tiêu khai {points}", "sửa quy tắc hoặc điểm của chỉ tiêu"),
        en=("the rule gives {best} points at the most, the indicator declares {points}", "correct the rule or the indicator's points"),
    ),
    "points-unlike-indicator": told(
        "error", best=NUMBER, points=NUMBER,
        vi=("quy tắc cho tới {best} điểm, chỉ tiêu chỉ khai {points}", "sửa quy tắc hoặc điểm của chỉ tiêu"),
        en=("the rule gives up to {best} points, the indicator declares only {points}", "correct the rule or the indicator's points"),
    ),
    "period-reversed": told(
        "error", first=NUMBER, last=NUMBER,
        vi=("đầu ({first}) sau cuối ({last})", "đổi lại hai đầu"),
        en=("the start ({first}) is after the end ({last})", "swap the two"),
    ),
    "reference-lacking": told(
        "error", given=TYPED, level=TEXT,
        vi=("chỉ tiêu {given} thiếu căn cứ ở mức {level}; bộ tiêu chí chính thức phải dẫn văn bản, điều, khoản", "thêm reference hoặc references, với document, article, clause"),
        en=("indicator {given} has no clause for level {level}; an official set cites document, article and clause of each", "add reference or references, with document, article, clause"),
    ),
    "part-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("không có phần “{given}”", "các phần: {expected}"),
        en=("there is no part “{given}”", "the parts: {expected}"),
    ),
    "paper-step-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("không có bước “{given}” trong deadlines", "các bước có mã: {expected}"),
        en=("the deadlines have no step “{given}”", "the steps that have an id: {expected}"),
    ),
    "reading-option-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("cách hiểu không có lựa chọn “{given}”", "các lựa chọn: {expected}"),
        en=("the reading has no option “{given}”", "the options: {expected}"),
    ),
    "reading-fixed": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("cách hiểu “{given}” không đổi được: bộ tiêu chí không nêu điều gì khác đi theo nó", "bỏ lựa chọn này; cách hiểu ấy chỉ để biết, xét riêng khi cần"),
        en=("“{given}” cannot be turned: the set says of nothing that it would be otherwise", "leave it out; that reading is there to be known, and is weighed by people"),
    ),
    "reading-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("bộ tiêu chí không có cách hiểu “{given}”", "các câu hỏi có cách hiểu: {expected}"),
        en=("the set has no reading “{given}”", "the readings: {expected}"),
    ),
    "periods-overlap": told(
        "error", first=TEXT, last=TEXT,
        vi=("hai thẩm quyền cùng có hiệu lực: phần trước đến {first}, phần sau từ {last}", "ghi to và from để mỗi ngày chỉ có một thẩm quyền"),
        en=("two deciders hold at the same time: one to {first}, the next from {last}", "write to and from so that one decides on each day"),
    ),
    "whole-before-twice": told(
        "error", given=TYPED,
        vi=("hai phần cùng ghi was_whole: chỉ một phần có thể là toàn bộ chỉ tiêu ở phiên bản trước", "bỏ was_whole ở “{given}” hoặc ở phần kia"),
        en=("two parts say was_whole: only one of them can have been the whole indicator in the version before", "take was_whole away from “{given}” or from the other part"),
    ),
    "parts-expected": told(
        "error", expected=LIST,
        vi=("chỉ tiêu có nhiều phần, cần ngưỡng cho từng phần", "viết ngưỡng theo từng phần: {expected}"),
        en=("the indicator has parts, each needs its threshold", "write a threshold for each part: {expected}"),
    ),
    "parts-unexpected": told(
        "error", given=TYPED,
        vi=("chỉ tiêu chỉ có một số liệu, không có phần “{given}”", "viết một ngưỡng, hoặc chia số liệu thành parts"),
        en=("the indicator has one measure, there is no part “{given}”", "write one threshold, or divide the measure into parts"),
    ),
    "parts-need-bars": told(
        "error", given=TYPED,
        vi=("chỉ tiêu có parts không dùng được cách tính {given}", "dùng scoring: {{kind: bars, …}}, hoặc chỉ một measure"),
        en=("an indicator with parts cannot be scored by {given}", "use scoring: {{kind: bars, …}}, or a single measure"),
    ),
    "bar-lacking": told(
        "error", level=TEXT, part=TEXT,
        vi=("mức {level} không nói {part} phải đạt bao nhiêu", "thêm ngưỡng của {part} vào at_least của {level}"),
        en=("level {level} does not say what {part} has to reach", "add a threshold for {part} to at_least of {level}"),
    ),
    "points-without-scoring": told(
        "error", given=TYPED,
        vi=("cách tính bars không cho điểm, nhưng chỉ tiêu khai {given} điểm", "bỏ points, hoặc chọn cách cho điểm khác"),
        en=("bars give no points, but the indicator declares {given}", "remove points, or choose another scoring"),
    ),
    "condition-without-points": told(
        "error", given=TYPED,
        vi=("điều kiện {given} cần có điểm, bộ này không có điểm", "dùng all_met hoặc indicators, hoặc khai total_points"),
        en=("the condition {given} needs points, and the set has none", "use all_met or indicators, or declare total_points"),
    ),
    "extends-circle": told(
        "error", given=TYPED,
        vi=("bộ tiêu chí mở rộng chính nó qua “{given}”", "cho extends chỉ đến một bộ khác"),
        en=("the set extends itself by way of “{given}”", "let extends name another set"),
    ),
    "extends-outside": told(
        "error", given=TYPED,
        vi=("extends chỉ ra ngoài thư mục của tệp này (“{given}”), nên không mở", "đặt bộ gốc cạnh tệp này hoặc trong thư mục con rồi ghi tên, hoặc thêm --allow-outside nếu biết rõ tệp từ đâu tới"),
        en=("extends leads out of the folder of this file (“{given}”), so it is not opened", "put the other set beside this file or below it and name it, or add --allow-outside if you know where the file comes from"),
    ),
    "extends-too-far": told(
        "error", most=NUMBER,
        vi=("bộ tiêu chí dựa trên hơn {most} bộ khác, bộ này mở rộng bộ kia", "cho extends chỉ đến một bộ gần bộ gốc hơn"),
        en=("the set rests on more than {most} others, one extending the next", "let extends name a set nearer to the first one"),
    ),
    "variant-without-decision": told(
        "error",
        vi=("biến thể khai official nhưng không nêu văn bản của mình", "thêm sources với số quyết định, hoặc khai status: illustrative"),
        en=("the variant says official and cites no decision of its own", "add sources with its decision, or say status: illustrative"),
    ),
    "variant-id-taken": told(
        "error", given=TYPED,
        vi=("mã “{given}” đã là của bộ gốc hoặc của một bộ đi kèm", "đặt mã riêng cho biến thể"),
        en=("the id “{given}” is that of the base or of a shipped set", "give the variant an id of its own"),
    ),
    "version-read-twice": told(
        "error", given=TYPED,
        vi=("phiên bản “{given}” được nêu hai lần, ở version hoặc ở reads", "chỉ ghi ở reads những phiên bản trước, mỗi phiên bản một lần"),
        en=("version “{given}” is named twice, in version or in reads", "list in reads only earlier versions, each of them once"),
    ),
    "variant-drops-when": told(
        "notice", given=TYPED,
        vi=("biến thể thay cách đánh giá của chỉ tiêu {given} và bỏ các trường hợp riêng (when) của bộ gốc", "viết lại when nếu các trường hợp đó vẫn còn"),
        en=("the variant replaces the rule of indicator {given} and drops the special cases (when) of its base", "write the when again if they still hold"),
    ),
    "set-is-draft": told(
        "error", given=TYPED, lacking=LIST,
        vi=("bộ tiêu chí {given} là bản thảo, chưa chấm được; còn thiếu: {lacking}", "viết biến thể bổ sung phần thiếu (extends: {given}), rồi chấm với --criteria TỆP.yaml"),
        en=("the criteria set {given} is a draft and cannot be scored; it lacks: {lacking}", "write a variant that supplies it (extends: {given}), then score with --criteria FILE.yaml"),
    ),
    "too-many-combinations": told(
        "error", found=NUMBER, most=NUMBER,
        vi=("các đặc điểm tạo ra {found} tổ hợp, nhiều nhất {most}", "bớt đặc điểm hoặc lựa chọn"),
        en=("the facts make {found} combinations, {most} at the most", "use fewer facts or choices"),
    ),
    "condition-implied": told(
        "notice", kind=TEXT, by=TEXT,
        vi=("điều kiện {kind} luôn đúng khi đã có {by}", "có thể bỏ điều kiện này"),
        en=("the condition {kind} always holds when {by} does", "it can be removed"),
    ),
    "form-without-formulas": told(
        "warning", indicator=TEXT, title=TEXT,
        vi=("chỉ tiêu {indicator} ({title}) cần số lớn hơn mức bảng tính giữ được chính xác; biểu không tự tính kết quả", "đặt maximum nhỏ hơn cho số liệu phải nhập, hoặc viết ngưỡng ít chữ số hơn; chương trình vẫn chấm được biểu"),
        en=("indicator {indicator} ({title}) needs larger numbers than a spreadsheet holds exactly; the form has no live results", "set a smaller maximum for what is typed, or write its thresholds with fewer digits; the program scores the form all the same"),
    ),
    "formulas-too-long": told(
        "warning",
        vi=("bộ có nhiều tiêu chí hoặc chỉ tiêu đến mức có công thức dài hơn mức bảng tính đọc được; biểu không tự tính kết quả", "chia bộ thành ít tiêu chí hơn, hoặc nêu ít chỉ tiêu hơn trong một điều kiện; chương trình vẫn chấm được biểu"),
        en=("the set has so many criteria or indicators that a formula is longer than spreadsheets read; the form has no live results", "have fewer criteria, or name fewer indicators in one condition; the program scores the form all the same"),
    ),
    "conditions-without-formulas": told(
        "warning",
        vi=("có điều kiện công nhận cần số lớn hơn mức bảng tính giữ được chính xác; biểu không tự tính kết quả", "viết ngưỡng ít chữ số hơn, hoặc làm tròn điểm đến ít chữ số thập phân hơn; chương trình vẫn chấm được biểu"),
        en=("a condition of recognition needs larger numbers than a spreadsheet holds exactly; the form has no live results", "write its threshold with fewer digits, or round points to fewer decimals; the program scores the form all the same"),
    ),
}  # fmt: skip
