"""Closed classes of English words that tell names, roles and speakers apart."""

from __future__ import annotations

TITLES = frozenset(
    "mr mrs ms miss dr prof professor president vice prime minister deputy foreign defense defence "
    "interior finance health justice economy energy chancellor king queen prince princess pope cardinal "
    "bishop senator sen rep congressman congresswoman gov governor mayor secretary gen general col "
    "colonel lt lieutenant sgt sergeant captain capt adm admiral major maj chief executive ceo cfo "
    "director chairman chairwoman chairperson chair spokesman spokeswoman spokesperson special envoy "
    "representative presidential ambassador analyst expert economist judge sir lady lord dame sheriff "
    "commissioner officer attorney detective inspector lawyer coach manager founder co-founder head "
    "state assistant acting former then the a an us u.s uk u.k eu un first second senior permanent high "
    "national speaker leader lawmaker political scientist researcher author reporter journalist editor "
    "mp councillor cllr rev reverend of".split()
)
PEOPLES = frozenset(
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
FUNCTION = frozenset(
    "and but or nor so yet if as though although while when because since until unless whereas whether "
    "in on at by for from with after before during under over into to about against between among "
    "despite without within through across near outside inside besides like amid following throughout he "
    "she it they we you his her its their our my your this that these those there here who whom whose "
    "which what how why where not no only even still also now once again some many most all both each "
    "every few several other another one two three four five six seven eight nine ten however meanwhile "
    "moreover instead indeed perhaps maybe according asked last next earlier later today yesterday "
    "tomorrow".split()
)
"""Words that open a sentence with a capital, and no name."""
MONTHS = frozenset("january february july september october november december".split())
"""Without those that are first names too."""
ROLE_GROUPS = (
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
_NARROWER = {
    "diplomat": "minister ambassador envoy",
    "politician": "president leader lawmaker senator congressman mayor governor chancellor mp premier "
    "minister councillor cllr candidate",
    "envoy": "ambassador representative",
    "lawmaker": "senator congressman congresswoman mp representative",
    "official": "spokesman spokeswoman spokesperson secretary minister director commissioner officer mayor "
    "mayoress prosecutor chief governor envoy ambassador councillor inspector",
    "spokesperson": "spokesman spokeswoman",
    "expert": "analyst specialist scientist researcher professor economist academic fellow scholar historian "
    "geologist statistician",
    "analyst": "expert",
    "researcher": "scientist professor author academic",
    "scientist": "researcher professor",
    "academic": "professor scholar fellow",
    "lawyer": "attorney barrister solicitor counsel",
    "attorney": "lawyer",
    "executive": "ceo founder chairman director",
    "officer": "sheriff chief detective inspector sergeant constable",
    "minister": "premier",
    "candidate": "nominee",
    "nominee": "candidate",
}
WIDER = {noun: frozenset(narrower.split()) for noun, narrower in _NARROWER.items()}
"""A noun, and narrower ones: whoever is one of these may be called that."""
BODY_ENDS = frozenset(
    "inc ltd llc co corp company corporation group bank university college institute school hospital "
    "church court council committee commission agency department ministry office association society "
    "union federation foundation fund centre center club party times post news journal tribune herald "
    "gazette press magazine review airport street road avenue square bridge park river lake mountain "
    "mountains valley island islands county city town village house hall museum library theatre stadium "
    "league cup act bill award awards prize university week states nations kingdom republic east west "
    "north south sea ocean bay coast hotel parliament congress senate assembly board authority service "
    "services police army navy force forces team campaign conference convention network radio tv "
    "television airlines airways railway station tower building day war".split()
)
FEMALE = frozenset(
    "mrs ms miss mother sister wife widow daughter queen princess mayoress lady dame aunt actress niece "
    "spokeswoman chairwoman congresswoman businesswoman policewoman grandmother woman girl".split()
)
MALE = frozenset(
    "mr sir father brother husband widower son king prince lord uncle actor nephew spokesman chairman "
    "congressman businessman policeman grandfather man boy".split()
)
THINGS = frozenset(
    "day week month year time morning evening night result idea move decision plan fact way case thing "
    "reason effect price cost number percent cent rate change problem situation event".split()
)
"""Nouns that say nothing, however a sentence may sound."""
GROUP_WORDS = frozenset(
    "police officials authorities prosecutors investigators lawmakers scientists researchers witnesses "
    "critics doctors organisers organizers residents experts analysts sources media company council "
    "government ministry office department party team firm agency committee court university school "
    "hospital union bank group report study poll survey campaign administration statement letter "
    "document army military senate parliament board commission".split()
)
"""Bodies and documents, of which nobody says "he"."""
PREPOSITIONS = frozenset(
    "in on at by for from with after before during under over into of to about against between among "
    "since until despite without within through across near outside inside besides unlike like amid "
    "throughout following per via upon toward towards around behind beyond".split()
)
DETERMINERS = frozenset(
    "the a an his her its their our my this that these those some many several most both one two three "
    "four five six seven eight nine ten all another other no few every each".split()
)
PRONOUNS = frozenset("he she it they we i you".split())
TIMES = frozenset(
    "last this next earlier later week month year day days ago yesterday today tomorrow night morning "
    "evening afternoon weekend noon monday tuesday wednesday thursday friday saturday sunday january "
    "february march april june july august september october november december recently now then "
    "meanwhile still yet also however but and or so because although though while when as if that where "
    "until since once even instead indeed moreover nevertheless perhaps finally first second third here "
    "there only just again who which what how why whether".split()
)
VERBAL = frozenset("is was are were has had have will would can could did does do been be".split())
HONORIFICS = frozenset("mr mrs ms miss dr prof professor sir dame the".split())
"""What stands before a name and says nothing of who somebody is."""
