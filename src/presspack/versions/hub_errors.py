"""What the Hub answers when it does not do what it is asked: one line that says what to do, and never the token."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from presspack.engine import progress
from presspack.errors import PresspackError
from presspack.writing.visible import printable

if TYPE_CHECKING:
    from huggingface_hub import HfApi

ADVICE = {
    401: "it does not accept the token: run `hf auth login` anew, or set another HF_TOKEN",
    403: "the token must not do that: take one that may write to this repository",
    404: "it knows no such repository: check the name, and that the token may see it",
    409: "something else is going on there: see what it is",
    412: "somebody else has changed the repository in the meantime: see what they did",
    429: "too many requests: wait some minutes",
}


@contextmanager
def told(repository: str, state: str) -> Iterator["HfApi"]:
    """The client of the Hub; whatever it raises becomes one line, which says what the state is and never the token."""
    from huggingface_hub import HfApi, get_token
    from huggingface_hub.utils.tqdm import disable_progress_bars

    # its own lines on retries name addresses that let anybody upload
    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
    progress.rest()
    if not progress.drawn():
        disable_progress_bars()
    api, token = HfApi(), get_token()
    if token and not (token.isascii() and token.isprintable()):  # an error of the client's would show it
        raise PresspackError("the token holds characters that none has: run `hf auth login` anew, or set HF_TOKEN")
    try:
        yield api
    except PresspackError:
        raise
    except Exception as error:  # they have no common base, and an answer of another shape may end in any of them
        said = f"{repository} at {api.endpoint}: {_reason(error)}; {state}"
        raise PresspackError(printable(said.replace(token, "<token>") if token else said)) from None


def _reason(error: BaseException) -> str:
    """Why a call failed: the Hub's answer, if any, is behind what the client makes of it."""
    from httpx2 import TransportError
    from huggingface_hub import get_token
    from huggingface_hub.errors import HfHubHTTPError

    chain: list[BaseException] = []
    link: BaseException | None = error
    while link and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    for link in chain:
        said = " ".join(str(link).split())
        if isinstance(link, HfHubHTTPError):
            code = link.response.status_code
            advice = ADVICE.get(code, "try later" if code >= 500 else "mend what it names")
            if code == 401 and not get_token():
                advice = "it asks for a token: run `hf auth login`, or set HF_TOKEN"
            said = " ".join((link.server_message or "").split())
            return f"the Hub answers {code}{f' ({said[:300]})' if said else ''}: {advice}"
        if isinstance(link, TransportError | ConnectionError):
            return f"no whole answer ({said}): check the network and HF_ENDPOINT"
        if isinstance(link, json.JSONDecodeError):
            return "the answer is no JSON: check that HF_ENDPOINT is a Hub"
    return f"{type(chain[-1]).__name__}: {said}"
