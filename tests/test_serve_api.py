"""The interface as it describes itself, asked everything that the description allows: never a server's own fault."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from test_serve import DENIED, LOST, TAKEN
from web_room import SAME, a_room, enter


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with a_room(tmp_path_factory.mktemp("api"), [TAKEN, DENIED, LOST]) as (app, door):
        yield enter(app, door)


def test_nothing_that_may_be_asked_is_a_fault_of_the_room(client):
    schema = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
    operations = [one.ok() for one in schema.get_all_operations()]
    assert len(operations) >= 15
    for operation in operations:

        @settings(
            max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
        )
        @given(case=operation.as_strategy())
        def asks(case):
            asked = {key: value for key, value in (case.query or {}).items() if value is not None}
            body = {} if case.method == "GET" else {"content": repr(case.body).encode("utf-8", "replace")}
            answer = client.request(case.method, case.formatted_path, params=asked, headers=SAME, **body)
            assert answer.status_code < 500, (case.method, case.formatted_path, asked, answer.text[:300])

        asks()
