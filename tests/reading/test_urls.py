"""One page has one key, however its URL is written; two pages have two."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.reading import urls

PAGE = "https://sample.example/ferry?id=7"
WORD = st.text("abcXYZ019-_.~", min_size=1, max_size=8)


@pytest.mark.parametrize("rule", urls.RULES, ids=lambda rule: rule.name)
def test_each_rule_of_the_key_folds_its_example(rule):
    one, other = rule.examples
    assert one != other
    assert urls.key(one) == urls.key(other) is not None


def test_the_documentation_has_every_rule_with_its_example():
    text = (Path(__file__).parents[2] / "docs" / "history.md").read_text("utf-8")
    for name, _, (one, other) in urls.RULES:
        assert f"| {name} | `{one}`, `{other}` |" in text


@pytest.mark.parametrize("rule", [rule for rule in urls.RULES if rule.name not in ("scheme", "www", "fragment")], ids=lambda rule: rule.name)  # fmt: skip
def test_without_its_rule_an_example_would_be_two_pages(rule, monkeypatch):
    monkeypatch.setattr(urls, "RULES", tuple(other for other in urls.RULES if other is not rule))
    assert urls.key(rule.examples[0]) != urls.key(rule.examples[1])


@pytest.mark.parametrize(
    "other",
    [
        "https://sample.example/Ferry?id=7",
        "https://sample.example/ferry?id=8",
        "https://sample.example/ferry",
        "https://sample.example/ferry?id=7&page=2",
        "https://sample.example:8080/ferry?id=7",
        "https://en.sample.example/ferry?id=7",
        "https://sample.example/ferry%3Fid=7",
    ],
)
def test_what_may_name_another_page_stays_in_the_key(other):
    assert urls.key(other) != urls.key(PAGE)


@pytest.mark.parametrize(
    "url", ["", "ferry", "https://", "https://sample.example", "https://sample.example/#top", "https://sample.example/?utm_source=a",
            "https://sample.example/news#!/ferry", "https://sample.example/news#/ferry", "mailto:a@sample.example", "ftp://sample.example/a"],
)  # fmt: skip
def test_a_front_page_a_route_in_a_fragment_and_what_is_no_page_of_the_web_have_no_key(url):
    assert urls.key(url) is None


def test_a_page_of_kcna_watch_is_its_number_at_every_mirror():
    known = {
        urls.key(f"http://{host}/newstream/1700000000-12345678/{slug}")
        for host in ("kcnawatch.org", "www.kcnawatch.co", "kcnawatch.xyz:443")
        for slug in ("a", "b/?utm_source=c")
    }
    assert known == {"1700000000-12345678"}


@given(st.text())
def test_any_text_has_a_key_or_none(text):
    urls.key(text)


@given(WORD, WORD, st.lists(st.tuples(WORD, WORD), max_size=3))
def test_the_key_of_a_key_is_itself(host, path, query):
    asked = "&".join(f"{name}={value}" for name, value in query)
    key = urls.key(f"https://a{host}.example/b{path}?{asked}")
    assert key is not None
    assert urls.key(f"//{key}") == key
