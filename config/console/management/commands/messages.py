"""manage.py messages: the Chinese catalogue holds every sentence, and is compiled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from config.console.wording import constants, sentences

PACKAGES = ("config", "projects", "trusts", "reporting")


class Command(BaseCommand):
    """Compare the sentences in the sources with the catalogue; write what can be written."""

    help = "Check (or write) the Chinese message catalogue against every sentence in the sources."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --check or --write, and a file of translations to merge."""
        parser.add_argument("--check", action="store_true", help="fail when a sentence is missing")
        parser.add_argument("--write", action="store_true", help="add what is missing and compile")
        parser.add_argument("--merge", nargs="*", default=[], help="files of English<TAB>Chinese")

    def handle(self, **options: Any) -> None:
        """Do what was asked; every missing sentence is printed."""
        try:
            import polib  # noqa: PLC0415 (a tool of development, not of the running house)
        except ImportError as fault:
            raise CommandError(
                "This needs requirements-dev.txt: make check installs it."
            ) from fault
        root = Path(settings.BASE_DIR)
        path = root / "locale/zh_Hans/LC_MESSAGES/django.po"
        catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile(wrapwidth=100)
        known = _merged(options["merge"])
        wanted = sentences(root, PACKAGES)
        texts = constants(root, PACKAGES)
        named = [*known, *(entry.msgid for entry in catalogue)]
        wanted |= {text: texts[text] for text in named if text in texts and text not in wanted}
        elsewhere = _translated_elsewhere(root)
        entries = polib.POFile(wrapwidth=100)
        entries.metadata = {
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Language": "zh_Hans",
        }
        for sentence, place in wanted.items():
            old = catalogue.find(sentence)
            text = known.get(sentence, "") or (old.msgstr if old else "")
            if not text and sentence in elsewhere:
                continue
            entries.append(polib.POEntry(msgid=sentence, msgstr=text, comment=place))
        missing = [entry for entry in entries if not entry.msgstr]
        for entry in missing:
            self.stdout.write(f"{entry.comment}: {entry.msgid!r} has no Chinese")
        if options["write"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            entries.save(str(path))
            entries.save_as_mofile(str(path.with_suffix(".mo")))
        self.stdout.write(f"{len(entries)} sentences, {len(missing)} without Chinese")
        if options["check"]:
            self._check(path, entries, missing)

    def _check(self, path: Path, entries: Any, missing: list[Any]) -> None:
        if missing:
            raise CommandError("Translate them in locale/zh_Hans/LC_MESSAGES/django.po.")
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.read_bytes() != entries.to_binary():
            raise CommandError("The compiled catalogue is stale: make messages.")


def _merged(files: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in files:
        for line in Path(name).read_text("utf-8").splitlines():
            english, _, chinese = line.partition("\t")
            if chinese.strip():
                found[english.replace("\\n", "\n")] = chinese.replace("\\n", "\n").strip()
    return found


def _translated_elsewhere(root: Path) -> set[str]:
    """Return what the catalogue of the console's own folder holds already."""
    import polib  # noqa: PLC0415

    path = root / "config/console/locale/zh_Hans/LC_MESSAGES/django.po"
    if not path.exists():
        return set()
    return {entry.msgid for entry in polib.pofile(str(path)) if entry.msgstr}
