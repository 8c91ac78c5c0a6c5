"""The compiled part; see python/module."""

from collections.abc import Callable, Iterator
from typing import Literal, NoReturn

__version__: str
MAX_JOBS: int

# records, valid, invalid, unreadable, errors, warnings, infos
CountsTuple = tuple[int, int, int, int, int, int, int]
# rule, severity, path, message, record, place, minimum, maximum, actual, unit, source, first, file
FindingTuple = tuple[
    str,
    str,
    str,
    str,
    int,
    tuple[int, int, int, int] | None,
    str | None,
    str | None,
    str | None,
    str | None,
    str | None,
    tuple[int, int, bool] | None,
    int,
]
ValueResult = tuple[CountsTuple, int, list[FindingTuple], list[str]]
ReadResult = tuple[CountsTuple, int, list[FindingTuple], list[str]]
ItemsResult = tuple[CountsTuple, int, list[FindingTuple], list[tuple[int, str]]]
# count, hashes, entries, records, lines, sound, (rule, severity, path, before, behind, source)
HandedTuple = tuple[
    int, bytes, bytes, bytes, bytes, bytes, list[tuple[str, str, str, str, str, str | None]]
]
PartResult = tuple[CountsTuple, int, list[FindingTuple], list[str], HandedTuple]
ResponseResult = tuple[CountsTuple, int, list[FindingTuple], list[str], tuple[int, int, int]]

class RulesWords:
    select: list[str]
    ignore: list[str]
    severity: list[str]
    schemas: list[tuple[str, str]]
    phone_regions: list[str]
    deny_phone_regions: list[str]
    deny_phone_types: list[str]
    numbering_plan: str
    envelope: str
    accept_sdk_names: bool
    mask_keys: bool

class CheckWords:
    def __init__(
        self,
        now: tuple[int, int] | None,
        shape: str = "auto",
        format: str = "auto",
        name: str = "",
        csv_map: list[tuple[str, str]] = ...,
        max_findings: int = 0,
        jobs: int = 1,
    ) -> None: ...

class Rules:
    def __init__(self, words: RulesWords) -> None: ...
    def check_value(self, value: object, words: CheckWords) -> ValueResult: ...
    def check_read(self, read: Callable[[int], bytes | str], words: CheckWords) -> ReadResult: ...
    def check_items(self, items: Iterator[object], words: CheckWords) -> ItemsResult: ...
    def check_arrow(self, capsule: object, words: CheckWords) -> ReadResult: ...
    def check_part(self, capsule: object, words: CheckWords, key: bytes) -> PartResult: ...
    def check_response(self, request: bytes, response: bytes, words: CheckWords) -> ResponseResult: ...
    def rules(
        self,
    ) -> list[tuple[str, str, str, str, str, str, tuple[tuple[str, str, str], ...]]]: ...
    def shapes(self) -> list[tuple[str, str, str]]: ...

# service, name, http_status, remedy, meaning, advice
GuidanceTuple = tuple[str, str, int | None, Literal["mend", "wait-then-retry", "retry"], str, str]

def guidance_for(service: str, name: str) -> GuidanceTuple | None: ...
def all_guidance() -> list[GuidanceTuple]: ...

class SentBefore:
    def __init__(self, path: str, writes: bool) -> None: ...
    def rules(self, rules: Rules, call_limit: str, remembers: bool) -> Rules: ...
    def commit(self, at: tuple[int, int]) -> None: ...
    def fail(self, message: str) -> NoReturn: ...

# kind, safe, rule, path, record
FixTuple = tuple[str, bool, str, str, int]

class FixWords:
    def __init__(
        self,
        rules: Rules,
        now: tuple[int, int] | None,
        unsafe: bool,
        kinds: list[str],
        default_region: str,
        region_column: str,
        expires_in: int | None,
        how: CheckWords,
    ) -> None: ...

def write_value(value: object) -> bytes: ...
def write_items(items: Iterator[object]) -> tuple[bytes, list[tuple[int, str]]]: ...
def fix_text(
    rules: Rules, text: bytes, words: FixWords
) -> tuple[bytes, list[FixTuple], CountsTuple, dict[str, int], str]: ...
def fix_kinds() -> list[tuple[str, bool, str]]: ...

class Source: ...

class ReadSource(Source):
    def __init__(self, read: Callable[[int], bytes | str]) -> None: ...

class ItemSource(Source):
    def __init__(self, items: Iterator[object]) -> None: ...

class ArrowSource(Source):
    def __init__(self, capsule: object) -> None: ...
    @property
    def is_flat(self) -> bool: ...

class PrepareOptions:
    campaign: str
    rate: int
    expires_in: int | None
    expiry: bool
    phone_columns: list[str]
    region_column: str
    key_column: str
    refusal_column: str
    allow_repeats: bool
    def set(
        self,
        rules: Rules,
        start: tuple[int, int],
        default_region: str,
        attributes: list[tuple[str, str]],
        v2: bool,
        reject_warnings: bool,
        token_key: bytes,
    ) -> None: ...

class ReconcileOptions:
    def __init__(self, start: tuple[int, int], rate: int, expires_in: int | None) -> None: ...

def prepare_lists(
    rules: Rules,
    options: PrepareOptions,
    lists: list[tuple[Source, str, str]],
    take: Callable[[str, bytes], None],
    sent: SentBefore | None,
) -> str: ...
def reconcile_responses(
    rules: Rules,
    options: ReconcileOptions,
    open: Callable[[str], bytes | None],
    responses: list[tuple[Source, str]],
    take: Callable[[str, bytes], None],
    page: bool,
    sent: SentBefore | None,
) -> str: ...

# lines, end lines, rules, reasons, hashes of numbers and of keys, tokens, requests, warnings
PartColumns = tuple[
    list[int],
    list[int],
    list[str | None],
    list[str | None],
    list[bytes | None],
    list[bytes | None],
    list[str | None],
    list[str | None],
    list[str | None],
]
# number, name, requests, submission in milliseconds since 1970, JSON, manifest
MadeBatch = tuple[int, str, int, int, str, str]

class ListPart:
    def __init__(self, rules: Rules, options: PrepareOptions, name: str, secret: bytes) -> None: ...
    def read(self, source: Source, is_flat: bool) -> PartColumns: ...
    def expect_columns(self) -> None: ...
    def columns(self) -> str: ...
    @property
    def most_requests(self) -> int: ...

class RepeatFinder:
    def find(
        self, rows: list[int], numbers: list[bytes], keys: list[bytes | None], sound: list[bool]
    ) -> list[tuple[int, str, str]]: ...

class PartBatches:
    def __init__(self, rules: Rules, options: PrepareOptions, name: str) -> None: ...
    def add(
        self,
        ordinals: list[int],
        rows: list[int],
        lines: list[int],
        tokens: list[str],
        requests: list[str],
    ) -> list[MadeBatch]: ...
    def finish(self) -> list[MadeBatch]: ...

# list, row, line, batch, position, token, submission and first submission in milliseconds since 1970
ManifestTuple = tuple[str, int, int, str, int, str, int, int]
# token, failure code, whether it failed
AnswerTuple = tuple[str, str, bool]
# index among the rows, outcome, code, whether several answers name it, region, (code, rule, reason) of what must
# be mended, remedy that answers ask for or -1, batch with the request alone of what may be sent again
SettledTuple = tuple[
    int, str, str | None, bool, str | None, tuple[str | None, str, str] | None, int, str | None
]
# list, row, line, batch, position, code, rule, reason
RepairTuple = tuple[str, int, int, str, int, str | None, str, str]

class AnsweredPart:
    def __init__(self, rules: Rules, options: ReconcileOptions) -> None: ...
    def settle(
        self, batch: str | None, rows: list[ManifestTuple], answers: list[AnswerTuple]
    ) -> list[SettledTuple]: ...
    @property
    def expires_in(self) -> int: ...

class ResentRows:
    def __init__(self, rules: Rules, options: ReconcileOptions, most_prompt: int) -> None: ...
    def add(
        self, rows: list[tuple[ManifestTuple, str, int, str]]
    ) -> tuple[list[MadeBatch], list[RepairTuple]]: ...
    def finish(self) -> tuple[list[MadeBatch], list[RepairTuple]]: ...

def answers_in(text: bytes) -> tuple[list[AnswerTuple], int, int, dict[str, int]]: ...

class Generator:
    def next(self) -> str: ...

def make_generator(
    shape: str, seed: int, now: tuple[int, int], regions: list[str]
) -> Generator: ...
def generator_regions() -> list[str]: ...
def export_columns(
    columns: list[tuple[str, str, list[str | None] | list[int | None] | list[bool | None]]],
) -> object: ...
