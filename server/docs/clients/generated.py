#!/usr/bin/env python3
"""Asks Twofold's REST API who the holder of an API key is, with a client that is generated from its document:

  openapi-python-client generate --url https://accounts.example.com/api/v1/openapi.json --output-path twofold --meta none

Needs httpx and attrs, which the generated client uses, and pyotp.

  TWOFOLD_URL           https://accounts.example.com
  TWOFOLD_KEY           the API key, tfk_…
  TWOFOLD_SECRET_FILE   a file with the secret of the key's machine device (base32 or otpauth:// URI), mode 0600;
                        without it no passcode is sent

Key and secret come from two places, because they are two factors only as long as no single leak (a backup, a dump of
the environment, a repository) has both.
"""

import json
import os
import sys

import httpx
import pyotp
from twofold import AuthenticatedClient
from twofold.api.reading import read_me
from twofold.api.tokens import buy_token
from twofold.models import Problem
from twofold.types import UNSET


def passcode(secret_file):
    """Computes a new passcode. Each buys one token, so none is kept or sent again."""
    if not secret_file:
        return UNSET
    with open(secret_file, encoding="ascii") as file:
        if os.fstat(file.fileno()).st_mode & 0o077:
            raise PermissionError(f"other users can read the secret; run: chmod 600 {secret_file}")
        secret = file.read().strip()
    totp = pyotp.parse_uri(secret) if secret.startswith("otpauth://") else pyotp.TOTP(secret)
    return totp.now()


def good(answer):
    if answer is None:
        raise ValueError("the answer is none that the document has")
    if isinstance(answer, Problem):
        raise ValueError(f"{answer.code.value}: {answer.detail}")
    return answer


def main():
    env = os.environ
    client = AuthenticatedClient(base_url=env["TWOFOLD_URL"], token=env["TWOFOLD_KEY"])
    try:
        bought = good(buy_token.sync(client=client, x_otp=passcode(env.get("TWOFOLD_SECRET_FILE"))))
        me = good(read_me.sync(client=AuthenticatedClient(base_url=env["TWOFOLD_URL"], token=bought.access_token)))
    except (httpx.HTTPError, OSError, ValueError) as error:
        sys.exit(str(error))
    print(json.dumps(me.to_dict()))


if __name__ == "__main__":
    main()
