"""What holds for every test: no network, and nothing written into the person's own folders."""

import socket
import sys

import pytest

from whoholds import cli


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


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory):
    """Commands keep their files of names in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def types(tmp_path, monkeypatch, capsys):
    """A person at an empty folder: a function that types a command there, (stdout, stderr, exit status)."""
    monkeypatch.chdir(tmp_path)
    for name in ("WHOHOLDS_BY", "WHOHOLDS_LEDGER", "WHOHOLDS_THEATRE"):
        monkeypatch.delenv(name, raising=False)

    def typed(*words: str) -> tuple[str, str, int]:
        monkeypatch.setattr(sys, "argv", ["whoholds", *words])
        status = 0
        try:
            cli.main()
        except SystemExit as stop:
            status = int(stop.code or 0)
        out, err = capsys.readouterr()
        return out, err, status

    return typed
