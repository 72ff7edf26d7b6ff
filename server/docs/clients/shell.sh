#!/bin/sh
# Asks Twofold's REST API who the holder of an API key is, with two factors. Needs curl 7.76 or newer and oathtool.
#
#   TWOFOLD_URL           https://accounts.example.com
#   TWOFOLD_KEY           the API key, tfk_…
#   TWOFOLD_SECRET_FILE   a file with the secret of the key's machine device (base32 or otpauth:// URI), mode 0600;
#                         without it no passcode is sent
#
# Key and secret come from two places, because they are two factors only as long as no single leak (a backup, a dump of
# the environment, a repository) has both. curl and oathtool get them on standard input: every user of this machine can
# read command lines.
set -eu

# The access token, and the time from which a new one is needed.
token='' renew_at=0

fail() {
  echo "$1" >&2
  exit 1
}

# Print a field of the last answer, which is a flat JSON object.
text() { printf '%s\n' "$answer" | sed -n 's/.*"'"$1"'": *"\([^"]*\)".*/\1/p'; }
number() { printf '%s\n' "$answer" | sed -n 's/.*"'"$1"'": *\([0-9]*\).*/\1/p'; }

# call METHOD PATH CREDENTIAL [PASSCODE]: sets the answer. A problem (RFC 9457) ends the program. printf is part of the
# shell and has no command line.
call() {
  answer=$(
    {
      printf 'header = "Authorization: Bearer %s"\n' "$3"
      [ -z "${4:-}" ] || printf 'header = "X-OTP: %s"\n' "$4"
    } | curl --silent --show-error --fail-with-body --max-time 10 --config - --request "$1" "$TWOFOLD_URL/api/v1/$2"
  ) || fail "${answer:+$(text code): $(text detail)}"
}

# Prints a parameter of the URI, or a default.
parameter() {
  value=$(printf '%s\n' "$uri" | tr '?&' '\n\n' | sed -n "s/^$1=//p")
  echo "${value:-$2}"
}

# Computes a new passcode. Each buys one token, so none is kept or sent again.
passcode() {
  [ -n "${TWOFOLD_SECRET_FILE:-}" ] || return 0
  case $(ls -lL "$TWOFOLD_SECRET_FILE") in
    -rw-------* | -r--------*) ;;
    *) fail "other users can read the secret; run: chmod 600 $TWOFOLD_SECRET_FILE" ;;
  esac
  secret=$(cat "$TWOFOLD_SECRET_FILE") algorithm=SHA1 digits=6
  case $secret in
    otpauth://*)
      uri=$secret
      secret=$(parameter secret '') algorithm=$(parameter algorithm SHA1) digits=$(parameter digits 6)
      ;;
  esac
  printf '%s\n' "$secret" | oathtool --totp="$algorithm" --digits="$digits" --base32 -
}

# Buys a token, unless the one that is there lives for another 30 seconds.
need_token() {
  [ "$(date +%s)" -ge "$renew_at" ] || return 0
  code=$(passcode)
  call POST tokens "$TWOFOLD_KEY" "$code"
  token=$(text access_token)
  renew_at=$(($(date +%s) + $(number expires_in) - 30))
}

need_token
call GET me "$token"
echo "$answer"
