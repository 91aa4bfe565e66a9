"""The desk: what a person rules about claims, reports and names, and what is most worth looking at.

A ruling is signed, timed and reasoned; it is added to the record and never changes a row of it. What is ruled goes
through the same weighing as everything else.
"""

from whoholds.desk.queue import Item, queue
from whoholds.desk.ruling import Ruled, meant, rule

__all__ = ["Item", "Ruled", "meant", "queue", "rule"]
