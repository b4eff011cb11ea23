"""Files that are a zip of parts (Word, OpenDocument, EPUB): opened within limits, XML without entities."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from ..errors import ArticleError
from .body import Body

MAX_MIB = 200
"""Unpacked, of all parts that are read."""
MAX_PARTS = 20_000
MAX_RATIO = 500
"""How many times its packed size a part may have, where it is larger than a MiB."""
_MIB = 2**20
_OLE = b"\xd0\xcf\x11\xe0"
"""How old Office files begin, and encrypted new ones."""


class Archive:
    """The parts of a zipped document.

    :param body: the file; `what` names its kind in errors: "a Word document".
    :raises ArticleError: if it is no zip, or is encrypted.
    """

    def __init__(self, body: Body, what: str) -> None:
        self._name, self._what = body.name, what
        self._left = MAX_MIB * _MIB
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(body.data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            if body.data.startswith(_OLE):
                raise ArticleError(
                    f"{body.name} opens with a password only, or is of an older format: save it anew as "
                    f"{what} without a password"
                ) from error
            raise ArticleError(f"{body.name} is not {what} that can be read ({error})") from error
        if len(self._zip.infolist()) > MAX_PARTS:
            raise ArticleError(f"{body.name} has more than {MAX_PARTS} parts: expected {what}")
        self.names = frozenset(self._zip.namelist())

    def read(self, part: str) -> bytes:
        """The bytes of a part.

        :raises ArticleError: if there is none, it is damaged or encrypted, or the whole is larger than
            `MAX_MIB` when unpacked.
        """
        try:
            info = self._zip.getinfo(part)
            packed = info.file_size > _MIB and info.file_size > MAX_RATIO * max(1, info.compress_size)
            if packed or info.file_size > self._left:
                raise ArticleError(f"{self._name} is not read: it unpacks to more than {MAX_MIB} MiB of text")
            with self._zip.open(info) as stream:
                data = stream.read(self._left + 1)
        except KeyError as error:
            raise ArticleError(f"{self._name} is not {self._what}: it has no part {part!r}") from error
        except RuntimeError as error:  # how zipfile says that a password is needed
            raise ArticleError(f"{self._name} opens with a password only: save a copy without it") from error
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise ArticleError(f"{self._name} is damaged: {part} cannot be unpacked ({error})") from error
        self._left -= len(data)
        if self._left < 0:
            raise ArticleError(f"{self._name} is not read: it unpacks to more than {MAX_MIB} MiB of text")
        return data

    def xml(self, part: str) -> Any:
        """A part as an lxml element.

        :raises ArticleError: as `read`, and if it is no XML.
        """
        return parse(self.read(part), self._name, part)


def parse(data: bytes, name: str, part: str) -> Any:
    """XML as an lxml element; nothing outside it is loaded, and no entity of its own is replaced.

    :raises ArticleError: if it is no XML, declares entities, or is nested too deeply.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(f"{name} is damaged: {part} is not XML ({error})") from error
    internal = root.getroottree().docinfo.internalDTD
    if internal is not None and any(True for _ in internal.iterentities()):
        raise ArticleError(f"{name} is not read: {part} declares entities of its own")
    return root
