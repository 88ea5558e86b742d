"""The language belongs to the running context: its detection, catalogues of plugins, threads."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import click
import pytest

from govdisc import i18n
from govdisc.cli import words
from govdisc.i18n import gettext as _

MESSAGE = "interrupted"


def catalogue(folder: Path, domain: str, message: str, text: str) -> i18n.Catalogue:
    """Write a catalogue of one message."""
    path = folder / "zh_CN" / "LC_MESSAGES" / f"{domain}.po"
    path.parent.mkdir(parents=True)
    path.write_text(f'msgid "{message}"\nmsgstr "{text}"\n', "utf-8")
    return domain, folder


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("zh", "zh_CN"),
        ("zh-Hans-CN", "zh_CN"),
        ("zh_CN.UTF-8", "zh_CN"),
        ("Chinese (Simplified)_China", "zh_CN"),
        ("Chinese (Simplified)_China.936", "zh_CN"),
        ("Chinese_China.936", "zh_CN"),
        ("English_United States.1252", "en"),
        ("en_US.UTF-8", "en"),
        ("C.UTF-8", "en"),
        ("POSIX", "en"),
        ("de_DE", None),
        ("zhuang", None),
        ("", None),
        (None, None),
    ],
)
def test_names_of_locales(name: str | None, language: str | None) -> None:
    """Names of languages on Linux, macOS and Windows are understood."""
    assert i18n.normalise_language(name) == language


def test_the_first_known_name_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """The option goes before GOVDISC_LANG, that before the locale; what is unknown is passed over."""
    monkeypatch.setenv("GOVDISC_LANG", "de")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert i18n.detect_language() == "zh_CN"
    assert i18n.detect_language("en") == "en"


def test_a_block_speaks_and_falls_silent(tmp_path: Path) -> None:
    """Within the block its language and catalogues are used, behind it those of before; the core's translation goes first."""
    plugin = catalogue(tmp_path, "plugin", "a plugin's word", "插件的话")
    other = catalogue(tmp_path / "other", "other", MESSAGE, "别的译法")
    with i18n.speaking("zh_CN", [plugin, other]):
        assert _("a plugin's word") == "插件的话"
        assert _(MESSAGE) not in (MESSAGE, "别的译法")
        with i18n.speaking("en"):
            assert _("a plugin's word") == "a plugin's word"
        with i18n.speaking("zh_CN"):
            assert _("a plugin's word") == "a plugin's word"
        assert _("a plugin's word") == "插件的话"
    assert i18n.language() == "en"
    assert _(MESSAGE) == MESSAGE


def test_threads_speak_languages_of_their_own(tmp_path: Path) -> None:
    """Two threads with different languages and plugins do not hear each other."""
    plugins = [catalogue(tmp_path / name, name, "shared word", name) for name in ("甲", "乙")]
    said: dict[str, set[str]] = {}
    start = threading.Barrier(3)

    def speak(key: str, language: str, catalogues: list[i18n.Catalogue]) -> None:
        with i18n.speaking(language, catalogues):
            start.wait()
            said[key] = {_("shared word") for _again in range(200)}

    jobs = [("a", "zh_CN", plugins[:1]), ("b", "zh_CN", plugins[1:]), ("c", "en", plugins)]
    threads = [threading.Thread(target=speak, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == {"a": {"甲"}, "b": {"乙"}, "c": {"shared word"}}


def test_the_process_is_left_alone() -> None:
    """Choosing a language touches neither the environment nor the domain of other programs in this process."""
    import gettext

    before = (os.environ.get("LANGUAGE"), gettext.textdomain())
    i18n.set_language("zh_CN")
    assert (os.environ.get("LANGUAGE"), gettext.textdomain()) == before


def test_catalogues_of_version_01_are_heard(tmp_path: Path) -> None:
    """A plugin that brings a compiled catalogue alone is still translated."""
    mofile = pytest.importorskip("babel.messages.mofile")
    from babel.messages.catalog import Catalog

    old = Catalog("zh_CN")
    old.add("an old word", "旧话")
    path = tmp_path / "zh_CN" / "LC_MESSAGES" / "old.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        mofile.write_mo(file, old)
    with i18n.speaking("zh_CN", [("old", tmp_path)]):
        assert _("an old word") == "旧话"


def test_words_of_click(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loaded click modules are given our translation; a word that it does not know stays English."""
    functions = [(module, word) for name, module in sys.modules.items() if name.startswith("click.") for word in ("_", "ngettext")]
    for module, word in functions:
        if hasattr(module, word):
            monkeypatch.setattr(module, word, getattr(module, word))  # puts back what install() replaces
    words.install()
    with i18n.speaking("zh_CN"):
        assert "没有" in click.NoSuchOption("--none").format_message()
        assert words.translate("a word of a later version") == "a word of a later version"
    assert "没有" not in click.NoSuchOption("--none").format_message()
