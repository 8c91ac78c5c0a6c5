"""The files that are changed."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Rules and readers, and what they judge and read with. Headers come first: a number of theirs does
# not change with a source, so that less is built again. With ! a file is left out: it checks nothing.
SCOPE = """
lib/api/checker_state.h lib/api/reader_source.h lib/base/ascii.h lib/base/byte_set.h lib/base/character_names.h
lib/base/date_time.h lib/base/short_string.h lib/base/uint128.h lib/base/utf8.h
lib/context/captures.h lib/context/check_context.h lib/context/finding_log.h lib/context/key_set.h
lib/context/phone_lookup.h lib/context/record_ledger.h lib/context/repeated_values.h
lib/context/seen_set.h lib/context/value_path.h lib/engine/csv_header.h lib/engine/map_entries.h lib/engine/member_search.h
lib/engine/readers.h lib/engine/shape_detector.h lib/engine/walk_memory.h lib/engine/walker.h
lib/input/csv_columns.h lib/input/csv_cursor.h lib/input/csv_scanner.h lib/input/csv_splitter.h
lib/input/json_cursor.h lib/input/json_index.h lib/input/source_text.h lib/input/struct_cursor.h
lib/input/value_kind.h lib/phone/fictional_ranges.h lib/phone/tables.h lib/plan/node_compiler.h
lib/plan/plan.h lib/rules/condition.h lib/api/checker.cpp lib/api/service_error.cpp
lib/base/byte_set.cpp lib/base/character_names.cpp lib/base/date_time.cpp lib/base/edit_distance.cpp
lib/base/json_number.cpp lib/base/json_string.cpp lib/base/keyed_hash.cpp lib/base/padded_arena.cpp
lib/base/utf8.cpp lib/context/finding_log.cpp lib/context/key_set.cpp lib/context/phone_lookup.cpp
lib/context/record_ledger.cpp lib/context/record_places.cpp lib/context/repeated_values.cpp
lib/context/response_index.cpp lib/context/seen_set.cpp lib/context/value_path.cpp
lib/engine/*_reader.cpp lib/engine/check_driver.cpp lib/engine/csv_expected_header.cpp lib/engine/csv_header.cpp
lib/engine/csv_faults.cpp lib/engine/csv_row_check.cpp lib/engine/dropped_member.cpp lib/engine/ndjson_lines.cpp
lib/engine/input_formats.cpp lib/engine/item_piece_check.cpp lib/engine/json_document.cpp lib/engine/response_check.cpp
lib/engine/shape_detector.cpp lib/engine/skip_value.cpp lib/input/csv_mapping.cpp lib/input/csv_scanner.cpp
lib/input/csv_splitter.cpp lib/input/csv_splitter_text.cpp lib/input/format_detection.cpp lib/input/item_pieces.cpp
lib/input/json_cursor.cpp lib/input/line_column.cpp lib/input/line_pieces.cpp
lib/input/json_index.cpp lib/input/struct_cursor.cpp lib/phone/dfa.cpp
lib/phone/fictional_numbers.cpp lib/phone/numbering_plan.cpp lib/plan/code_point_class.cpp
lib/plan/ecma_regex.cpp lib/plan/pattern.cpp lib/plan/pattern_cache.cpp lib/plan/plan.cpp
lib/plan/record_node.cpp lib/rules/*.cpp lib/samples/phone_samples.cpp lib/schema/captured_members.cpp lib/schema/check_order.cpp
lib/schema/node_builder.cpp lib/schema/node_site.cpp lib/schema/node_structure.cpp lib/schema/plan_build.cpp
lib/schema/schema_compiler.cpp !lib/rules/condition_solver.cpp !lib/rules/condition_text.cpp
!lib/rules/response_guidance.cpp !lib/rules/spreadsheet_damage.cpp
""".split()

# Functions that take one of these by reference make test data, or are handed a file's worth of chance. They are left
# alone: they check nothing.
MAKERS = ("BoundaryValues", "Injection", "Random")


def unknown_makers():
    """Those that no header defines: since they were renamed what they make would count."""
    headers = "\n".join(path.read_text() for path in ROOT.glob("lib/**/*.h"))
    return [name for name in MAKERS if not re.search(rf"^(class|struct) {name}\b[^;]*\{{", headers, re.MULTILINE)]


def names():
    found, left_out = [], [name[1:] for name in SCOPE if name.startswith("!")]
    for pattern in SCOPE:
        if pattern.startswith("!"):
            continue
        files = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(pattern))
        if not files:
            raise RuntimeError(f"{pattern} in the scope of tests/mutate/scope.py names no file")
        found += [name for name in files if name not in found + left_out]
    return found
