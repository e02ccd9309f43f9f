"""Sentences about gardens, mills and harbours that do not exist, and about nobody who lives."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

Draw = Callable[[], float]  # the next random number, from 0 to below 1
Phrase = tuple[str, tuple[tuple[str, ...], ...]]  # a text with gaps, and what may fill each gap
T = TypeVar("T")

MARK = "\x01"  # stands after every name; no text leaves this module's callers with it


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_GIVEN = _words("""Ambrel Borrin Cathwen Dorvo Elsmira Ferrolin Gathrin Hesmo Ilvara Jorvenna Keldrin Lomira
Mathwen Nerrolo Osmiel Pellavar Quenmar Rostelle Sarvin Tolmira Ulvenna Vestrin Wilmora Yorrick
Zemira Brenvo Callimar Dessaly""")
_MIDDLE = _words("""Ash Birch Fern Hazel Heather Lark Maple Reed River Robin Rose Willow Wren""")
_FAMILY = _words("""Abbermoor Brindlow Cresthollow Dunmarrow Eddlewick Farrowmist Glenharrow Hobblewood
Ivenmoss Jastlebrook Kettlemarsh Lindenwood Mossenby Nettlefen Overwick Pendlestrow Quillhaven
Rushenby Sallowmere Appledown Underhollow Velvetcombe Windlethorpe Yarrowdene Brackenmole Coldwhistle
Dapplemoor Fennimarsh Gorselow Hazelmarch""")
_NUMBERS = [*range(13, 990, 11), *range(1_013, 400_000, 997)]


def _ending(number: int) -> str:
    return "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


POOLS: dict[str, tuple[str, ...]] = {
    "adj": _words("""big blue bold brave brief bright broad broken brown calm careful cheap clean clear clever
cold common cool crooked curious dark deep dim distant double dry dull dusty fair faint familiar fast
fine firm flat fresh gentle golden good grand green grey handsome hard heavy high hollow huge hungry
kind large late lean light little lively long loud low lucky mild modest muddy narrow neat new noisy
patient pale plain pleasant polished polite poor proud quick quiet rare ready rich ripe rough round
sandy secret shallow sharp short shy silent silver simple slow small smooth soft solid sour steady
steep still stony strange strong stubborn sudden sunny sweet tall tame thick thin tidy tiny tired
warm weak wet white wide wild windy wise wooden worn yellow young"""),
    "noun": _words("""barn barrel basket bath beacon bell bench blanket boat bonfire bookshelf bridge broom bucket
cabinet candle canal cart cellar chair chapel cheese chimney choir clock cloth compass copper corner
cottage courtyard cradle curtain dairy dam desk dictionary ditch dock door drum fence ferry festival
field flag flute footpath forge fountain garden gate glasshouse granary greenhouse hall hammer harbour
harvest hat hedge hill hive jetty kettle kiln kitchen kite ladder lake lamp lantern lawn ledger library
lighthouse loom map market meadow mill mirror museum nest notebook nursery pantry park pasture path
pavement pear pier pillar plough pond porch pot quarry quilt raft reed ribbon river roof rope rowboat
saddle sail school seed shed shelter shop shore signpost sledge song spade spring stable staircase
statue stove stream street table tapestry teapot tent theatre ticket timetable tower town trellis
tunnel valley vineyard violin wagon wall warehouse watermill weathervane well wharf wheel whistle
window workshop yard"""),
    "people": _words("""bakers barbers basket-makers beekeepers boatmen bookbinders brewers bricklayers carpenters
carters children clerks cobblers cooks coopers dancers divers drummers dyers farmers ferrymen fiddlers
fishermen gardeners glassblowers grandmothers guests helpers hikers joiners lamplighters librarians
masons millers musicians neighbours painters pedlars pilots ploughmen porters potters printers pupils
roofers ropemakers sailors saddlers schoolteachers shepherds singers smiths spinners tailors thatchers
travellers villagers visitors watchmakers weavers woodcutters"""),
    "place": _words("""Aldermist Barrowfold Candlemoor Dimmerfield Eastwhistle Fallowmere Gullhaven Harkenfold
Longermarsh Juniperhill Kestrelhill Larkspool Mistleford Nettlebay Oatwick Plumbarrow Quarrydene Reedmouth
Saltmarrow Thistlebay Upperhill Velvetmoor Wickerford Yellowfen Bramblebridge Coppermere Drizzleford
Emberfold Foxmarrow Gravelmouth Hollowmere Ironbarrow Kettledale Lanternhill Mossbridge Ninewells
Otterfold Pebblewick Ravenmarsh Sorrelfield Tinderby Willowmarrow Élanmere Brûlewick"""),
    "verb": _words("""admired arranged balanced blessed borrowed bottled brushed carried carved chased cleaned
collected compared copied counted covered crossed decorated delivered described discussed divided
doubled drained dusted emptied enjoyed examined fastened fetched filled finished flooded folded
followed gathered greased guarded heated hired inspected invented joined kindled labelled launched
lifted loaded locked lowered measured mended moved named noticed numbered oiled opened packed painted
patched planned planted polished praised preserved printed protected pulled pushed raised received
remembered repaired replaced rescued restored ringed rolled scrubbed sealed served shared sharpened
sheltered sketched smoothed stacked stitched stored studied sweetened tested tied towed trimmed tuned
turned varnished visited washed watched watered weighed welcomed whitened wrapped"""),
    "number": tuple(f"{number:,}".replace(",", " ") for number in _NUMBERS),
    "ordinal": tuple(f"{number}{_ending(number)}" for number in range(2, 400, 3)),
    "area": tuple(f"{number / 10} km2" for number in range(13, 400, 7)),
    "name": tuple(  # of two words, or of three; English in the middle, so that no language is mistaken
        f"{given} {_MIDDLE[(line + place) % 13]} {family}{MARK}" if line % 4 == 3 else f"{given} {family}{MARK}"
        for line, given in enumerate(_GIVEN)
        for place, family in enumerate(_FAMILY)
    ),
}


def _compiled(templates: str) -> tuple[Phrase, ...]:
    """Templates, one a line, made ready to be filled; the bars at both ends keep their spaces."""
    gap = re.compile(r"\{(\w+)\}")
    lines = [line.strip().strip("|") for line in templates.strip().splitlines()]
    return tuple((gap.sub("%s", line), tuple(POOLS[g] for g in gap.findall(line))) for line in lines)


_LEADS = _compiled("""
    |in the {adj} weeks before the {noun}, |
    |when the {adj} {noun} came down from {place}, |
    |as the {people} of {place} have always known, |
    |after {number} days with no {noun} of their own, |
    |according to {name}, |
    |as we all know from {name}’s {adj} {noun}, |
    |on the {adj} road that leads to {place}, |
    |with a little help from the {people}, |
    |not far from the {noun} at {place}, |
    |ever since the {noun} was {verb}, |
    |under the {adj} roof that is over the {noun}, |
    |if the {people} are right about the {noun}, |
    |long after the {people} had left, |
    |all through the {adj} winter that they had in {place}, |
    |because the {noun} was so {adj}, |
    |by the end of the {adj} season, |
    |on the {ordinal} day of the {adj} season, |""")
_MAINS = _compiled("""
    the {people} of {place} {verb} the {adj} {noun} which they have always had beside their {noun}
    it was the {adj} {noun} of the {people} that {verb} the {noun} at {place}
    there were {number} {people} on the {noun}, and most of them had {verb} a {adj} {noun}
    it was {name} who {verb} the {noun} with the {people}, and they had come by the {adj} {noun}
    the {noun} at {place} was {verb} by {number} {people} from the {adj} side of the {noun}
    {name}, who looks after the {noun}, has {verb} every {adj} {noun} between {place} and {place}
    a {adj} {noun} and {number} other things were {verb} for the {people} in the {noun}
    nobody at {place} had {verb} the {noun} so well, or with such a {adj} {noun}
    the {noun} that {name}’s friends had left was {verb}, and the {people} were given {number} of the {adj} ones
    they {verb} the {adj} {noun} at {place} and then they {verb} the {people}’ {noun}
    all of the {people} agreed that the {noun} should be {verb} like the {adj} one in {place}
    this {adj} {noun} is older than the {noun} that the {people} {verb} at {place}
    what the {people} wanted was a {noun} that could be {verb} in a {adj} hour
    each of the {number} {people} was asked to say how the {adj} {noun} had been {verb}
    it is {number} steps from the {noun} to the {adj} {noun}, and the {people} {verb} them all
    it has been said in {place} that the {adj} {noun} and the {noun} were {verb} together""")
_TAILS = _compiled("""
    |, so that the {people} could see the {noun} from {place}|
    | and the {adj} {noun} was {verb} before the rain|
    | -- a {adj} thing to do, as the {people} say|
    | – and it was {adj} enough for the {people}|
    | while the {people} {verb} the {adj} {noun} near {place}|
    |, which is why the {noun} is still so {adj}|
    |, in the {adj} words of {name}|
    | with the {adj} {noun} that {name} had {verb}|
    |, although the {people} had not {verb} the {noun}|
    | because the {adj} {noun} belongs to {name}|
    | as it is on every {adj} day at {place}|
    | and so it was with the {noun} of the {people}|
    |, and there is much of the {adj} {noun} to come|
    | at a cost of {number} coins to the {people} of {place}|
    | for the sake of the {noun}, the {noun} and the {people}|
    |, as the {people} of {place} have done for {number} years|
    | over {area} of {adj} land that the {people} had {verb}|""")
_TITLES = _compiled("""
    {adj} {noun} {verb} in {place}
    {people} of {place} and their {adj} {noun}
    New {noun} for the {people} of {place}
    {name}’s {adj} {noun} {verb} again
    How the {adj} {noun} was {verb} in {place}
    {number} {people} in one {adj} {noun}
    {name} speaks about the {noun} and the {adj} {noun}
    The {adj} {noun} that the {people} {verb}
    From {place} to {place} with the {adj} {noun}
    Why {name}, of {place}, {verb} the {noun}
    {adj} {noun} {verb}, {people} say
    The {ordinal} {noun} of {place}""")
_HEADS = _compiled("""
    The {noun} and the {people}
    In the {adj} {noun} of {place}
    {adj} {noun}
    What the {people} {verb}
    {number} days at {place}""")


def pick(pool: Sequence[T], draw: Draw) -> T:
    """One of the pool, each as likely as the next."""
    return pool[int(draw() * len(pool))]


def _fill(phrases: tuple[Phrase, ...], draw: Draw) -> str:
    text, gaps = pick(phrases, draw)
    return text % tuple([pool[int(draw() * len(pool))] for pool in gaps])


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]


def _sentence(draw: Draw) -> str:
    """15 to 43 words, now and then in quotation marks."""
    roll = draw()
    text = _fill(_LEADS, draw) if roll < 0.5 else ""
    text += _fill(_MAINS, draw)
    if roll > 0.08:
        text += _fill(_TAILS, draw)
    text = _capitalised(text)
    if roll < 0.9:
        return f"{text}."
    name = pick(POOLS["name"], draw)
    return f"“{text},” said {name}." if roll < 0.95 else f"{name}, who was one of the guests, said: “{text}.”"


def paragraph(draw: Draw) -> str:
    """15 to 90 words, with curly quotes or, in three of ten, straight ones; names are marked."""
    wanted = 15 + draw() * 27
    text = _sentence(draw)
    while text.count(" ") < wanted:
        text += " " + _sentence(draw)
    if draw() < 0.3:
        text = text.replace("’", "'").replace("“", '"').replace("”", '"')
    return text


def title(draw: Draw) -> str:
    """A headline of its own; three in a hundred are the one that many articles share."""
    if draw() < 0.03:
        return "Press Review"
    return _capitalised(_fill(_TITLES, draw))


def subhead(draw: Draw) -> str:
    """A few words without a full stop."""
    return _capitalised(_fill(_HEADS, draw))


def byline(draw: Draw) -> str:
    """A name of two to four words."""
    given, family = pick(_GIVEN, draw), pick(_FAMILY, draw)
    middles = [pick(_MIDDLE, draw) for _ in range(int(draw() * draw() * 3))]
    return " ".join([given, *middles, family])


def dateline(month: str, day: int, draw: Draw) -> str:
    """What an agency prints before its first sentence."""
    return f"{pick(POOLS['place'], draw)}, {month} {day} (KCNA) -- "


def tidy(text: str) -> str:
    """The text as a careful reader cleans it."""
    return text.replace(MARK, "")
