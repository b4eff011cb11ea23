"""Names of people and bodies in a text, with the roles that they are given, by form alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from .called import called
from .wordlists import BODY_ENDS, FUNCTION, MONTHS, PEOPLES, ROLE_GROUPS, TITLES, WIDER

_SURNAMES = frozenset("king prince pope bishop major judge cardinal".split()) | PEOPLES
"""Words that are a family name where a first name or a plain address stands before them."""
_SELF = frozenset(("I", "I'm", "I’m", "I've", "I’ve", "I'd", "I’d", "I'll", "I’ll"))
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_ROLES = frozenset().union(*ROLE_GROUPS)
_NEVER_FIRST = TITLES | PEOPLES | _ROLES | _DAYS | FUNCTION | MONTHS
_SET_BEHIND = re.compile(
    r",\s+(?:\d+,\s+)?(?:the|an?|who (?:is|was)(?: an?| the)?|his|her|its|their|[\w’'-]+['’]s?)?"
    r"\s*([^,.;:]{3,80})"
)
_AROUND = 100
"""Characters before and after a name that are looked at for a role."""
_NO_ROLE = FUNCTION | frozenset("the a an of then former said who says told says".split())
_KIN = re.compile(
    r"(?:\b(?:his|her|their|my|our)|['’]s)\s+(?:[\w-]+\s+)?(?:mother|father|sister|brother|wife|husband|widow|widower|"
    r"son|daughter|child|partner|friend|aunt|uncle|niece|nephew|cousin|grandmother|grandfather|colleague),?\s+$"
)
"""Before a first name that stands alone: "his daughter"."""
_HONOURED = re.compile(r"(?:Mrs?|Ms|Miss|Dr|Prof|Sir|Dame|Sheriff|Judge|Cllr)\b\.?\s")
"""Before a family name that stands alone."""
_DOER = re.compile(r"\w{2,}(?:er|or|ist|ian|eer|ant)$")
"""How a noun ends that says what somebody does."""
_OPENS = re.compile(r"^[\W_]*$|[.!?:…][\"”»’']?\s+[\"“«‘']?$|[\"“«]\s?$")
"""What stands before the word that opens a sentence."""
_TOKEN = r"[^\W\d_a-zа-яё][\w'’.-]*"
_PARTICLE = r"(?:de|del|della|di|da|dos|van|von|der|den|bin|ibn|al|el|la|le|du|ter|ten)"
NAME_RUN = re.compile(rf"{_TOKEN}(?:\s+(?:{_PARTICLE}\s+)?{_TOKEN})*")


@dataclass
class Person:
    """A person named in an article: the fullest name, the words of their roles and the nouns among
    them, in lower case, and the last mention. `role` is the phrase that says best what they are, "" for none.
    """

    name: str
    role: str = ""
    roles: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    seen: int = -1

    @property
    def family(self) -> str:
        """The last word of the name, folded for comparison."""
        return self.name.split()[-1].casefold()


def bare_name(run: str) -> str:
    """A capitalised run without the titles, peoples and articles before the name; '' if nothing else."""
    words = run.split()
    keep = len(words)
    if words[-1] in _SELF:  # "Later I", which no name ends with
        return ""
    if keep > 1 and _folded(words[-1]) in _SURNAMES and _takes_surname(words[-2]):
        keep -= 1
    while keep and not _is_title(words[keep - 1]):
        keep -= 1
    return " ".join(re.sub(r"['’]s$", "", word).strip(".,'’") for word in words[keep:]).strip()


def role_words(text: str) -> set[str]:
    """The words of a description that name a role: 'the Russian Deputy Foreign Minister' -> deputy, ..."""
    words = {word.strip(".,'’").casefold() for word in text.split()}
    return (words & (TITLES | _ROLES)) - {"the", "a", "an", "of", "then", "former"}


class People:
    """The people of one article, learnt from its sentences in order.

    :param ordinary: words, in lower case, that the article writes small: no name opens a sentence with one.
    """

    def __init__(self, ordinary: Collection[str] = ()) -> None:
        self._people: list[Person] = []
        self._ordinary = ordinary

    def __iter__(self) -> Iterator[Person]:
        return iter(self._people)

    def learn(self, text: str, at: int) -> None:
        """Note every person named in a sentence; `at` is the sentence's number."""
        for match in NAME_RUN.finditer(text):
            run = self._unopened(match.group()) if _OPENS.search(text[: match.start()]) else match.group()
            name = bare_name(run)
            lead = match.group().find(name.split()[0]) if name else len(match.group())
            person = self.find(name)
            # an article right before a name makes it that of a body: the Harbour Post, a Liberal Democrat
            body = re.search(r"\b(?:the|an?)\s+$", text[: match.start() + lead], re.I)
            alone = _KIN.search(text[: match.start()]) or _HONOURED.match(match.group())
            known = len(name.split()) in (2, 3) or (len(name.split()) == 1 and alone)
            if person is None and known and not body and not _is_of_body(name):
                person = Person(name)
                self._people.append(person)
            if person is None:
                continue
            if " " in name and " " not in person.name:  # "Mrs Lee", and later "Ann Lee"
                person.name = name
            person.seen = at
            before = text[max(0, match.start() - _AROUND) : match.start()]
            roles, heads = _roles(match.group()[:lead], before, text[match.end() : match.end() + _AROUND])
            person.roles |= roles
            person.heads |= heads
            role = called(text, match.start(), match.start() + lead, match.end())
            person.role = max(person.role, role, key=lambda said: (bool(said), " of " in said))

    def find(self, name: str) -> Person | None:
        """The known person of this name: same family name, and first names alike where both are given."""
        words = name.split()
        if not words:
            return None
        for person in reversed(self._people):
            if person.family != words[-1].casefold():
                continue
            first = person.name.split()[0]
            if (
                len(words) == 1
                or first == person.name
                or any(fuzz.ratio(word, first) >= 75 for word in words[:-1])
            ):
                return person
        return None

    def by_role(self, description: str, head: str) -> Person | None:
        """The person whose role fits a description such as 'the diplomat' best; the latest of equals.

        :param head: its noun, in lower case. Somebody who is not called that is meant only by a noun
            that is wider than their own: the minister may be "the diplomat", and no other official is "the
            president".
        """
        words = {word.strip(".,'’").casefold() for word in description.split()} - {"the", "a", "an"}
        narrower = WIDER.get(head, frozenset())
        scored = [
            (2 * (head in person.heads) + len(words & person.roles), person.seen, person)
            for person in self._people
            if head in person.heads or narrower & person.heads
        ]
        return max(scored, key=lambda entry: entry[:2])[2] if scored else None

    def _unopened(self, run: str) -> str:
        words = run.split()
        while len(words) > 1 and words[0].casefold() in self._ordinary and not _is_title(words[0]):
            words = words[1:]
        if len(words) > 2 and _DOER.search(words[0]) and words[1][:1].isupper():  # "Baker Ann Lee"
            words = words[1:]
        return " ".join(words)


def _roles(lead: str, before: str, after: str) -> tuple[set[str], set[str]]:
    """The words, in lower case, that say what somebody is, right before the name and set behind it, and the
    nouns among them.
    """
    said = [lead]
    if before.endswith(", "):
        core = _core(re.split(r"[,.;:]", before[:-2])[-1])
        said.append(re.split(r"\b(?:the|an?|his|her|its|their)\s+|['’]s\s+", core, flags=re.I)[-1])
    elif (close := before.split()[-2:]) and close[-1][:1].islower() and before.endswith(" "):
        said.append(" ".join(word for word in close if word.islower() and word not in FUNCTION))
    if found := _SET_BEHIND.match(after):
        said.append(_core(found.group(1)))
    parts = [[word.strip(".,'’").casefold() for word in re.split(r"[\s-]+", part) if word] for part in said]
    heads = {part[-1] for part in parts if part} | ({*(parts[0])} & (TITLES | _ROLES))
    return {word for part in parts for word in part if word} - _NO_ROLE, heads - _NO_ROLE


def _core(description: str) -> str:
    """A description up to what is bound to its noun: "head | of the port"."""
    return re.split(
        r"\s+(?:of|at|from|for|with|in|on|to|who|whose|which|that|said|says|told)\b", f" {description}"
    )[0]


def _is_of_body(name: str) -> bool:
    """Whether a name ends like that of a company, a place or an institution."""
    return name.split()[-1].casefold().strip(".") in BODY_ENDS


def _folded(word: str) -> str:
    return re.sub(r"['’]s$", "", word).strip(".,'’").casefold()


def _is_title(word: str) -> bool:
    return _folded(word) in _NEVER_FIRST


def _takes_surname(word: str) -> bool:
    return not _is_title(word) or _folded(word) in {"mr", "mrs", "ms", "miss"}
