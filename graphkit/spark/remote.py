"""Remote: a folder of articles on a file system that Spark knows, as HDFS or an object store, given as a URL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import polars as pl

from graphkit.errors import SourceError
from graphkit.judgements import FILE_NAME as JUDGEMENTS
from graphkit.settings import FILE_NAME as SETTINGS
from graphkit.sources.scan import is_article, is_looked_at

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

CONTENT = pl.Schema({"path": pl.String(), "content": pl.Binary()})
"""Files by their paths below the folder."""

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:/")
_HIDDEN = "_"
"""Spark takes no file whose name begins so; a driver does, and there are few of these."""


def is_remote(place: str) -> bool:
    """Whether a folder is named by a URL.

    >>> is_remote("hdfs://host/articles"), is_remote("C:/articles"), is_remote("articles")
    (True, False, False)
    """
    return bool(_URL.match(place))


class Folder:
    """The folder at `url`; raises SourceError when there is none."""

    def __init__(self, session: SparkSession, url: str) -> None:
        from py4j.protocol import Py4JJavaError

        jvm = session.sparkContext._jvm
        assert jvm is not None, "a session of Spark has a Java machine"
        self._session, self._jvm = session, jvm
        path = self._jvm.org.apache.hadoop.fs.Path(url)
        try:
            self._fs = path.getFileSystem(session.sparkContext._jsc.hadoopConfiguration())
            self._root = str(self._fs.makeQualified(path).toString()).rstrip("/")
            found = bool(self._fs.getFileStatus(path).isDirectory())
        except Py4JJavaError as error:
            said = str(error.java_exception).splitlines()[0]
            raise SourceError(url, 0, f"cannot be listed: {said}", "no-folder") from error
        if not found:
            raise SourceError(url, 0, "is not a folder; name a folder of article files", "no-folder")

    @contextmanager
    def beside(self) -> Iterator[Path]:
        """A folder on this machine with what lies beside the articles: settings and judgements."""
        with TemporaryDirectory() as folder:
            for name in (SETTINGS, JUDGEMENTS):
                if self._fs.exists(self._path(name)):
                    (Path(folder) / name).write_bytes(self._read(name))
            yield Path(folder)

    def files(self) -> DataFrame:
        """The article files, as CONTENT."""
        names = list(self._walk(""))
        shown = [name for name in names if not name.rpartition("/")[2].startswith(_HIDDEN)]
        hidden = [(name, self._read(name)) for name in names if name.rpartition("/")[2].startswith(_HIDDEN)]
        here = self._session.createDataFrame(hidden, "path string, content binary")
        if not shown:
            return here
        reader = self._session.read.format("binaryFile").option("__globPaths__", "false")
        there = reader.load([f"{self._root}/{name}" for name in shown])
        return there.selectExpr(f"substr(path, {len(self._root) + 2}) as path", "content").unionByName(here)

    def _walk(self, below: str) -> Iterator[str]:
        for entry in self._fs.listStatus(
            self._path(below) if below else self._jvm.org.apache.hadoop.fs.Path(self._root)
        ):
            name = str(entry.getPath().getName())
            if not is_looked_at(name):
                continue
            if entry.isDirectory():
                yield from self._walk(f"{below}{name}/")
            elif is_article(name):
                yield below + name

    def _path(self, name: str) -> Any:
        return self._jvm.org.apache.hadoop.fs.Path(f"{self._root}/{name}" if name else self._root)

    def _read(self, name: str) -> bytes:
        stream = self._fs.open(self._path(name))
        try:
            return bytes(self._jvm.org.apache.commons.io.IOUtils.toByteArray(stream))
        finally:
            stream.close()
