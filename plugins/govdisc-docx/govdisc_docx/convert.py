"""Turn .doc, .wps and .rtf files into .docx with LibreOffice, where it is installed.

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
from pathlib import Path

from govdisc.errors import InputError
from govdisc.i18n import gettext as _
from govdisc_docx.detect import OLE2, RTF
from govdisc_docx.ole import is_encrypted_word, stream_start
from govdisc_docx.package import MAX_BYTES, encrypted, truncated

#: Seconds for one conversion; the first start of LibreOffice takes up to twenty, a report then one.
TIME_LIMIT = 120

#: The streams of Microsoft Works, whose files are called .wps as well.
_WORKS = ("CONTENTS", "MatOST", "MN0")
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


def to_docx(data: bytes) -> bytes:
    """Return the bytes of a .doc, .wps or .rtf file as .docx.

    Raises:
        InputError: when it is none of these, is encrypted, LibreOffice is not installed, fails or takes too long.

    """
    suffix = _suffix(data)
    if len(data) > MAX_BYTES:
        raise InputError(_("the file is larger than {limit} MB; save it without its pictures.").format(limit=MAX_BYTES // 1_000_000))
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise InputError(
            _(
                "it is a Word 97-2003, WPS or RTF file, which is read with LibreOffice, and soffice is not on the PATH; "
                "install LibreOffice, or open the file in Word or WPS and save it as .docx (另存为 → Word 文档 .docx)."
            )
        )
    with tempfile.TemporaryDirectory(prefix="govdisc-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, result = folder / f"report{suffix}", folder / "out" / "report.docx"
        source.write_bytes(data)
        _write_profile(folder / "profile")
        _run(program, folder, source)
        if not result.is_file():
            raise InputError(_("LibreOffice could not convert the file; open it in Word or WPS and save it as .docx."))
        return result.read_bytes()


def _suffix(data: bytes) -> str:
    """The suffix that fits the content, by which LibreOffice chooses its filter."""
    if data.startswith(RTF):
        return ".rtf"
    if not data.startswith(OLE2):
        raise InputError(_("it is no Word 97-2003, WPS or RTF file; name its format with --from."))
    if stream_start(data, "EncryptedPackage") is not None or is_encrypted_word(data):
        raise InputError(encrypted())
    if stream_start(data, "WordDocument") is not None:
        return ".doc"
    for stream, kind in (("Workbook", "Excel (.xls)"), ("Book", "Excel (.xls)"), ("PowerPoint Document", "PowerPoint (.ppt)")):
        if stream_start(data, stream) is not None:
            raise InputError(_("it is no Word file but {kind}; give it its proper name, or name its format with --from.").format(kind=kind))
    if any(stream_start(data, stream) is not None for stream in _WORKS):
        return ".wps"
    # LibreOffice would take the bytes for text
    raise InputError(truncated())


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{text}</value></prop></item>'
        for path, name, text in _SETTINGS
    )
    settings = folder / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    namespace = 'xmlns:oor="http://openoffice.org/2001/registry"'
    settings.write_text(f'<?xml version="1.0" encoding="UTF-8"?><oor:items {namespace}>{items}</oor:items>', "utf-8")


def _run(program: str, folder: Path, source: Path) -> None:
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source)),
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
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise InputError(
            _("LibreOffice took more than {limit} seconds to convert the file; open it in Word or WPS and save it as .docx.").format(
                limit=TIME_LIMIT
            )
        ) from error
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started."""
    if sys.platform != "win32":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
