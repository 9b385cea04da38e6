"""Staging: tables on whatever file system Spark knows, shown to others only when all are there."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from graphkit.errors import OutputError
from graphkit.graph.directory import MANIFEST

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


class Staging:
    """A folder beside `target`: `keep` puts what later stages read there, `result` what the graph directory holds.

    `commit` renames; whatever goes wrong before, an older graph directory stands. What a killed driver left is
    taken away by the next, so a target takes one build at a time.
    """

    def __init__(self, session: SparkSession, target: str) -> None:
        self._session, self._fs = session, _FileSystem(session, target)
        self._context: Any = session.sparkContext
        folder, _, name = self._fs.target.rpartition("/")
        self._old, self._root = f"{folder}/.{name}.spark-old", f"{folder}/.{name}.spark"
        self._work = f"{self._root}/work"
        self._fs.recover(self._old)
        self._fs.refuse_strangers()
        self._fs.delete(self._root)

    def within(self, part: str) -> Staging:
        """The same place with a folder of its own for steps."""
        made = copy(self)
        made._work = f"{self._work}/{part}"
        return made

    @property
    def checkpoints(self) -> str:
        """Where GraphFrames may leave its steps."""
        return f"{self._root}/checkpoints"

    def place(self, name: str) -> str:
        """Where a step may leave what a later one reads."""
        return f"{self._work}/{name}"

    def text(self, name: str, lines: DataFrame) -> str:
        """Lines of text, written: where."""
        lines.write.mode("error").text(self.place(name))
        return self.place(name)

    def read_text(self, path: str) -> DataFrame:
        """Lines of text as the column `value`."""
        return self._session.read.text(path)

    def keep(self, name: str, frame: DataFrame) -> DataFrame:
        """The same rows, written: a lost executor costs no more than its tasks from here on."""
        self._tell(name)
        frame.write.mode("error").parquet(self.place(name))
        return self._session.read.schema(frame.schema).parquet(self.place(name))

    def result(self, name: str, frame: DataFrame) -> DataFrame:
        """The same rows, written as a table of the graph directory, where they keep their order."""
        self._tell(name)
        path = f"{self._root}/graph/{name}"
        frame.write.mode("error").option("compression", "zstd").parquet(path)
        return self._session.read.schema(frame.schema).parquet(path)

    def lines(self, name: str, text: DataFrame) -> None:
        """Text in parts, as a folder of the graph directory."""
        self._tell(name)
        text.write.mode("error").text(f"{self._root}/graph/{name}")

    def write(self, name: str, data: bytes) -> None:
        """A small file of the graph directory."""
        self._fs.write(f"{self._root}/graph/{name}", data)

    def commit(self) -> None:
        """Put the new graph directory in place of the old."""
        self._fs.replace(f"{self._root}/graph", self._old)

    def _tell(self, step: str) -> None:
        """Name the step in Spark's pages."""
        self._context.setJobDescription(f"graphkit: {step}")

    def remove(self) -> None:
        """Take the staging folder away."""
        self._context.setJobDescription(None)
        self._fs.delete(self._root)


class _FileSystem:
    """Hadoop's view of the file system that holds `target`."""

    def __init__(self, session: SparkSession, target: str) -> None:
        jvm: Any = session.sparkContext._jvm
        self._path = jvm.org.apache.hadoop.fs.Path
        path = self._path(target)
        self._fs = path.getFileSystem(session.sparkContext._jsc.hadoopConfiguration())
        self.target = str(self._fs.makeQualified(path).toString()).rstrip("/")

    def exists(self, path: str) -> bool:
        return bool(self._fs.exists(self._path(path)))

    def delete(self, path: str) -> None:
        self._fs.delete(self._path(path), True)

    def rename(self, old: str, new: str) -> None:
        if not self._fs.rename(self._path(old), self._path(new)):
            raise OutputError(f"{new}: cannot be written; {old} holds what was to be there")

    def write(self, path: str, data: bytes) -> None:
        out = self._fs.create(self._path(path), True)
        out.write(data)
        out.close()

    def names(self, path: str) -> list[str]:
        return [str(entry.getPath().getName()) for entry in self._fs.listStatus(self._path(path))]

    def refuse_strangers(self) -> None:
        """Raise OutputError unless the target is free, or holds what an earlier build on Spark left."""
        if not self.exists(self.target):
            return
        names = self.names(self.target)
        spark_built = MANIFEST in names and not any(self._is_plain(name) for name in names if name != MANIFEST)
        if names and not spark_built:
            raise OutputError(f"{self.target}: holds files that no build on Spark wrote; choose another folder with -o")

    def _is_plain(self, name: str) -> bool:
        return bool(self._fs.getFileStatus(self._path(f"{self.target}/{name}")).isFile())

    def recover(self, old: str) -> None:
        """Finish what a driver that was killed between two renames left."""
        if self.exists(old):
            self.delete(old) if self.exists(self.target) else self.rename(old, self.target)

    def replace(self, new: str, old: str) -> None:
        if self.exists(self.target):
            self.rename(self.target, old)
        self.rename(new, self.target)
        self.delete(old)
