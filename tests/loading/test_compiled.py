"""Compiled sets are those that their YAML says, value for value; whatever is damaged or older is passed over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from command import in_process
from effort import in_turn
from make import HERE
from xhht_score.api import single
from xhht_score.definitions import Definition
from xhht_score.installation import shipped_directory
from xhht_score.loading import compiled, loader
from xhht_score.loading.compiling import compile_into, compiled_sets
from xhht_score.loading.shipped import shipped_sets
from xhht_score.loading.whole import load_whole

SHIPPED = shipped_directory()
FORMS = [
    *sorted(HERE.glob("*.xlsx")),
    *sorted(HERE.glob("tt2*/*-mau.xlsx")),
    *sorted(HERE.glob("tt2*/xa/xa-0[12].xlsx")),
]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder as it stands in a wheel: the shipped sets and their data."""
    folder = tmp_path_factory.mktemp("site") / "shipped"
    shutil.copytree(SHIPPED, folder)
    compile_into(folder)
    return folder


@pytest.fixture
def shipped(installed, monkeypatch):
    """The program as it is installed from a wheel."""
    forget()
    monkeypatch.setattr(loader, "shipped_sets", lambda: {name: installed / f"{name}.yaml" for name in shipped_sets()})
    yield installed
    forget()


def forget():
    for one in (compiled.read, single.load_shipped, single.load_unchanged):
        one.cache_clear()


def laid_open(value):
    """Give everything that a value holds, with its kinds, down to plain ones; what was only computed is left out."""
    if isinstance(value, Definition):
        fields = {name: laid_open(getattr(value, name)) for name in type(value).model_fields}
        private = {name: laid_open(one) for name, one in (value.__pydantic_private__ or {}).items()}
        return type(value), fields, private, sorted(value.model_fields_set)
    if isinstance(value, dict):
        return [(laid_open(name), laid_open(one)) for name, one in value.items()]
    if isinstance(value, tuple | list):
        return type(value), [laid_open(one) for one in value]
    return type(value), value


@pytest.mark.parametrize("name", shipped_sets())
def test_a_compiled_set_holds_what_its_yaml_says(name, shipped):
    whole = compiled_sets(name)
    found = compiled.read(shipped / f"{name}.yaml", (SHIPPED / f"{name}.yaml").read_bytes())
    assert found.keys() == whole.keys()
    for readings, criteria_set in whole.items():
        assert laid_open(found[readings]) == laid_open(criteria_set)
        assert found[readings] == criteria_set
        one, other = loader.load(name, readings=readings), load_whole(name, readings=readings)
        assert (one.sha256, one.problems, one.base, one.differences) == (other.sha256, (), None, ())
        assert one.criteria_set == other.criteria_set
        assert (one.criteria_set.shipped, one.criteria_set.turned) == (True, other.criteria_set.turned)


@pytest.mark.more
@pytest.mark.parametrize(("form", "language"), in_turn(FORMS, ("vi", "en")), ids=lambda one: getattr(one, "stem", one))
def test_results_are_the_same_byte_for_byte(installed, monkeypatch, form, language):
    forget()
    asked = [("score", str(form), "--format", kind) for kind in ("json", "table", "md")]
    whole = [in_process(one, HERE, {"XHHT_LANG": language}) for one in asked]
    forget()
    monkeypatch.setattr(loader, "shipped_sets", lambda: {name: installed / f"{name}.yaml" for name in shipped_sets()})
    monkeypatch.setattr("xhht_score.loading.whole.load_whole", None)  # nothing goes the whole way
    fast = [in_process(one, HERE, {"XHHT_LANG": language}) for one in asked]
    forget()
    assert [(one.returncode, one.stdout, one.stderr) for one in fast] == [
        (one.returncode, one.stdout, one.stderr) for one in whole
    ]


def changed(folder: Path, part: int, harm) -> None:
    """Harm one of both lines of a datum."""
    path = compiled.datum_path(folder / "thanh-hoa-2020.yaml")
    lines = path.read_bytes().split(b"\n")
    lines[part] = harm(lines[part])
    path.write_bytes(b"\n".join(lines))


HARMS = {
    "the points of a criterion": lambda folder: changed(
        folder, 1, lambda line: line.replace(b'"number","', b'"number","1', 1)
    ),
    "cut short": lambda folder: changed(folder, 1, lambda line: line[:-50]),
    "no JSON": lambda folder: changed(folder, 0, lambda line: b"\xff" + line),
    "empty": lambda folder: compiled.datum_path(folder / "thanh-hoa-2020.yaml").write_bytes(b""),
    "a folder": lambda folder: (
        compiled.datum_path(folder / "thanh-hoa-2020.yaml").unlink(),
        compiled.datum_path(folder / "thanh-hoa-2020.yaml").mkdir(),
    ),
    "another version": lambda folder: changed(folder, 0, lambda line: line.replace(b'"version": "', b'"version": "9')),
    "another YAML": lambda folder: (folder / "thanh-hoa-2020.yaml").write_bytes(
        (folder / "thanh-hoa-2020.yaml").read_bytes() + b"\n"
    ),
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_datum_that_is_not_of_this_yaml_and_version_or_damaged_is_passed_over(installed, tmp_path, harm):
    folder = tmp_path / "shipped"
    shutil.copytree(installed, folder)
    yaml = folder / "thanh-hoa-2020.yaml"
    compiled.read.cache_clear()
    assert compiled.read(yaml, yaml.read_bytes())
    compiled.read.cache_clear()
    before = {path: path.read_bytes() for path in folder.rglob("thanh-hoa-2020.*") if path.is_file()}
    HARMS[harm](folder)
    assert before != {path: path.read_bytes() for path in folder.rglob("thanh-hoa-2020.*") if path.is_file()}
    assert compiled.read(yaml, yaml.read_bytes()) == {}
    assert compiled.is_damaged(yaml) == (harm in DAMAGE)


#: The harms after which a datum is not whole; one of another version or another YAML is.
DAMAGE = ("the points of a criterion", "cut short", "no JSON", "empty")


def test_a_damaged_datum_is_said_beside_the_result(shipped, tmp_path, monkeypatch):
    sound = single.assess(HERE / "bathuoc.xlsx")
    folder = tmp_path / "shipped"
    shutil.copytree(shipped, folder)
    HARMS["cut short"](folder)
    monkeypatch.setattr(loader, "shipped_sets", lambda: {name: folder / f"{name}.yaml" for name in shipped_sets()})
    forget()
    found = single.assess(HERE / "bathuoc.xlsx")
    assert found.scorecard == sound.scorecard
    (said,) = (one for one in found.problems if one not in sound.problems)
    assert (said.code, said.severity) == ("set-compiled-damaged", "warning")
    assert said.place.file == str(compiled.datum_path(folder / "thanh-hoa-2020.yaml"))


def test_a_set_that_was_changed_where_it_is_installed_is_read_as_it_is_now(installed, tmp_path, monkeypatch):
    folder = tmp_path / "shipped"
    shutil.copytree(installed, folder)
    yaml = folder / "thanh-hoa-2020.yaml"
    yaml.write_bytes(yaml.read_bytes().replace(b'version: "2020.1"', b'version: "2020.9"'))
    forget()
    sets = {"thanh-hoa-2020": yaml}
    monkeypatch.setattr(loader, "shipped_sets", lambda: sets)
    monkeypatch.setattr("xhht_score.loading.shipped.shipped_sets", lambda: sets)
    assert loader.load("thanh-hoa-2020").criteria_set.version == "2020.9"
    forget()


def test_a_set_is_compiled_to_the_same_bytes_each_time(installed, tmp_path):
    compile_into(tmp_path)
    assert {path.name: path.read_bytes() for path in (installed / compiled.FOLDER).iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / compiled.FOLDER).iterdir()
    }
    assert {path.stem for path in (tmp_path / compiled.FOLDER).iterdir()} == {*shipped_sets()}


def test_what_no_criteria_file_says_is_not_compiled():
    criteria_set = load_whole("thanh-hoa-2020").criteria_set
    with pytest.raises(TypeError):
        compiled.written(b"", {(): criteria_set.model_copy(update={"notes": {1.5}})})
