"""The format that bytes have by their first bytes, whatever their name or media type says."""

from __future__ import annotations

import io
import re
import zipfile

from .registry import Format, by_ending

PDF_BYTES = 1024
"""How far into a file a PDF's mark may stand, as programs that show them allow."""
_PAGE = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_INSIDE = {"word/document.xml": ".docx"}
_MIMETYPES = {b"application/epub+zip": ".epub", b"application/vnd.oasis.opendocument.text": ".odt"}


def sniff(data: bytes) -> Format | None:
    """The format, of those that are read, that bytes plainly have; None where they do not say."""
    if b"%PDF-" in data[:PDF_BYTES]:
        return by_ending(".pdf")
    if data.startswith(b"{\\rtf"):
        return by_ending(".rtf")
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    return by_ending(".html") if _PAGE.match(data[:PDF_BYTES]) else None


def is_zip(data: bytes) -> bool:
    """Whether bytes are an archive of files, rather than a document that is packed as one."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and sniff(data) is None


def _packed(data: bytes) -> Format | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return by_ending(_MIMETYPES.get(archive.read("mimetype").strip(), ".?"))
    except Exception:  # noqa: BLE001 - a damaged archive makes zipfile raise errors of many kinds
        return None
    return next((by_ending(ending) for name, ending in _INSIDE.items() if name in names), None)
