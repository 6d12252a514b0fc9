"""
Check a published pack with nothing but the pack and Python 3: no network, no library.

    python3 verify.py PACK.zip [MORE.zip ...] [--key PUBLIC_KEY_IN_HEX]

Several packs of one house are checked as a chain. The same file checks packs inside the service.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

SEAL, SIGNATURE, PUBLIC_KEY = "seal.json", "seal.sig", "public_key.hex"
MANIFEST, FIGURES = "manifest.json", "figures.json"
#: What lies in a pack for its reader and says nothing that is signed.
UNSIGNED = ("verify.py", "README.txt")
FIRST = "0" * 64
_EVERYTHING_READABLE = 1 << 30


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold: a word for it, what it is about, in both languages."""

    code: str
    subject: str
    zh: str
    en: str

    def __str__(self) -> str:
        return f"[{self.code}] {self.subject}: {self.zh} / {self.en}"


class Pack:
    """The parts of one pack by name."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self._read: dict[str, Any] = {}

    @classmethod
    def open(cls, file: Any) -> Pack:
        """Return the pack in a ZIP file (a path or an open binary file)."""
        with zipfile.ZipFile(file) as found:
            if sum(each.file_size for each in found.infolist()) > _EVERYTHING_READABLE:
                raise ValueError("The pack unpacks to more than 1 GiB.")
            return cls({each: found.read(each) for each in found.namelist()})

    def json(self, name: str) -> Any:
        """Return a part read as JSON; the figures of a large house are not read twice."""
        if name not in self._read:
            self._read[name] = json.loads(self.parts[name])
        return self._read[name]

    @property
    def seal_sha256(self) -> str:
        """Return the hash that the next pack of the chain names."""
        return sha256(self.parts[SEAL])


def sha256(content: bytes) -> str:
    """Return the hexadecimal SHA-256."""
    return hashlib.sha256(content).hexdigest()


def canonical(value: object) -> bytes:
    """Return JSON with sorted keys, without spaces, in UTF-8: the bytes that hashes are over."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def faults_of(pack: Pack, *, trusted_key: str = "") -> list[Fault]:
    """
    Return everything that does not hold in one pack; an empty list if all does.

    ``trusted_key`` is the public key in hex that the reader got elsewhere; without one the
    signature shows only that the pack is whole, not whose it is.
    """
    missing = [
        each for each in (SEAL, SIGNATURE, PUBLIC_KEY, MANIFEST, FIGURES) if each not in pack.parts
    ]
    if missing:
        return [
            Fault("part_missing", each, "缺少此部分", "this part is missing") for each in missing
        ]
    try:
        return [*_seal(pack, trusted_key), *_files(pack), *_figures(pack), *_documents(pack)]
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        return [Fault("unreadable", str(error), "内容无法读取", "the pack cannot be read")]


def chain_faults(packs: Sequence[Pack]) -> list[Fault]:
    """Return where packs, each given with the one before it, do not follow one another."""
    found = []
    ordered = sorted(packs, key=lambda each: int(each.json(SEAL)["sequence"]))
    for earlier, later in itertools.pairwise(ordered):
        before, after = earlier.json(SEAL), later.json(SEAL)
        name = f"{after['code']} v{after['version']}"
        if after["sequence"] != before["sequence"] + 1:
            found.append(
                Fault("chain_gap", name, "前一个发布包未提供", "the pack before it was not given")
            )
        elif after["previous"] != earlier.seal_sha256:
            found.append(
                Fault(
                    "chain_broken",
                    name,
                    "所指的前一个发布包与所给的不同",
                    "it names another pack before it than the one given",
                )
            )
    return found


def _seal(pack: Pack, trusted_key: str) -> Iterator[Fault]:
    public, signature = (
        bytes.fromhex(pack.parts[each].decode().strip()) for each in (PUBLIC_KEY, SIGNATURE)
    )
    if not verifies(public, pack.parts[SEAL], signature):
        yield Fault("signature", SEAL, "签名与封印不符", "the signature is not of this seal")
    if trusted_key and public.hex() != trusted_key.strip().lower():
        yield Fault(
            "other_key", public.hex(), "不是您所信任的公钥", "this is not the public key you trust"
        )
    seal = pack.json(SEAL)
    for name, told in ((MANIFEST, seal["manifest"]), (FIGURES, seal["figures"])):
        if sha256(pack.parts[name]) != told:
            yield _changed(name)


def _files(pack: Pack) -> Iterator[Fault]:
    manifest = pack.json(MANIFEST)
    expected = {f"files/{each['name']}": each["sha256"] for each in manifest["files"]}
    expected |= {
        f"documents/{language}.json": told for language, told in manifest["documents"].items()
    }
    for name, told in expected.items():
        if name not in pack.parts:
            yield Fault("part_missing", name, "缺少此部分", "this part is missing")
        elif sha256(pack.parts[name]) != told:
            yield _changed(name)
    known = {*expected, SEAL, SIGNATURE, PUBLIC_KEY, MANIFEST, FIGURES, *UNSIGNED}
    for name in sorted(set(pack.parts) - known):
        yield Fault("part_unknown", name, "清单中没有此部分", "the manifest names no such part")


def _figures(pack: Pack) -> Iterator[Fault]:
    told = pack.json(MANIFEST)["figures"]
    listed = pack.json(FIGURES)
    for each in [*listed["figures"], *listed["others"]]:
        if sha256(canonical(each["content"])) != each["sha256"]:
            yield Fault(
                "figure",
                f"{each['figure_id']} {each['content']['label_zh']} / "
                f"{each['content']['label_en']}",
                "数字的内容与其哈希不符",
                "the figure does not say what its hash is over",
            )
    hashes = sorted(each["sha256"] for each in listed["figures"])
    if len(hashes) != told["count"] or sha256(canonical(hashes)) != told["sha256"]:
        yield Fault(
            "figure_set",
            str(told["count"]),
            "数字集合不是签核时的集合",
            "the set of figures is not the one signed",
        )


def _documents(pack: Pack) -> Iterator[Fault]:
    """Yield each number of a document that is not the figure it names."""
    listed = pack.json(FIGURES)
    known = {each["figure_id"]: each for each in [*listed["figures"], *listed["others"]]}
    for language in pack.json(MANIFEST)["documents"]:
        name = f"documents/{language}.json"
        if name not in pack.parts:
            continue
        for record in pack.json(name)["provenance"]:
            figure = known.get(record["figure_id"])
            if figure is None or not _is_of(record, figure):
                yield Fault(
                    "document_figure",
                    f"{record['figure_id']} {record['label_zh']} / {record['label_en']}",
                    "文件所引数字不在签核的集合中",
                    "the document binds a figure that was not signed",
                )


def _is_of(record: Any, figure: Any) -> bool:
    """Return whether a document's record says what the signed figure says."""
    content = figure["content"]
    value = Decimal(record["value"]) == Decimal(content["value"] or 0)
    return value and (record["sha256"], record["unit"]) == (figure["sha256"], content["unit"])


def _changed(name: str) -> Fault:
    return Fault(
        "part_changed", name, "内容与其哈希不符", "its content is not what its hash is over"
    )


# Ed25519 as RFC 8032 writes it, verification only: slow, and readable.
_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_Point = tuple[int, int, int, int]


def verifies(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether 64 bytes are a signature of ``message`` by a public key of 32 bytes."""
    if len(public_key) != 32 or len(signature) != 64:  # noqa: PLR2004 (RFC 8032)
        return False
    key, commitment = _decode(public_key), _decode(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= _L:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    challenge = int.from_bytes(digest, "little") % _L
    return _same(_times(scalar, _BASE), _plus(commitment, _times(challenge, key)))


def _decode(encoded: bytes) -> _Point | None:
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % _P)


def _x_of(y: int, sign: int) -> int | None:
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    if square == 0:
        return None if sign else 0
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P:
        return None
    return _P - x if x & 1 != sign else x


def _plus(first: _Point, second: _Point) -> _Point:
    a = (first[1] - first[0]) * (second[1] - second[0]) % _P
    b = (first[1] + first[0]) * (second[1] + second[0]) % _P
    c, d = 2 * first[3] * second[3] * _D % _P, 2 * first[2] * second[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _times(scalar: int, point: _Point) -> _Point:
    found: _Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            found = _plus(found, point)
        point = _plus(point, point)
        scalar >>= 1
    return found


def _same(first: _Point, second: _Point) -> bool:
    return not (
        (first[0] * second[2] - second[0] * first[2]) % _P
        or (first[1] * second[2] - second[1] * first[2]) % _P
    )


_BASE_Y = 4 * pow(5, _P - 2, _P) % _P
_BASE_X = _x_of(_BASE_Y, 0) or 0
_BASE: _Point = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P)


def main(arguments: Sequence[str]) -> int:
    """Check the packs named; print what does not hold; return 0 if everything does."""
    names, key = list(arguments), ""
    if "--key" in names:
        place = names.index("--key")
        key = names[place + 1]
        del names[place : place + 2]
    if not names:
        sys.stdout.write(__doc__ or "")
        return 2
    packs, bad = [], 0
    for name in names:
        pack = Pack.open(name)
        found = faults_of(pack, trusted_key=key)
        bad += len(found)
        for fault in found:
            sys.stdout.write(f"{name}: {fault}\n")
        if SEAL in pack.parts:
            packs.append(pack)
            sys.stdout.write(_told(name, pack, is_sound=not found))
    broken = chain_faults(packs)
    for fault in broken:
        sys.stdout.write(f"{fault}\n")
    if not key:
        sys.stdout.write(
            "请将上述公钥与该机构公布的公钥核对（或使用 --key）。\n"
            "Compare the public key with the one that the organization publishes (or give --key).\n"
        )
    return 1 if bad or broken else 0


def _told(name: str, pack: Pack, *, is_sound: bool) -> str:
    seal, count = pack.json(SEAL), len(pack.json(FIGURES)["figures"])
    words = "完好 / VERIFIED" if is_sound else "不符 / FAILED"
    public = pack.parts.get(PUBLIC_KEY, b"?").decode().strip()
    return (
        f"{name}: {words}: {seal['code']} v{seal['version']}, {count} 个数字 / figures, "
        f"链上第 {seal['sequence']} 个 / number {seal['sequence']} of the chain\n"
        f"    公钥 / public key {public}\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
