"""The map room: the record as pages and JSON, on this machine only.

door.py    who may come in: one-use links, sessions
guard.py   what is refused before any page is asked: foreign hosts and origins, routes without a rule
room.py    the ledger as the pages ask it, with what was worked out kept until the record changes
pages.py   every page, once as values; ``.json`` gives them as they are, HTML through a template
words.py   values as words: hostile text made visible, sentences split where findings stand
drawing.py the map without a script, as SVG        basemap.py  coasts, borders, outlines under it
app.py     puts them together
"""
