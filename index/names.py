"""Names of people and bodies in a text, with the roles that they are given, by form alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rapidfuzz import fuzz

_TITLES = frozenset(
    "mr mrs ms miss dr prof professor president vice prime minister deputy foreign defense defence "
    "interior finance health justice economy energy chancellor king queen prince princess pope cardinal "
    "bishop senator sen rep congressman congresswoman gov governor mayor secretary gen general col "
    "colonel lt lieutenant sgt sergeant captain capt adm admiral major maj chief executive ceo cfo "
    "director chairman chairwoman chairperson chair spokesman spokeswoman spokesperson special envoy "
    "representative presidential ambassador analyst expert economist judge sir lady lord dame sheriff "
    "commissioner officer attorney detective inspector lawyer coach manager founder co-founder head "
    "state assistant acting former then the a an us u.s uk u.k eu un first second senior permanent high "
    "national speaker leader lawmaker political scientist researcher author reporter journalist editor "
    "mp councillor cllr of".split()
)
_PEOPLES = frozenset(
    "afghan african albanian algerian american argentine armenian asian australian austrian azerbaijani "
    "bangladeshi belarusian belgian bolivian bosnian brazilian british bulgarian cambodian canadian chilean "
    "chinese colombian croatian cuban cypriot czech danish dutch eastern egyptian english estonian ethiopian "
    "european finnish french georgian german ghanaian greek hungarian icelandic indian indonesian iranian "
    "iraqi irish israeli italian jamaican japanese jordanian kazakh kenyan korean kosovar kuwaiti kyrgyz "
    "latvian lebanese libyan lithuanian macedonian malaysian maltese mexican moldovan mongolian moroccan "
    "nepalese nigerian northern norwegian pakistani palestinian peruvian philippine polish portuguese qatari "
    "romanian russian saudi scottish serbian singaporean slovak slovenian somali southern spanish sudanese "
    "swedish swiss syrian taiwanese tajik thai tunisian turkish ukrainian uzbek venezuelan vietnamese welsh "
    "western yemeni".split()
)
_SURNAMES = frozenset("king prince pope bishop major judge cardinal".split()) | _PEOPLES
"""Words that are a family name where a first name or a plain address stands before them."""
_ROLE_GROUPS = (
    frozenset("diplomat minister ambassador envoy foreign".split()),
    frozenset(
        "expert analyst specialist scientist researcher professor economist academic fellow scholar "
        "historian".split()
    ),
    frozenset(
        "politician president leader lawmaker senator congressman mayor governor chancellor mp "
        "premier".split()
    ),
    frozenset("spokesman spokeswoman spokesperson secretary official representative".split()),
    frozenset("lawyer attorney prosecutor judge".split()),
    frozenset("executive ceo founder chairman director head manager boss entrepreneur".split()),
    frozenset("officer sheriff chief detective inspector commissioner".split()),
    frozenset("coach player captain striker manager athlete".split()),
    frozenset("author writer journalist reporter editor".split()),
)
_SELF = frozenset(("I", "I'm", "I’m", "I've", "I’ve", "I'd", "I’d", "I'll", "I’ll"))
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_ROLES = frozenset().union(*_ROLE_GROUPS)
_TOKEN = r"[^\W\d_a-zа-яё][\w'’.-]*"
_PARTICLE = r"(?:de|del|della|di|da|dos|van|von|der|den|bin|ibn|al|el|la|le|du|ter|ten)"
NAME_RUN = re.compile(rf"{_TOKEN}(?:\s+(?:{_PARTICLE}\s+)?{_TOKEN})*")


@dataclass
class Person:
    """A person named in an article: the fullest name, the words of their roles, the last mention."""

    name: str
    roles: set[str] = field(default_factory=set)
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
    return (words & (_TITLES | _ROLES)) - {"the", "a", "an", "of", "then", "former"}


class People:
    """The people of one article, learnt from its sentences in order."""

    def __init__(self) -> None:
        self._people: list[Person] = []

    def learn(self, text: str, at: int) -> None:
        """Note every person named in a sentence; `at` is the sentence's number."""
        for match in NAME_RUN.finditer(text):
            name = bare_name(match.group())
            lead = match.group().find(name.split()[0]) if name else len(match.group())
            person = self.find(name)
            # "the" right before a name makes it that of a body: the Harbour Post
            body = re.search(r"\bthe\s+$", text[: match.start() + lead], re.I)
            if person is None and len(name.split()) in (2, 3) and not body:
                person = Person(name)
                self._people.append(person)
            if person is None:
                continue
            person.seen = at
            person.roles |= role_words(match.group()[:lead])
            after = re.match(r",\s+(?:the|an?|who is)?\s*([^,.;:]{3,80})", text[match.end() :])
            if after:
                person.roles |= role_words(after.group(1))
            before = re.search(r"([\w-]+)\s+$", text[: match.start()])
            if before:
                person.roles |= role_words(before.group(1))

    def find(self, name: str) -> Person | None:
        """The known person of this name: same family name, and first names alike where both are given."""
        words = name.split()
        if not words:
            return None
        for person in reversed(self._people):
            if person.family != words[-1].casefold():
                continue
            if len(words) == 1 or fuzz.ratio(words[0], person.name.split()[0]) >= 75:
                return person
        return None

    def by_role(self, description: str) -> Person | None:
        """The person whose role fits a description such as 'the diplomat' best; the latest of equals."""
        words = role_words(description)
        if not words:
            return None
        wide = words.union(*(group for group in _ROLE_GROUPS if group & words))
        scored = [
            (2 * len(words & person.roles) + (len(wide & person.roles) > 0), person.seen, person)
            for person in self._people
            if wide & person.roles
        ]
        if not scored:
            return None
        return max(scored, key=lambda entry: entry[:2])[2]


def _folded(word: str) -> str:
    return re.sub(r"['’]s$", "", word).strip(".,'’").casefold()


def _is_title(word: str) -> bool:
    return _folded(word) in _TITLES | _PEOPLES | _ROLES | _DAYS


def _takes_surname(word: str) -> bool:
    return not _is_title(word) or _folded(word) in {"mr", "mrs", "ms", "miss"}
