"""How commands reach a server: in plain text or by TLS, with a token or without."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import grpc

from resolver.cli.exits import CommandError
from resolver.cli.usage import Parser
from resolver.model.texts import Text
from resolver.runtime.exposure import is_local

_CA = Text(
    "以 TLS 连接，并信任该文件（PEM）中的证书",
    "speak TLS, and trust the certificates of this file (PEM)",
)
_CERTIFICATE = Text(
    "向服务出示的客户端证书（PEM），须与 --tls-key、--tls-ca 同用",
    "certificate to show to the server (PEM), with --tls-key and --tls-ca",
)
_KEY = Text("客户端证书的私钥（PEM）", "private key of that certificate (PEM)")
_TOKEN = Text("随请求发送的令牌所在的文件", "file of the token to send along")
_HALF = Text(
    "--tls-certificate 与 --tls-key 须同时给出，并与 --tls-ca 同用",
    "--tls-certificate and --tls-key go together, and with --tls-ca",
)
_IN_THE_CLEAR = Text(
    "不能以明文把令牌发往其他机器：请给出 --tls-ca",
    "a token is not sent to another machine in plain text: give --tls-ca",
)
_LARGEST_ANSWER_BYTES = 64 * 1024 * 1024


def tls_options(parser: Parser) -> None:
    """Add the options that say how to speak TLS."""
    parser.option("--tls-ca", _CA, metavar="FILE", type=Path)
    parser.option("--tls-certificate", _CERTIFICATE, metavar="FILE", type=Path)
    parser.option("--tls-key", _KEY, metavar="FILE", type=Path)


def token_option(parser: Parser) -> None:
    """Add the option that names a token's file."""
    parser.option("--token-file", _TOKEN, metavar="FILE", type=Path)


@contextmanager
def open_channel(options: argparse.Namespace) -> Iterator[grpc.Channel]:
    """Open a channel to `options.address` until the block ends.

    Raises:
        CommandError: A file cannot be read, or an option lacks another.
    """
    limits = (("grpc.max_receive_message_length", _LARGEST_ANSWER_BYTES),)
    if bool(options.tls_certificate) is not bool(options.tls_key):
        raise CommandError(_HALF)
    if options.tls_ca is None:
        if options.tls_certificate:
            raise CommandError(_HALF)
        channel = grpc.insecure_channel(options.address, options=limits)
    else:
        files = (options.tls_ca, options.tls_key, options.tls_certificate)
        read = [_content(file) if file else None for file in files]
        credentials = grpc.ssl_channel_credentials(*read)
        channel = grpc.secure_channel(options.address, credentials, options=limits)
    with channel:
        yield channel


def call_metadata(options: argparse.Namespace) -> Sequence[tuple[str, str]]:
    """Return what goes along with each call: the token, if one is given.

    Raises:
        CommandError: The file cannot be read, or others could read the token on its way.
    """
    if options.token_file is None:
        return ()
    if options.tls_ca is None and not is_local(options.address):
        raise CommandError(_IN_THE_CLEAR)
    token = _content(options.token_file).decode("ascii", "replace").strip()
    return (("authorization", f"Bearer {token}"),)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        text = Text(f"无法读取 {file}：{reason}", f"cannot read {file}: {reason}")
        raise CommandError(text) from error
