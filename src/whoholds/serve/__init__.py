"""The map room: the record as pages and JSON, on this machine only.

door.py     who may come in: one-use links, sessions
guard.py    what is refused before any page is asked: foreign hosts and origins, routes without a rule
room.py     the ledger as the pages ask it, with what was worked out kept until the record changes (shelf.py)
moments.py  the whole record as known at a moment, brought up to date by what has changed
beside.py   what takes long, while the pages go on: crew.py asks the helpers, hand.py is a helper's own program
pages/      every page, once as values; answers.py gives them as JSON and through a template
rulings.py  where a ruling comes in                news.py     that the record has changed, for open pages
words.py    values as words: hostile text made visible, sentences split where findings stand
drawing.py  the map without a script, as SVG       basemap.py  coasts, borders, outlines under it
files.py    scripts, styles, the vendored map      wrong.py    what goes wrong, in a line
app.py      puts them together
"""
