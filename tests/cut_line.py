"""A line to a server on loopback that breaks after so many bytes, as lines do."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread


@contextmanager
def cut_after(size: int, *, port: int) -> Iterator[int]:
    """Stand between one client and the server at `port`, until it has said `size` bytes.

    Yields the port to call.
    """
    with socket.create_server(("127.0.0.1", 0)) as door:
        line = Thread(target=_pass_on, args=(door, port, size), daemon=True)
        line.start()
        yield door.getsockname()[1]
        line.join(10)


def _pass_on(door: socket.socket, port: int, left: int) -> None:
    client, _ = door.accept()
    with client, socket.create_connection(("127.0.0.1", port)) as server:
        Thread(target=_copy, args=(client, server), daemon=True).start()
        while left > 0 and (said := server.recv(min(left, 65536))):
            client.sendall(said)
            left -= len(said)
        for end in (client, server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def _copy(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while said := one.recv(65536):
            other.sendall(said)
