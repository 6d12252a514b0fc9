"""A house of two workers and a beat, with a database and a queue of its own."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from config.accounts.models import User
from config.celery import app
from config.embedded.broker import BrokerServer
from config.embedded.sharing import server_in
from tests import people
from tests.conftest import clone_of, home
from tests.workers import work

PATIENCE_SECONDS = 60


class House:
    """Starts real processes on the tests' database, and stops those that are left."""

    def __init__(self, *, database: str, broker: str, queue: str, logs: Path) -> None:
        self.alice: User = people.make_alice()
        self.queue = queue
        self._logs = logs
        self._environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.workers.settings",
            "GREEN_TRUST_PROCESS": "worker",
            "CELERY_BROKER_URL": broker,
            "WORKERS_DATABASE": database,
            "WORKERS_QUEUE": queue,
        }
        self._processes: list[subprocess.Popen[bytes]] = []

    def start_worker(self, *queues: str) -> subprocess.Popen[bytes]:
        """Start a worker with one process that takes from ``queues``."""
        name = f"{self.queue}-{len(self._processes)}@localhost"
        options = ["-c", "1", "-n", name, "--without-gossip", "--without-mingle"]
        return self._start("worker", "-Q", ",".join(queues), *options)

    def start_beat(self) -> subprocess.Popen[bytes]:
        """Start the beat, whose sweeps any worker of the house may do."""
        return self._start("beat", "--pidfile=", "--scheduler", settings.CELERY_BEAT_SCHEDULER)

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "tests.workers.app"]
        with (self._logs / f"{words[0]}-{len(self._processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [*command, *words, "--loglevel", "INFO"],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        """Wait until it is so; fail with what the processes said if it does not come to be."""
        ends = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            if time.monotonic() > ends:
                said = "\n".join(log.read_text("utf-8") for log in self._logs.glob("*.log"))
                pytest.fail(f"It did not come to be:\n{said[-6000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Kill what is left."""
        for process in self._processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the broker that is given, else one of our own for the length of the tests."""
    given = os.environ.get("CELERY_BROKER_URL")
    if given:
        yield given
        return
    server = server_in(BrokerServer, tmp_path_factory.mktemp("workers") / "broker")
    server.ensure()
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def house(
    broker: str,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[House]:
    """Return a house in which two workers and a beat are at work."""
    queue = f"tests-{secrets.token_hex(4)}"
    quick = override_settings(CELERY_BROKER_URL=broker, RUN_LEASE_SECONDS=3, RUN_ATTEMPTS=2)
    with (
        django_db_blocker.unblock(),
        clone_of(home(), known_as=queue) as database,
        quick,
        _sending_through(broker, queue),
    ):
        logs = tmp_path_factory.mktemp("logs")
        made = House(database=database, broker=broker, queue=queue, logs=logs)
        short, _long, sweeps = work.queues(queue)
        for _ in range(2):
            made.start_worker(short, sweeps)
        made.start_beat()
        try:
            yield made
        finally:
            made.stop()


@contextmanager
def _sending_through(broker: str, queue: str) -> Iterator[None]:
    """Have this process send through ``broker`` and know the work; take the queues away after."""
    before = app.conf.broker_url
    _point_at(broker)
    work.register(queue)
    try:
        yield
    finally:
        work.forget()
        with app.connection_for_write() as connection:
            for name in work.queues(queue):
                connection.default_channel.queue_delete(name)
        _point_at(before)


def _point_at(broker: str) -> None:
    app.conf.broker_url = broker
    app.close()
    app.amqp._producer_pool = None
