"""How providers' codes are spelt: as they are written, and as they are compared."""

from __future__ import annotations

import unicodedata

_LONGEST = 200
_QUOTES = " \"'`“”‘’「」『』《》〈〉【】"
_AROUND = f"{_QUOTES}\t\r\n[](){{}}<>:,;#"


def bare_code(code: str) -> str:
    """Return a code without quotation marks around it, in half-width characters."""
    return unicodedata.normalize("NFKC", code[:_LONGEST]).strip(_QUOTES)


def code_name(code: str) -> str:
    """Return a code in the one spelling in which codes are compared; zeros in front count."""
    return bare_code(code).strip(_AROUND).casefold()
