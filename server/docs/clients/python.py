#!/usr/bin/env python3
"""Asks Twofold's REST API who the holder of an API key is, with two factors. Needs pyotp.

  TWOFOLD_URL           https://accounts.example.com
  TWOFOLD_KEY           the API key, tfk_…
  TWOFOLD_SECRET_FILE   a file with the secret of the key's machine device (base32 or otpauth:// URI), mode 0600;
                        without it no passcode is sent

Key and secret come from two places, because they are two factors only as long as no single leak (a backup, a dump of
the environment, a repository) has both.
"""

import http.client
import json
import os
import sys
import time
from urllib.parse import urlsplit

import pyotp


class Problem(Exception):
    """What the API refused (RFC 9457)."""


class Twofold:
    def __init__(self, url, key, secret_file=None):
        self.url, self.key, self.secret_file = urlsplit(url), key, secret_file
        self.token, self.renew_at = None, 0

    def get(self, path):
        return self.call("GET", path, self.access_token())

    def access_token(self):
        """Buys a token, unless the one that is there lives for another 30 seconds."""
        if time.time() >= self.renew_at:
            bought = self.call("POST", "tokens", self.key, self.passcode())
            self.token = bought["access_token"]
            self.renew_at = time.time() + bought["expires_in"] - 30
        return self.token

    def passcode(self):
        """Computes a new passcode. Each buys one token, so none is kept or sent again."""
        if not self.secret_file:
            return None
        with open(self.secret_file, encoding="ascii") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                raise PermissionError(f"other users can read the secret; run: chmod 600 {self.secret_file}")
            secret = file.read().strip()
        totp = pyotp.parse_uri(secret) if secret.startswith("otpauth://") else pyotp.TOTP(secret)
        return totp.now()

    def call(self, method, path, credential, passcode=None):
        headers = {"Authorization": f"Bearer {credential}"}
        if passcode:
            headers["X-OTP"] = passcode
        # This client follows no redirects, which could lead the key elsewhere.
        https = self.url.scheme == "https"
        connect = http.client.HTTPSConnection if https else http.client.HTTPConnection
        connection = connect(self.url.netloc, timeout=10)
        try:
            connection.request(method, f"/api/v1/{path}", headers=headers)
            response = connection.getresponse()
            answer = json.load(response)
        finally:
            connection.close()
        if response.status >= 300:
            raise Problem(f"{answer['code']}: {answer['detail']}")
        return answer


def main():
    env = os.environ
    twofold = Twofold(env["TWOFOLD_URL"], env["TWOFOLD_KEY"], env.get("TWOFOLD_SECRET_FILE"))
    try:
        print(json.dumps(twofold.get("me")))
    except (Problem, OSError, ValueError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
