"""The only room that knows a language: messages, phrases, rules put in words, numbers as each language writes them."""

from xhht_score.words.speech import LANGUAGES as LANGUAGES
from xhht_score.words.speech import Words as Words
