"""What a check costs from Python: `./dev bench python`. Times are medians of rounds that take turns."""

import json
import statistics
import subprocess
import sys
import time

import botocore.session
import botocore.validate
import polars
import pyarrow
from support import NOW

import diallint
from diallint import fixtures

ROUNDS = 7
BATCHES = 300
IMPORTS = 15
ROWS = 200_000


def batch_of_25():
    requests = fixtures.documents("dial-request", seed=5, now=NOW)
    return {"dialRequests": [next(requests) for _ in range(25)]}


def timed(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def tables():
    """The same requests as tables, each row with a token of its own."""
    requests = fixtures.documents("dial-request", seed=5, now=NOW)
    made = [next(requests) for _ in range(ROWS // 10)]
    columns = {
        "clientToken": [f"token-{i}" for i in range(ROWS)],
        **{name: [made[i % len(made)][name] for i in range(ROWS)] for name in ("phoneNumber", "expirationTime")},
    }
    names = ["Zaphod"] * ROWS
    flat = pyarrow.table({**columns, "attributes.name": names})
    return {
        "an Arrow table": flat,
        "a pandas frame": flat.to_pandas(),
        "a polars frame": polars.from_arrow(flat),
        "an Arrow table, attributes a struct": pyarrow.table(
            {**columns, "attributes": pyarrow.array([{"name": name} for name in names])}
        ),
        "an Arrow table, attributes a map": pyarrow.table(
            {**columns, "attributes": pyarrow.array([[("name", name)] for name in names],
                                                    pyarrow.map_(pyarrow.string(), pyarrow.string()))}
        ),
        "the same as NDJSON": "\n".join(
            json.dumps({**{name: column[i] for name, column in columns.items()}, "attributes": {"name": "Zaphod"}})
            for i in range(ROWS)
        ).encode(),
    }


def print_tables():
    # Numbers repeat in what is made.
    rules = diallint.Rules(ignore=["phone-fictional", "phone-duplicate"])
    for name, table in tables().items():
        assert diallint.check(table, now=NOW, rules=rules).ok
        seconds = statistics.median(
            timed(lambda table=table: diallint.check(table, now=NOW, rules=rules)) for _ in range(ROUNDS)
        )
        print(f"{name:<42} {ROWS / seconds / 1e6:8.2f} million requests a second")


def import_seconds(code):
    return statistics.median(
        timed(lambda: subprocess.run([sys.executable, "-c", code], check=True)) for _ in range(IMPORTS)
    )


def main():
    rules = diallint.Rules(ignore="phone-fictional")
    batch = batch_of_25()
    text = json.dumps(batch)
    model = botocore.session.get_session().get_service_model("connectcampaigns")
    shape = model.operation_model("PutDialRequestBatch").input_shape
    validator = botocore.validate.ParamValidator()
    with_id = {"id": "6f1f3c9e-0f0c-4b43-9a55-1c8d2e5f7a10", **batch}
    many = [json.dumps(one) for _ in range(400) for one in batch["dialRequests"]]
    lines = "\n".join(many).encode()
    kinds = {
        "a batch of 25 dicts": (lambda: diallint.check(batch, now=NOW, rules=rules), 1, BATCHES),
        "the same as JSON text": (lambda: diallint.check(text, now=NOW, rules=rules), 1, BATCHES),
        "json.dumps alone": (lambda: json.dumps(batch), 1, BATCHES),
        "botocore's validation of it": (lambda: validator.validate(with_id, shape), 1, BATCHES),
        "10,000 lines of NDJSON, a batch's share": (
            lambda: diallint.check(lines, now=NOW, rules=rules),
            len(many) // 25,
            2,
        ),
    }
    assert diallint.check(batch, now=NOW, rules=rules).ok
    times = {name: [] for name in kinds}
    for _ in range(ROUNDS):
        for name, (work, share, count) in kinds.items():
            times[name].append(timed(lambda: [work() for _ in range(count)]) / count / share)
    for name, rounds in times.items():
        print(f"{name:<42} {statistics.median(rounds) * 1e6:8.1f} us")
    print_tables()
    bare = import_seconds("pass")
    print(f"{'import diallint, beyond Python itself':<42} {(import_seconds('import diallint') - bare) * 1e3:8.1f} ms")


if __name__ == "__main__":
    main()
