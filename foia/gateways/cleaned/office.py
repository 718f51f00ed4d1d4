"""An office file whose parts tell nothing about who made it; its words stay as they are."""

import io
import re
import zipfile

from foia.gateways.cleaned import pictures
from foia.gateways.inspect.zipped import opened

_NS = "http://schemas.openxmlformats.org"
_EMPTY = {
    "docProps/core.xml": '<cp:coreProperties xmlns:cp="'
    f'{_NS}/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": f'<Properties xmlns="{_NS}/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": f'<Properties xmlns="{_NS}/officeDocument/2006/custom-properties"/>',
    "meta.xml": '<office:document-meta xmlns:office="'
    'urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"/>',
}
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CUSTOM = re.compile(r"customXml/item\d+\.xml$")
_BARE = b"<empty/>"
_LEFT_OUT = re.compile(r"docProps/thumbnail|Thumbnails/")
_RELATION = re.compile(rb'<Relationship [^>]*Target="/?docProps/thumbnail[^>]*/>')
_LISTED = re.compile(rb'<manifest:file-entry [^>]*full-path="Thumbnails/[^>]*/>')
_PICTURE = re.compile(r".*\.(jpe?g|png)$", re.IGNORECASE)


def cleaned(content: bytes) -> bytes:
    """Return a copy without facts about it, in it and in its pictures.

    Raises UnreadableError if it cannot be read.
    """
    written = io.BytesIO()
    with opened(content) as parts, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in parts.names:
            if _LEFT_OUT.match(name):
                continue
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry = zipfile.ZipInfo(name)
            entry.compress_type = kind
            copy.writestr(entry, _part(name, parts.bytes_of(name)))
    return written.getvalue()


def _part(name: str, content: bytes) -> bytes:
    if name in _EMPTY:
        return (_XML + _EMPTY[name]).encode()
    if _CUSTOM.match(name):
        return _XML.encode() + _BARE
    if name == "_rels/.rels":
        return _RELATION.sub(b"", content)
    if name == "META-INF/manifest.xml":
        return _LISTED.sub(b"", content)
    return pictures.cleaned(content)[0] if _PICTURE.match(name) else content
