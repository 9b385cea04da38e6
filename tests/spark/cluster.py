"""A standalone Spark cluster on loopback: one master, two workers, each a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
JARS = Path(os.environ.get("GRAPHKIT_SPARK_JARS", Path(__file__).parent / "target" / "lib"))
_STARTED = 180.0
_MASTER = re.compile(r"Starting Spark master at (spark://\S+)")
_REGISTERED = "Successfully registered with master"
_SOON = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
"""For processes of the Java machine that live too short a time for its second compiler to pay off."""


class Cluster:
    """Runs in `folder`; `url` is the master's."""

    def __init__(self, folder: Path, memory: str = "1g", cores: int = 1) -> None:
        self._folder, self._memory, self._cores = folder, memory, cores
        self._master = self._start("master", "org.apache.spark.deploy.master.Master", "--port", "0")
        self.url = self._said("master", _MASTER)[1]
        self.workers: list[subprocess.Popen[bytes]] = []
        self.add_workers("worker-1", "worker-2")

    def add_workers(self, *names: str) -> None:
        """Start workers and wait until the master knows them."""
        self.workers += [self._worker(name) for name in names]
        for name in names:
            self._said(name, re.compile(_REGISTERED))

    def _worker(self, name: str) -> subprocess.Popen[bytes]:
        size = ["--cores", str(self._cores), "--memory", self._memory]
        return self._start(
            name, "org.apache.spark.deploy.worker.Worker", *size, "-d", str(self._folder / name), self.url
        )

    def kill_worker(self, number: int) -> None:
        """Kill a worker and its executors as a power cut would."""
        self._kill(self.workers[number])

    def stop(self) -> None:
        """End every process that was started."""
        for process in (*self.workers, self._master):
            self._kill(process)

    def _start(self, name: str, main: str, *arguments: str) -> subprocess.Popen[bytes]:
        import pyspark

        home = Path(pyspark.__file__).parent
        command = [str(home / "bin" / "spark-class"), main, "--host", "127.0.0.1", "--webui-port", "0", *arguments]
        # What measures the coverage of the tests would start in every process of the cluster.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
        variables = {
            **inherited,
            **environment(),
            "SPARK_HOME": str(home),
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": _SOON,
        }
        with (self._folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, env=variables, start_new_session=True)

    def _said(self, name: str, words: re.Pattern[str]) -> re.Match[str]:
        log, end = self._folder / f"{name}.log", time.monotonic() + _STARTED
        while time.monotonic() < end:
            if found := words.search(log.read_text()):
                return found
            time.sleep(0.1)
        raise TimeoutError(f"{name}: {log.read_text()[-2000:]}")

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def environment() -> dict[str, str]:
    """What the processes of the cluster need to run the code of this checkout."""
    return {
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": str(ROOT),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "POLARS_MAX_THREADS": "1",
    }


@contextmanager
def session(cluster: Cluster, folder: Path, **settings: Any) -> Iterator[Any]:
    """A session of the cluster, as small as it goes."""
    from pyspark.sql import SparkSession

    os.environ.update(environment())
    chosen: Mapping[str, Any] = {
        "spark.master": cluster.url,
        "spark.jars": ",".join(str(jar) for jar in sorted(JARS.glob("*.jar"))),
        "spark.driver.host": "127.0.0.1",
        "spark.executor.memory": "512m",
        "spark.driver.memory": "512m",
        "spark.sql.shuffle.partitions": 2,
        "spark.default.parallelism": 2,
        "spark.executor.extraJavaOptions": _SOON,
        "spark.driver.extraJavaOptions": _SOON,
        "spark.sql.adaptive.enabled": False,
        "spark.sql.codegen.wholeStage": False,
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.ui.enabled": False,
        "spark.ui.showConsoleProgress": False,
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        **settings,
    }
    builder = SparkSession.builder.appName("graphkit")
    for name, value in chosen.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    try:
        yield made
    finally:
        made.stop()
