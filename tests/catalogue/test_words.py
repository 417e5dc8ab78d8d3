"""Folding, endings, Welsh first letters, spelling, and what somebody typed: all without Django."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from learning.catalogue.asking import LONGEST_QUERY, MOST_WORDS, question, read
from learning.catalogue.shipped import shipped_entries, vocabulary_with
from learning.catalogue.spelling import MOST_CORRECTED, corrected
from learning.catalogue.vocabulary import MOST_ALTERNATIVES, entry
from learning.catalogue.words import LONGEST_WORD, fold, tokens, welsh_forms
from learning.catalogue.words_kept import words_to_keep

KNOWN = {"phishing": 3, "password": 9, "passwords": 2, "charts": 4, "data": 50, "date": 1,
         "cyber": 5, "security": 5, "government": 7, "deallusrwydd": 2}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Gŵyl â thŷ", ["gwyl", "a", "thy"]),
        ("People’s data — and people's", ["people", "data", "and", "people"]),
        ("mae'r ysgol i’n tîm", ["mae", "ysgol", "i", "tim"]),
        ("don't", ["dont"]),
        ("E-learning, e-bost, E‑mail", ["elearning", "ebost", "email"]),
        ("two-factor / OFFICIAL-SENSITIVE", ["two", "factor", "official", "sensitive"]),
        ("naïve café Straße", ["naive", "cafe", "strasse"]),
        ("2FA & GOV.UK", ["2fa", "gov", "uk"]),
        ("'quoted' “words”", ["quoted", "words"]),
        ("\0 ()|!:*", []),
    ],
)
def test_words_are_folded_alike_however_they_are_written(text: str, words: list[str]) -> None:
    assert tokens(text) == words


@given(st.text())
@example("ﷺ" * 50)
def test_folding_ends_and_folding_again_changes_nothing(text: str) -> None:
    words = tokens(text)
    assert tokens(" ".join(words)) == [word[:LONGEST_WORD] for word in words]
    assert fold(" ".join(words)).split() == words


@pytest.mark.parametrize(
    ("radical", "forms"),
    [
        ("cyfrinair", "gyfrinair nghyfrinair chyfrinair"),
        ("pwysau", "bwysau mhwysau phwysau"),
        ("tystiolaeth", "dystiolaeth nhystiolaeth thystiolaeth"),
        ("gwybodaeth", "wybodaeth ngwybodaeth"),
        ("bygythiad", "fygythiad mygythiad"),
        ("diogelwch", "ddiogelwch niogelwch"),
        ("llythrennedd", "lythrennedd"),
        ("moeseg", "foeseg"),
        ("rhagfarn", "ragfarn"),
        ("ansawdd", "hansawdd"),
    ],
)
def test_a_mutated_word_leads_to_its_radical_and_back(radical: str, forms: str) -> None:
    for form in forms.split():
        assert form in welsh_forms(radical)
        assert radical in welsh_forms(form)
        assert set(forms.split()) <= set(welsh_forms(form))


def test_what_does_not_mutate_is_left_alone() -> None:
    assert welsh_forms("seiber") == ["seiber"]
    assert welsh_forms("chwarae") == ["chwarae", "cwarae", "gwarae", "nghwarae"]
    assert welsh_forms("ai") == ["ai"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("phising", "phishing"),
        ("phihsing", "phishing"),
        ("pphishing", "phishing"),
        ("pasword", "password"),
        ("dats", "data"),  # and not "date", which is as close and rarer
        ("govenment dat", "government dat"),
        ("cybersecurity", "cyber security"),
        ("pass word", "password"),
        ("ddeallusrwyd", "deallusrwydd"),
        ("zebra", "zebra"),
        ("cat", "cat"),
        ("chart data", "chart data"),  # known in another form
    ],
)
def test_a_spelling_is_mended_by_the_closest_known_word(typed: str, meant: str) -> None:
    assert " ".join(corrected(typed.split(), KNOWN)) == meant


def test_no_more_words_are_mended_than_the_limit() -> None:
    assert corrected(["phising"] * 9, KNOWN) == ["phishing"] * MOST_CORRECTED + ["phising"] * 3


@pytest.mark.parametrize(
    "phrase",
    ["GDPR", "data protection", "Data-Protection", "diogelu data", "ddiogelu data", "data personol",
     "ddata bersonol", "nata personol"],
)  # fmt: skip
def test_an_entry_is_found_by_any_of_its_words_in_any_form(phrase: str) -> None:
    vocabulary = vocabulary_with(())
    [term] = vocabulary.terms(tokens(phrase))
    assert {("gdpr",), ("data", "protection")} & set(term.meaning("en"))
    assert term.words == tuple(tokens(phrase))


def test_the_longest_phrase_wins_and_the_rest_stays() -> None:
    terms = vocabulary_with(()).terms(["a", "password", "manager", "for", "the", "zebra", "course"])
    assert [(term.words, term.required) for term in terms] == [
        (("password", "manager"), True),
        (("zebra",), True),
        (("course",), False),
    ]
    assert [term.required for term in vocabulary_with(()).terms(["training"])] == [True]
    assert [term.words for term in vocabulary_with(()).terms(["how", "to"])] == [("how",), ("to",)]


def test_what_leads_further_does_so_one_way_only() -> None:
    [chat] = vocabulary_with(()).terms(["chatgpt"])
    assert ("artificial", "intelligence") in chat.meaning("en")
    [ai] = vocabulary_with(()).terms(["ai"])
    assert ("chatgpt",) not in ai.meaning("en")


def test_an_added_entry_adds_and_one_of_the_same_name_takes_the_place() -> None:
    added = [
        entry({"cy": ["sebra"], "en": ["zebra", "stripes"]}),
        entry({"en": ["GDPR", "privacy law"]}),
    ]
    vocabulary = vocabulary_with(added)
    assert vocabulary.terms(["sebra"])[0].meaning("en") == (("zebra",), ("stripes",))
    [first, second, *_] = dict(shipped_entries()[0].said)["en"]
    emptied = vocabulary_with([entry({"en": [first]})])
    assert emptied.terms(tokens(second))[0].meaning("en") == ()
    assert vocabulary_with(()).terms(tokens(second))[0].meaning("en") != ()


def test_every_entry_shipped_can_be_found_by_every_one_of_its_words() -> None:
    vocabulary = vocabulary_with(())
    for one in shipped_entries():
        said = dict(one.said)
        for text in (word for words in said.values() for word in words):
            numbers = vocabulary.find(tokens(text))
            assert one in [vocabulary.entries[number] for number in numbers], text
        assert len(said["en"]) + len(one.also) <= MOST_ALTERNATIVES, one
    names = [one.name for one in shipped_entries()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("typed", "words", "unwanted", "operators"),
    [
        ("charts that help", ("charts", "that", "help"), (), ""),
        ('"charts that help"', ("charts", "that", "help"), (), '"charts that help"'),
        ("charts -mislead", ("charts",), ("mislead",), "charts -mislead"),
        ("cats OR dogs", ("cats", "dogs"), (), "cats or dogs"),
        ("or", ("or",), (), ""),
        ("two-factor - now", ("two", "factor", "now"), (), ""),
        ('"', (), (), ""),
        ('say "hello', ("say", "hello"), (), ""),
        ("-data", (), ("data",), "-data"),
        ("a & !b | (c:*) <-> d'", ("a", "b", "c", "d"), (), ""),
    ],
)
def test_what_was_typed_is_read(
    typed: str, words: tuple[str, ...], unwanted: tuple[str, ...], operators: str
) -> None:
    asked = read(typed)
    assert (asked.words, asked.unwanted, asked.operators) == (words, unwanted, operators)


@given(st.text(max_size=2000), st.sampled_from(["en-gb", "cy", "fr", "et"]))
def test_a_question_is_bounded_whatever_was_typed(typed: str, language: str) -> None:
    asked = read(typed)
    assert len(asked.words) + len(asked.unwanted) <= MOST_WORDS
    assert sum(map(len, asked.words)) <= LONGEST_QUERY * 20
    terms = vocabulary_with(()).terms(asked.words)
    if terms:
        text = question(terms, unwanted=asked.unwanted, language=language)
        assert len(text.match) < 60_000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Excel pivot tables", "excel pivot tables"),
        ("How do I use PIVOT tables?", "pivot tables"),
        ("2FA", "2fa"),
        ("windows 11", "windows"),
        ("sam.okafor@demo.example", ""),
        ("appeal of sam.okafor @ demo.example", ""),
        ("https://intranet.example/sam", ""),
        ("www.example.test secrets", ""),
        ("QQ 12 34 56 C", ""),
        ("call 020 7946 0123", ""),
        ("case AB123456", ""),
        ("my manager shouts at me every morning and nobody does anything", ""),
        ("x" * 31, ""),
        ("the of and", ""),
        ("=HYPERLINK(1)", "hyperlink"),
    ],
)
def test_what_is_kept_of_words_that_found_nothing(typed: str, kept: str) -> None:
    assert words_to_keep(typed, vocabulary_with(()).words) == kept


@given(st.text(max_size=200))
def test_no_address_and_no_number_is_ever_kept(typed: str) -> None:
    kept = words_to_keep(typed, frozenset())
    assert "@" not in kept
    assert not any(letter.isdigit() for letter in kept)
    assert len(kept) <= 80
