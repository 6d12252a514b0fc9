"""Published packs: checked offline, chained, and compared with what is stored."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from config.accounts.models import User
from config.archive.queries import read
from reporting.disclosures import queries
from reporting.disclosures.models import DisclosureVersion, Pack
from reporting.disclosures.rules import pack_check
from reporting.figures.models import Figure
from tests import people
from tests.reporting.conftest import Portfolio
from tests.reporting.disclosures.conftest import PAST, drafted, publish
from tests.reporting.tampering import tamper


def packed(version: DisclosureVersion) -> bytes:
    return read(queries.artefact_of(version, form="pack").file)


def parts(content: bytes) -> dict[str, bytes]:
    return pack_check.Pack.open(io.BytesIO(content)).parts


def zipped(found: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, part in found.items():
            file.writestr(name, part)
    return content.getvalue()


def alone(tmp_path: Path, *packs: bytes, arguments: tuple[str, ...] = ()) -> tuple[int, str]:
    """Check packs as their reader does: with the script in the last one, and nothing of ours."""
    names = []
    for number, content in enumerate(packs):
        (tmp_path / f"{number}.zip").write_bytes(content)
        names.append(f"{number}.zip")
    (tmp_path / "verify.py").write_bytes(parts(packs[-1])["verify.py"])
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", *names, *arguments],
        cwd=tmp_path,
        env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_a_reader_checks_a_pack_with_the_pack_alone(
    published: DisclosureVersion, tmp_path: Path
) -> None:
    pack = queries.pack_of(published)
    assert pack is not None
    key = ("--key", pack.public_key)
    status, said = alone(tmp_path, packed(published), arguments=key)
    assert (status, said.count("VERIFIED")) == (0, 1)
    status, said = alone(tmp_path, packed(published), arguments=("--key", "00" * 32))
    assert status == 1
    assert "other_key" in said


def test_a_digit_changed_in_any_part_is_named(published: DisclosureVersion, tmp_path: Path) -> None:
    whole = parts(packed(published))
    for name in sorted(set(whole) - set(pack_check.UNSIGNED)):
        content = whole[name]
        place = max(content.rfind(digit) for digit in (b"1", b"2", b"3"))
        other = b"7" if content[place : place + 1] != b"7" else b"8"
        torn = {**whole, name: content[:place] + other + content[place + 1 :]}
        assert pack_check.faults_of(pack_check.Pack(torn)), name
        lost = {key: part for key, part in whole.items() if key != name}
        assert pack_check.faults_of(pack_check.Pack(lost)), name
    added = zipped({**whole, "files/forged.pdf": b"%PDF"})
    status, said = alone(tmp_path, added)
    assert status == 1
    assert "part_unknown" in said


def test_a_figure_changed_in_the_pack_is_named_whatever_hashes_were_mended(
    published: DisclosureVersion,
) -> None:
    whole = parts(packed(published))
    label = Figure.objects.filter(figure_set=published.figure_set, indicator="E-AV-03")[0].label_zh
    listed = pack_check.Pack(whole).json(pack_check.FIGURES)
    victim = next(each for each in listed["figures"] if each["content"]["label_zh"] == label)
    victim["content"]["value"] = "1"
    forged = {**whole, pack_check.FIGURES: pack_check.canonical(listed)}
    found = pack_check.faults_of(pack_check.Pack(forged))
    assert label in {each.code: each.subject for each in found}["figure"]
    assert "part_changed" in {each.code for each in found}


def test_a_figure_changed_in_the_database_is_named_by_the_check(
    published: DisclosureVersion, alice: User
) -> None:
    pack = queries.pack_of(published)
    assert pack is not None
    assert queries.check_pack(pack) == []
    client = APIClient()
    client.force_authenticate(alice)
    address = f"/api/v1/disclosure-packs/{pack.pk}"
    assert client.get(f"{address}/check/").json() == {"sound": True, "faults": []}
    file = client.get(f"{address}/file/")
    assert b"".join(file.streaming_content) == packed(published)
    (key,) = client.get("/api/v1/disclosure-packs/keys/").json()
    assert key == {"name": pack.key_name, "public_key": pack.public_key, "signs_now": True}
    victim = Figure.objects.filter(figure_set=published.figure_set, indicator="E-AV-03")[0]
    listed = pack_check.Pack(parts(packed(published))).json(pack_check.FIGURES)
    told = next(each for each in listed["figures"] if each["figure_id"] == victim.figure_id)
    assert (
        told["sha256"] == victim.sha256 == pack_check.sha256(pack_check.canonical(told["content"]))
    )


def test_packs_follow_one_another_and_a_fork_is_refused(
    published: DisclosureVersion,
    alice: User,
    bob: User,
    portfolio: Portfolio,
    tmp_path: Path,
) -> None:
    later = publish(drafted(alice, known_at=PAST.replace(day=2)), alice, bob)
    first, second = Pack.objects.order_by("sequence")
    assert (second.sequence, second.previous) == (2, first)
    assert queries.check_pack(second) == []
    assert alone(tmp_path, packed(published), packed(later))[0] == 0
    whole = parts(packed(later))
    forged = pack_check.Pack(parts(packed(published)))
    forged.parts[pack_check.SEAL] += b" "
    (broken,) = pack_check.chain_faults([pack_check.Pack(whole), forged])
    assert broken.code == "chain_broken"
    fork = Pack(
        version=published,
        sequence=3,
        previous=first,
        manifest_sha256="0" * 64,
        seal_sha256="1" * 64,
        key_name="tests",
        public_key=first.public_key,
        signature=first.signature,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        fork.save()


@pytest.mark.committing
def test_a_digit_changed_in_the_database_fails_the_pack_with_the_figures_name(
    committed_db: str, portfolio: Portfolio, fast_forms: list[str]
) -> None:
    alice, bob = people.make_alice(), people.make_bob()
    version = publish(drafted(alice), alice, bob)
    pack = queries.pack_of(version)
    assert pack is not None
    table, indicator = "reporting_figure", "E-AV-03"
    victim = Figure.objects.get(indicator=indicator, dimension={})
    change = f"update {table} set value = value + 0.001 where id = %s"
    tamper(committed_db, table, change, [victim.pk])
    (found,) = queries.check_pack(pack)
    assert (found.code, victim.figure_id in found.subject) == ("stored_figure", True)
    assert "避免排放量合计" in found.subject
    # Mending the row's own hash hides nothing: the pack holds the one that was signed.
    victim.refresh_from_db()
    rehash = f"update {table} set sha256 = %s where id = %s"
    tamper(committed_db, table, rehash, [victim.computed_sha256(), victim.pk])
    assert [each.code for each in queries.check_pack(pack)] == ["stored_figure"]


def test_the_published_test_vector_of_the_signature_holds() -> None:
    # RFC 8032, section 7.1, TEST 2: one byte, 0x72.
    public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    signature = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert pack_check.verifies(bytes.fromhex(public), b"\x72", bytes.fromhex(signature))
    assert not pack_check.verifies(bytes.fromhex(public), b"\x73", bytes.fromhex(signature))


@given(
    seed=st.binary(min_size=32, max_size=32),
    message=st.binary(max_size=200),
    place=st.integers(min_value=0, max_value=511),
)
def test_the_readable_verification_agrees_with_the_library(
    seed: bytes, message: bytes, place: int
) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert pack_check.verifies(public, message, signature)
    torn = bytearray(signature)
    torn[place // 8] ^= 1 << (place % 8)
    assert not pack_check.verifies(public, message, bytes(torn))
    assert not pack_check.verifies(public, message + b"x", signature)
