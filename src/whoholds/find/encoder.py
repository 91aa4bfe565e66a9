"""The pipeline's own word vectors, worked out faster: each word form once, and each sentence by itself.

A word's vector is made of its form and of the four words on either side. The part that only the form decides is kept;
the rest is the pipeline's layers, with its weights, in plain matrix products. Sums are taken in another order than the
pipeline takes them, so that vectors agree to about six digits. A sentence's vectors do not depend on the sentences
beside it, not in a single bit: a matrix library may sum differently for another number of rows, so that each sentence
is a product of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

Floats = NDArray[np.float32]

FORM = ("ORTH", "NORM", "SPACY")  # what the vector of a word by itself depends on
FORMS = 50_000  # of them are kept, 20 MB
TINY = 1e-8  # keeps the norm of a vector without variance finite, as in the pipeline


class Encoder:
    """The vectors of a pipeline's ``tok2vec``: hashed features, a mixing layer, and convolutions over three words each."""

    def __init__(self, tok2vec: Any) -> None:
        embed, convolve = tok2vec.model.layers
        features, _, self._hash, self._mix, _ = embed.layers
        self._features: list[str] = list(features.attrs["columns"])
        self._layers = [_Layer(node) for node in convolve.layers[0].layers]
        self._width = int(self._mix.get_dim("nO"))
        self._rows: dict[tuple[int, ...], int] = {}
        self._forms: Floats = np.zeros((0, self._width), dtype=np.float32)
        self.threads = ThreadpoolController()  # on several threads the library would sum in another order again

    def vectors(self, docs: Sequence[Any]) -> list[Floats]:
        """For each text, a row for each of its words."""
        forms = self._known(docs)
        edge = len(self._layers)  # rows of nothing on either side of a sentence: as far as its words look
        starts = np.cumsum([0, *(len(one) + 2 * edge for one in forms)]).tolist()
        state = np.zeros((starts[-1], self._width), dtype=np.float32)
        for start, one in zip(starts, forms, strict=False):
            state[start + edge : start + edge + len(one)] = self._forms[one]
        spans = [(start, start + len(one) + 2 * edge) for start, one in zip(starts, forms, strict=False) if one]
        with self.threads.limit(limits=1, user_api="blas"):
            for depth, layer in enumerate(self._layers, start=1):
                # what lies further out than the layers to come can see need not be known
                layer.add(state, [(start + depth, stop - depth) for start, stop in spans])
        return [state[start + edge : start + edge + len(one)] for start, one in zip(starts, forms, strict=False)]

    def _known(self, docs: Sequence[Any]) -> list[list[int]]:
        """For each text, its words' rows in the table of forms; forms that are new are learnt."""
        keys = [list(map(tuple, doc.to_array(list(FORM)).tolist())) for doc in docs]
        if len(self._rows) > FORMS:
            self._rows.clear()
            self._forms = self._forms[:0]
        new: dict[tuple[int, ...], Any] = {}
        for doc, mine in zip(docs, keys, strict=True):
            if any(key not in self._rows and key not in new for key in mine):
                features = doc.to_array(self._features)
                new.update((key, row) for key, row in zip(mine, features, strict=True) if key not in self._rows)
        if new:
            found = self._mix.predict(self._hash.predict(np.stack(list(new.values()))))
            self._rows.update((key, len(self._forms) + i) for i, key in enumerate(new))
            self._forms = np.concatenate([self._forms, found])
        return [[self._rows[key] for key in mine] for mine in keys]


class Apart(NumpyOps):  # type: ignore[misc]
    """The pipeline's matrix arithmetic by numpy's library, each text's rows a product of its own.

    lengths  words of each text of the batch, in order; a product of another number of rows is taken as it comes.
    """

    def __init__(self, threads: ThreadpoolController) -> None:
        super().__init__(use_blis=True)
        self._threads = threads
        self.lengths: list[int] = []

    def gemm(self, x: Floats, y: Floats, out: Floats | None = None, trans1: bool = False, trans2: bool = False) -> Any:
        """``x @ y``, either transposed first."""
        if trans1 or len(x) != sum(self.lengths):
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        other = y.T if trans2 else y
        made = np.empty((len(x), other.shape[1]), dtype=np.float32) if out is None else out
        start = 0
        with self._threads.limit(limits=1, user_api="blas"):
            for length in self.lengths:
                np.dot(x[start : start + length], other, out=made[start : start + length])
                start += length
        return made


class _Layer:
    """One convolution: the best of some linear pieces over three neighbouring rows, normed, added to the row."""

    def __init__(self, residual: Any) -> None:
        nodes = {node.name: node for node in residual.walk()}
        maxout, norm = nodes["maxout"], nodes["layernorm"]
        weights, bias = maxout.get_param("W"), maxout.get_param("b")
        self._width, self._pieces, _ = weights.shape
        self._weights: Floats = np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(weights.shape[2], -1))
        self._bias: Floats = np.ascontiguousarray(bias.T.reshape(-1))
        self._scale, self._shift = norm.get_param("G"), norm.get_param("b")

    def add(self, state: Floats, spans: Sequence[tuple[int, int]]) -> None:
        """Add the layer's answer to the rows of the spans, each span a product of its own; other rows are undefined."""
        row, item = state.strides
        width = self._width
        windows = as_strided(state, shape=(len(state) - 2, 3 * width), strides=(row, item), writeable=False)
        pieces = np.zeros((len(state), self._pieces * width), dtype=np.float32)
        for start, stop in spans:
            np.dot(windows[start - 1 : stop - 1], self._weights, out=pieces[start:stop])
        pieces += self._bias
        best = pieces[:, :width]
        for piece in range(1, self._pieces):
            np.maximum(best, pieces[:, piece * width : (piece + 1) * width], out=best)
        best = best - best.mean(axis=1, keepdims=True)
        best /= np.sqrt(np.einsum("ij,ij->i", best, best) / width + TINY)[:, None]
        best *= self._scale
        best += self._shift
        state += best
