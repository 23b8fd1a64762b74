"""How hard passwords and keys are to guess: by zxcvbn, which knows common passwords, words and patterns."""

from zxcvbn import zxcvbn

from vn30.errors import WrongInput
from vn30.i18n.localized import localized

MIN_LENGTH, MAX_LENGTH = 12, 200
"""Characters of a password that a person chooses."""

PASSWORD_DIGITS = 10.0
"""A password needs 10 to this power guesses: zxcvbn's highest score."""

KEY_DIGITS = 24.0
"""A key that signs can be guessed without asking the platform: about 80 bits."""

_KNOWN = ("vn30", "hose", "airflow", "postgres", "vietnam", "hanoi", "saigon", "hochiminh", "matkhau")
"""Words of the platform and its market, which zxcvbn's lists lack. *Mat khau* is Vietnamese for password."""

_OF_EXAMPLES = (
    "change",
    "secret",
    "password",
    "example",
    "insecure",
    "default",
    "your-",
    "your_",
    "for-prod",
)
"""No random text contains them; the keys of examples and guides do."""
_ANALYSED = 72
"""Characters; zxcvbn takes longer with the square of the length."""


def guesses(text: str, *known: str) -> tuple[float, str]:
    """The power of ten of the guesses that ``text`` takes, and the reason if they are few.

    Args:
        known: words that a guesser knows, such as the name of the account.
    """
    if not text:
        return 0.0, ""
    estimate = zxcvbn(text[:_ANALYSED], user_inputs=[*_KNOWN, *filter(None, known)])
    return float(estimate["guesses_log10"]), str(estimate["feedback"]["warning"] or "")


def refuse_weak_password(password: str, *known: str) -> None:
    """Check a password that a person chooses.

    Raises:
        WrongInput: it is too short, too long, or easy to guess; the message has the remedy.
    """
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise WrongInput(
            localized(
                "The password needs {min_length} to {max_length} characters.",
                min_length=MIN_LENGTH,
                max_length=MAX_LENGTH,
            )
        )
    digits, reason = guesses(password, *known)
    if digits < PASSWORD_DIGITS:
        sentences = ("The password is easy to guess.", reason, "Choose four or more unrelated words.")
        raise WrongInput(" ".join(filter(None, sentences)))


def is_weak_password(password: str, *known: str) -> bool:
    """Whether a password of an account of services can be guessed."""
    return guesses(password, *known)[0] < PASSWORD_DIGITS


def is_weak_key(key: str) -> bool:
    """Whether a key that signs can be guessed, or comes from an example."""
    return guesses(key)[0] < KEY_DIGITS or any(word in key.lower() for word in _OF_EXAMPLES)
