"""What no single file of a dataset can show: keys that stand twice, and tables that contradict each other."""

from collections import Counter
from collections.abc import Iterable

from presspack.dataset import configs as hub
from presspack.dataset.components import Components
from presspack.dataset.parts import Part
from presspack.dataset.written import File, misplaced
from presspack.project import split_rule


def disagreements(parts: list[Part]) -> Iterable[str]:
    """Everything that the files of a dataset have against each other."""
    by_config = {config: [part for part in parts if part.config == config] for config in hub.CONFIGS}
    for config in hub.CONFIGS:
        for split in split_rule.NAMES:
            files = [_file(part) for part in by_config[config] if part.split == split]
            yield from misplaced(config, split, files)
    for config, row in hub.CONFIGS.items():
        if len(row.key) > 1:
            continue
        key = row.key[0]
        keys = [value for part in by_config[config] for value in part.keys]
        if len(set(keys)) < len(keys):
            yield f"{config}: {len(keys) - len(set(keys))} rows have the {key} of another"
        if any(found != sorted(found) for found in _by_split(by_config[config]).values()):
            yield f"{config}: rows are not sorted by {key}"
    ids: dict[str, int] = {}
    told: Counter[str] = Counter()
    dumps: Counter[object] = Counter()
    for part in by_config["articles"]:
        ids.update(part.sizes)
    for part in by_config["dumps"]:
        told.update(part.sizes)
        dumps.update(part.counts["published dumps"])
    wrong = sorted(set(ids.items()) ^ set(told.items()))
    if wrong:
        many = len({article for article, _ in wrong})
        yield f"dumps: {many} articles have not the dumps that the ledger gives them, first {wrong[0][0]}"
    for config in (name for name, row in hub.CONFIGS.items() if row.leads):
        lost = {article for part in by_config[config] for article in part.articles} - set(ids)
        if lost:
            yield f"{config}: {len(lost)} ids lead to no article, first {min(lost)}"
    stray = {key for part in by_config["related"] for key in part.keys if key not in dumps}
    if stray:
        yield f"related: {len(stray)} dumps are not published ones, first {min(stray)}"
    if dumps and max(dumps.values()) > 1:
        yield "dumps: the same bytes are published twice"
    yield from _wrong_stories(by_config["articles"], by_config["same_story"])
    yield from _wrong_splits(by_config)


def _file(part: Part) -> File:
    return File(part.name, part.rows, *(part.keys[0], part.keys[-1]) if part.keys else ("", ""))


def _by_split(parts: list[Part]) -> dict[str, list[str]]:
    """The keys of each split, file after file."""
    found: dict[str, list[str]] = {}
    for part in parts:
        found.setdefault(part.split, []).extend(part.keys)
    return found


def _wrong_stories(articles: list[Part], pairs: list[Part]) -> Iterable[str]:
    """Stories that the pairs of articles do not make."""
    told = {article: story for part in articles for article, story in part.links}
    found = Components[str]()
    for one, other in (pair for part in pairs for pair in part.links):
        if one in told and other in told:
            found.join(one, other)
    wrong = [article for article, story in told.items() if found.first(article) != story]
    if wrong:
        yield f"articles: {len(wrong)} have not the story that same_story gives them, first {min(wrong)}"
    sizes = Counter(told.values())
    claimed: Counter[int] = Counter()
    for part in articles:
        claimed.update(part.counts["story_size"])  # type: ignore[arg-type]
    if Counter(sizes[story] for story in told.values()) != claimed:
        yield "articles: story_size is not the number of articles of a story"


def _wrong_splits(parts: dict[str, list[Part]]) -> Iterable[str]:
    """Stories in two splits, and related items in another split than the article of their page."""
    held: dict[str, str] = {}
    torn = {
        story
        for part in parts["articles"]
        for story in part.stories
        if held.setdefault(story, part.split) != part.split
    }
    if torn:
        yield f"articles: {len(torn)} stories stand in two splits, first {min(torn)}"
    place = {article: part.split for part in parts["articles"] for article, _ in part.links}
    article = {dump: article for part in parts["dumps"] for dump, article in part.links}
    away = {
        dump
        for part in parts["related"]
        for dump in part.keys
        if place.get(article.get(dump, ""), part.split) != part.split
    }
    if away:
        yield f"related: {len(away)} dumps stand in another split than their article, first {min(away)}"
