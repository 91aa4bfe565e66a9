"""Which days an expression of time means."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoholds.dating import carried, is_old, nearest, times_in, told
from whoholds.language import load_language
from whoholds.text import Span
from whoholds.when import Basis, Grain

ENGLISH = load_language("en")
FRIDAY = date(2031, 3, 14)


def read(text, *, day=FRIDAY, **more):
    return times_in(text, language=ENGLISH, day=day, **more)


def days(word):
    return word.first.isoformat(), (word.last - timedelta(days=1)).isoformat()


# text with one expression; its first and last day (inclusive) in a report of Friday 14 March 2031
CASES = [
    ("The League took Velin Friday evening.", "2031-03-14", "2031-03-14"),
    ("Fridays attack on Velin", "2031-03-14", "2031-03-14"),
    ("Tuesday's attack", "2031-03-11", "2031-03-11"),
    ("They left late on Saturday.", "2031-03-08", "2031-03-08"),
    ("They left around dawn Tuesday.", "2031-03-11", "2031-03-11"),
    ("They left on Wednesday of last week.", "2031-03-05", "2031-03-05"),
    ("They left last Friday.", "2031-03-07", "2031-03-07"),
    ("They left on Wednesday and Thursday.", "2031-03-12", "2031-03-13"),
    ("They fought from Monday to Wednesday.", "2031-03-10", "2031-03-12"),
    ("They fought Tuesday night into Wednesday.", "2031-03-11", "2031-03-12"),
    ("They left yesterday.", "2031-03-13", "2031-03-13"),
    ("They left last night.", "2031-03-13", "2031-03-14"),
    ("They left this morning.", "2031-03-14", "2031-03-14"),
    ("They left overnight.", "2031-03-13", "2031-03-14"),
    ("They now hold Velin.", "2031-03-14", "2031-03-14"),
    ("Within hours they held ten streets.", "2031-03-14", "2031-03-14"),
    ("They left at dawn.", "2031-03-14", "2031-03-14"),
    ("They left earlier in the day.", "2031-03-14", "2031-03-14"),
    ("They left the day before.", "2031-03-13", "2031-03-13"),
    ("They left two days earlier.", "2031-03-12", "2031-03-12"),
    ("Two days after Velin fell, they left.", "2031-03-12", "2031-03-12"),
    ("They left three days ago.", "2031-03-11", "2031-03-11"),
    ("They left two years ago.", "2029-01-01", "2029-12-31"),
    ("They left in the past 24 hours.", "2031-03-13", "2031-03-14"),
    ("They advanced in the last two weeks.", "2031-02-28", "2031-03-14"),
    ("They advanced in recent days.", "2031-03-07", "2031-03-14"),
    ("Since Wednesday, they have advanced.", "2031-03-12", "2031-03-14"),
    ("Since launching their joint assault on Wednesday, they advanced", "2031-03-12", "2031-03-14"),
    ("From Monday onwards, they held it.", "2031-03-10", "2031-03-14"),
    ("Since May 2030 they have held it.", "2030-05-01", "2031-03-14"),
    ("They met between 3 and 5 March.", "2031-03-03", "2031-03-05"),
    ("They met on the night of 12-13 March.", "2031-03-12", "2031-03-13"),
    ("They met from 28 February to 2 March.", "2031-02-28", "2031-03-02"),
    ("They met from Feb. 3 to Feb. 9.", "2031-02-03", "2031-02-09"),
    ("Shells fell overnight Wednesday and three died.", "2031-03-11", "2031-03-12"),
    ("The attack on March 5 killed at least six.", "2031-03-05", "2031-03-05"),
    ("They held it from March to June 2030.", "2030-03-01", "2030-06-30"),
    ("They held it from 2028 to 2030.", "2028-01-01", "2030-12-31"),
    ("They held it in 2028-30.", "2028-01-01", "2030-12-31"),
    ("They left on 9 March.", "2031-03-09", "2031-03-09"),
    ("They left on the evening of 9 March.", "2031-03-09", "2031-03-09"),
    ("They left on 20 March.", "2030-03-20", "2030-03-20"),
    ("They left on Sept. 3.", "2030-09-03", "2030-09-03"),
    ("They left on March 9, 2029.", "2029-03-09", "2029-03-09"),
    ("They left on 09/03/2031.", "2031-03-09", "2031-03-09"),
    ("They left on 2031-03-09.", "2031-03-09", "2031-03-09"),
    ("They left on the 9th, he said.", "2031-03-09", "2031-03-09"),
    ("They left last week.", "2031-03-03", "2031-03-09"),
    ("They left over the weekend.", "2031-03-08", "2031-03-09"),
    ("They left earlier this week.", "2031-03-10", "2031-03-14"),
    ("They left last month.", "2031-02-01", "2031-02-28"),
    ("They left in early February.", "2031-02-01", "2031-02-10"),
    ("They left in mid-February.", "2031-02-11", "2031-02-20"),
    ("They left in April.", "2030-04-01", "2030-04-30"),
    ("They left in February last year.", "2030-02-01", "2030-02-28"),
    ("They left in 2029.", "2029-01-01", "2029-12-31"),
    ("They left last summer.", "2030-06-01", "2030-08-31"),
    ("They left in the spring of 2029.", "2029-03-01", "2029-05-31"),
    ("In March 12 people died in Velin.", "2031-03-01", "2031-03-31"),
]


@pytest.mark.parametrize(("text", "first", "final"), CASES)
def test_an_expression_means_these_days(text, first, final):
    (word,) = read(text)
    assert days(word) == (first, final)
    assert word.span.of(text) == word.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Fighters may enter Velin.",
        "They march 12 km to Korsk.",
        "Some 2000 people fled.",
        "The 5th Brigade left.",
        "a second sun",
    ],
)
def test_words_that_name_no_day_are_left_alone(text):
    assert read(text) == ()


def test_a_weekday_or_date_to_come_is_meant_in_a_planned_clause():
    (word,) = read("They will meet on Monday.")
    assert told(word, planned=True).first == date(2031, 3, 17)
    assert told(word).first == date(2031, 3, 10)
    (word,) = read("The truce ends on 20 March.")
    assert told(word, planned=True).first == date(2031, 3, 20)


def test_the_day_in_force_is_the_last_one_named_in_the_section():
    first = read("On Tuesday they took Velin.")
    (word,) = read("Later in the day they took Orsk.", before=first, offset=100)
    assert (word.first, word.in_force, word.span) == (date(2031, 3, 11), True, Span(100, 116))
    (word,) = read("The next day they left.", before=first)
    assert word.first == date(2031, 3, 12)


def test_an_event_inside_a_since_phrase_has_its_own_day():
    text = "Since the League took Velin on Monday, it has moved on."
    words = read(text)
    sentence = Span(0, len(text))
    fall, basis = nearest(words, at=Span(17, 21), clause=sentence, sentence=sentence)
    assert (days(fall), fall.grain, basis) == (("2031-03-10", "2031-03-10"), Grain.DAY, Basis.STATED)
    move, _ = nearest(words, at=Span(43, 48), clause=sentence, sentence=sentence)
    assert (days(move), move.running) == (("2031-03-10", "2031-03-14"), True)


def test_the_nearest_in_the_clause_wins_then_the_one_that_opens_the_sentence():
    text = "On Tuesday the League took Velin and still holds it, and Orsk fell earlier on Thursday."
    words = read(text)
    sentence = Span(0, len(text))
    second = Span(text.index("and Orsk"), len(text))
    at = Span(text.index("fell"), text.index("fell") + 4)
    assert nearest(words, at=at, clause=second, sentence=sentence)[0].first == date(2031, 3, 13)
    bare = Span(text.index("took"), text.index("Velin") + 5)
    assert nearest(words, at=bare, clause=bare, sentence=sentence) == (words[0], Basis.FRONTED)
    assert nearest((), at=at, clause=second, sentence=sentence) is None


def test_a_day_of_saying_serves_what_happened_only_when_asked_for():
    text = "The army said on Tuesday that it had left Velin"
    words, whole = read(text), Span(0, len(text))
    clause, at = Span(text.index("it had"), len(text)), Span(text.index("left"), text.index("left") + 4)
    assert nearest(words, at=at, clause=clause, sentence=whole) is None
    assert nearest(words, at=at, clause=clause, sentence=whole, wide=True) == (words[0], Basis.FRONTED)


def test_now_yields_to_a_named_day_and_is_never_carried():
    text = "The League now holds Velin, taken on Tuesday"
    words = read(text)
    whole = Span(0, len(text))
    assert nearest(words, at=Span(15, 20), clause=whole, sentence=whole)[0].text == "on Tuesday"
    assert carried(read("They still hold it.")) is None
    assert carried(words).text == "on Tuesday"


def test_old_means_wholly_more_than_a_fortnight_back():
    assert is_old(read("They left in 2029.")[0], day=FRIDAY)
    assert not is_old(read("They left on 1 March.")[0], day=FRIDAY)
    assert not is_old(read("They have held it since 2029.")[0], day=FRIDAY)


def test_a_history_keeps_the_year_it_last_named():
    text = "In May 1931 they took Velin. On 3 June they left. The following year they came back in March."
    assert [days(word)[0] for word in read(text, narrative=True)] == [
        "1931-05-01",
        "1931-06-03",
        "1932-01-01",
        "1932-03-01",
    ]


def test_nothing_said_is_untold():
    assert told(None).basis is Basis.NONE


@given(st.text(max_size=200), st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 1, 1)))
def test_any_text_gives_spans_that_stand_in_it_and_days_in_order(text, day):
    words = read(text, day=day)
    assert all(word.span.of(text) == word.text and word.first < word.last for word in words)
    assert all(one.span.end <= other.span.start for one, other in itertools.pairwise(words))


def test_a_stretch_that_is_still_running_keeps_both_its_ends():
    (word,) = read("They meet between 3 and 5 March.", day=date(2031, 3, 4))
    assert (word.first, word.last) == (date(2031, 3, 3), date(2031, 3, 6))


@given(st.sampled_from([case[0] for case in CASES]), st.integers(min_value=-500, max_value=500))
def test_moving_the_report_by_whole_weeks_moves_weekdays_with_it(text, weeks):
    moved = read(text, day=FRIDAY + timedelta(weeks=weeks))
    for word, before in zip(moved, read(text), strict=True):
        if word.rule in {"weekday", "relative", "overnight", "now", "in_force", "past", "recent"}:
            assert word.first - before.first == timedelta(weeks=weeks)
