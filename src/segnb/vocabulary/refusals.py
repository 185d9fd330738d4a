"""Why an effort is not judged: a reason with words in both languages."""

from segnb.vocabulary.errors import InvalidParams
from segnb.vocabulary.i18n import Language


class Refusal(InvalidParams):
    """An evaluation that is not made; the message is the English sentence.

    Parameters
    ----------
    key
        Name under `evaluation.refusal` in the strings.
    words
        What its placeholders are filled with.

    Examples
    --------
    >>> str(Refusal("areas", number=18, fewest=19))[:24]
    'The number of comparison'
    """

    def __init__(self, key: str, /, **words: object) -> None:
        self.key, self.words = key, words
        super().__init__(self.in_language(Language("en")))

    def in_language(self, language: Language) -> str:
        """The sentence in one of the two languages."""
        return language.text(f"evaluation.refusal.{self.key}", **self.words)
