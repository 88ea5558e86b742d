"""Turn .doc, .wps, .rtf and .odt files into .docx with LibreOffice, where it is installed.

LibreOffice runs on its own, in a private profile that is thrown away: no macro runs, nothing linked is fetched, and a conversion that
takes too long is ended together with all the processes it started.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from govdisc.plugin import Document, InputError
from govdisc.plugin import gettext as _
from govdisc.reading import OLE2, PACKAGE_TITLES, check_size, damaged, encrypted, open_ole, open_zip, package_kind
from govdisc_docx import reader
from govdisc_docx.detect import RTF

#: Files of one start of LibreOffice.
GROUP = 50
#: Seconds for a start of LibreOffice, which takes up to twenty, and for each file in it, which takes less than one.
TIME_LIMIT, TIME_A_FILE = 60, 5

#: What the files are called, by the suffix under which LibreOffice gets them.
_TITLES = {".doc": "Word 97-2003 (.doc)", ".wps": "WPS (.wps)", ".rtf": "RTF", ".odt": "OpenDocument (.odt)"}
#: The streams of other programs in OLE2 files, and those of Microsoft Works, whose files are called .wps as well.
_STREAMS = {"Workbook": "Excel (.xls)", "Book": "Excel (.xls)", "PowerPoint Document": "PowerPoint (.ppt)"}
_WORKS = ("CONTENTS", "MatOST", "MN0")
_ENCRYPTED = 0x0100
#: So much of a package is looked at to tell its kind.
_HEAD = 1 << 16
#: Settings of the private profile: no macros, no links from documents, and a proxy that does not exist.
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)
#: The same for programs that heed the environment alone.
_NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")


def read(data: bytes) -> Document:
    """Return the document of a .doc, .wps, .rtf or .odt file; also of one that :func:`convert_many` converted.

    Raises:
        InputError: when it is none of these, is encrypted, LibreOffice is not installed, fails or takes too long.

    """
    if package_kind(data[:_HEAD]) == "docx":
        return reader.read(data)
    (result,) = convert_many([data])
    if isinstance(result, InputError):
        raise result
    return reader.read(result)


def convert_many(files: Sequence[bytes]) -> list[bytes | InputError]:
    """Return the files as .docx, each or the error of that file, in their order; LibreOffice is started once for many of them.

    Its start takes longer than the conversion of fifty reports. Where it fails on a group, the files that are missing are converted
    one by one, so that one bad file takes no other with it.
    """
    results: list[bytes | InputError] = [InputError(_not_converted())] * len(files)
    sources: list[tuple[int, str]] = []
    program = shutil.which("soffice") or shutil.which("libreoffice")
    for number, data in enumerate(files):
        try:
            suffix = _suffix(data)
            if program is None:
                raise InputError(_not_installed(suffix))
            sources.append((number, suffix))
        except InputError as error:
            results[number] = error
    if program is None or not sources:
        return results
    with tempfile.TemporaryDirectory(prefix="govdisc-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _write_profile(folder / "profile")
        for first in range(0, len(sources), GROUP):
            group = sources[first : first + GROUP]
            missing = _convert(program, folder, group, files, results)
            if len(group) > 1:
                for source in missing:
                    _convert(program, folder, [source], files, results)
    return results


def _convert(
    program: str, folder: Path, group: list[tuple[int, str]], files: Sequence[bytes], results: list[bytes | InputError]
) -> list[tuple[int, str]]:
    """Convert a group of files (their numbers and suffixes) in one start, put what came out into the results, and return the rest."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        sources, out = Path(name), Path(name) / "out"
        for number, suffix in group:
            (sources / f"{number}{suffix}").write_bytes(files[number])
        error = _run(program, folder, out, [sources / f"{number}{suffix}" for number, suffix in group])
        missing = []
        for number, suffix in group:
            target = out / f"{number}.docx"
            if target.is_file() and (error is None or zipfile.is_zipfile(target)):
                results[number] = target.read_bytes()
            else:
                results[number] = error or InputError(_not_converted())
                missing.append((number, suffix))
        return missing


def _suffix(data: bytes) -> str:
    """The suffix that fits the content, by which LibreOffice chooses its filter."""
    check_size(data)
    if data.startswith(RTF):
        return ".rtf"
    kind = package_kind(data[:_HEAD])
    if kind == "odt":
        _check_open_document(data)
        return ".odt"
    if not data.startswith(OLE2):
        title = PACKAGE_TITLES.get(kind or "")
        raise InputError(_no_word(title) if title else _("it is no Word 97-2003, WPS, RTF or OpenDocument text; name its format with --from."))
    container = open_ole(data)
    if container.exists("WordDocument"):
        if _is_encrypted(container):
            raise InputError(encrypted())
        return ".doc"
    for stream, title in _STREAMS.items():
        if container.exists(stream):
            raise InputError(_no_word(title))
    if any(container.exists(stream) for stream in _WORKS):
        return ".wps"
    raise InputError(damaged())  # LibreOffice would take the bytes for text


def _check_open_document(data: bytes) -> None:
    """Refuse a package with a password, and one that unpacks to more than a report holds, before LibreOffice unpacks it."""
    archive = open_zip(data)
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise InputError(encrypted())
    for part in ("content.xml", "styles.xml"):
        if part in archive:
            for _piece in archive.pieces(part):
                pass


def _is_encrypted(container: Any) -> bool:
    """Tell whether a Word 97-2003 document needs a password, by the flag in its file information block ([MS-DOC] 2.5.1)."""
    try:
        head = container.openstream("WordDocument").read(12)
    except OSError as error:
        raise InputError(damaged()) from error
    return len(head) == 12 and bool(int.from_bytes(head[10:12], "little") & _ENCRYPTED)


def _no_word(kind: str) -> str:
    return _("it is no Word file but {kind}; give it its proper name, or name its format with --from.").format(kind=kind)


def _not_converted() -> str:
    return _("LibreOffice could not convert the file; open it in Word or WPS and save it as .docx.")


def _not_installed(suffix: str) -> str:
    message = _(
        "it is {kind}, which is read with LibreOffice, and soffice is not on the PATH; "
        "install LibreOffice, or open the file in Word or WPS and save it as .docx (另存为 → Word 文档 .docx)."
    )
    return message.format(kind=_TITLES[suffix])


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{text}</value></prop></item>'
        for path, name, text in _SETTINGS
    )
    settings = folder / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    namespace = 'xmlns:oor="http://openoffice.org/2001/registry"'
    settings.write_text(f'<?xml version="1.0" encoding="UTF-8"?><oor:items {namespace}>{items}</oor:items>', "utf-8")


def _run(program: str, folder: Path, out: Path, sources: Sequence[Path]) -> InputError | None:
    """Convert files in one start of LibreOffice; return the error when that takes too long."""
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), *map(str, sources)),
    ]
    # a session of its own, so that what LibreOffice starts can be ended with it
    process = subprocess.Popen(  # noqa: S603 - the program was found on the PATH, and its arguments are ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **_NO_NETWORK},
        cwd=folder,
        start_new_session=True,
    )
    limit = TIME_LIMIT + TIME_A_FILE * len(sources)
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired:
        message = _("LibreOffice took more than {limit} seconds to convert the file; open it in Word or WPS and save it as .docx.")
        return InputError(message.format(limit=limit))
    finally:
        if process.poll() is None:
            _end(process)
    return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started."""
    if sys.platform != "win32":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
