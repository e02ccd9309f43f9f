"""What counts as a word, and that hashes stand for runs of words and for nothing else."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.dataset import shingles as grams

BODY = "The wardens of the lower bridge said: “We’re done” – and the Central Committee of the gardeners of Lower Quellin agreed at once."
LINE = " ".join(f"word{i}" for i in range(40))


def jaccard(one: str, other: str, size: int) -> float:
    sets = [{tuple(said[i : i + size]) for i in range(len(said) - size + 1)} for said in map(grams.words, (one, other))]
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


@pytest.mark.parametrize(
    "variant",
    [
        f"Quellin, June 12 (KCNA) -- {BODY}",
        f"Quellin, 12 de junio (ACNC) – {BODY}",
        f"Quellin, June 12 (Sample Courier) ― {BODY}",
        f"{BODY} -0-",
        f"{BODY} -0- (Juche111.8.13.)",
        f"{BODY} -0-\n\nwww.kcna.kp (2025.02.10.)",
        f"{BODY}\n\nwww.kcna.kp (Juche111.8.6.)",
        BODY.replace("’", "'").replace("“", '"').replace("”", '"'),
        BODY.replace(" – ", " -- "),
        BODY.replace("bridge", "Bridge").upper(),
        BODY.replace("Central Committee", "C.C."),
        BODY.replace("Central Committee", "C. C."),
        BODY.replace("Central Committee", "CC"),
        BODY.replace(" ", "\n\n", 3).replace(" of", "  of"),
        BODY.replace("once.", "once ."),
    ],
)
def test_what_outlets_print_each_in_their_way_makes_no_other_words(variant: str) -> None:
    assert grams.words(variant) == grams.words(BODY)


@pytest.mark.parametrize(
    "variant",
    [
        BODY.replace("lower", "upper"),
        BODY + " Twice.",
        BODY.replace("at once", "(at once) -- or"),
        "Of the second part (as of the first) much is said -- " + BODY,
        BODY.replace("Central Committee", "CCTV"),
        BODY.replace("gardeners", "gardenérs"),
        f"{BODY} -0- {LINE}",
    ],
)
def test_other_words_are_other_words(variant: str) -> None:
    assert grams.words(variant) != grams.words(BODY)


def test_an_ideograph_is_a_word_and_a_word_of_hangul_is_one() -> None:
    assert grams.words("橋が緑。") == ["橋", "が", "緑"]
    assert grams.words("다리는 “초록”") == ["다리는", "초록"]


@given(st.text(st.characters(codec="utf-8", exclude_characters="-("), max_size=80))
def test_words_are_runs_of_letters_and_digits(text: str) -> None:
    text = grams.IDEOGRAPH.sub(" ", text).replace("C", "c").replace("www.", "")
    assert grams.words(text) == re.findall(r"\w+", text.lower())


@given(st.lists(st.text("ab é", max_size=30), max_size=6), st.integers(1, 4))
def test_hashes_are_equal_where_runs_of_words_are(texts: list[str], size: int) -> None:
    texts = [f"{text} {LINE}" for text in texts]
    hashes, places = grams.grams(texts, size)
    found: dict[int, tuple[str, ...]] = {}
    for text, begin, end in zip(texts, places, places[1:], strict=False):
        said = grams.words(text)
        runs = [tuple(said[i : i + size]) for i in range(len(said) - size + 1)]
        assert len(runs) == end - begin
        for run, value in zip(runs, hashes[begin:end].tolist(), strict=True):
            assert found.setdefault(value, run) == run
    assert len(set(found.values())) == len(found)


def test_a_text_has_the_same_hashes_whatever_stands_beside_it() -> None:
    texts = [f"{LINE} {i}" for i in range(300)]
    hashes, places = grams.grams(["", *texts, "too short"], 5)
    assert np.diff(places).tolist() == [0, *[37] * 300, 0]
    alone = np.concatenate([grams.grams([text], 5)[0] for text in texts])
    assert hashes.tolist() == alone.tolist()
    known, bands = grams.signatures(["", *texts, "too short"], 5, 8)
    assert known.tolist() == list(range(1, 301))
    assert [band.tolist() for band in bands] == [
        np.concatenate([grams.signatures([text], 5, 8)[1][i] for text in texts]).tolist() for i in range(2)
    ]


def test_texts_are_hashed_in_parts_that_are_neither_many_nor_large() -> None:
    texts = ["a"] * 300 + ["b" * 3_000_000] * 2 + ["c" * 400_000] * 3
    found = list(grams.batches(texts))
    assert [text for batch in found for text in batch] == texts
    assert [len(batch) for batch in found] == [128, 128, 44, 1, 1, 2, 1]


def test_hashes_are_the_same_on_every_machine_and_in_every_version() -> None:
    hashes, _ = grams.grams([LINE], 5)
    assert (hashes[0], hashes[-1]) == (5760649584468189626, 1215185553507753747)
    assert grams.signatures([LINE], 5, 4)[1][0].tolist() == [1492349542226837673]


def test_no_text_and_texts_without_words_have_no_hashes() -> None:
    assert len(grams.grams([], 5)[0]) == 0
    assert grams.grams(["", "...", "\n\n"], 5)[1].tolist() == [0, 0, 0, 0]
    known, bands = grams.signatures(["", "..."], 5, 8)
    assert (len(known), [len(band) for band in bands]) == (0, [0, 0])


@given(st.integers(0, 40), st.integers(0, 40))
def test_similarity_is_that_of_the_sets_of_runs(cut: int, added: int) -> None:
    other = " ".join(LINE.split()[: 40 - cut // 3]) + "".join(f" more{i}" for i in range(added))
    hashes, places = grams.grams([LINE, other], 5)
    runs = [np.unique(hashes[: places[1]]), np.unique(hashes[places[1] :])]
    assert grams.similarity(*runs) == jaccard(LINE, other, 5)


def test_two_texts_without_runs_are_not_alike() -> None:
    assert grams.similarity(np.zeros(0, np.uint64), np.zeros(0, np.uint64)) == 0
