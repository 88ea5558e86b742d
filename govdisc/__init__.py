"""govdisc: read, check and export Chinese annual reports on government information disclosure.

The reports (政府信息公开工作年度报告) are required by articles 49 and 50 of 《中华人民共和国政府信息公开条例》. The Python
interface is :func:`check`, :func:`load`, :func:`load_all` and :func:`validate`; the command line is ``govdisc``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govdisc.api import check as check
    from govdisc.api import load as load
    from govdisc.api import load_all as load_all
    from govdisc.api import validate as validate
    from govdisc.model.findings import Finding as Finding
    from govdisc.model.report import Report as Report

__version__ = "0.2.0"
__all__ = ["Finding", "Report", "__version__", "check", "load", "load_all", "validate"]

_HOMES = {
    "check": "govdisc.api",
    "load": "govdisc.api",
    "load_all": "govdisc.api",
    "validate": "govdisc.api",
    "Finding": "govdisc.model.findings",
    "Report": "govdisc.model.report",
}


def __getattr__(name: str) -> Any:
    """Import the public names on first use, so that ``govdisc --version`` stays instant."""
    if name not in _HOMES:
        raise AttributeError(f"module 'govdisc' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
