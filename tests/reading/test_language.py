"""The language of a text is told from its beginning, or not told."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.reading.language import BEGINNING, SHORTEST, certainly, language

TEXTS = {
    "en": [
        "A new ferry crosses the bay twice a day.",
        "The gardeners of the lower village filled the lamps from the walnut press on Thursday evening, and went home.",
        "Lomira Fern Overwick, who looks after the weathervane, has counted every pear between Oatwick and Tinderby.",
        "TWO FERRIES NOW CROSS THE BAY EVERY DAY, AND THE HARBOUR CHOIR SINGS FOR THEM",
    ],
    "es": [
        "Los jardineros llenaron las lámparas.",
        "El coro del puerto cantó tres canciones en la bahía después de la lluvia más larga del año, y volvió a casa.",
        "Vessarin, 22 de abril (ACNC) -- Los jardineros de la aldea llenaron las lámparas con aceite de nuez el jueves.",
    ],
    "fr": [
        "Le bac traverse la baie deux fois par jour.",
        "Les jardiniers du village ont rempli les lampes avec l’huile du pressoir jeudi soir, puis sont rentrés chez eux.",
        "La gardienne de l’horloge des marées l’a remontée dimanche, de neuf tours de clé, et les élèves ont chanté.",
    ],
    "ru": [
        "Паром пересекает залив два раза в день.",
        "Садовники нижней деревни в четверг вечером наполнили лампы ореховым маслом и отправились домой.",
        "Хранитель часов завёл их в воскресенье девятью поворотами длинного ключа, а ученики пели.",
    ],
    "zh": [
        "渡船每天两次横渡海湾，孩子们在岸边向它挥手，船上的人也向孩子们挥手致意。",
        "下村的园丁们星期四晚上用核桃油灌满了灯，然后各自回家，灯火一直亮到第二天早晨。",
        "守钟人星期天用长钥匙把潮汐钟上了九圈发条，学生们在旁边唱歌，一直唱到傍晚时分才回家。",
    ],
    "ja": [
        "渡し船は一日に二度湾を渡り、子どもたちは岸から手を振って見送ります。",
        "下の村の庭師たちは木曜日の夕方、くるみの油をランプに満たして家に帰り、あかりは二晩のあいだ燃えつづけた。",
        "潮時計の番人は日曜日に長い鍵を九回まわしてねじを巻き、生徒たちはそばで歌をうたった。",
    ],
    "ko": [
        "나룻배는 하루에 두번 만을 건너며 아이들은 기슭에서 손을 흔들어준다.",
        "아랫마을 정원사들은 목요일 저녁에 호두 기름으로 등잔을 채우고 모두 집으로 돌아갔으며 등불은 이틀 밤 동안 타올랐다.",
        "시계지기는 일요일에 긴 열쇠를 아홉번 돌려 태엽을 감았고 학생들은 옆에서 노래를 불렀다.",
    ],
    "de": [
        "Die Fähre quert zweimal am Tag die Bucht.",
        "Die Gärtner des unteren Dorfes füllten am Donnerstag die Lampen.",
        "Die Hüterin der Gezeitenuhr zog sie am Sonntag mit neun Drehungen des langen Schlüssels auf, und die Kinder sangen dazu.",
    ],
    "ar": [
        "تعبر العبارة الخليج مرتين في اليوم ويلوح لها الأطفال من الشاطئ.",
        "ملأ بستانيو القرية السفلى المصابيح بزيت الجوز مساء الخميس ثم عادوا إلى بيوتهم.",
        "أدارت حارسة الساعة المفتاح الطويل تسع مرات يوم الأحد وغنى التلاميذ إلى جانبها حتى المساء.",
    ],
}  # fmt: skip
EVERY = [(code, text) for code, texts in TEXTS.items() for text in texts]


@pytest.mark.parametrize(("code", "text"), EVERY)
def test_the_language_of_a_text_is_told(code: str, text: str) -> None:
    assert language(text) == code


@pytest.mark.parametrize("code", TEXTS)
def test_of_a_longer_text_its_language_is_certain_and_no_other_is(code: str) -> None:
    text = "\n\n".join(TEXTS[code])
    assert [other for other in TEXTS if certainly(text, other)] == [code]


@pytest.mark.parametrize(("code", "text"), EVERY)
def test_no_text_is_certain_to_be_in_a_language_that_it_is_not_in(code: str, text: str) -> None:
    assert [other for other in TEXTS if certainly(text, other) and other != code] == []


def test_what_a_dateline_and_names_hide_the_rest_of_the_text_tells() -> None:
    names = "Quillhaven Dapplemoor, Yarrowdene, Jastlebrook, Zemira, Vestrin, Ulvenna, Cathwen, Dorvo, Osmiel."
    assert language(f"{names} {' '.join(TEXTS['es'])}") == "es"


@pytest.mark.parametrize("text", ["", "Pears.", "The pear growers met", "a" * (SHORTEST - 1)])
def test_a_short_text_is_in_no_language(text: str) -> None:
    assert language(text) is None


@pytest.mark.parametrize(
    "text", ["1 2 3 4 5 6 7 8 9 10 11 12 13 14", "* * * * * * * * * * * * * * * *", "\n" * 60, "\0" * 60]
)
def test_a_text_without_words_is_in_no_language(text: str) -> None:
    assert language(text) is None


def test_a_line_break_says_no_more_than_a_space() -> None:
    text = TEXTS["en"][1]
    assert language(text.replace(" ", "\n")) == language(text) == language(text.replace(". ", ".\n\n"))


@given(tail=st.text())
def test_only_the_beginning_counts(tail: str) -> None:
    beginning = TEXTS["es"][1].ljust(BEGINNING, "a")[:BEGINNING]
    assert language(beginning + tail) == "es"


@given(
    text=st.one_of(
        st.text(max_size=200), st.text(st.characters(exclude_categories=["Cs"]), min_size=SHORTEST, max_size=60)
    )
)
def test_any_text_has_a_language_code_or_none(text: str) -> None:
    told = language(text)
    assert told is None or re.fullmatch("[a-z]{2,3}", told)
    assert told == language(text)
