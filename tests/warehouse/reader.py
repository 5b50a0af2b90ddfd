"""A reader in a process of its own: holds the served file open, and opens it anew again and again.

    python reader.py LINK

Writes a line for every round, ``<run by the held connection> <run by a new one>``, until its input ends. A
fault ends it.
"""

import sys
import threading

import duckdb

NEWEST = "SELECT max_by(run_id, release_number) FROM audit.release"


def newest(con: duckdb.DuckDBPyConnection) -> str:
    row = con.execute(NEWEST).fetchone()
    assert row is not None
    return str(row[0])


def wait_for_the_end(over: threading.Event) -> None:
    sys.stdin.read()
    over.set()


def main(link: str) -> None:
    over = threading.Event()
    threading.Thread(target=wait_for_the_end, args=[over], daemon=True).start()
    held = duckdb.connect(link, read_only=True)
    while not over.is_set():
        with duckdb.connect(read_only=False) as fresh:
            fresh.execute(f"ATTACH '{link}' AS now (READ_ONLY)")
            fresh.execute("USE now")
            sys.stdout.write(f"{newest(held)} {newest(fresh)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
