"""A phrase in, the speaker that it stands for out: a person, a body, or a source without a name.

It knows the article's people as far as it has been read: names and their later surnames, titles and roles,
sources without a name ("a worker at the depot", later "the worker"), and whom "he", "she", "it" and "they"
mean.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from .names import NAME_RUN, People, Person, bare_name
from .wordlists import FEMALE, GROUP_WORDS, MALE, THINGS

UNKNOWN = ""
"""A speaker of whom the text gives no name so far: nobody else's words, then."""
_SINGULAR = re.compile(r"^(?:he|she|himself|herself|him|her|his)$", re.I)
_THEY, _IT = re.compile(r"^(?:they|their|them|both|both sides)$", re.I), re.compile(r"^its?$", re.I)
_NOBODY = re.compile(
    r"^(?:i|we|you|there|who|that|this|these|those|nobody|no one|none|one(?!\s+[a-z])|everyone|everybody|"
    r"anyone|anybody|all|no|not|nothing|something|what|which|whoever|us|me)\b(?!\s+of\b)",
    re.I,
)
_BINDS = re.compile(
    r"\s+(?:of|at|from|for|with|in|on|to|about|near|by|behind|against|under|over|outside|inside|familiar|close|involved)\s+"
)
_DEFINITE = re.compile(r"^(?:the|his|her|its|their|this|that|these|those|our|my)\s+", re.I)
_SOME = re.compile(
    r"^(?:an?|one|another|two|three|four|five|six|seven|eight|nine|ten|some|many|several|most|both|other|few|"
    r"(?:[\w.-]+\s+){0,3}[\w.-]+(?:['’]s|s['’]))\s",
    re.I,
)
"""How a phrase opens that names somebody new."""
_MANY = re.compile(r"(?:[^su]s|people|police|media|men|women|staff|members|community)$", re.I)
_BODY_TAIL = re.compile(
    r"(?:newspaper|agency|channel|magazine|news agency|website|network|media|press|newspapers|daily|weekly)$",
    re.I,
)
_MOST_WORDS = 9
"""Words of a source without a name, as it is shown."""


class Cast:
    """The speakers of one article, learnt in its order.

    :param ordinary: the words, in lower case, that the article writes small: no name begins with one of them.
    """

    def __init__(self, ordinary: Collection[str] = ()) -> None:
        self.people = People(ordinary)
        self._ordinary = ordinary
        self._recent: list[str] = []
        self._sex: dict[str, str] = {}
        self._unnamed: dict[str, str] = {}
        self._bodies: dict[str, str] = {}

    def learn(self, text: str, at: int) -> None:
        """Note everybody who is named in a sentence; `at` is its number."""
        self.people.learn(text, at)

    def speak(self, name: str) -> None:
        """Note whom a sentence is about, or whose words it holds: the next pronoun means them."""
        if name in self._recent:
            self._recent.remove(name)
        self._recent.append(name)

    def last(self) -> str | None:
        """Whoever was heard or spoken of last; None for nobody."""
        return self._recent[-1] if self._recent else None

    def person(self, name: str | None) -> bool:
        """Whether a name is a person's, named or not, and no body's."""
        return name is not None and self._is_person(name)

    def role(self, name: str) -> str | None:
        """What the article calls somebody ("head of the port"), None for a body, or where it does not say."""
        person = self.people.find(name) if name[:1].isupper() and name not in self._bodies.values() else None
        return (person.role or None) if person and person.name == name else None

    def mentioned(self, own: str) -> tuple[str, ...]:
        """The people whom a sentence names outside quotations, in order."""
        found = (self.people.find(bare_name(run.group())) for run in NAME_RUN.finditer(own))
        return tuple(dict.fromkeys(person.name for person in found if person))

    def resolve(self, phrase: str) -> str | None:
        """The speaker that a noun phrase stands for; `UNKNOWN` for a pronoun that nobody was named for;
        None where it can be no speaker.
        """
        phrase = re.sub(r"\s+", " ", phrase).strip(" .,'’\"-—–")
        if not phrase:
            return None
        if _SINGULAR.match(phrase):
            return self._he_or_she(phrase.lower())
        if _IT.match(phrase):
            return next((name for name in reversed(self._recent) if not self._is_person(name)), UNKNOWN)
        if _THEY.match(phrase):
            return next((n for n in reversed(self._recent) if _many(n) or not self._is_person(n)), UNKNOWN)
        if _NOBODY.match(phrase):
            return None
        return self._noun(phrase)

    def turn(self, label: str) -> str | None:
        """The person whom the label of a turn in an interview names; None for nobody who is known."""
        person = self.people.find(bare_name(label))
        return person.name if person else None

    def known(self, phrase: str) -> str | None:
        """Whom a phrase that opens a sentence means, of those who are known; None for a new one."""
        if _SINGULAR.match(phrase):
            return self._he_or_she(phrase.lower()) or None
        for run in NAME_RUN.finditer(phrase):
            if person := self.people.find(bare_name(run.group())):
                return person.name
        head = _head(phrase)
        if not _DEFINITE.match(phrase) or _MANY.search(head):
            return None
        person = self.people.by_role(_BINDS.split(phrase, maxsplit=1)[0], head)
        return person.name if person else self._unnamed.get(head)

    def _he_or_she(self, pronoun: str) -> str:
        sex = "f" if pronoun in ("she", "her", "herself") else "m"
        for name in reversed(self._recent):
            if self._is_person(name) and not _many(name) and self._sex_of(name) in (sex, None):
                self._sex.setdefault(name, sex)
                return name
        known = sorted(self.people, key=lambda person: -person.seen)
        return next((person.name for person in known if self._sex_of(person.name) in (sex, None)), UNKNOWN)

    def _sex_of(self, name: str) -> str | None:
        if name in self._sex:
            return self._sex[name]
        person = self.people.find(name) if name[:1].isupper() else None
        held = (person.roles if person else set()) | {word.casefold() for word in name.split()}
        return "f" if held & FEMALE else "m" if held & MALE else None

    def _is_person(self, name: str) -> bool:
        return name not in self._bodies.values() and not (name[:1].islower() and _head(name) in GROUP_WORDS)

    def _noun(self, phrase: str) -> str | None:
        core = _BINDS.split(phrase, maxsplit=1)[0]
        runs = list(NAME_RUN.finditer(core))
        if runs and runs[-1].end() == len(core):
            run = runs[-1]
            name = self._bare(run.group(), opens=run.start() == 0)
            if name and (person := self.people.find(name)):
                self._title(person, core)
                return person.name
            if name and self._is_body(core, name):
                return self._body(phrase, core, name)
            if name and len(name.split()) == 1 and core != name:  # "Mr Berg", of whom nothing more is known
                return name if re.match(r"^[A-Z]", name) else None
            if not name:
                return self._last_name(phrase, core) or self._role(phrase, core)
            return name
        tail = runs[-1] if runs else None
        if tail and _BODY_TAIL.search(core) and not re.search(r"['’]s?$", tail.group()):  # "the X newspaper"
            name = self._bare(tail.group(), opens=False)
            if name:
                return self._keep_body(name)
        return self._role(phrase, core)

    def _last_name(self, phrase: str, core: str) -> str | None:
        """The person that a title leads up to: "Special Envoy of the President Ann Lee"."""
        run = next(reversed(list(NAME_RUN.finditer(phrase[len(core) :]))), None)
        name = bare_name(run.group()) if run and not re.match(r"(?:the|an?)\s", core, re.I) else ""
        person = self.people.find(name) if " " in name and run and name != run.group() else None
        return person.name if person else None

    def _bare(self, run: str, opens: bool) -> str:
        words = run.split()
        while opens and len(words) > 1 and words[0].casefold() in self._ordinary:
            words = words[1:]
        run = " ".join(words)
        if opens and len(words) == 1 and (run.casefold() in self._ordinary or run.casefold() in GROUP_WORDS):
            return ""
        return bare_name(run)

    def _is_body(self, core: str, name: str) -> bool:
        return bool(re.match(r"^(?:the|an?)\s", core, re.I)) or len(core.split()) == len(name.split())

    def _body(self, phrase: str, core: str, name: str) -> str:
        """A body's name with what it needs: "Ministry of Economy", "Bank of Lund"."""
        more = re.match(
            r"\s+(?:of|for)\s+(?:the\s+)?[^\W\d_a-zа-яё][\w’'.-]*(?:\s+(?:and\s+)?[^\W\d_a-zа-яё][\w’'.-]*)*",
            phrase[len(core) :],
        )
        whole = core[core.find(name) :]
        name = f"{whole}{more.group()}" if more else whole
        return self._keep_body(name)

    def _keep_body(self, name: str) -> str:
        key = name.casefold()
        return self._bodies.setdefault(key, name)

    def _title(self, person: Person, core: str) -> None:
        person.roles |= {
            word.casefold()
            for word in core[: -len(person.family)].split()
            if word.casefold() in FEMALE | MALE
        }

    def _role(self, phrase: str, core: str) -> str | None:
        """Somebody by what they are: a person of that role, or a source without a name."""
        head = _head(core)
        if not head or not head[0].isalpha() or head in THINGS or re.fullmatch(r"\w+(?:ing|ly)", head):
            return None
        definite = bool(_DEFINITE.match(phrase))
        named = (
            bool(runs := list(NAME_RUN.finditer(core)))
            and bool(self._bare(runs[0].group(), True))
            and runs[0].start() == 0
        )
        if not (
            definite or _SOME.match(phrase) or ((named or _MANY.search(head)) and len(core.split()) <= 5)
        ):
            return None
        words = {word.casefold().strip("’'") for word in re.split(r"[\s-]+", core)}
        if definite and not _MANY.search(head):
            person = self.people.by_role(core, head)
            if person is not None:
                return person.name
            if head in self._unnamed:
                return self._unnamed[head]
        if definite and head in self._unnamed:
            return self._unnamed[head]
        name = " ".join(_cut(phrase).split()[:_MOST_WORDS])
        name = re.sub(r"^(?:the|this|that|these|those)\s+", "", name, flags=re.I)
        first, space, rest = name.partition(" ")
        if (
            first.casefold() in self._ordinary
            or first.casefold() in _ARTICLES
            or first.casefold() in GROUP_WORDS
        ):
            name = first.casefold() + space + rest
        if not words:
            return None
        self._unnamed[head] = name
        return name


_ARTICLES = frozenset(
    "a an one two three four five some many several most both other his her its their".split()
)


def _many(name: str) -> bool:
    """Whether a source without a name is several people."""
    return not name[:1].isupper() and bool(_MANY.search(_head(name)))


def _cut(phrase: str) -> str:
    """A source without a name as far as it says who it is."""
    phrase = re.split(r"\s+\w+ed\s+(?:on|in|by|at|last|this)\b", phrase)[0]
    return re.split(
        r"\s+(?:in an?|in the|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|to the|to a)\b",
        phrase,
        flags=re.I,
    )[0]


def _head(core: str) -> str:
    """The noun that a phrase is about: its last word before what is bound to it."""
    words = _BINDS.split(core, maxsplit=1)[0].split()
    return words[-1].casefold().strip(".,'’") if words else ""
