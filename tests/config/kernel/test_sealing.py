"""Texts under seal: opened in their own place, by a key of the ring, unchanged."""

from __future__ import annotations

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.sealing import CannotOpen, Keyring
from config.settings import keys

OLD, NEW = {"a": b"1" * 32}, {"b": b"2" * 32}
RING = Keyring(OLD)


@given(st.text(min_size=1))
def test_a_sealed_text_shows_nothing_and_opens_to_itself(text: str) -> None:
    sealed = RING.seal(text, place="here")
    raw = base64.urlsafe_b64decode(sealed.partition(":")[2])
    assert len(text) < 4 or text.encode() not in raw
    assert RING.open(sealed, place="here") == text
    assert RING.seal(text, place="here") != sealed


def test_nothing_stays_nothing() -> None:
    assert RING.seal("", place="here") == ""
    assert RING.open("", place="here") == ""


def test_a_text_moved_to_another_row_does_not_open() -> None:
    with pytest.raises(CannotOpen, match="moved"):
        RING.open(RING.seal("张三", place="row 1"), place="row 2")


@given(st.integers(0, 40))
def test_a_text_with_one_bit_changed_does_not_open(place: int) -> None:
    name, _, encoded = RING.seal("张三" * 8, place="here").partition(":")
    raw = bytearray(base64.urlsafe_b64decode(encoded))
    raw[place] ^= 1
    with pytest.raises(CannotOpen):
        RING.open(f"{name}:{base64.urlsafe_b64encode(raw).decode()}", place="here")


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    both = Keyring({**NEW, **OLD})
    old = RING.seal("张三", place="here")
    assert both.open(old, place="here") == "张三"
    assert not both.is_sealed_by_the_first(old)
    assert both.is_sealed_by_the_first(both.seal("张三", place="here"))
    assert RING.index("1") in both.indexes("1")
    with pytest.raises(CannotOpen, match="key a"):
        Keyring(NEW).open(old, place="here")


def test_on_servers_of_ones_own_a_missing_key_stops_the_start(monkeypatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.delenv(keys.PERSONAL_DATA, raising=False)
    with pytest.raises(ImproperlyConfigured, match="PERSONAL_DATA_KEYS is missing"):
        keys.keys_of(keys.PERSONAL_DATA, tmp_path, embedded=False)
    assert not list(tmp_path.iterdir())


def test_the_embedded_house_makes_its_key_once_and_for_its_owner_alone(  # type: ignore[no-untyped-def]
    monkeypatch, tmp_path
) -> None:
    monkeypatch.delenv(keys.PERSONAL_DATA, raising=False)
    made = keys.keys_of(keys.PERSONAL_DATA, tmp_path / "home", embedded=True)
    assert [len(key) for key in made.values()] == [32]
    assert keys.keys_of(keys.PERSONAL_DATA, tmp_path / "home", embedded=True) == made
    (path,) = (tmp_path / "home").iterdir()
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["secret", "a:", "a:AAAA", ":" + "A" * 43 + "=", "a:???"])
def test_what_is_no_key_is_refused_without_repeating_it(monkeypatch, tmp_path, text: str) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv(keys.PERSONAL_DATA, text)
    with pytest.raises(ImproperlyConfigured, match="32 bytes"):
        keys.keys_of(keys.PERSONAL_DATA, tmp_path, embedded=False)


def test_keys_are_read_in_their_order(monkeypatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv(keys.PERSONAL_DATA, f"{keys.new_key('second')}, {keys.new_key('first')}")
    assert list(keys.keys_of(keys.PERSONAL_DATA, tmp_path, embedded=False)) == ["second", "first"]
