"""The file of a backup: compressed, then encrypted piece by piece with the key file's key.

Each piece is bound to its file and its place, so that none can be changed, moved or left out.
"""

import itertools
import secrets
import zlib
from collections.abc import AsyncIterator, Iterator
from typing import BinaryIO

from models.backups.notices import Unreadable
from models.errors import Refusal
from models.people.keys import Keys, KeysProblem

_MAGIC = b"HUIYIN-BACKUP-1\n"
_PIECE = 1 << 20  # bytes, compressed, before they are encrypted
_LARGEST = 2 * _PIECE  # the last piece of earlier versions was longer than the others
_GZIP = 31  # zlib's number for its own format with gzip's head


def _place(serial: str, number: int, *, last: bool) -> str:
    return f"backup:{serial}:{number}:{'last' if last else 'more'}"


async def write(lines: AsyncIterator[str], file: BinaryIO, keys: Keys) -> None:
    """Write the lines of a backup to a file."""
    serial = secrets.token_hex(16)
    file.write(_MAGIC + serial.encode() + b"\n")
    packer, waiting, numbers = zlib.compressobj(wbits=_GZIP), bytearray(), itertools.count()

    def put_full() -> None:
        while len(waiting) > _PIECE:
            _put(file, keys, bytes(waiting[:_PIECE]), _place(serial, next(numbers), last=False))
            del waiting[:_PIECE]

    async for line in lines:
        waiting += packer.compress(line.encode(errors="surrogatepass") + b"\n")
        put_full()
    waiting += packer.flush()  # tens of thousands of bytes, perhaps: more than there was room for
    put_full()
    _put(file, keys, bytes(waiting), _place(serial, next(numbers), last=True))


def _put(file: BinaryIO, keys: Keys, piece: bytes, place: str) -> None:
    wrapped = keys.wrap_bytes(piece, bound_to=place)
    file.write(len(wrapped).to_bytes(4) + wrapped)


def read(file: BinaryIO, keys: Keys) -> Iterator[str]:
    """Give the lines of a backup.

    Refusal if the file is none, was changed or cut short, or no key in the key file opens it.
    """
    if file.read(len(_MAGIC)) != _MAGIC:
        raise Refusal(Unreadable(problem="foreign"))
    serial = file.readline(64).decode(errors="replace").strip()
    unpacker, rest = zlib.decompressobj(wbits=_GZIP), b""
    for piece in _pieces(file, keys, serial):
        try:
            rest += unpacker.decompress(piece)
        except zlib.error as problem:
            raise Refusal(Unreadable(problem="damaged")) from problem
        *whole, rest = rest.split(b"\n")
        for line in whole:
            yield line.decode(errors="surrogatepass")


def _pieces(file: BinaryIO, keys: Keys, serial: str) -> Iterator[bytes]:
    number, head = 0, file.read(4)
    while True:
        size = int.from_bytes(head)
        wrapped = file.read(size) if size <= _LARGEST else b""
        head = file.read(4)
        if not wrapped:
            raise Refusal(Unreadable(problem="damaged"))
        try:
            yield keys.unwrap_bytes(wrapped, bound_to=_place(serial, number, last=not head))
        except KeysProblem as problem:
            raise Refusal(Unreadable(problem="closed")) from problem
        if not head:
            return
        number += 1
