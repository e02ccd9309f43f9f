"""Errors of the Hub as one line that says what to do and never shows the token."""

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
    401: "it does not accept the token: run `hf auth login` again, or set another HF_TOKEN",
    403: "the token lacks permission: use one with write access to this repository",
    404: "no such repository: check the name, and that the token can read it",
    409: "another operation is running there: see which",
    412: "somebody else changed the repository in the meantime: see their commits",
    429: "too many requests: wait a few minutes",
}


@contextmanager
def client(repository: str, state: str) -> Iterator["HfApi"]:
    """The client of the Hub. Whatever it raises becomes one line that says what the state is and never shows the token."""
    from huggingface_hub import HfApi, get_token
    from huggingface_hub.utils.tqdm import disable_progress_bars

    # its log lines on retries show addresses that let anybody upload
    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
    progress.rest()
    if not progress.drawn():
        disable_progress_bars()
    api, token = HfApi(), get_token()
    if token and not (token.isascii() and token.isprintable()):  # an error of the client's would show it
        raise PresspackError(
            "the token contains characters that no token has: run `hf auth login` again, or set HF_TOKEN"
        )
    try:
        yield api
    except PresspackError:
        raise
    except Exception as error:  # they have no common base, and an unexpected answer can raise any of them
        said = f"{repository} at {address(api.endpoint)}: {_reason(error)}; {state}"
        raise PresspackError(printable(said.replace(token, "<token>") if token else said)) from None


def address(endpoint: str) -> str:
    """Where a Hub is, without the name and the password that its URL may hold."""
    scheme, mark, rest = endpoint.rpartition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}"


def _reason(error: BaseException) -> str:
    """Why a call failed. The Hub's answer, if any, is in the chain of causes."""
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
            advice = ADVICE.get(code, "try later" if code >= 500 else "fix what it names")
            if code == 401 and not get_token():
                advice = "it asks for a token: run `hf auth login`, or set HF_TOKEN"
            said = " ".join((link.server_message or "").split())
            return f"the Hub answers {code}{f' ({said[:300]})' if said else ''}: {advice}"
        if isinstance(link, TransportError | ConnectionError):
            return f"incomplete answer ({said}): check the network and HF_ENDPOINT"
        if isinstance(link, json.JSONDecodeError):
            return "the answer is not JSON: check that HF_ENDPOINT is a Hub"
    return f"{type(chain[-1]).__name__}: {said}"
