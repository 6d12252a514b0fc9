"""The embedded broker: shared, stopped by the last one out, and mindful of its queue."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from kombu import Connection

from config.embedded.broker import ensure_broker, leave_broker
from config.embedded.ground import check_broker
from tests.config.embedded.conftest import clear, kill_all, processes_of

pytestmark = pytest.mark.postgres


def _put(url: str, *words: str) -> None:
    with Connection(url) as connection:
        queue = connection.SimpleQueue("work")
        for word in words:
            queue.put(word)
        queue.close()


def _take(url: str, count: int) -> list[object]:
    with Connection(url) as connection:
        queue = connection.SimpleQueue("work")
        taken = []
        for _ in range(count):
            message = queue.get(timeout=5)
            message.ack()
            taken.append(message.payload)
        queue.close()
    return taken


def test_a_message_put_is_a_message_taken(quick: Path) -> None:
    url = ensure_broker()
    assert url.startswith("redis+socket:///")
    _put(url, "one", "二")
    assert _take(url, 2) == ["one", "二"]
    assert ensure_broker() == url


def test_the_queue_survives_a_stop_and_a_kill_9(home: Path) -> None:
    url = ensure_broker()
    _put(url, *map(str, range(50)))
    leave_broker()
    assert processes_of(home) == [], "the last one out stops it"
    assert ensure_broker() == url
    _put(url, *map(str, range(50, 100)))
    kill_all(processes_of(home))
    assert _take(ensure_broker(), 100) == [str(number) for number in range(100)]


def test_a_path_with_spaces_and_chinese_serves(
    quick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = tmp_path / "我的 项目 100%"
    monkeypatch.setenv("GREEN_TRUST_HOME", str(odd))
    try:
        url = ensure_broker()
        assert url.isascii()
        _put(url, "here")
        assert _take(url, 1) == ["here"]
        assert list((odd / "broker" / "appendonlydir").iterdir())
    finally:
        clear(odd)


def test_eight_processes_at_once_share_one_broker(
    quick: Path, other_process: Callable[..., subprocess.Popen[str]]
) -> None:
    code = (
        "import os, time; from pathlib import Path\n"
        "from kombu import Connection; from config.embedded.broker import ensure_broker\n"
        "c = Connection(ensure_broker())\n"
        "print(c.default_channel.client.info('server')['run_id']); c.close()\n"
        "home = Path(os.environ['GREEN_TRUST_HOME'])\n"
        "(home / f'came-{os.getpid()}').touch()\n"
        "while len(list(home.glob('came-*'))) < 8: time.sleep(0.05)\n"
    )
    crowd = [other_process(code) for _ in range(8)]
    said = [process.communicate(timeout=60) for process in crowd]
    assert [process.returncode for process in crowd] == [0] * 8, said
    assert len({out for out, _ in said}) == 1
    assert processes_of(quick) == []


def test_its_ground_is_good(home: Path) -> None:
    assert check_broker(ensure_broker()) == []


def test_a_broker_that_forgets_or_evicts_is_bad_ground(quick: Path) -> None:
    url = ensure_broker()
    with Connection(url) as connection:
        client = connection.default_channel.client
        client.config_set("maxmemory-policy", "allkeys-lru")
        client.config_set("appendonly", "no")
    assert {finding.code for finding in check_broker(url)} == {"broker_evicts", "broker_forgets"}


def test_a_broker_that_is_not_there_is_bad_ground(tmp_path: Path) -> None:
    (finding,) = check_broker(f"redis+socket://{tmp_path}/nobody.sock")
    assert finding.code == "broker_unreachable"
