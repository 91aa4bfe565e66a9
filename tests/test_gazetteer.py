"""Names in texts: what is found, what is not, and what one name may mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoholds import columns, gazetteer
from whoholds.gazetteer import Gazetteer

NAMES = (
    ("velin", "Velin"),
    ("velin", "فلين"),
    ("velin", "Велін"),
    ("velin-2", "Velin"),
    ("new-velin", "New Velin"),
    ("sorna-4", "Sorna 4"),
    ("deir", "Deir ez-Zorn"),
    ("deir", "Deir Ezzorn"),
    ("hamran", "al-Hamran"),
    ("academy", "military academy"),
    ("nfl", "NFL"),
    ("may", "May"),
    ("kessin", "Kessin"),
    ("kessin", "Veleen Bridge"),
)


SCANNED = Gazetteer(NAMES)


@pytest.fixture(scope="module")
def names():
    return Gazetteer(NAMES, never=["may"])


def found(names, text):
    return [(one.span.of(text), *one.ids) for one in names.scan(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They left Velin.", [("Velin", "velin", "velin-2")]),
        ("New Velin and VELIN", [("New Velin", "new-velin"), ("VELIN", "velin", "velin-2")]),
        ("Velin's mayor, Velin-based", [("Velin", "velin", "velin-2")] * 2),
        ("a velin of wine", []),
        ("Velinsk, Revelin", []),
        ("Sorna 4, Sorna 5", [("Sorna 4", "sorna-4")]),
        ("Deir al-Zorn and Deir ez Zorn", [("Deir al-Zorn", "deir"), ("Deir ez Zorn", "deir")]),
        ("Deir ezzorn, deir ezzorn", [("Deir ezzorn", "deir")]),
        ("in al-Hamran", [("al-Hamran", "hamran")]),
        ("as Hamran fell", [("Hamran", "hamran")]),
        ("the military academy", [("military academy", "academy")]),
        ("the Military Academy", [("Military Academy", "academy")]),
        ("NFL said; nfl said; Nfl said", [("NFL", "nfl")]),
        ("In May they met", []),
        ("New, Velin", [("Velin", "velin", "velin-2")]),
        ("New\nVelin", [("New\nVelin", "new-velin")]),
        ("New\n\nVelin", [("Velin", "velin", "velin-2")]),
        ("دخلوا فلين", [("فلين", "velin")]),
        ("وبفلين", [("فلين", "velin")]),
        ("في الحي بفلين وفلين", [("فلين", "velin")] * 2),
        ("Бої за Велін тривають", [("Велін", "velin")]),
        ("", []),
    ],
)
def test_scan(names, text, expected):
    assert found(names, text) == expected


@given(st.text(st.sampled_from("Velin NwSora4-'’.\nفلينДВе😀\u064b\u200f"), max_size=60))
def test_hits_stand_in_the_text_in_order_and_apart(text):
    last = 0
    for one in SCANNED.scan(text):
        assert last <= one.span.start < one.span.end <= len(text)
        assert one.ids
        last = one.span.end


def test_every_bearer_is_kept_by_the_strongest_key(names):
    assert [(m.id, m.how) for m in names.look_up("Velin")] == [("velin", "exact"), ("velin-2", "exact")]
    assert next((m.id, m.how) for m in names.look_up("فلين")) == ("velin", "alias")
    assert [(m.id, m.how) for m in names.look_up("Hamran")] == [("hamran", "normal")]
    assert {(m.id, m.how) for m in names.look_up("Veleen")} >= {("velin", "skeleton"), ("velin-2", "skeleton")} or {
        (m.id, m.how) for m in names.look_up("Veleen")
    } >= {("velin", "normal"), ("velin-2", "normal")}


def test_fuzzy_is_tried_only_when_asked_and_only_when_nothing_else_is_found(names):
    assert names.look_up("Kessinx") == ()
    assert [(m.id, m.how) for m in names.look_up("Kessinx", fuzzy=True)] == [("kessin", "fuzzy")]
    assert all(m.how != "fuzzy" for m in names.look_up("Kessin", fuzzy=True))


def test_a_name_that_only_a_neighbour_lent_weighs_less(names):
    own, lent = names.look_up("Kessin")[0], names.look_up("Veleen Bridge")[0]
    assert own.id == lent.id == "kessin"
    assert lent.weight < own.weight


def test_alike_among_some(names):
    assert [m.id for m in names.alike("Kessen", ["kessin", "velin"])] == ["kessin"]
    assert names.alike("Kessen", []) == ()


def test_the_nearest_names_are_display_names(names):
    assert names.nearest("velni")[0] == "Velin"
    assert len(names.nearest("x", 2)) <= 2


TEXT = "They left New Velin and Deir ez-Zorn for the military academy. ودخلوا فلين وبفلين. Бої за Велін тривають."


def test_giving_pages_back_changes_no_answer(names, tmp_path, monkeypatch):
    monkeypatch.setattr(gazetteer, "FEW", 0)
    monkeypatch.setattr(gazetteer, "RELEASED", 1)
    given_back = []
    release = columns.release
    monkeypatch.setattr(columns, "release", lambda held: (given_back.append(held), release(held)))
    kept = Gazetteer.kept(tmp_path / "arland.names", "one", lambda: NAMES, never=["may"])
    assert kept.scan(TEXT) == names.scan(TEXT)
    for name in ("Velin", "Veleen", "فلين"):
        assert kept.look_up(name) == names.look_up(name) != ()
    assert len(given_back) > 6


def test_a_file_of_names_answers_as_the_names_do(names, tmp_path):
    for _ in range(2):  # made, then found again
        kept = Gazetteer.kept(tmp_path / "arland.names", "one", lambda: NAMES, never=["may"])
        assert kept.scan(TEXT) == names.scan(TEXT) != ()
        for name in ("Velin", "Veleen", "فلين", "Kessinx", ""):
            assert kept.look_up(name, fuzzy=True) == names.look_up(name, fuzzy=True)
            assert kept.nearest(name) == names.nearest(name)
    assert [one.name for one in tmp_path.iterdir()] == ["arland.names"]


def test_a_file_of_other_names_or_a_damaged_one_is_made_anew(tmp_path):
    file = tmp_path / "arland.names"
    Gazetteer.kept(file, "one", lambda: NAMES)
    assert Gazetteer.kept(file, "two", lambda: [("orsk", "Orsk")]).scan("Velin, Orsk")[0].ids == ("orsk",)
    for damage in (b"", b"not a file of names", file.read_bytes()[:-16]):
        file.write_bytes(damage)
        assert Gazetteer.kept(file, "one", lambda: NAMES).look_up("Velin")
    assert Gazetteer.kept(file, "one", lambda: ()).look_up("Velin"), "a good file is not made again"


def test_where_no_file_can_be_written_the_names_are_held_in_memory(names, tmp_path):
    (tmp_path / "taken").write_text("")
    kept = Gazetteer.kept(tmp_path / "taken" / "arland.names", "one", lambda: NAMES, never=["may"])
    assert kept.scan(TEXT) == names.scan(TEXT)


def test_half_a_character_is_no_name(names):
    assert found(names, "\ud800 Velin New\ud800 Velin \udfff")[0] == ("Velin", "velin", "velin-2")
    assert names.look_up("\ud800", fuzzy=True) == ()


def test_among_many_names_the_nearest_are_those_whose_consonants_are_nearly_the_same(names, monkeypatch):
    monkeypatch.setattr("whoholds.gazetteer.FEW", 0)
    assert [(m.id, m.how) for m in names.look_up("Kessinx", fuzzy=True)] == [("kessin", "fuzzy")]
    assert names.nearest("velni")[0] == "Velin"


def test_an_empty_gazetteer_finds_nothing():
    empty = Gazetteer(())
    assert empty.scan("Velin") == ()
    assert empty.look_up("Velin", fuzzy=True) == ()
    assert empty.nearest("Velin") == ()
