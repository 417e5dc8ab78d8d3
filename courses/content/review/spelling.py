"""Telling a slip of the finger from a word that somebody meant. Pure.

A dictionary does not know every word: "smishing", "denylist" and "mbps" are meant, and each is
near to another word. So two letters that changed places, or one that is doubled or should be, are
the only slips that are believed, besides a list of misspellings that everybody makes; and only
where no word becomes the one word that it can be. Everything else is reviewed, as is every language
but English: of Welsh there is no list of words that is good enough.

The words are those of simplemma (every form of some hundred thousand) and of symspellpy together.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from simplemma import is_known

SHORTEST, LONGEST = 3, 40
VOWELS = frozenset("aeiouy")
# What people write for what; none of the left is a word of anything.
COMMON = {
    "accomodate": "accommodate", "acheive": "achieve", "adress": "address",
    "agressive": "aggressive", "arguement": "argument", "begining": "beginning",
    "beleive": "believe",
    "collegue": "colleague", "comittee": "committee", "concensus": "consensus",
    "definately": "definitely", "embarass": "embarrass",
    "enviroment": "environment", "existance": "existence", "goverment": "government",
    "governement": "government", "gaurantee": "guarantee", "immediatly": "immediately",
    "independant": "independent", "knowlege": "knowledge", "maintainance": "maintenance",
    "managment": "management", "neccessary": "necessary", "necesary": "necessary",
    "occassion": "occasion", "occured": "occurred", "occurence": "occurrence",
    "organistion": "organisation", "parliment": "parliament", "permanant": "permanent",
    "persue": "pursue", "posession": "possession", "preceeding": "preceding",
    "privelege": "privilege", "publically": "publicly", "recomend": "recommend",
    "refered": "referred", "relevent": "relevant", "responsability": "responsibility",
    "seperate": "separate", "seperately": "separately", "succesful": "successful",
    "suprise": "surprise", "temporarly": "temporarily", "tommorow": "tomorrow",
    "truely": "truly", "untill": "until",
}  # fmt: skip
# Words that are others without an apostrophe: "cannt" may be "can't".
SHORTENED = frozenset(
    {"cant", "wont", "id", "ill", "its", "lets", "shed", "shell", "well", "were", "hell"}
)


def is_misspelling(old: str, new: str, *, language: str) -> bool:
    """Tell whether ``old`` is no word, and ``new`` the one word that was meant.

    "repotr" may become "report", never "resort"; "report", a word, may become nothing else.
    """
    if language.partition("-")[0] != "en":
        return False
    if COMMON.get(old) == new:
        return True
    if not (SHORTEST <= len(old) <= LONGEST and old.isascii() and old.isalpha()):
        return False
    # A capital may begin a name, and letters without a vowel are an abbreviation.
    if not old.islower() or not VOWELS & set(old) or old[0] != new[:1] or _is_word(old):
        return False
    near = {one for one in _slips(old) if one[0] == old[0] and _is_word(one)}
    return near == {new} and new not in SHORTENED


def _slips(word: str) -> Iterator[str]:
    """Yield what was meant if two letters changed places, or one is doubled or should be."""
    for place in range(len(word) - 1):
        one, other = word[place], word[place + 1]
        if one != other:
            yield word[:place] + other + one + word[place + 2 :]
        else:
            yield word[:place] + word[place + 1 :]
    for place, letter in enumerate(word):
        yield word[:place] + letter + word[place:]


def _is_word(word: str) -> bool:
    return is_known(word, lang="en") or word in _words()


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    """Return 82,834 words, British and American."""
    source = files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    lines = source.read_text(encoding="utf-8-sig").splitlines()
    return frozenset(line.split()[0] for line in lines)
