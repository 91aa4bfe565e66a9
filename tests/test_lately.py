"""Answers kept for a while: the same as asked afresh, and never more than there is room for."""

from whoholds.lately import EACH, Lately


def test_a_text_asked_about_twice_is_worked_out_once():
    asked = []
    shout = Lately(lambda text: asked.append(text) or text.upper(), room=10 * EACH)
    assert [shout("velin"), shout("orsk"), shout("velin")] == ["VELIN", "ORSK", "VELIN"]
    assert asked == ["velin", "orsk"]


def test_the_oldest_text_makes_room_for_the_newest():
    asked = []
    shout = Lately(lambda text: asked.append(text) or text.upper(), room=2 * EACH)
    for text in ("velin", "orsk", "tarn", "orsk", "velin"):
        assert shout(text) == text.upper()
    assert asked == ["velin", "orsk", "tarn", "velin"]


def test_a_text_longer_than_the_room_is_answered_and_not_kept():
    asked = []
    measure = Lately(lambda text: asked.append(text) or len(text), room=EACH)
    assert [measure("v" * (EACH + 1)), measure("v" * (EACH + 1))] == [EACH + 1, EACH + 1]
    assert len(asked) == 2
