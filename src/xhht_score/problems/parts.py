"""Problems of a form in parts."""

from __future__ import annotations

from xhht_score.problems.entry import CANDIDATES, LIST, PHRASE, TEXT, TYPED, told

TITLE = "parts of a form"
PROBLEMS = {
    "part-unlike": told(
        "error", reason=PHRASE, given=TYPED, expected=TEXT,
        vi=("{reason} là “{given}”, cần là “{expected}”", "chỉ ghép các phần của một đơn vị, một năm, một bộ tiêu chí"),
        en=("{reason} is “{given}”, needed is “{expected}”", "merge only parts of one unit, one year and one criteria set"),
    ),
    "part-assignee-unknown": told(
        "error", given=TYPED, expected=LIST,
        vi=("phần này ghi là dành cho “{given}”, bộ tiêu chí không có; không hàng nào theo mã đó được coi là của người điền", "tạo lại phần bằng xhht split; các mã: {expected}"),
        en=("this part says that it was made for “{given}”, which the set does not have; no row counts as its own by that", "make the part again with xhht split; the ids: {expected}"),
    ),
    "part-outranked": told(
        "notice", indicator=TEXT, candidates=CANDIDATES,
        vi=("chỉ tiêu {indicator}: không dùng {candidates}, vì phần của cơ quan phụ trách không khai như vậy", "hỏi lại cơ quan phụ trách nếu thấy lạ"),
        en=("indicator {indicator}: {candidates} is not used, because the part of its assignee does not say so", "ask the assignee if this is a surprise"),
    ),
    "answer-conflict": told(
        "error", indicator=TEXT, title=TEXT, candidates=CANDIDATES,
        vi=("chỉ tiêu {indicator} ({title}): có nhiều câu trả lời khác nhau: {candidates}; coi như chưa có số liệu", "ghi x ở đúng một hàng của trang Mâu thuẫn, hoặc nhập thẳng vào ô này"),
        en=("indicator {indicator} ({title}): the answers differ: {candidates}; it counts as missing", "write x in exactly one row of the sheet Conflicts, or type the answer into this cell"),
    ),
    "assignee-conflict": told(
        "warning", indicator=TEXT, title=TEXT, candidates=CANDIDATES,
        vi=("chỉ tiêu {indicator} ({title}): các biểu ghi cơ quan phụ trách khác nhau: {candidates}; chưa coi là của cơ quan nào", "ghi x ở đúng một hàng của trang Mâu thuẫn, hoặc ghi cơ quan vào ô này"),
        en=("indicator {indicator} ({title}): the forms name different offices: {candidates}; it is taken for nobody's yet", "write x in exactly one row of the sheet Conflicts, or write the office into this cell"),
    ),
    "info-conflict": told(
        "error", candidates=CANDIDATES,
        vi=("ô này có nhiều câu trả lời khác nhau: {candidates}; coi như chưa có", "ghi x ở đúng một hàng của trang Mâu thuẫn, hoặc nhập thẳng vào ô này"),
        en=("the answers to this cell differ: {candidates}; it counts as missing", "write x in exactly one row of the sheet Conflicts, or type the answer into this cell"),
    ),
    "conflict-unknown": told(
        "error", given=TYPED,
        vi=("không hiểu “{given}” ở trang Mâu thuẫn; hàng này không được tính", "ghép lại các phần bằng xhht merge"),
        en=("“{given}” on the sheet Conflicts is not understood; this row does not count", "merge the parts again with xhht merge"),
    ),
    "conflicts-sheet-lacking": told(
        "warning",
        vi=("biểu ghi là có mâu thuẫn nhưng thiếu trang Mâu thuẫn; ô trống coi như chưa có số liệu", "lấy lại biểu đã ghép, hoặc ghép lại các phần bằng xhht merge"),
        en=("the form says that it has conflicts, but the sheet Conflicts is lacking; blanks count as missing", "take the merged form again, or merge the parts again with xhht merge"),
    ),
    "leftovers-sheet-lacking": told(
        "warning",
        vi=("biểu ghi là có ô chưa chuyển từ biểu cũ nhưng thiếu trang Chưa chuyển; ô trống không rõ có phải chưa có số liệu hay không", "lấy lại biểu này từ người đã làm lại hoặc ghép biểu"),
        en=("the form says that something was not carried over from an old form, but the sheet Not carried is lacking; where a cell is blank it is not known whether anything stood there", "take this form again from whoever made it"),
    ),
}  # fmt: skip
