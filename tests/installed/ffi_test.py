"""The C interface from Python's ctypes: prints the findings of argv[2], checked for argv[3]."""

import ctypes
import sys
from ctypes import (CFUNCTYPE, POINTER, Structure, byref, c_char, c_char_p, c_int, c_int32,
                    c_int64, c_size_t, c_uint8, c_uint64, c_void_p, sizeof)


def text_pair(name):
    return [(name, c_void_p), (name + "_size", c_size_t)]


class Finding(Structure):
    _fields_ = ([("struct_size", c_size_t)] + text_pair("rule") +
                [("severity", c_int32), ("has_first", c_uint8), ("first_is_line", c_uint8),
                 ("first_check", c_uint64), ("first_number", c_uint64), ("begin", c_uint64),
                 ("end", c_uint64), ("record", c_uint64)] +
                sum((text_pair(n) for n in ("path", "message", "minimum", "maximum", "actual",
                                            "unit", "source")), []))


OnFinding = CFUNCTYPE(c_int, c_void_p, POINTER(Finding))


class Options(Structure):
    _fields_ = [("struct_size", c_size_t), ("now_seconds", c_int64), ("now_nanos", c_int32),
                ("has_now", c_uint8), ("reserved", c_uint8 * 3), ("shape", c_char_p),
                ("shape_size", c_size_t), ("max_findings", c_uint64), ("on_finding", OnFinding),
                ("context", c_void_p)]


class Result(Structure):
    _fields_ = [("struct_size", c_size_t)] + [
        (n, c_uint64) for n in ("records", "valid", "invalid", "unreadable", "errors", "warnings",
                                "infos", "found", "findings")] + [("ok", c_uint8)]


def text(data, size):
    return ctypes.string_at(data, size).decode() if size else ""


def main():
    library = ctypes.CDLL(sys.argv[1])
    library.diallint_version.restype = c_char_p
    checker = c_void_p()
    assert library.diallint_checker_new(None, None, byref(checker), None) == 0

    seen = []

    @OnFinding
    def on_finding(_, finding):
        f = finding.contents
        assert f.struct_size == sizeof(Finding)
        seen.append(text(f.rule, f.rule_size))
        return 1

    shape = b"auto"
    options = Options(sizeof(Options), int(sys.argv[3]), 0, 1, (c_uint8 * 3)(), shape, len(shape),
                      0, OnFinding(), None)
    result = Result(sizeof(Result))
    json = sys.argv[2].encode()
    check = library.diallint_check_json
    check.argtypes = [c_void_p, c_char_p, c_size_t, POINTER(Options), POINTER(Result)]
    assert check(checker, json, len(json), byref(options), byref(result)) == 0
    library.diallint_finding_at.argtypes = [c_void_p, c_size_t, POINTER(Finding)]
    collected = []
    for i in range(result.findings):
        f = Finding(sizeof(Finding))
        assert library.diallint_finding_at(checker, i, byref(f)) == 0
        collected.append(text(f.rule, f.rule_size))
        print(text(f.rule, f.rule_size), text(f.path, f.path_size))
    options.on_finding = on_finding
    assert check(checker, json, len(json), byref(options), byref(result)) == 0
    assert result.findings == 0 and result.found == len(collected)
    assert seen == collected
    print("ok" if result.ok else "not ok", result.records, library.diallint_version().decode())
    library.diallint_checker_free.argtypes = [c_void_p]
    library.diallint_checker_free(checker)


main()
