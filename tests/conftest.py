"""What holds for every test: no network."""

import socket

import pytest


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Whatever would connect or look a name up fails at once, and says so."""
    connect = socket.socket.connect

    def refused(self, address):
        if self.family == getattr(socket, "AF_UNIX", None):
            return connect(self, address)
        raise AssertionError(f"a test must not connect: {address}")

    def unknown(host, *_, **__):
        raise AssertionError(f"a test must not look up {host}")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
