"""The keys of personal data: kept in a file apart from the database, made at first use."""

import base64
import binascii
import contextlib
import hashlib
import hmac
import logging
import os
import secrets
import stat
import tomllib
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

log = logging.getLogger(__name__)

_INDEX_BYTES = 32
_NONCE_BYTES = 12
_PASSING = b"huiyin: what passes through"
_HEAD = """\
# Keys of personal data. Without this file no phone number in the database can be read again:
# keep a copy of it, apart from the copies of the database. Nobody else may read it.
# 个人信息的密钥。没有它,数据库里的手机号码就再也读不出来:请另外备份,不要和数据库放在一起。
# data: the newest first; older ones stay as long as anything is sealed with them.
# next: opens, and does not seal yet: every machine is to have it first.
"""


WAY_OUT = (
    "put back the keys file that [privacy] keys_file named before (a copy lies apart from the"
    " database's); nothing is lost, what waits leaves then"
)


class KeysProblem(Exception):  # noqa: N818  (told to the operator, as it stands)
    """The keys cannot be used, or do not belong to this database."""


class Keys:
    """Seals and finds personal data. Several data keys, the newest first; one index key."""

    def __init__(self, data: Sequence[bytes | str], index: bytes) -> None:
        """Take Fernet keys and at least 32 bytes for the index, which is none of them."""
        if len(index) < _INDEX_BYTES:
            raise ValueError("the index key is too short")
        self._fernet = MultiFernet([Fernet(key) for key in data])
        self._index = index
        self._passing = [AESGCM(_derived(key)) for key in data]

    def seal(self, text: str, *, bound_to: str) -> str:
        """Return a text encrypted; it opens only for what it is bound to, so nobody can swap it."""
        return self._fernet.encrypt(f"{bound_to}\n{text}".encode()).decode()

    def unseal(self, sealed: str, *, bound_to: str) -> str:
        """Return a sealed text; KeysProblem if the keys or what it is bound to do not fit."""
        try:
            owner, _, text = self._fernet.decrypt(sealed).decode().partition("\n")
        except InvalidToken:
            raise KeysProblem("sealed with a key that is not in the keys file") from None
        if owner != bound_to:
            raise KeysProblem("sealed for another row")
        return text

    def wrap(self, text: str, *, bound_to: str) -> str:
        """Return a text encrypted in a fifth of the time that `seal` takes: for what passes."""
        wrapped = self.wrap_bytes(text.encode(errors="surrogatepass"), bound_to=bound_to)
        return base64.b64encode(wrapped).decode()

    def unwrap(self, wrapped: str, *, bound_to: str) -> str:
        """Return a wrapped text; KeysProblem if no key, or what it is bound to, does not fit."""
        content = self.unwrap_bytes(base64.b64decode(wrapped), bound_to=bound_to)
        return content.decode(errors="surrogatepass")

    def wrap_bytes(self, content: bytes, *, bound_to: str) -> bytes:
        """Return bytes encrypted: AES-256-GCM, the key derived from the newest data key."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._passing[0].encrypt(nonce, content, bound_to.encode())

    def unwrap_bytes(self, wrapped: bytes, *, bound_to: str) -> bytes:
        """Return wrapped bytes; KeysProblem if no key, or what they are bound to, does not fit."""
        nonce, hidden = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        for key in self._passing:
            with contextlib.suppress(InvalidTag):
                return key.decrypt(nonce, hidden, bound_to.encode())
        raise KeysProblem("wrapped with a key that is not in the keys file, or for another row")

    def renew(self, sealed: str) -> str:
        """Seal a sealed text with the newest key; KeysProblem if no key opens it."""
        try:
            return self._fernet.rotate(sealed).decode()
        except InvalidToken:
            raise KeysProblem("sealed with a key that is not in the keys file") from None

    def follows(self, earlier: "Keys") -> bool:
        """Tell whether these open what earlier ones seal, and find what they found."""
        try:
            self.unwrap(earlier.wrap("", bound_to=""), bound_to="")
        except KeysProblem:
            return False
        return self.find("") == earlier.find("")

    def find(self, text: str) -> str:
        """Return the keyed hash that an encrypted text is found by."""
        return hmac.new(self._index, text.encode(), hashlib.sha256).hexdigest()


def _derived(key: bytes | str) -> bytes:
    raw = base64.urlsafe_b64decode(key)
    return hmac.new(raw, _PASSING, hashlib.sha256).digest()


def throwaway() -> Keys:
    """Return keys that nobody keeps: for what is written to be taken back."""
    return Keys([Fernet.generate_key()], secrets.token_bytes(_INDEX_BYTES))


def made() -> str:
    """Return the text of a new keys file."""
    index = base64.urlsafe_b64encode(secrets.token_bytes(_INDEX_BYTES)).decode()
    return written([Fernet.generate_key().decode()], index)


def written(data: Sequence[str], index: str, spare: str | None = None) -> str:
    """Return the text of a keys file with these keys."""
    listed = ", ".join(f'"{one}"' for one in data)
    later = f'next = "{spare}"\n' if spare else ""
    return f'{_HEAD}data = [{listed}]\n{later}index = "{index}"\n'


def read(path: Path) -> Keys:
    """Read a keys file; KeysProblem names what is wrong, never a key."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        spare = [found["next"]] if "next" in found else []
        keys = Keys([*found["data"], *spare], base64.urlsafe_b64decode(found["index"]))
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise KeysProblem(f"{path} is not a keys file, or is damaged") from None
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        log.warning("others can read %s: chmod 600 it", path)
    return keys


def newest_alone(path: Path) -> Keys:
    """Read a keys file without its older keys: to see whether anything still needs them."""
    read(path)
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    return Keys(found["data"][:1], base64.urlsafe_b64decode(found["index"]))


def read_or_make(path: Path) -> Keys:
    """Read a keys file; make it, readable by its owner alone, if there is none."""
    if not path.exists():
        _make(path)
    return read(path)


def _make(path: Path) -> None:
    """Write a whole file under another name first: a second process never reads half of it."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(made())
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):  # somebody else was first: theirs holds
            os.link(draft, path)
    finally:
        draft.unlink()
    log.warning("made %s: keep a copy of it, apart from the database", path)


class _Ring:
    """The keys of this process, read when they are first needed."""

    path: Path | None = None
    keys: Keys | None = None
    stamp: tuple[int, int] | None = None  # of the file when it was read
    refused: str | None = None  # why what the file holds now is not used


def use(where: Path | Keys) -> None:
    """Say which keys this process works with: a file, read or made when first needed, or keys."""
    _Ring.path = where if isinstance(where, Path) else None
    _Ring.keys = where if isinstance(where, Keys) else None
    _Ring.stamp = None
    _Ring.refused = None


def current() -> Keys:
    """Return the keys of this process, read anew when the file was changed: keys rotate.

    Keys that do not open what was sealed until now are not taken up: the file is the wrong one.
    KeysProblem if none were named.
    """
    if _Ring.path is None:
        if _Ring.keys is None:
            raise KeysProblem("no keys file was named")
        return _Ring.keys
    stamp = _stamp(_Ring.path)
    if _Ring.keys is None:
        _Ring.keys = read_or_make(_Ring.path)
        _Ring.stamp = _stamp(_Ring.path)
    elif stamp not in (None, _Ring.stamp):
        _Ring.stamp = stamp
        _Ring.keys = _followed(_Ring.keys, _Ring.path)
    return _Ring.keys


def look() -> None:
    """Take up a keys file that was changed: who has nothing to seal must not fall behind it."""
    if _Ring.keys is not None:
        current()


def refused() -> str | None:
    """Return why the keys file as it lies there now is not used, None if it is."""
    return _Ring.refused


def _followed(held: Keys, path: Path) -> Keys:
    """Return the keys of a changed file, or those held until now if it is the wrong file."""
    _Ring.refused = None
    try:
        fresh = read(path)
        if fresh.follows(held):
            return fresh
        _Ring.refused = f"{path} was replaced by another database's"
    except (KeysProblem, OSError) as problem:
        _Ring.refused = str(problem) if isinstance(problem, KeysProblem) else f"{path} is away"
    log.error("%s: %s", _Ring.refused, WAY_OUT)
    return held


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:  # gone for the moment: what was read holds
        return None
    return found.st_mtime_ns, found.st_ino
