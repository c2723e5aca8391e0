"""Problems of comparing the forms of two times."""

from __future__ import annotations

from xhht_score.problems.entry import LIST, NUMBER, PHRASE, TEXT, told

TITLE = "comparing forms of two times"
PROBLEMS = {
    "compare-folder-and-form": told(
        "error",
        form=TEXT,
        vi=("một bên là thư mục này, một bên là biểu {form}", "so sánh hai biểu với nhau, hoặc hai thư mục với nhau"),
        en=("one side is this folder, the other the form {form}", "compare two forms, or two folders"),
    ),
    "compare-kinds": told(
        "error",
        file=TEXT,
        old=PHRASE,
        new=PHRASE,
        vi=("biểu này của {new}, còn {file} của {old}", "so sánh hai biểu của cùng một loại đơn vị"),
        en=(
            "this form is of a unit of the kind {new}, {file} of one of the kind {old}",
            "compare two forms of one kind of unit",
        ),
    ),
    "compare-none-common": told(
        "error",
        old=NUMBER,
        new=NUMBER,
        vi=(
            "không đơn vị nào có ở cả hai lần: lần trước có {old} biểu, lần này có {new} biểu",
            "kiểm tra mã đơn vị trong các biểu; để so sánh hai biểu nhất định, nêu tên hai tệp",
        ),
        en=(
            "no unit stands in both: {old} forms before, {new} now",
            "check the codes in the forms; to compare two forms in particular, name the two files",
        ),
    ),
    "compare-twice": told(
        "error",
        unit=TEXT,
        files=LIST,
        vi=(
            "“{unit}” còn có ở {files} trong cùng lần; đơn vị này không được so sánh",
            "giữ lại một biểu cho mỗi đơn vị, hoặc để mỗi năm trong một thư mục",
        ),
        en=(
            "“{unit}” also stands in {files} of the same time; it is not compared",
            "keep one form of each unit, or a folder for each year",
        ),
    ),
    "compare-other-name": told(
        "warning",
        file=TEXT,
        old=TEXT,
        new=TEXT,
        vi=(
            "cùng mã nhưng khác tên: đây là “{new}”, ở {file} là “{old}”; hai biểu này không được so sánh",
            "nếu là một đơn vị, so sánh riêng hai tệp này; nếu không, sửa mã",
        ),
        en=(
            "one code, two names: “{new}” here, “{old}” in {file}; the two are not compared",
            "if they are one unit, compare these two files by name; if not, correct the code",
        ),
    ),
    "compare-other-unit": told(
        "warning",
        file=TEXT,
        old=TEXT,
        new=TEXT,
        vi=(
            "hai biểu có vẻ của hai đơn vị: đây là “{new}”, ở {file} là “{old}”",
            "xem lại có đúng hai biểu cần so sánh không",
        ),
        en=(
            "the forms seem to be of two units: “{new}” here, “{old}” in {file}",
            "make sure that these are the two forms to compare",
        ),
    ),
    "compare-years": told(
        "notice",
        units=LIST,
        vi=(
            "biểu sau là của năm cũ hơn biểu trước ({units}): có thể đã đổi chỗ hai lần",
            "ghi lần cũ trước, lần mới sau: xhht compare CŨ MỚI",
        ),
        en=(
            "the later form is of an earlier year than the other ({units}): the two may be the wrong way round",
            "name the earlier one first: xhht compare OLD NEW",
        ),
    ),
    "compare-other-land": told(
        "notice",
        units=LIST,
        vi=(
            "địa giới được sắp xếp lại từ ngày 1/7/2025: {units} có thể không còn cùng địa bàn",
            "đối chiếu địa bàn của hai năm trước khi kết luận tăng hay giảm",
        ),
        en=(
            "units were drawn anew on 1 July 2025: {units} may have had other land before",
            "compare the land of both years before calling it a gain or a loss",
        ),
    ),
}
