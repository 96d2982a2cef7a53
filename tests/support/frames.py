"""HTTP/2 by hand, for what no client library would send: half a call, a flood, nonsense."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator, Mapping
from itertools import count

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, CONTINUATION = 0, 1, 3, 4, 6, 7, 9
END_STREAM, END_HEADERS = 1, 4
INITIAL_WINDOW_SIZE = 4
LARGEST_FRAME = 16_384
RESOLVE = "/resolver.v1.ResolverService/Resolve"
BATCH = "/resolver.v1.ResolverService/BatchResolve"
STREAM = "/resolver.v1.ResolverService/StreamResolve"


def frame(kind: int, payload: bytes = b"", flags: int = 0, stream: int = 0) -> bytes:
    """Return one frame."""
    head = struct.pack(">I", len(payload))[1:] + bytes((kind, flags))
    return head + struct.pack(">I", stream) + payload


def message(data: bytes, *, compressed: bool = False) -> bytes:
    """Return a gRPC message with its prefix."""
    return struct.pack(">BI", compressed, len(data)) + data


def call_headers(method: str, more: Mapping[str, str] | None = None) -> bytes:
    """Return the header block of a call, every field spelt out."""
    fields = {
        ":method": "POST",
        ":scheme": "http",
        ":path": method,
        ":authority": "localhost",
        "content-type": "application/grpc",
        "te": "trailers",
    } | dict(more or {})
    return b"".join(
        b"\x00" + _text(name.encode()) + _text(value.encode()) for name, value in fields.items()
    )


def settings(window: int | None = None) -> bytes:
    """Return a SETTINGS frame, perhaps with how much of each answer may be sent unasked."""
    pairs = b"" if window is None else struct.pack(">HI", INITIAL_WINDOW_SIZE, window)
    return frame(SETTINGS, pairs)


class RawConnection:
    """A plain connection that has greeted the server and reads only when told to."""

    def __init__(self, port: int, window: int | None = None) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._streams = count(1, 2)
        self.send(PREFACE + settings(window) + frame(SETTINGS, flags=1))

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.socket.sendall(data)

    def next_stream(self) -> int:
        """Return the number of the next call."""
        return next(self._streams)

    def begin(self, method: str, more: Mapping[str, str] | None = None) -> int:
        """Send the headers of a call and return the number of its stream."""
        stream = self.next_stream()
        block = call_headers(method, more)
        self.send(frame(HEADERS, block, END_HEADERS, stream))
        return stream

    def data(self, stream: int, data: bytes, *, end: bool = True) -> None:
        """Send data of a call in frames as large as allowed."""
        pieces = [data[at : at + LARGEST_FRAME] for at in range(0, len(data), LARGEST_FRAME)]
        for piece in pieces[:-1]:
            self.send(frame(DATA, piece, 0, stream))
        self.send(frame(DATA, pieces[-1] if pieces else b"", END_STREAM if end else 0, stream))

    def frames(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield kind, stream and payload of each frame until the server hangs up.

        Raises:
            TimeoutError: Nothing comes for ten seconds.
        """
        with self.socket.makefile("rb") as stream:
            while len(head := stream.read(9)) == 9:
                length = int.from_bytes(head[:3], "big")
                yield head[3], int.from_bytes(head[5:9], "big"), stream.read(length)

    def wait_for(self, kind: int) -> bytes:
        """Return the payload of the next frame of a kind.

        Raises:
            TimeoutError: Nothing comes for ten seconds.
            ConnectionError: The server hangs up first.
        """
        for found, _, payload in self.frames():
            if found == kind:
                return payload
        raise ConnectionError("the server hung up")

    def __enter__(self) -> RawConnection:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()


def _text(value: bytes) -> bytes:
    """Return a string literal as HPACK wants it, without Huffman's code."""
    if len(value) < 127:
        return bytes((len(value),)) + value
    rest, coded = len(value) - 127, bytearray((127,))
    while rest >= 128:
        coded.append(rest % 128 + 128)
        rest //= 128
    return bytes(coded) + bytes((rest,)) + value
