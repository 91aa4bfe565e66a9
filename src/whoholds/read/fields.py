"""The fields of a report as it is supplied, and what others call them."""

from __future__ import annotations

FIELDS = ("id", "title", "text", "published", "outlet", "url", "language", "received")
# What others call the fields, the likeliest first; compared without case, spaces, "_" and "-".
SYNONYMS: dict[str, tuple[str, ...]] = {
    "id": ("id", "ref", "reportid", "articleid", "docid", "guid", "uuid", "key"),
    "title": ("title", "headline", "heading", "subject"),
    "text": ("text", "body", "content", "fulltext", "articletext", "article", "description", "message", "notes"),
    "published": ("published", "publishedat", "publicationdate", "publishdate", "pubdate", "datepublished", "date",
                  "datetime", "timestamp", "createdat"),
    "outlet": ("outlet", "source", "publisher", "publication", "site", "sitename", "media", "channel", "feed", "domain"),
    "url": ("url", "link", "href", "permalink", "sourceurl", "articleurl"),
    "language": ("language", "lang", "locale"),
    "received": ("received", "receivedat", "fetchedat", "fetched", "retrieved", "crawled", "collected", "downloaded"),
}  # fmt: skip


def compared(name: str) -> str:
    """A column's name as it is compared: "Date_Published" → "datepublished"."""
    return "".join(char for char in name.casefold() if char not in " _-.")
