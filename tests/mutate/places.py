"""Finds what `./dev mutate` changes in a C++ source, by clang's parse of it.

A place is a stretch of the source and what it becomes when its mutants are built in; a mutant is one
change that can be switched on there.
"""
import bisect
import dataclasses
import re

from clang import cindex
from clang.cindex import CursorKind, TokenKind, TypeKind

import scope

RELATIONS = {"<": ("less", "<="), "<=": ("at_most", "<"), ">": ("more", ">="),
             ">=": ("at_least", ">"), "==": ("equal", "!="), "!=": ("unequal", "==")}
LOGIC = {"&&": "||", "||": "&&"}
# Which way the relation's own mutant does not move the number on its right: the number itself is
# moved that way.
OTHER_WAY = {"<": -1, "<=": 1, ">": 1, ">=": -1}
MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
INTEGERS = {TypeKind.CHAR_S, TypeKind.CHAR_U, TypeKind.SCHAR, TypeKind.UCHAR, TypeKind.SHORT,
            TypeKind.USHORT, TypeKind.INT, TypeKind.UINT, TypeKind.LONG, TypeKind.ULONG,
            TypeKind.LONGLONG, TypeKind.ULONGLONG, TypeKind.CHAR16, TypeKind.CHAR32}
FUNCTIONS = {CursorKind.FUNCTION_DECL, CursorKind.CXX_METHOD, CursorKind.FUNCTION_TEMPLATE,
             CursorKind.CONSTRUCTOR, CursorKind.DESTRUCTOR, CursorKind.CONVERSION_FUNCTION,
             CursorKind.LAMBDA_EXPR}
# What stands in these the compiler evaluates, or is no expression.
COMPILED = {CursorKind.STATIC_ASSERT, CursorKind.ENUM_DECL, CursorKind.TYPE_ALIAS_DECL,
            CursorKind.TEMPLATE_TYPE_PARAMETER, CursorKind.TEMPLATE_NON_TYPE_PARAMETER,
            CursorKind.TYPE_REF, CursorKind.TEMPLATE_REF}
MAKERS = re.compile(rf"\b({'|'.join(scope.MAKERS)})\s*&")


@dataclasses.dataclass
class Mutant:
    file: str
    line: int
    column: int
    was: str
    becomes: str
    source: str   # the line, without the space around it
    tried: bool   # no: where a member or parameter starts from, or an argument of a template
    id: int = -1
    name: str = ""  # the same from one run to the next

    def __str__(self):
        return (f"{self.file}:{self.line}:{self.column}: {self.was} => {self.becomes}  "
                f"[{self.id}]")


@dataclasses.dataclass
class Place:
    """`before` and `after` go around [start, end); `middle` takes the place of [at, at + length).

    {0} in them is the number of the first mutant.
    """
    start: int
    end: int
    mutants: list
    before: str
    after: str
    at: int = -1
    length: int = 0
    middle: str = ""


def kind_of(cursor):
    """None for the kinds that the bindings do not know: concepts and requirements."""
    try:
        return cursor.kind
    except ValueError:
        return None


def parse(path, flags):
    """The parse of a source; a header is included by a source of one line."""
    index = cindex.Index.create()
    if path.suffix == ".h":
        unit = index.parse("mutate.cpp", args=flags,
                           unsaved_files=[("mutate.cpp", f'#include "{path}"\n')])
    else:
        unit = index.parse(str(path), args=flags)
    errors = [str(note) for note in unit.diagnostics if note.severity >= cindex.Diagnostic.Error]
    if errors:
        raise RuntimeError("clang cannot read it: " + "; ".join(errors[:3]))
    return unit


class Finder:
    def __init__(self, path, name, flags):
        self.path, self.name = path, name
        self.text = path.read_bytes()
        self.lines = [0] + [match.end() for match in re.finditer(b"\n", self.text)]
        self.unit = parse(path, flags)
        self.nodes = []    # (start, end, cursor), of what runs
        self.covers = []   # (start, end, cursor), of everything
        self.places = []
        self.known = set()
        self.untried = set()  # offsets of numbers

    def find(self):
        self.find_makers()
        self.visit_all()
        self.operators = self.find_operators()
        for start, end, cursor in self.nodes:
            self.negation(start, end, cursor)
            self.condition(cursor)
            self.number(start, end, cursor)
        for (start, end), (at, operator, cursor) in self.operators.items():
            self.operator(start, end, at, operator, cursor)
        return self.places

    # --- makers of test data --------------------------------------------------------------------

    def find_makers(self):
        """Functions that make test data, and those of the file that only such functions use."""
        self.makers, users = set(), {}
        if MAKERS.search(self.text.decode()) is None:
            return
        functions = [cursor for cursor in self.unit.cursor.walk_preorder()
                     if kind_of(cursor) in FUNCTIONS and self.is_here(cursor)]
        for function in functions:
            if self.is_maker(function):
                self.makers.add(function.extent.start.offset)
            for inner in function.walk_preorder():
                named = inner.referenced if kind_of(inner) == CursorKind.DECL_REF_EXPR else None
                if named is not None and kind_of(named) == CursorKind.FUNCTION_DECL:
                    users.setdefault(named.get_usr(), set()).add(function.extent.start.offset)
        self.add_helpers(functions, users)

    def add_helpers(self, functions, users):
        before = -1
        while before != len(self.makers):
            before = len(self.makers)
            for function in functions:
                used_by = users.get(function.get_usr(), set()) - {function.extent.start.offset}
                if used_by and used_by <= self.makers:
                    self.makers.add(function.extent.start.offset)

    def is_maker(self, cursor):
        start, end = cursor.extent.start.offset, cursor.extent.end.offset
        return MAKERS.search(self.text[start:self.body_of(cursor, end)].decode()) is not None

    def is_here(self, cursor):
        place = cursor.location.file
        return place is not None and place.name == str(self.path)

    # --- the tree -----------------------------------------------------------------------------

    def visit_all(self):
        for cursor in self.unit.cursor.get_children():
            place = cursor.location.file
            if place and place.name == str(self.path):
                self.visit(cursor, False)

    def visit(self, cursor, runs, start_value=False):
        if kind_of(cursor) is None:
            return
        start, end = cursor.extent.start.offset, cursor.extent.end.offset
        in_file = cursor.extent.start.file and cursor.extent.start.file.name == str(self.path)
        if in_file and end > start:
            self.covers.append((start, end, cursor))
            if runs:
                self.nodes.append((start, end, cursor))
            if start_value:
                self.untried.add(start)
        runs = self.runs_within(cursor, start, end, runs)
        compiled = self.compiled_until(cursor, start, end)
        start_value = start_value or kind_of(cursor) in (CursorKind.FIELD_DECL, CursorKind.PARM_DECL)
        for child in cursor.get_children():
            argument = kind_of(child) == CursorKind.INTEGER_LITERAL and kind_of(cursor) in (
                CursorKind.DECL_REF_EXPR, CursorKind.MEMBER_REF_EXPR)
            self.visit(child, runs and child.extent.start.offset >= compiled,
                       start_value or argument)

    def runs_within(self, cursor, start, end, runs):
        kind = kind_of(cursor)
        if kind in COMPILED:
            return False
        if kind == CursorKind.LAMBDA_EXPR:
            return runs
        if kind in FUNCTIONS:
            head = self.text[start:self.body_of(cursor, end)].decode()
            return "consteval" not in head and start not in self.makers
        if kind == CursorKind.CALL_EXPR and cursor.spelling.startswith("__builtin_"):
            return False  # wants constants
        if kind in (CursorKind.VAR_DECL, CursorKind.FIELD_DECL):
            head = self.text[start:cursor.location.offset].decode()
            if kind == CursorKind.FIELD_DECL:
                return not cursor.is_bitfield()
            return runs and "constexpr" not in head
        return runs

    def body_of(self, cursor, end):
        bodies = [child.extent.start.offset for child in cursor.get_children()
                  if kind_of(child) == CursorKind.COMPOUND_STMT]
        return bodies[-1] if bodies else end

    def compiled_until(self, cursor, start, end):
        """Where that ends which the compiler evaluates: a condition, a case, a type with its bounds."""
        kind = kind_of(cursor)
        children = list(cursor.get_children())
        if kind == CursorKind.CASE_STMT or (kind == CursorKind.IF_STMT and self.is_constexpr(cursor)):
            return children[0].extent.end.offset
        if kind in (CursorKind.VAR_DECL, CursorKind.FIELD_DECL):
            initializer = re.search(rb"[={]", self.text[cursor.location.offset:end])
            return cursor.location.offset + initializer.start() if initializer else (
                cursor.location.offset if self.text[end - 1:end] == b")" else end)
        return start

    def is_constexpr(self, cursor):
        return re.match(rb"if\s+constexpr\b", self.text[cursor.extent.start.offset:]) is not None

    # --- operators ----------------------------------------------------------------------------

    def find_operators(self):
        """(start, end) of an operation: where its operator is, which, and its cursor."""
        whole = self.unit.get_extent(str(self.path), (0, len(self.text)))
        tokens = [(token.extent.start.offset, token.spelling)
                  for token in self.unit.get_tokens(extent=whole)
                  if token.kind == TokenKind.PUNCTUATION
                  and (token.spelling in RELATIONS or token.spelling in LOGIC)]
        tokens.sort()
        offsets = [offset for offset, _ in tokens]
        inner = {}
        runs = {(start, end) for start, end, _ in self.nodes}
        # The smallest stretch around an operator is its operation.
        for start, end, cursor in sorted(self.covers, key=lambda node: node[1] - node[0]):
            for number in range(bisect.bisect_right(offsets, start),
                                bisect.bisect_left(offsets, end)):
                offset, spelling = tokens[number]
                if offset + len(spelling) >= end:
                    continue
                size, cursors = inner.setdefault(number, (end - start, []))
                if end - start == size:
                    cursors.append((start, end, cursor))
        found = {}
        for number, (_, cursors) in inner.items():
            offset, spelling = tokens[number]
            for start, end, cursor in cursors:
                if (start, end) in runs and self.is_operation(cursor, spelling):
                    found[(start, end)] = (offset, spelling, cursor)
                    break
        return found

    def is_operation(self, cursor, spelling):
        if kind_of(cursor) == CursorKind.BINARY_OPERATOR:
            return True
        return (spelling in RELATIONS and kind_of(cursor) == CursorKind.CALL_EXPR
                and cursor.spelling in ("operator<=>", "operator==", "operator" + spelling))

    def operator(self, start, end, at, operator, cursor):
        if operator in LOGIC:
            self.logic(start, end, at, operator, cursor)
            return
        helper, becomes = RELATIONS[operator]
        self.add(Place(start, end, [self.mutant(at, operator, becomes)],
                       f"mutants::{helper}<{{0}}>(", ")", at, len(operator), ","))

    def logic(self, start, end, at, operator, cursor):
        # By De Morgan: with its mutant on, both sides and the whole are negated.
        other = " != mutants::on({0}))"
        self.add(Place(start, end, [self.mutant(at, operator, LOGIC[operator])],
                       "(((static_cast<bool>(", ")" + other + ")" + other, at, len(operator),
                       ")" + other + f" {operator} (static_cast<bool>("))
        for child in cursor.get_children():
            self.flip(child)

    # --- conditions ---------------------------------------------------------------------------

    def negation(self, start, end, cursor):
        if self.text[start:start + 1] != b"!" or self.text[start:start + 2] == b"!=":
            return
        if kind_of(cursor) not in (CursorKind.UNARY_OPERATOR, CursorKind.CALL_EXPR):
            return
        inside = self.text[start + 1:end].decode()
        if inside.startswith("("):  # what is compared in there has mutants of its own
            return
        self.add(Place(start, end, [self.mutant(start, "!" + inside, inside)],
                       "(mutants::on({0}) != ", ")"))

    def condition(self, cursor):
        children = list(cursor.get_children())
        if kind_of(cursor) == CursorKind.CONDITIONAL_OPERATOR:
            self.flip(children[0])
        if kind_of(cursor) not in (CursorKind.IF_STMT, CursorKind.WHILE_STMT):
            return
        if self.is_constexpr(cursor):
            return
        bodies = [number for number, child in enumerate(children)
                  if self.is_statement(child) and kind_of(child) != CursorKind.DECL_STMT]
        first = bodies[0] if bodies else len(children) - 1
        expressions = [child for child in children[:max(first, 1)] if not self.declares(child)]
        # A body without braces may be an expression as well: the condition comes first.
        if expressions and not (len(children) and self.declares(children[0])):
            self.flip(expressions[0])

    def is_statement(self, cursor):
        kind = kind_of(cursor)
        return kind is not None and kind.is_statement()

    def declares(self, cursor):
        return kind_of(cursor) in (CursorKind.DECL_STMT, CursorKind.VAR_DECL)

    def flip(self, cursor):
        start, end = cursor.extent.start.offset, cursor.extent.end.offset
        text = self.text[start:end]
        if (start, end) in self.operators or text[:1] == b"!" or text in (b"true", b"false"):
            return
        if text[:1] == b"(" and text[-1:] == b")":
            inside = list(cursor.get_children())
            while inside and (inside[0].extent.start.offset == start):
                inside = list(inside[0].get_children())
            if inside and (inside[0].extent.start.offset,
                           inside[0].extent.end.offset) in self.operators:
                return
        if end <= start:
            return
        shown = text.decode()
        self.add(Place(start, end, [self.mutant(start, shown, "!" + shown)],
                       "(static_cast<bool>(", ") != mutants::on({0}))"))

    # --- numbers ------------------------------------------------------------------------------

    def number(self, start, end, cursor):
        text = self.text[start:end].decode()
        literal = kind_of(cursor) == CursorKind.INTEGER_LITERAL
        character = kind_of(cursor) == CursorKind.CHARACTER_LITERAL
        if not (literal or character or self.is_constant(cursor)):
            return
        if (literal and not text[:1].isdigit()) or (character and not text.endswith("'")):
            return  # comes of an operator or a macro
        ways = self.ways(start, end, character, literal, text)
        if literal and re.fullmatch(r"0[uUlL]*", text):
            ways = [way for way in ways if way > 0]
        if not ways:
            return
        helper = "both" if len(ways) == 2 else "plus" if ways[0] > 0 else "minus"
        changes = [self.mutant(start, text, f"{text} {'+' if way > 0 else '-'} 1") for way in ways]
        self.add(Place(start, end, changes, f"mutants::{helper}<{{0}}>(", ")"))

    def ways(self, start, end, character, literal, text):
        """Which ways a number is moved: +1, -1."""
        relation = self.relation_of(start, end)
        if relation is None:
            return [] if character else [1, -1]
        at, operator = relation
        if operator in OTHER_WAY:
            return [OTHER_WAY[operator if at < start else MIRROR[operator]]]
        return [1] if literal else []

    def relation_of(self, start, end):
        """The comparison that the number is all of one side of."""
        for (first, last), (at, operator, _) in self.operators.items():
            if operator not in RELATIONS or not first <= start < last:
                continue
            left = self.text[first:at].decode().strip()
            right = self.text[at + len(operator):last].decode().strip()
            text = self.text[start:end].decode()
            if (first == start and left == text) or (last == end and right == text):
                return at, operator
        return None

    def is_constant(self, cursor):
        if kind_of(cursor) != CursorKind.DECL_REF_EXPR:
            return False
        named = cursor.referenced
        if named is None or kind_of(named) != CursorKind.VAR_DECL:
            return False
        if named.type.get_canonical().kind not in INTEGERS:
            return False
        head = [token.spelling for token in named.get_tokens()][:4]
        return "constexpr" in head

    # --- what they have in common ---------------------------------------------------------------

    def mutant(self, offset, was, becomes):
        line = bisect.bisect_right(self.lines, offset)
        begin = self.lines[line - 1]
        source = self.text[begin:].split(b"\n", 1)[0].decode().strip()
        return Mutant(self.name, line, offset - begin + 1, " ".join(was.split()),
                      " ".join(becomes.split()), source, offset not in self.untried)

    def add(self, place):
        key = (place.start, place.end, place.before, place.at)
        if key not in self.known:
            self.known.add(key)
            self.places.append(place)


def rewritten(text, places):
    """The source with all places in it. No line is added: a compiler's line is the source's."""
    edits = []
    for order, place in enumerate(places):
        number = str(place.mutants[0].id)
        size = place.end - place.start
        # At one offset: ends before beginnings, the inner one's end first, its beginning last.
        edits.append((place.start, 2, -size, order, 0, place.before.replace("{0}", number)))
        edits.append((place.end, 0, size, -order, 0, place.after.replace("{0}", number)))
        if place.at >= 0:
            edits.append((place.at, 1, 0, 0, place.length, place.middle.replace("{0}", number)))
    edits.sort()
    parts, last = [], 0
    for offset, _, _, _, length, words in edits:
        parts += [text[last:offset], words.encode()]
        last = offset + length
    return b"".join(parts + [text[last:]])
