"""The history with a million calls: opening, pages, filters, search, beside LIKE on the same file; and one more row.

Usage: python benchmarks/history_million.py [--rows 1000000] [--rounds 15]

The file is built once under benchmarks/.data/ through SQL of the same schema, seeded, and kept for the next run.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import statistics
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pevents_tui.domain.outcome import Accepted
from pevents_tui.domain.plan import Call, Policy, Target
from pevents_tui.service.history import Filter, History
from pevents_tui.service.history.rows import dump_outcome, dump_target

DATA = Path(__file__).parent / ".data"
TYPES = ("View", "Click", "AddToCart", "Purchase")
TARGET = Target("bench", Policy.SANDBOX, "tracker-1", region="us-east-1")
NAMES = "at_s, word, kind, types, user, session, items, tracking_id, label, policy, request_id, rows, attempts, owner"


def narrow_rows(count: int) -> Iterator[tuple[Any, ...]]:
    """Seeded narrow rows: 50,000 users, 20,000 items, one refusal in a thousand."""
    rng = random.Random(7)
    for number in range(1, count + 1):
        word = "refused" if number % 1000 == 0 else "accepted"
        kind, item, user = rng.choice(TYPES), f"B{rng.randrange(20_000):06d}", f"user-{rng.randrange(50_000):05d}"
        request = f"{rng.getrandbits(64):016x}"
        session = f"s-{number // 7}"
        who = (user, session, json.dumps([item]), "tracker-1", "bench", "SANDBOX", request)
        yield (float(number), word, "put-events", json.dumps([kind]), *who, 1, 1, "nobody")


def build(path: Path, count: int) -> None:
    """A history of so many calls; takes its name when it is whole, so that a broken-off run leaves none."""
    half = path.with_suffix(".building")
    for part in path.parent.glob(f"{half.name}*"):
        part.unlink()
    History(half).close()
    fill(half, count)
    History(half).close()  # with the last connection the log goes into the file
    half.rename(path)


def fill(path: Path, count: int) -> None:
    """Write so many calls, in one transaction."""
    target, outcome = dump_target(TARGET), dump_outcome(Accepted("r"))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        marks = ", ".join("?" * len(NAMES.split(", ")))
        for number, row in enumerate(narrow_rows(count), 1):
            (kind,), (item,), user, session, request = json.loads(row[3]), json.loads(row[6]), row[4], row[5], row[10]
            event = {"eventType": kind, "itemId": item, "eventId": f"e-{number}", "sentAt": number}
            body = {"trackingId": "tracker-1", "userId": user, "sessionId": session, "eventList": [event]}
            db.execute(f"INSERT INTO send (id, {NAMES}) VALUES (?, {marks})", (number, *row))  # noqa: S608 - names of ours
            packed = zlib.compress(json.dumps(body).encode(), 1)
            db.execute(
                "INSERT INTO body (id, call, target, outcome) VALUES (?, ?, ?, ?)", (number, packed, target, outcome)
            )
            facts = (("user", user), ("session", session), ("type", kind), ("event", f"e-{number}"), ("item", item))
            db.executemany("INSERT INTO fact VALUES (?, ?, ?)", [(*fact, number) for fact in facts])
            words = "\n".join(["tracker-1", *(value for _, value in facts)])
            db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number * 2, words))
            db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number * 2 + 1, request))
        known = [("tracker-1", "put-events", kind) for kind in TYPES]
        db.executemany("INSERT OR IGNORE INTO known VALUES (?, ?, ?)", known)
        db.execute("COMMIT")


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """The median time of a piece of work, in milliseconds."""
    times = []
    for _ in range(rounds):
        began_s = time.perf_counter()
        work()
        times.append((time.perf_counter() - began_s) * 1000)
    return statistics.median(times)


def like(db: sqlite3.Connection, text: str) -> list[Any]:
    """The newest fifty by LIKE over the same ids."""
    sql = "SELECT * FROM send WHERE user || session || items || types || request_id LIKE ? ORDER BY id DESC LIMIT 50"
    return db.execute(sql, (f"%{text}%",)).fetchall()


def add_row(history: History) -> None:
    """One call kept and settled, both on disk."""
    call = Call("put-events", {"trackingId": "t", "sessionId": "s", "eventList": [{"eventType": "View", "sentAt": 1}]})
    history.settle(replace(history.begin(call, TARGET), outcome=Accepted("r")))


def bare_row(db: sqlite3.Connection) -> None:
    """A bare INSERT and COMMIT, equally durable."""
    db.execute("INSERT INTO bare VALUES ('a narrow row of some hundred characters, more or less, as calls have')")


def deleting_ms(path: Path) -> float:
    """The time of taking one new call out for good: its words are merged away, the log is emptied."""
    with closing(History(path)) as history:
        add_row(history)
        began_s = time.perf_counter()
        history.delete([history.newest_id()])
        return (time.perf_counter() - began_s) * 1000


def looks(history: History, db: sqlite3.Connection, middle: int) -> dict[str, Callable[[], object]]:
    """What is looked for, by its name, with the same by LIKE at the end."""
    newest = history.page(before=middle)[0]
    rare, common, nowhere = str(newest.request_id)[2:12], "user-0", "no such thing"
    filters = {
        "user": Filter(user=newest.user),
        "item": Filter(item=newest.items[0]),
        "event type": Filter(event_type="Purchase"),
        "outcome refused": Filter(outcome="refused"),
        "user and outcome": Filter(user=newest.user, outcome="accepted"),
        "event type and outcome refused": Filter(event_type="Purchase", outcome="refused"),
        "target": Filter(label="bench"),
        "failed": Filter(outcome="failed"),
        "since, 1,000 calls": Filter(since_s=float(middle * 2 - 1_000)),
        "since, 1,000 calls, of a user": Filter(since_s=float(middle * 2 - 1_000), user=newest.user),
        "since, 30 of them refused": Filter(since_s=float(middle * 2 - 30_000), outcome="refused"),
        "since, half of all": Filter(since_s=float(middle)),
        "since, nothing": Filter(since_s=float(middle * 3)),
        "until, half of all": Filter(until_s=float(middle)),
        "a span of 1,000 calls": Filter(since_s=float(middle), until_s=float(middle + 1_000)),
        "tag": Filter(tag="flaky"),
        "substring, rare": Filter(text=rare),
        "substring, common": Filter(text=common),
        "substring, nothing": Filter(text=nowhere),
        "two characters, nothing": Filter(text="zz"),
        "substring, common, and refused": Filter(text=common, outcome="refused"),
    }
    return {
        "first page": history.page,
        "page in the middle": lambda: history.page(before=middle),
        **{name: partial(history.page, where) for name, where in filters.items()},
        "one record": lambda: history.get(middle),
        "count of all": history.count,
        "count by outcome, all": history.tally,
        "count by outcome, of a substring": lambda: history.tally(Filter(text=common)),
        "next failure": lambda: history.next_failure(before=middle),
        "next failure, of a user": lambda: history.next_failure(Filter(user=newest.user), before=middle),
        "position of a call": lambda: history.position(middle),
        "position of a call, of a filter": lambda: history.position(middle, Filter(event_type="Purchase"), most=10_000),
        **{f"completion, {key}": partial(history.completions, key, "") for key in ("user", "tag", "target")},
        "unknown": history.unknown,
        **{
            f"past users, {name}": partial(history.past_values, "tracker-1", "put-events", "userId", text)
            for name, text in (("newest", ""), ("common", "user-0"), ("inside", "-49"), ("nothing", nowhere))
        },
        "known event types": lambda: history.known_types("tracker-1", "put-events"),
        **{
            f"LIKE, {name}": partial(like, db, text)
            for name, text in (("rare", rare), ("common", common), ("nothing", nowhere))
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="calls in the history")
    parser.add_argument("--rounds", type=int, default=15, help="rounds of each measurement")
    options = parser.parse_args()
    DATA.mkdir(exist_ok=True)
    path = DATA / f"history-{options.rows}.sqlite3"
    if not path.exists():
        print(f"building {options.rows:,} calls ...")
        build(path, options.rows)
    History(path).close()  # a file of an earlier version is brought up to date before anything is timed
    with closing(History(path)) as history:
        while history.read_past():  # the app does it in the background
            pass
    print(f"{options.rows:,} calls, {path.stat().st_size / 2**20:,.0f} MiB; medians in ms")
    print(f"{'deleting a call, gone from the file':34}{deleting_ms(path):9.2f}")
    print(f"{'open':34}{median_ms(lambda: History(path).close(), options.rounds):9.2f}")
    with closing(History(path)) as history, closing(sqlite3.connect(path)) as db:
        for name, look in looks(history, db, options.rows // 2).items():
            print(f"{name:34}{median_ms(look, options.rounds):9.2f}")
        with closing(sqlite3.connect(DATA / "bare.sqlite3", isolation_level=None)) as bare:
            bare.execute("PRAGMA journal_mode = WAL")
            bare.execute("PRAGMA synchronous = FULL")
            bare.execute("CREATE TABLE IF NOT EXISTS bare (text)")
            pairs = [(median_ms(lambda: add_row(history), 20), median_ms(lambda: bare_row(bare), 20)) for _ in range(7)]
        print(f"{'a tag on a call':34}{median_ms(lambda: history.tag([options.rows // 2], add=['flaky']), 20):9.2f}")
        ours, floor = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(f"{'one more call, begun and settled':34}{ours:9.2f}")
        print(f"{'bare INSERT and COMMIT':34}{floor:9.2f}   ratio {statistics.median(a / b for a, b in pairs):.1f}")


if __name__ == "__main__":
    main()
