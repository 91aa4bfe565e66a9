"""What ``from whoholds import ...`` offers is exactly what it lists, each with a docstring, and nothing leaks."""

import types

import whoholds


def test_the_public_names_are_those_listed():
    names = getattr(whoholds, "__all__", ())
    listed = set(names)
    visible = {
        name
        for name, value in vars(whoholds).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType) and name != "annotations"
    }
    assert visible <= listed, f"not listed: {sorted(visible - listed)}"
    assert len(listed) == len(names), "a name is listed twice"


def test_every_public_name_can_be_had_and_says_what_it_is():
    for name in getattr(whoholds, "__all__", ()):
        value = getattr(whoholds, name)
        assert isinstance(value, str) or (value.__doc__ or "").strip(), name


def test_the_version_is_one_that_can_be_compared():
    assert [part.isdigit() for part in whoholds.__version__.split(".")[:2]] == [True, True]
