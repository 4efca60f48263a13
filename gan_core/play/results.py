"""The results database (SQLite): answers only, no names, no addresses, no time finer than the day.

WAL and synchronous=FULL: a written answer survives a power cut.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gan_core.base.errors import GanError
from gan_core.play.rounds import Answer

APPLICATION = 0x47414E54  # "GANT": SQLite's application_id, by which we know our own files
VERSION = 1  # its user_version
BUSY_MS = 250  # how long another program's lock is waited for
COLUMNS: tuple[str, ...] = (
    "round",
    "place",
    "day",
    "subject",
    "checkpoint",
    "step",
    "epoch",
    "fake",
    "said_fake",
    "machine_fake",
)
COUNTS = ("subject", "checkpoint", "epoch", "reals", "reals_right", "fakes", "fakes_right")
SCHEMA = (
    """
CREATE TABLE answers (
  round TEXT NOT NULL,
  place INTEGER NOT NULL,
  day TEXT NOT NULL,
  subject TEXT NOT NULL,
  checkpoint TEXT NOT NULL,
  step INTEGER,
  epoch REAL NOT NULL,
  fake INTEGER NOT NULL CHECK (fake IN (0, 1)),
  said_fake INTEGER NOT NULL CHECK (said_fake IN (0, 1)),
  machine_fake INTEGER NOT NULL CHECK (machine_fake IN (0, 1)),
  PRIMARY KEY (round, place)
) WITHOUT ROWID
""",
    # Sums are kept with the answers, in one transaction: counting a million answers would keep visitors waiting.
    """
CREATE TABLE counts (
  subject TEXT NOT NULL,
  checkpoint TEXT NOT NULL,
  epoch REAL NOT NULL,
  reals INTEGER NOT NULL,
  reals_right INTEGER NOT NULL,
  fakes INTEGER NOT NULL,
  fakes_right INTEGER NOT NULL,
  PRIMARY KEY (subject, checkpoint, epoch)
) WITHOUT ROWID
""",
    """
CREATE TRIGGER counted AFTER INSERT ON answers BEGIN
  INSERT INTO counts VALUES (
    new.subject, new.checkpoint, new.epoch,
    1 - new.fake, (1 - new.fake) * (1 - new.said_fake), new.fake, new.fake * new.said_fake
  )
  ON CONFLICT DO UPDATE SET
    reals = reals + excluded.reals, reals_right = reals_right + excluded.reals_right,
    fakes = fakes + excluded.fakes, fakes_right = fakes_right + excluded.fakes_right;
END
""",
)
# A picture of a round has one answer, also if it is not known whether it had been written when a disk failed.
INSERT = f"INSERT INTO answers VALUES ({', '.join('?' * len(COLUMNS))}) ON CONFLICT DO NOTHING"


class ResultsFile:
    """Answers on disk. One thread at a time; opened when it is first needed, and again when it was replaced.

    Every method raises GanError: 'results_locked', 'results_unwritable', 'results_full', 'results_foreign' (no
    database, or another program's), 'results_version'; reading also 'results_missing'. After a fault nothing of
    that call has been written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None  # device and inode of the file that is open

    def add(self, answers: Sequence[Answer], day: str | None = None) -> None:
        """Write answers, all or none; on return they are on the disk. The file is made if it is missing."""
        day = day or datetime.now(UTC).date().isoformat()
        with self._told():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._changing() as connection:
                connection.executemany(INSERT, [_row(answer, day) for answer in answers])

    def counted(self) -> list[dict[str, Any]]:
        """Of each snapshot that was played, `COUNTS`; epochs ascending."""
        return [
            dict(zip(COUNTS, row, strict=True))
            for row in self._read("SELECT * FROM counts ORDER BY subject, checkpoint, epoch")
        ]

    def rows(self) -> list[dict[str, Any]]:
        """All answers, `COLUMNS` of each."""
        return [
            dict(zip(COLUMNS, row, strict=True))
            for row in self._read("SELECT * FROM answers ORDER BY day, round, place")
        ]

    def wipe(self) -> int:
        """Delete every answer, and what lay beneath them in the file; returns how many there were."""
        self._must_exist()
        with self._told():
            with self._changing() as connection:
                count = connection.execute("DELETE FROM answers").rowcount
                connection.execute("DELETE FROM counts")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return count

    def close(self) -> None:
        """Let go of the file; it is opened again when it is needed."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def _read(self, query: str) -> list[tuple[Any, ...]]:
        self._must_exist()
        with self._told():
            return self._opened().execute(query).fetchall()

    def _must_exist(self) -> None:
        if not self.path.exists():
            self.close()
            raise GanError("results_missing", path=self.path)

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        connection = self._opened()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # SQLite has rolled back by itself where the disk was full
                connection.execute("ROLLBACK")
            raise

    def _opened(self) -> sqlite3.Connection:
        if self._connection is not None and self._file == _identity(self.path):
            return self._connection
        self.close()
        connection = self._connect()
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        self._connection, self._file = connection, _identity(self.path)
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """See whose file it is before anything of it is changed; an empty one becomes ours."""
        if not _known(self.path, connection):
            connection.execute("BEGIN IMMEDIATE")
            if not _known(self.path, connection):  # or another program of ours was quicker
                _make(connection)
            connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as fault:
            self.close()
            raise _explained(self.path, fault) from fault
        except GanError:
            self.close()
            raise
        except OSError as fault:
            self.close()
            raise GanError("results_unwritable", path=self.path, reason=fault.strerror or fault) from fault


def file_of(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A results file with these rows of `ResultsFile.rows`, which is whole without any file beside it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _make(connection)
        connection.executemany(INSERT, [tuple(row[name] for name in COLUMNS) for row in rows])
        return connection.serialize()


def _make(connection: sqlite3.Connection) -> None:
    for statement in SCHEMA:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _known(path: Path, connection: sqlite3.Connection) -> bool:
    """Is it a results file of ours? False: it is empty. Raises GanError('results_foreign') or ('results_version')."""

    def ask(query: str) -> int:
        return connection.execute(query).fetchone()[0]

    application, version = ask("PRAGMA application_id"), ask("PRAGMA user_version")
    if application == APPLICATION:
        if version != VERSION:
            raise GanError("results_version", path=path, found=version, known=VERSION)
        return True
    if application or version or ask("SELECT count(*) FROM sqlite_schema"):
        raise GanError("results_foreign", path=path, reason="it is the database of another program")
    return False


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _row(answer: Answer, day: str) -> tuple[Any, ...]:
    a = answer
    flags = int(a.fake), int(a.said_fake), int(a.machine_fake)
    return a.round, a.place, day, a.subject, a.checkpoint, a.step, a.epoch, *flags


_REASONS: dict[str, Callable[[Path, str], GanError]] = {
    "SQLITE_BUSY": lambda path, _: GanError("results_locked", path=path),
    "SQLITE_LOCKED": lambda path, _: GanError("results_locked", path=path),
    "SQLITE_IOERR_SHMSIZE": lambda path, _: GanError("results_full", path=path),  # its index in memory is a file, too
    "SQLITE_FULL": lambda path, _: GanError("results_full", path=path),
    "SQLITE_NOTADB": lambda path, _: GanError("results_foreign", path=path, reason="it is no SQLite database"),
    "SQLITE_CORRUPT": lambda path, _: GanError("results_foreign", path=path, reason="it is damaged"),
}


def _explained(path: Path, fault: sqlite3.Error) -> GanError:
    name = getattr(fault, "sqlite_errorname", "") or ""
    for start, explain in _REASONS.items():
        if name.startswith(start):
            return explain(path, name)
    return GanError("results_unwritable", path=path, reason=str(fault))
