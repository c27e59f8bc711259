"""A standalone Spark cluster on the loopback, and what its drivers log."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple

HOST = "127.0.0.1"
WAIT = 600
"""Seconds that anything is waited for at most; on a quiet machine a run takes less than a tenth."""


class Cluster(NamedTuple):
    """A master and its workers, each of one core."""

    url: str
    workers: list[subprocess.Popen[bytes]]
    events: Path
    """Where drivers log."""


@contextmanager
def cluster(
    home: Path, folder: Path, environment: MutableMapping[str, str], *, workers: int = 2, memory: str = "512m"
) -> Iterator[Cluster]:
    """Start the nodes, and stop them.

    Args:
        home: Where Spark is.
        folder: For what the nodes write.
        environment: Of the drivers; is changed.
        workers: How many.
        memory: Of each executor.
    """
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    # A run of a minute is over before the second compiler of Java has paid for itself.
    quick = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    settings = {
        "spark.driver.extraJavaOptions": quick,
        "spark.executor.extraJavaOptions": quick,
        "spark.executor.memory": memory,
        "spark.eventLog.enabled": "true",
        "spark.eventLog.rolling.enabled": "false",
        "spark.eventLog.compress": "false",
        "spark.eventLog.dir": folder.as_uri(),
    }
    # The driver listens where the workers look for it, whatever the name of the machine resolves to.
    environment["SPARK_LOCAL_IP"] = HOST
    words = " ".join(f"--conf '{key}={value}'" for key, value in settings.items())
    environment["PYSPARK_SUBMIT_ARGS"] = f"{words} pyspark-shell"
    own = {"SPARK_HOME": str(home), "SPARK_WORKER_DIR": str(folder / "work"), "SPARK_DAEMON_MEMORY": "256m"}
    url = f"spark://{HOST}:{port}"
    at = ["--host", HOST, "--webui-port", "0"]
    nodes = [["master.Master", *at, "--port", str(port)]]
    nodes += [["worker.Worker", *at, "--cores", "1", "--memory", "2g", url]] * workers
    started: list[subprocess.Popen[bytes]] = []
    try:
        for name, *rest in nodes:
            launcher = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *rest]
            with (folder / f"node-{len(started)}.txt").open("wb") as log:
                started.append(subprocess.Popen(launcher, env={**os.environ, **own}, stdout=log, stderr=log))
            until(lambda: _listens(port), started[0])
        yield Cluster(url, started[1:], folder)
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(timeout=60)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def until(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Wait for something that a process does."""
    end = monotonic() + WAIT
    while monotonic() < end and process.poll() is None:
        if condition():
            return
        sleep(0.2)
    raise TimeoutError("it did not come to pass")


class Log:
    """What the drivers of a cluster logged."""

    def __init__(self, folder: Path) -> None:
        """Read what lies in a folder."""
        self.plans: list[str] = []
        workers: dict[tuple[Path, int], list[str]] = defaultdict(list)
        for path in folder.glob("app-*"):
            for line in path.read_text(encoding="utf-8").splitlines():
                event = json.loads(line)
                self.plans += [event["physicalPlanDescription"]] if "physicalPlanDescription" in event else []
                if event["Event"] == "SparkListenerTaskEnd":
                    workers[path, event["Stage ID"]].append(event["Task Info"]["Executor ID"])
        self.stages = [found for found in workers.values() if len(found) > 1]
        """For each stage of several tasks, which worker had each."""

    def in_one_task(self) -> list[str]:
        """Return the plans that bring all rows into one task, other than to count them."""
        return [plan for plan in self.plans if "SinglePartition" in plan and "partial_count(1)" not in plan]
