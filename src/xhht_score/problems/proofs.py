"""Problems of a paper that is held against the form it was made from."""

from __future__ import annotations

from xhht_score.problems.entry import NUMBER, PHRASE, TEXT, told

TITLE = "papers: held against the form that they were made from"
PROBLEMS = {
    "paper-unreadable": told(
        "error", reason=PHRASE,
        vi=("không đọc được văn bản này: {reason}", "gửi lại tệp .docx, .html, .xlsx hoặc .md do chương trình lập, hoặc mở ra rồi lưu lại đúng định dạng"),
        en=("this paper cannot be read: {reason}", "send the .docx, .html, .xlsx or .md file that the program made, or open it and save it in that format again"),
    ),
    "paper-not-ours": told(
        "error",
        vi=("văn bản không ghi là do xhht lập, nên không có gì để đối chiếu", "đưa văn bản do xhht score, report hoặc dossier lập; đừng chép nội dung sang tệp khác"),
        en=("the paper does not say that xhht made it, so there is nothing to hold it against", "give a paper that xhht score, report or dossier made; do not copy its contents into another file"),
    ),
    "paper-not-proven": told(
        "error", given=TEXT,
        vi=("văn bản được lập bằng {given}, loại này chưa đối chiếu được", "đưa văn bản do xhht score, report hoặc dossier lập"),
        en=("the paper was made by {given}, whose pages cannot be held against a form", "give a paper that xhht score, report or dossier made"),
    ),
    "paper-other-form": told(
        "warning",
        vi=("văn bản được lập từ số liệu khác số liệu trong biểu này", "xem đã đưa đúng biểu chưa; nếu biểu được sửa sau khi lập văn bản thì lập lại văn bản"),
        en=("the paper was made from other answers than those of this form", "see whether it is the right form; where the form was changed since, make the paper again"),
    ),
    "paper-form-lacking": told(
        "error", count=NUMBER, found=NUMBER,
        vi=("văn bản được lập từ {count} biểu, ở đây chỉ có {found} biểu", "đưa đủ các biểu, mỗi biểu sau một --form, hoặc thư mục chứa chúng"),
        en=("the paper was made from {count} {count:form|forms}, and here {found:is|are} {found}", "give all of them, each after a --form of its own, or the folder that holds them"),
    ),
    "paper-other-set": told(
        "warning",
        vi=("văn bản được lập theo bộ tiêu chí khác hoặc phiên bản khác của bộ tiêu chí", "đưa đúng bộ tiêu chí bằng --criteria, hoặc lập lại văn bản"),
        en=("the paper was made by another criteria set, or by another version of it", "name the right set with --criteria, or make the paper again"),
    ),
    "paper-other-program": told(
        "notice", given=TEXT, found=TEXT,
        vi=("văn bản do xhht {given} lập, đối chiếu bằng xhht {found}; câu chữ có thể khác", "lập lại văn bản nếu cần câu chữ như nhau"),
        en=("xhht {given} made the paper and {found} holds it against the form; wordings may differ", "make the paper again where words have to be the same"),
    ),
    "paper-own-template": told(
        "error", given=TEXT,
        vi=("văn bản được lập theo một mẫu riêng ({given})", "đưa thư mục mẫu đó bằng --templates"),
        en=("the paper was made by a template of an office's own ({given})", "name the folder of the template with --templates"),
    ),
    "paper-tracked": told(
        "warning",
        vi=("văn bản còn thay đổi đang theo dõi (Track Changes); đọc như đã chấp nhận hết", "chấp nhận hoặc từ chối các thay đổi trước khi ký"),
        en=("the paper has tracked changes; it was read as if all of them were accepted", "accept or reject the changes before anybody signs"),
    ),
    "paper-formula": told(
        "warning",
        vi=("ô này là công thức chứ không phải số liệu, nên có thể tự đổi", "ghi lại số liệu vào ô"),
        en=("this cell holds a formula and no figure, so it may change by itself", "write the figure into the cell again"),
    ),
    "paper-hidden": told(
        "warning",
        vi=("trang tính này bị ẩn", "hiện trang tính để người đọc thấy"),
        en=("this sheet is hidden", "show the sheet, so that readers see it"),
    ),
    "paper-dressed": told(
        "warning",
        vi=("cách trình bày hoặc đoạn mã của trang không còn như khi được lập, nên người đọc có thể thấy khác nội dung", "lập lại trang"),
        en=("the style or the script of the page is not what it was made with, so readers may see something else than its text", "make the page again"),
    ),
}  # fmt: skip
