"""Which sentences are hard to read, and why: long sentences, long words, the passive. Hints for whoever writes, never a refusal."""

import re
from dataclasses import dataclass

from wandel.core.guide.markup import plain_lines
from wandel.core.law.texts import Text

# Words in a sentence and letters in a word, for ordinary pages and for Leichte Sprache.
LONGEST_SENTENCE, LONGEST_EASY_SENTENCE = 20, 10
LONGEST_WORD = {"de": 22, "en": 15}
LONGEST_EASY_WORD = {"de": 14, "en": 11}
LANGUAGES = ("de", "en")
_ABBREVIATION = re.compile(
    r"\b(?:z\. ?B|d\. ?h|u\. ?a|Abs|Nr|Art|Str|Tel|ca|bzw|ggf|usw|evtl|max|min|St|Dr|e\.g|i\.e|No|Mr|Ms)\.",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?<=\d)\.(?=\s?(?:\d|[A-ZÄÖÜ][a-zä]+))")
_END = re.compile(r"(?<=[.!?…])[\"“”»«']?\s+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_CLAUSE = re.compile(r"[,;:–]")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_BECOME = {"wird", "werden", "wurde", "wurden", "werde", "würde", "würden", "worden"}
# Only what cannot be an infinitive as well: "Sie werden verstehen" is no passive.
_PARTICIPLE = re.compile(
    r"^(?:\w*ge\w{2,}[^e]t|\w*ge\w{2,}[td]et|(?:be|er|ver|zer|ent|emp)\w{2,}t|\w+iert"
    r"|\w*ge(?:schrieben|geben|nommen|funden|sprochen|troffen|schlossen|zogen|rufen|boten|wiesen|bracht|worfen|lesen|sehen|halten|lassen)"
    r"|\w*(?:vor|ein|aus|ab|an|zu)ge\w+en|entschieden|beschlossen|verboten|erhoben|verschoben)$"
)
_BE = {"am", "is", "are", "was", "were", "be", "been", "being"}
_DONE = re.compile(
    r"^(?:\w{2,}ed|given|taken|made|done|paid|sent|shown|written|known|kept|held|told|put|found|brought|chosen|issued|needed)$"
)


@dataclass(frozen=True, slots=True)
class Hint:
    """One remark on one sentence. ``kind``: sentence, word or passive; ``found`` is what the remark is about."""

    kind: str
    sentence: str
    found: str
    text: Text


def sentences(text: str) -> list[str]:
    """The sentences of a page in their order; a heading and an item of a list each stand for themselves."""
    found = []
    for line in plain_lines(text):
        # A dot that ends no sentence becomes another sign for a moment, so that positions and words stay.
        held = _ABBREVIATION.sub(lambda match: match.group().replace(".", "\0"), line)
        held = _DAY.sub("\0", held)
        found += [part.replace("\0", ".").strip() for part in _END.split(held)]
    return [sentence for sentence in found if sentence]


def hints(text: str, language: str, *, easy: bool = False) -> list[Hint]:
    """What to look at again. Languages whose rules are not known here get no hints. ``easy``: the page is in Leichte Sprache."""
    if language not in LANGUAGES:
        return []
    longest = LONGEST_EASY_SENTENCE if easy else LONGEST_SENTENCE
    letters = (LONGEST_EASY_WORD if easy else LONGEST_WORD)[language]
    found = []
    for sentence in sentences(text):
        words = _WORD.findall(_ADDRESS.sub(" ", sentence))
        if len(words) > longest:
            found.append(Hint("sentence", sentence, str(len(words)), Text(
                f"Der Satz hat {len(words)} Wörter. Machen Sie zwei daraus; bis {longest} Wörter liest man leicht.",
                f"The sentence has {len(words)} words. Make two of it; up to {longest} words are easy to read.",
            )))  # fmt: skip
        for word in dict.fromkeys(word for word in words if len(word) > letters):
            found.append(Hint("word", sentence, word, Text(
                f"„{word}“ ist lang. Sagen Sie es mit zwei Wörtern, oder erklären Sie es.",
                f"“{word}” is long. Say it in two words, or explain it.",
            )))  # fmt: skip
        if passive := next(filter(None, (_passive(part, language) for part in _CLAUSE.split(sentence))), ""):
            found.append(Hint("passive", sentence, passive, Text(
                f"„{passive}“ sagt nicht, wer es tut. Nennen Sie, wer handelt: „Sie …“ oder „Das Amt …“.",
                f"“{passive}” does not tell who does it. Name who acts: “you …” or “the office …”.",
            )))  # fmt: skip
    return found


def _passive(clause: str, language: str) -> str:
    """The words that make the passive in one clause, "" without one."""
    words = _WORD.findall(clause)
    lower = [word.lower() for word in words]
    if language == "de":
        become = next((word for word in lower if word in _BECOME), "")
        # A participle is written small; with a capital it is a noun ("Gehalt", "Geburt").
        done = next((word for word in words if word[0].islower() and _PARTICIPLE.match(word)), "")
        return f"{become} … {done}" if become and done else ""
    for at, word in enumerate(lower):
        if word in _BE:
            for later in lower[at + 1 : at + 3]:
                if _DONE.match(later):
                    return f"{word} {later}"
    return ""
