"""The guard itself: a test that reached out would fail."""

import socket
import urllib.request

import pytest


def test_a_test_cannot_connect():
    with socket.socket() as one, pytest.raises(AssertionError, match="must not connect"):
        one.connect(("127.0.0.1", 9))


def test_a_test_cannot_look_a_name_up():
    with pytest.raises(AssertionError, match="must not look up"):
        urllib.request.urlopen("http://whoholds.example/", timeout=1)
