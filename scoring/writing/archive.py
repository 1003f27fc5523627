"""Files that are ZIP archives inside, written anew so that the same content gives the same bytes."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time every part is stamped with; the earliest a ZIP archive can hold."""


def repacked(data: bytes, change: Callable[[str, bytes], bytes] = lambda _name, part: part) -> bytes:
    """The archive with fixed times, each part as `change` gives it."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            stamped = ZipInfo(name, EPOCH)
            stamped.compress_type = ZIP_DEFLATED
            stamped.create_system = 0
            new.writestr(stamped, change(name, old.read(name)))
    return target.getvalue()
