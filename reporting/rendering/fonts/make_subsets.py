"""Make the shipped font subsets from the full Noto fonts; README.md tells their origin."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter, load_font, save_font

EXTRA_RANGES = (
    (0x00A0, 0x024F),  # Latin letters of names
    (0x2000, 0x206F),  # dashes, quotation marks
    (0x2070, 0x209F),  # superscripts and subscripts: CO₂, 10⁴
    (0x20A0, 0x20CF),  # currencies
    (0x2100, 0x22FF),  # letter-like signs, Roman numerals, arrows, operators
    (0x2460, 0x27BF),  # circled numbers, boxes, shapes, check marks
    (0x3000, 0x303F),  # Chinese punctuation
    (0x3200, 0x33FF),  # units in squares
    (0xFE10, 0xFE6F),
    (0xFF00, 0xFFEF),  # full-width forms
)
LATIN_RANGES = (
    (0x0020, 0x052F),  # Latin, accents, Greek, Cyrillic
    (0x1E00, 0x1EFF),  # Vietnamese
    (0x2000, 0x209F),
    (0x20A0, 0x20CF),
    (0x2100, 0x218F),
    (0x2190, 0x22FF),
)
HANGUL_RANGES = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))
INFERIORS = range(0x2070, 0x209F)
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum", "subs", "sups", "halt", "palt"]


def gb2312() -> set[int]:
    """Return the 7,445 characters of GB 2312-1980 and ASCII."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    decoded = (pair.decode("gb2312", errors="ignore") for pair in pairs)
    return {ord(each) for each in decoded if len(each) == 1} | set(range(0x20, 0x7F))


def within(ranges: Iterable[tuple[int, int]]) -> set[int]:
    """Return every code point of the inclusive ``ranges``."""
    return {code for first, last in ranges for code in range(first, last + 1)}


def subset(
    *,
    source: Path,
    number: int,
    wanted: set[int],
    flavor: str | None = None,
    donor: Path | None = None,
) -> Any:
    """Return the font in ``source`` cut to ``wanted``, with the inferiors of ``donor``."""
    options = Options()
    options.font_number = number
    options.flavor = flavor
    options.hinting = False
    options.layout_features = FEATURES
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG", "BASE"]
    font = load_font(str(source), options, dontLoadGlyphNames=False)
    if donor is not None:
        _adopt_inferiors(font=font, donor=donor)
    cutter = Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    return font, options


def _adopt_inferiors(*, font: Any, donor: Path) -> None:
    """Copy the subscripts and superscripts that ``font`` lacks: Noto Sans SC has no ₂."""
    options = Options()
    options.recalc_timestamp = False
    other = load_font(str(donor), options)
    held, given = font.getBestCmap(), other.getBestCmap()
    glyphs, widths = other.getGlyphSet(), other["hmtx"].metrics
    order = list(font.getGlyphOrder())
    for code in INFERIORS:
        if code in held or code not in given:
            continue
        recording = DecomposingRecordingPen(glyphs)
        glyphs[given[code]].draw(recording)
        pen = TTGlyphPen(None)
        recording.replay(pen)
        name = f"inferior{code:04X}"
        order.append(name)
        glyph = pen.glyph()
        glyph.recalcBounds(font["glyf"])
        font["glyf"].glyphs[name] = glyph
        font["hmtx"].metrics[name] = widths[given[code]]
        if "vmtx" in font:
            font["vmtx"].metrics[name] = (font["head"].unitsPerEm, 0)
        for table in font["cmap"].tables:
            if table.isUnicode() and table.format in (4, 12):
                table.cmap[code] = name
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order
    font["maxp"].numGlyphs = len(order)


def main(arguments: list[str]) -> None:
    """Write every subset into ``--out`` and the console's two into ``--web-out``."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("regular", "bold", "latin-regular", "latin-bold", "fallback", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--fallback-number", type=int, default=2, help="the SC face in the .ttc")
    parser.add_argument("--web-out", type=Path)
    given = parser.parse_args(arguments)
    common = gb2312() | within(EXTRA_RANGES)
    jobs: list[tuple[Path, dict[str, Any]]] = []
    for weight, source, latin in (
        ("Regular", given.regular, given.latin_regular),
        ("Bold", given.bold, given.latin_bold),
    ):
        jobs.append(
            (
                given.out / f"NotoSansSC-{weight}.ttf",
                {"source": source, "number": 0, "wanted": common, "donor": latin},
            )
        )
        jobs.append(
            (
                given.out / f"NotoSans-{weight}.ttf",
                {"source": latin, "number": 0, "wanted": within(LATIN_RANGES)},
            )
        )
        if given.web_out:
            jobs.append(
                (
                    given.web_out / f"NotoSansSC-{weight}.woff2",
                    {
                        "source": source,
                        "number": 0,
                        "wanted": common,
                        "donor": latin,
                        "flavor": "woff2",
                    },
                )
            )
    whole = set(load_font(str(given.fallback), _numbered(given.fallback_number)).getBestCmap())
    held = common & set(load_font(str(given.regular), _numbered(0)).getBestCmap())
    rest = whole - held - within(HANGUL_RANGES)
    jobs.append(
        (
            given.out / "NotoSansCJKsc-Rest.otf",
            {"source": given.fallback, "number": given.fallback_number, "wanted": rest},
        )
    )
    for target, job in jobs:
        font, options = subset(**job)
        target.parent.mkdir(parents=True, exist_ok=True)
        save_font(font, str(target), options)
        sys.stdout.write(
            f"{target.name}\t{len(font.getBestCmap())} characters\t{target.stat().st_size}\n"
        )


def _numbered(number: int) -> Options:
    options = Options()
    options.font_number = number
    return options


if __name__ == "__main__":
    main(sys.argv[1:])
