"""Tesseract: letters recognised in a picture, in the languages that are installed."""

import io
import shutil
import subprocess
from typing import Any

from foia.gateways.limited import Refused

TESSERACT = "tesseract"
#: A page's time; less than the silence a job may keep.
SECONDS = 50
#: Our language codes → Tesseract's, where they are not ISO 639-2/T of the same language.
_NAMES = {
    "en": "eng", "es": "spa", "fr": "fra", "pt": "por", "de": "deu", "ru": "rus", "it": "ita",
    "nl": "nld", "pl": "pol", "uk": "ukr", "sr": "srp", "hr": "hrv", "sl": "slv", "sk": "slk",
    "cs": "ces", "hu": "hun", "ro": "ron", "bg": "bul", "el": "ell", "da": "dan", "sv": "swe",
    "fi": "fin", "nb": "nor", "nn": "nor", "is": "isl", "et": "est", "lv": "lav", "lt": "lit",
    "tr": "tur", "ar": "ara", "he": "heb", "ja": "jpn", "ko": "kor", "zh-Hant": "chi_tra",
    "th": "tha", "hi": "hin", "ur": "urd", "ne": "nep", "ka": "kat", "hy": "hye", "kk": "kaz",
    "uz": "uzb", "sq": "sqi", "mk": "mkd", "id": "ind", "sw": "swa", "ca": "cat", "eu": "eus",
    "gl": "glg", "cy": "cym", "ga": "gle", "mt": "mlt", "lb": "ltz", "si": "sin", "ta": "tam",
    "fil": "fil", "mi": "mri",
}  # fmt: skip


def name_of(language: str) -> str:
    """Return Tesseract's name of a language; English for one without a name."""
    return _NAMES.get(language) or _NAMES.get(language.partition("-")[0], "eng")


def installed_languages() -> frozenset[str]:
    """Return Tesseract's names of the languages it has; none where it is not installed."""
    if shutil.which(TESSERACT) is None:
        return frozenset()
    listed = subprocess.run(
        [TESSERACT, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
    )
    return frozenset(listed.stdout.split("\n")[1:]) - {"", "osd"}


def version() -> str:
    """Return the installed version in a few words, or nothing."""
    if shutil.which(TESSERACT) is None:
        return ""
    told = subprocess.run([TESSERACT, "--version"], capture_output=True, text=True, check=False)
    return (told.stdout or told.stderr).partition("\n")[0]


def letters_in(picture: Any, language: str) -> str:
    """Return the text in a Pillow image; `language` is Tesseract's name of it."""
    grey = io.BytesIO()
    picture.convert("L").save(grey, "PNG", compress_level=1)
    try:
        done = subprocess.run(
            [TESSERACT, "stdin", "stdout", "-l", language, "--dpi", "200"],
            input=grey.getvalue(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("too_slow") from error
    return done.stdout.decode("utf-8", "replace").replace("\f", "").strip()
