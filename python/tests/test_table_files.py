"""Excel workbooks and Parquet files: by the module, and by the program that the wheel puts on the path."""

import datetime as dt
import io
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from support import NOW, SECRET, brief, request

import diallint

COLUMNS = ["clientToken", "phoneNumber", "expirationTime", "attributes.name"]
TIME = "2026-11-20T12:05:00.000Z"


def workbook(path, sheets, merge=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merge:
            sheet.merge_cells(cells)
    book.save(path)
    return path


def people(*rows):
    return [COLUMNS, *rows]


SOUND = ["a", "+12025550147", TIME, SECRET]


# The program's Python is the one that the wheel alone is in; here it has the extras as well.
EXTRAS = str(pathlib.Path(openpyxl.__file__).parent.parent)


def program(*arguments, extras=EXTRAS):
    environment = {**os.environ, "PYTHONPATH": extras}
    return subprocess.run(
        ["diallint", *map(str, arguments)], capture_output=True, text=True, check=False, env=environment
    )


def check(path, *arguments, **options):
    fixed = ("check", "--now", "2026-11-20T12:00:00Z", "--severity", "phone-fictional=off")
    return program(*fixed, *arguments, path, **options)


def cells(report):
    return [(f.rule, str(f.cell)) for f in report if f.rule != "phone-fictional"]


def test_findings_of_a_workbook_name_their_cell(tmp_path):
    path = workbook(tmp_path / "people.xlsx", {"People": people(SOUND, ["a b", "12", TIME, "x"])})
    report = diallint.check(path, now=NOW)
    assert cells(report) == [("pattern", "People!A3"), ("phone-e164", "People!B3")]
    assert {f.place for f in report} == {None}
    assert report.counts.records == 2
    assert SECRET not in repr(report.to_dicts())
    assert str(report.of_rule("pattern")[0]).startswith("People!A3: /clientToken: error: ")
    made = check(path)
    assert made.returncode == 1, made.stderr
    lines = made.stdout.splitlines()
    assert lines[0].startswith(f"{path}:People!A3: error: character 2 of clientToken is a space")
    assert lines[1].startswith(f"{path}:People!B3: error: phoneNumber does not begin with +")
    assert "2 records: 1 valid, 1 invalid" in made.stdout + made.stderr
    assert len([line for line in lines if line.startswith(" ")]) == 0


def test_cells_are_found_behind_line_ends_quotes_and_gaps(tmp_path):
    rows = [
        [],
        [],
        [None, *COLUMNS[:2], None, *COLUMNS[2:]],
        [None, 'a"b', "+12025550147", None, TIME, 'one\ntwo "x"'],
        [None, "c", "+12025550148", None, "soon\nor\nlate", "line\nend"],
        [None, "d", "1\n2", None, TIME, "x"],
        [None, "a", "+12025550149", None, "never", "\nx"],
    ]
    path = workbook(tmp_path / "people.xlsx", {"P": rows})
    found = [(f.rule, f.cell.name) for f in diallint.check(path, now=NOW, ignore="phone-fictional")]
    assert ("pattern", "B4") in found
    assert ("expiration-format", "E5") in found
    assert ("expiration-format", "E7") in found
    assert {cell for rule, cell in found if cell[0] == "C"} == {"C6"}
    assert {cell[1] for rule, cell in found} <= {"4", "5", "6", "7"}


def test_numbers_dates_and_flags_are_what_a_person_reads(tmp_path):
    values = [12025550147, 1.5, True, dt.datetime(2026, 11, 20, 12, 5), dt.date(2026, 11, 20)]
    names = ["phoneNumber", "attributes.half", "attributes.flag", "expirationTime", "attributes.day"]
    path = workbook(tmp_path / "people.xlsx", {"P": [["clientToken", *names], ["a", *values]]})
    text = tmp_path / "people.csv"
    text.write_text(
        ",".join(["clientToken", *names]) + "\na,12025550147,1.5,true,2026-11-20T12:05:00,2026-11-20\n"
    )
    made, expected = (diallint.check(one, now=NOW) for one in (path, text))
    assert brief(made) == brief(expected)
    assert [f.message for f in made] == [f.message for f in expected]
    assert ("phone-e164", "P!B2") in cells(made)


def test_blank_rows_and_repeated_tokens_are_told_by_row(tmp_path):
    path = workbook(
        tmp_path / "people.xlsx",
        {"P": people(SOUND, [None] * 4, ["a", "+12025550148", TIME, "x"])},
    )
    report = diallint.check(path, now=NOW)
    (blank,) = report.of_rule("csv-syntax")
    assert blank.cell.name == "A3"
    (repeated,) = report.of_rule("token-unique")
    assert repeated.cell.name == "A4"
    assert "was already used in row 2" in repeated.message
    assert "in row 2" in check(path).stdout


def test_merged_cells_say_with_which(tmp_path):
    rows = people(SOUND, ["b", None, TIME, "x"])
    path = workbook(tmp_path / "people.xlsx", {"P": rows}, merge=["B2:B3"])
    assert ("phone-e164", "P!B3 (merged with B2)") in cells(diallint.check(path, now=NOW))
    (line,) = [json.loads(line) for line in check(path, "--output-format", "ndjson").stdout.splitlines()
               if '"phone-e164"' in line]
    assert (line["sheet"], line["cell"], line["mergedWith"]) == ("P", "B3", "B2")


def test_one_sheet_of_several_is_chosen(tmp_path):
    sheets = {"Old": people(["x y", *SOUND[1:]]), "Empty": [], "New": people(SOUND)}
    path = workbook(tmp_path / "people.xlsx", sheets)
    assert diallint.check(path, now=NOW, sheet="New", ignore="phone-fictional").findings == ()
    assert cells(diallint.check(path, now=NOW, sheet="Old")) == [("pattern", "Old!A2")]
    assert [f.rule for f in diallint.check(path, now=NOW, sheet="Empty")] == ["no-records"]
    with pytest.raises(ValueError, match="several sheets hold something, 'Old', 'New': choose one with sheet"):
        diallint.check(path, now=NOW)
    with pytest.raises(ValueError, match="no sheet is named 'Nwe'; the workbook has 'Old', 'Empty', 'New'"):
        diallint.check(path, now=NOW, sheet="Nwe")
    assert check(path, "--sheet", "New").returncode == 0
    assert check(path, "--sheet=Old").returncode == 1
    made = check(path)
    assert made.returncode == 2
    assert made.stderr == f"diallint: {path}: several sheets hold something, 'Old', 'New': choose one with --sheet\n"
    assert "the workbook has 'Old', 'Empty', 'New'" in check(path, "--sheet", "x").stderr
    workbook(path, {"Notes": [], "New": people(SOUND)})
    assert diallint.check(path, now=NOW, ignore="phone-fictional").ok


def test_a_workbook_without_anything_has_no_records(tmp_path):
    path = workbook(tmp_path / "people.xlsx", {"P": []})
    assert [(f.rule, str(f.cell)) for f in diallint.check(path, now=NOW)] == [("no-records", "P!A1")]
    assert f"{path}:P!A1: warning: " in check(path).stdout


def test_columns_of_a_workbook_can_be_mapped(tmp_path):
    path = workbook(
        tmp_path / "people.xlsx", {"P": [["clientToken", "Telephone", "expirationTime"], ["a", "12", TIME]]}
    )
    made = diallint.check(path, now=NOW, csv_map={"phoneNumber": "Telephone"})
    assert cells(made) == [("phone-e164", "P!B2")]
    assert "P!B2: error" in check(path, "--csv-map", "phoneNumber=Telephone").stdout


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"clientToken,phoneNumber\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"])
def test_what_is_no_workbook_is_said(tmp_path, content):
    path = tmp_path / "people.xlsx"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="no workbook that can be read|of the old kind"):
        diallint.check(path, now=NOW)
    made = check(path)
    assert made.returncode == 2
    assert made.stderr.startswith(f"diallint: {path}: ")
    assert made.stderr.count("\n") == 1
    assert made.stdout == ""


def encrypted(path, password="secret"):
    """As a spreadsheet saves a workbook with a password."""
    plain = io.BytesIO(workbook(path, {"P": people(SOUND)}).read_bytes())
    with open(path, "wb") as out:
        OOXMLFile(plain).encrypt(password, out)
    return path


def old_workbook(path, rows, *, locked=False):
    """A workbook of the old kind (.xls): records of BIFF8 in a compound file of one stream."""

    def record(kind, content=b""):
        return struct.pack("<HH", kind, len(content)) + content

    def globals_before(sheet):
        name = b"\x01\x00P"
        lock = record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48)) if locked else b""
        book = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + lock
        return book + record(0x85, struct.pack("<IBB", sheet, 0, 0) + name) + record(0x0A)

    at = len(globals_before(0))
    cells = b"".join(
        record(0x204, struct.pack("<HHHHB", r, c, 0, len(text), 0) + text.encode("latin-1"))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + record(0x0A)
    stream = (globals_before(at) + sheet).ljust(4096, b"\0")  # a shorter one would be kept in another way
    stream += bytes(-len(stream) % 512)
    sectors = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")

    def entry(name, kind, child, first, size):
        text = name.encode("utf-16-le")
        return (text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text) + 2 if text else 0, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
                + bytes(36) + struct.pack("<IQ", first, size))

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    path.write_bytes(head.ljust(512, b"\xff") + table + folder.ljust(1024, b"\0")[:512] + stream)
    return path


@pytest.mark.parametrize("ending", ["xlsx", "xlsm", "xls"])
def test_a_workbook_with_a_password_is_said(tmp_path, ending):
    path = encrypted(tmp_path / "people.xlsx").rename(tmp_path / f"people.{ending}")
    expect_refused(path, "the workbook is protected by a password, and cannot be read: open it in a spreadsheet "
                   "and save a copy without one")


def test_old_workbooks_are_read(tmp_path):
    path = old_workbook(tmp_path / "people.xls", people(SOUND, ["b", "12", TIME, SECRET]))
    assert cells(diallint.check(path, now=NOW)) == [("phone-e164", "P!B3")]
    assert "P!B3: error: " in check(path).stdout
    expect_refused(path.rename(tmp_path / "people.xlsx"),
                   "this is a workbook of the old kind under another name: let its name end in .xls")
    expect_refused(old_workbook(tmp_path / "locked.xls", people(SOUND), locked=True), "protected by a password")


def expect_refused(path, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        diallint.check(path, now=NOW)
    made = check(path)
    assert (made.returncode, made.stdout, made.stderr.count("\n")) == (2, "", 1)
    assert made.stderr.startswith(f"diallint: {path}: ")
    assert says in made.stderr
    assert SECRET not in made.stderr


def test_a_damaged_workbook_is_said(tmp_path):
    path = workbook(tmp_path / "people.xlsx", {"P": people(*[SOUND] * 50)})
    content = path.read_bytes()
    for end in range(100, len(content), 400):
        path.write_bytes(content[:end])
        with pytest.raises(ValueError, match="damaged|cannot be read"):
            diallint.check(path, now=NOW)


@pytest.mark.parametrize("ending", ["xlsx", "parquet"])
def test_a_file_that_is_not_there(tmp_path, ending):
    path = tmp_path / f"people.{ending}"
    with pytest.raises(FileNotFoundError):
        diallint.check(path, now=NOW)
    made = check(path)
    assert (made.returncode, made.stderr) == (2, f"diallint: {path}: No such file or directory\n")


# --- Parquet ---------------------------------------------------------------------------------------


def parquet(path, columns, **options):
    pyarrow.parquet.write_table(pyarrow.table(columns), path, **options)
    return path


def flat(count=7):
    return {
        "clientToken": [f"token {i}" if i % 3 == 2 else f"token-{i}" for i in range(count)],
        "phoneNumber": [f"+12025550{100 + i}" for i in range(count)],
        "expirationTime": pyarrow.array([NOW + dt.timedelta(minutes=5)] * count, pyarrow.timestamp("ms", "UTC")),
        "attributes.name": ["one two", None, "x", SECRET, "y", "z", "w"][:count],
        "note": [1.5] * count,
    }


def test_findings_of_a_parquet_file_name_row_group_and_column(tmp_path):
    path = parquet(tmp_path / "people.parquet", flat(), row_group_size=4)
    report = diallint.check(path, now=NOW, ignore=["phone-fictional", "unknown-member"])
    places = [(f.row, f.cell.row_group, f.cell.column) for f in report]
    assert places == [(2, 0, "clientToken"), (5, 1, "clientToken")]
    made = check(path, "--ignore", "unknown-member")
    assert made.returncode == 1, made.stderr
    assert [line.split(": error")[0] for line in made.stdout.splitlines() if ": error" in line] == [
        f"{path}:row group 0, row 3, column clientToken",
        f"{path}:row group 1, row 6, column clientToken",
    ]
    table = pyarrow.parquet.read_table(path)
    assert brief(diallint.check(table, now=NOW)) == brief(diallint.check(path, now=NOW))


def test_the_program_finds_in_a_parquet_file_what_the_module_does(tmp_path):
    nested = {
        **{name: values for name, values in flat().items() if name in COLUMNS[:3]},
        "attributes": pyarrow.array(
            [[("k", "v"), ("l", None)], None, [], [("k", "\u00e9")], None, [], []],
            pyarrow.map_(pyarrow.string(), pyarrow.string()),
        ),
    }
    for columns in (flat(), nested):
        path = parquet(tmp_path / "people.parquet", columns, row_group_size=3)
        report = diallint.check(path, now=NOW, ignore="phone-fictional")
        made = check(path, "--output-format", "json")
        found = json.loads(made.stdout)
        assert [(f["rule"], f["path"], f["row"], f["rowGroup"], f.get("column"), f["message"]) for f in found["findings"]] == [
            (f.rule, f.path, f.row, f.cell.row_group, f.cell.column, f.message.replace("csv_map", "--csv-map")) for f in report
        ]
        assert found["summary"]["records"] == report.counts.records


def test_a_damaged_parquet_file_is_said(tmp_path):
    path = parquet(tmp_path / "people.parquet", flat())
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ValueError, match="no Parquet file that can be read"):
        diallint.check(path, now=NOW)
    assert check(path).returncode == 2
    with pytest.raises(ValueError, match="a Parquet file has no sheets"):
        diallint.check(parquet(path, flat()), now=NOW, sheet="x")
    with pytest.raises(ValueError, match="sheet is for the path of a workbook"):
        diallint.check({}, now=NOW, sheet="x")


# --- the report ------------------------------------------------------------------------------------


def test_reports_of_a_workbook(tmp_path):
    path = workbook(tmp_path / "people.xlsx", {"P": people(["a b", "+12025550147", TIME, SECRET])})
    found = json.loads(check(path, "--output-format", "json").stdout)
    (finding,) = found["findings"]
    assert (finding["file"], finding["sheet"], finding["cell"]) == (str(path), "P", "A2")
    assert "line" not in finding
    assert found["summary"]["records"] == 1
    assert f"::error file={path},title=diallint pattern::P!A2: character 2" in check(path, "--output-format", "github").stdout
    output = tmp_path / "report.json"
    made = check(path, "--output-format", "json", "-o", output)
    assert made.stdout == ""
    assert json.loads(output.read_text()) == found
    assert SECRET not in output.read_text() + check(path, "--show-values").stdout
    for arguments, said in {
        ("--output-format", "sarif"): "is text, json, ndjson or github, not sarif",
        ("-o", "x", "--output", "y"): "give --output once",
        ("--input-format", "csv"): "--input-format and --stdin-filename are not for",
        (str(path),): "checked one by one",
    }.items():
        made = check(path, *arguments)
        assert made.returncode == 2
        assert said in made.stderr
    made = check(path, "-o", tmp_path / "nowhere" / "report")
    assert made.returncode == 2
    assert "No such file" in made.stderr
    assert [one.name for one in tmp_path.iterdir()].count("report.json") == len(list(tmp_path.glob("*report*")))


def test_options_of_the_check_are_the_programs(tmp_path):
    path = workbook(tmp_path / "people.xlsx", {"P": people(["a b", "12", TIME, "x"])})
    assert check(path, "--select", "pattern", "--fail-on", "never").returncode == 0
    assert check(path, "--severity", "pattern=warning", "--select", "pattern").returncode == 0
    assert "unknown option" in check(path, "--nonsense").stderr
    assert program(path, "--now", "2026-11-20T12:00:00Z").returncode == 1


def test_other_commands_are_left_to_the_program(tmp_path):
    path = workbook(tmp_path / "people.xlsx", {"P": people(SOUND)})
    made = program("fix", "--diff", path)
    assert "1 unreadable" in made.stderr


@pytest.mark.parametrize(
    ("ending", "package", "extra"),
    [("xlsx", "python_calamine", "excel"), ("parquet", "pyarrow", "arrow")],
)
def test_without_the_extra_the_message_says_which(tmp_path, ending, package, extra, monkeypatch):
    path = tmp_path / f"people.{ending}"
    path.write_bytes(b"x")
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ImportError, match=rf"pip install 'diallint\[{extra}\]'"):
        diallint.check(path, now=NOW)
    made = check(path, extras="")
    assert made.returncode == 2
    assert f"pip install 'diallint[{extra}]'" in made.stderr


def test_the_program_alone_says_what_such_a_file_is(tmp_path):
    path = workbook(tmp_path / "people.xlsx", {"P": people(SOUND)})
    alone = shutil.copy(shutil.which("diallint"), tmp_path / "diallint")
    libraries = pathlib.Path(diallint.__file__).parent.parent / "diallint.libs"
    made = subprocess.run(
        [alone, "check", path], capture_output=True, text=True, check=False, env={"LD_LIBRARY_PATH": str(libraries)}
    )
    assert made.returncode == 1
    assert "Excel" in made.stdout


def test_rows_are_counted_past_line_ends():
    from diallint.table_files import _Lines

    lines = _Lines()
    breaks = [0, 2, 0, 0, 1, 1, 0, 3]
    expected = []
    for row, count in enumerate(breaks):
        lines.add(count)
        expected += [(row, within) for within in range(count + 1)]
    assert [lines.row_of(line + 1) for line in range(len(expected))] == expected
