"""OLE2 files ([MS-CFB]): .doc, .xls, and office files with a password."""

from __future__ import annotations

import io
from typing import Any

from govdisc.errors import InputError, MissingLibraryError
from govdisc.i18n import gettext as _
from govdisc.reading.limits import LIMITS, Limits, check_size, damaged, encrypted, too_many_parts

#: How such a file begins.
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_ole(data: bytes, limits: Limits = LIMITS) -> Any:
    """Open an OLE2 file with olefile, whose ``exists(name)`` and ``openstream(name)`` tell what it holds.

    Raises:
        InputError: when it is too large, damaged, or encrypted as Office encrypts .docx and .xlsx.
        MissingLibraryError: when olefile is not installed.

    """
    try:
        import olefile  # type: ignore[import-untyped]  # ships no annotations
    except ImportError as error:
        raise MissingLibraryError(_("reading this file needs olefile; install it with: pip install olefile")) from error

    class Container(olefile.OleFileIO):  # type: ignore[misc]  # ships no annotations
        """Reads no more entries of its directory than a package may have members."""

        entries = 0

        def _load_direntry(self, sid: int) -> Any:
            self.entries += 1
            if self.entries > limits.members:
                raise InputError(too_many_parts(limits))
            return super()._load_direntry(sid)

    check_size(data, limits)
    try:
        container = Container(io.BytesIO(data))
        is_encrypted = container.exists("EncryptedPackage")
    except InputError:
        raise
    except Exception as error:  # olefile meets a damaged file with whatever it runs into
        raise InputError(damaged()) from error
    if is_encrypted:
        raise InputError(encrypted())
    return container
