"""An encrypted call goes to the server that is meant, or to nobody."""

import asyncio
import ssl
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.wire import Pool, Server
from models import clock
from tests.carriers.servers import OK, a_pool, call, failure, saying


def a_certificate(folder: Path, name: str) -> ssl.SSLContext:
    """Make a server's certificate for an address, and write it where clients can read it."""
    key, today = ec.generate_private_key(ec.SECP256R1()), clock.now()
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = made.public_bytes(serialization.Encoding.PEM)
    (folder / "both.pem").write_bytes(private + public)
    (folder / "public.pem").write_bytes(public)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


async def test_an_encrypted_call_to_a_server_that_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = a_certificate(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "public.pem"))
    async with a_pool(saying(OK), encrypted=there) as pool:
        assert (await call(pool)).body == b"ok"
        assert (await call(pool)).body == b"ok"


@pytest.mark.parametrize(("name", "trusted"), [("127.0.0.1", False), ("127.0.0.9", True)])
async def test_nothing_is_told_to_a_server_that_may_be_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, *, trusted: bool
) -> None:
    there = a_certificate(tmp_path, name)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "public.pem"))
    async with a_pool(saying(OK), encrypted=there) as pool:
        assert not (await failure(pool)).left


async def test_nothing_is_told_to_a_server_without_encryption() -> None:
    seen: list[bytes] = []

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.read(5))
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    async with a_pool(meet) as plain:
        pool = Pool(Server("127.0.0.1", plain._server.port, is_encrypted=True), most=1)
        assert not (await failure(pool)).left
    assert not seen[0].startswith(b"POST")
