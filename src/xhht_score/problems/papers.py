"""Problems of office papers: their templates, the office that writes them, and what cannot be written."""

from __future__ import annotations

from xhht_score.problems.entry import LIMIT, LIST, NUMBER, PHRASE, TEXT, TYPED, told

TITLE = "office papers"
PROBLEMS = {
    "papers-extra-missing": told(
        "error", extra=TEXT,
        vi=("chưa cài phần để làm văn bản Word", "chạy: pip install {extra}"),
        en=("what makes Word files is not installed", "run: pip install {extra}"),
    ),
    "stage-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("không có giai đoạn “{given}”", "chọn một trong: {expected}"),
        en=("no stage “{given}”", "choose one of: {expected}"),
    ),
    "papers-none": told(
        "error", given=TEXT, stage=PHRASE,
        vi=("bộ tiêu chí {given} không nêu văn bản nào {stage}", "ghi các văn bản vào recognition.papers của bộ tiêu chí"),
        en=("the criteria set {given} names no papers {stage}", "name them in recognition.papers of the set"),
    ),
    "papers-not-appraised": told(
        "error",
        vi=("biểu chưa có ý kiến thẩm định nên không lập văn bản của hội đồng và không dự thảo quyết định", "hội đồng ghi vào trang Thẩm định của biểu (ít nhất một ô), hoặc dùng --stage unit"),
        en=("nobody has appraised the form, so there are no papers of the council and no draft of a decision", "have the council fill in the sheet Appraisal of the form (one cell at least), or use --stage unit"),
    ),
    "decision-not-drafted": told(
        "warning", reason=PHRASE,
        vi=("không dự thảo quyết định công nhận: {reason}", "quyết định chỉ được dự thảo khi theo thẩm định đơn vị chắc chắn đủ điều kiện và biểu không còn lỗi"),
        en=("no decision is drafted: {reason}", "a decision is drafted only where the unit is eligible for certain by its appraisal and its form has no errors"),
    ),
    "paper-too-large": told(
        "error", over=LIMIT,
        vi=("văn bản làm từ mẫu này vượt giới hạn {over}", "bớt chữ trong các đoạn lặp lại của mẫu"),
        en=("the paper that this template makes is over the limit of {over}", "put less text into what the template repeats"),
    ),
    "office-paper-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("không có văn bản nào mã “{given}”", "các văn bản: {expected}"),
        en=("there is no paper “{given}”", "the papers: {expected}"),
    ),
    "templates-lacking": told(
        "error", expected=LIST,
        vi=("thư mục không có mẫu văn bản nào", "lấy mẫu bằng xhht dossier templates -o THƯ_MỤC rồi giữ nguyên tên tệp: {expected}"),
        en=("the folder holds no template", "take them out with xhht dossier templates -o DIR and keep their names: {expected}"),
    ),
    "template-name-unknown": told(
        "warning", given=TYPED, nearest=TEXT,
        vi=("tệp “{given}” không mang tên mẫu nào nên không được dùng", "đặt lại đúng tên như xhht dossier templates đã ghi"),
        en=("the file “{given}” has the name of no template and is not used", "give it the name that xhht dossier templates gave it"),
    ),
    "no-word-file": told(
        "error",
        vi=("tệp không phải là văn bản Word .docx, hoặc bị hỏng, hoặc có mật khẩu", "mở bằng Word, bỏ mật khẩu nếu có rồi lưu thành .docx"),
        en=("the file is no Word document (.docx), or damaged, or has a password", "open it in Word, remove a password and save it as .docx"),
    ),
    "word-file-too-large": told(
        "error", over=LIMIT,
        vi=("văn bản Word vượt giới hạn {over}", "bỏ bớt hình, chữ rồi lưu lại"),
        en=("the Word file is over the limit of {over}", "remove pictures or text and save it"),
    ),
    "word-file-unsafe": told(
        "error", reason=PHRASE, given=TYPED,
        vi=("văn bản Word {reason}; tệp không được dùng", "mở bằng Word, bỏ phần đó rồi lưu lại thành .docx"),
        en=("the Word file {reason}; it is not used", "open it in Word, remove that and save it as .docx"),
    ),
    "template-mark-outside": told(
        "error", given=TYPED,
        vi=("mẫu có dấu {{{{ hoặc {{% nằm ngoài chữ của đoạn (phần {given})", "chỉ ghi trường vào chữ của đoạn, không ghi vào liên kết, mã trường hay thuộc tính"),
        en=("the template has a mark {{{{ or {{% outside the text of paragraphs (part {given})", "write fields into the text of paragraphs only, not into links, field codes or properties"),
    ),
    "template-too-many-marks": told(
        "error", most=NUMBER,
        vi=("mẫu có hơn {most} trường", "chia thành nhiều mẫu hoặc dùng đoạn lặp"),
        en=("the template has more than {most} marks", "split it, or repeat with a loop"),
    ),
    "template-mark-open": told(
        "error", given=TYPED, paragraph=NUMBER, text=TYPED,
        vi=("dấu {given} ở đoạn {paragraph} (“{text}”) không được đóng trong đoạn đó", "đóng bằng }}}} hoặc %}} ngay trong đoạn"),
        en=("the mark {given} of paragraph {paragraph} (“{text}”) does not close in it", "close it by }}}} or %}} in the same paragraph"),
    ),
    "template-not-allowed": told(
        "error", given=TYPED, paragraph=NUMBER, text=TYPED,
        vi=("mẫu không được dùng “{given}” (đoạn {paragraph}: “{text}”)", "chỉ dùng trường, for … in … và if …; các trường nằm trong tệp CAC-TRUONG.md của xhht dossier templates"),
        en=("a template may not use “{given}” (paragraph {paragraph}: “{text}”)", "use fields, for … in … and if … only; the fields stand in CAC-TRUONG.md of xhht dossier templates"),
    ),
    "template-field-unknown": told(
        "error", given=TYPED, paragraph=NUMBER, text=TYPED, expected=LIST, nearest=TEXT,
        vi=("không có trường “{given}” (đoạn {paragraph}: “{text}”)", "các trường ở chỗ này: {expected}"),
        en=("there is no field “{given}” (paragraph {paragraph}: “{text}”)", "the fields of this place: {expected}"),
    ),
    "template-no-text": told(
        "error", given=TYPED, paragraph=NUMBER, text=TYPED,
        vi=("trường “{given}” không phải là chữ nên không điền được (đoạn {paragraph}: “{text}”)", "dùng một trường bên trong, hoặc if, for"),
        en=("the field “{given}” is no text and cannot be filled in (paragraph {paragraph}: “{text}”)", "name one of its inner fields, or use if or for"),
    ),
    "template-not-a-list": told(
        "error", given=TYPED, paragraph=NUMBER, text=TYPED,
        vi=("không lặp được “{given}” vì không phải danh sách (đoạn {paragraph}: “{text}”)", "lặp một danh sách trong tệp CAC-TRUONG.md"),
        en=("“{given}” is no list to repeat (paragraph {paragraph}: “{text}”)", "repeat one of the lists of CAC-TRUONG.md"),
    ),
    "template-loop-outside": told(
        "error", given=TYPED, within=TYPED, paragraph=NUMBER, text=TYPED,
        vi=("vòng lặp bên trong lặp “{given}”, không thuộc “{within}” của vòng ngoài (đoạn {paragraph}: “{text}”)", "bên trong chỉ lặp danh sách của {within}"),
        en=("the inner loop repeats “{given}”, which does not belong to “{within}” of the outer one (paragraph {paragraph}: “{text}”)", "repeat a list of {within} there"),
    ),
    "template-syntax": told(
        "error", given=TYPED, paragraph=NUMBER, text=TYPED,
        vi=("các dấu for, if của mẫu không khớp nhau (đoạn {paragraph}: “{text}”)", "mỗi for cần một endfor, mỗi if cần một endif, theo thứ tự"),
        en=("the marks for and if of the template do not match (paragraph {paragraph}: “{text}”)", "each for needs an endfor, each if an endif, in order"),
    ),
    "template-torn": told(
        "error",
        vi=("các dấu for, if của mẫu cắt ngang bảng hoặc đoạn nên văn bản làm ra không mở được", "đặt cả hai dấu trong cùng một đoạn, hoặc dùng {{%p … %}} cho đoạn và {{%tr … %}} cho hàng của bảng"),
        en=("the marks for and if of the template cut through a table or a paragraph, so that the paper could not be opened", "put both into one paragraph, or use {{%p … %}} for paragraphs and {{%tr … %}} for rows of a table"),
    ),
    "paper-unknown": told(
        "error", given=TYPED, expected=LIST, nearest=TEXT,
        vi=("bộ tiêu chí không có văn bản “{given}”", "các văn bản: {expected}"),
        en=("the criteria set has no paper “{given}”", "the papers: {expected}"),
    ),
}  # fmt: skip
