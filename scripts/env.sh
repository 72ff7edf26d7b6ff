# Sourced by every script: locations of tools. Variables that are already set are kept.
# Tools that are expensive to build are cached per user, so that a new clone finds them.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
TOOLS="${XDG_CACHE_HOME:-$HOME/.cache}/twofold"
# npm packages must not download browsers: the tests use the system's Chromium.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1
[ -d "$HOME/.cargo/bin" ] && case ":$PATH:" in *":$HOME/.cargo/bin:"*) ;; *) PATH="$HOME/.cargo/bin:$PATH" ;; esac
export PATH

# CLI and crate use a private format, so their versions must be equal.
wasm_bindgen_version() {
  awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, "", $3); print $3; exit }' "$ROOT/Cargo.lock"
}

wasm_bindgen_home() { echo "$TOOLS/wasm-bindgen-$(wasm_bindgen_version)"; }

# Additional tools for scripts/check.
CARGO_DENY=0.20.2
CARGO_MACHETE=0.9.2
# The driver of Firefox, for scripts/prove.
GECKODRIVER=0.37.1

# Python programs for the tests, each in a folder of its own; scripts/<name>.txt has the versions.
python_home() { echo "$TOOLS/$1-$(cksum <"$ROOT/scripts/$1.txt" | tr ' ' -)"; }

# The sources of std for a compiler; the client is built with its own std.
has_std_sources() { [ -d "$("$1" --print sysroot 2>/dev/null)/lib/rustlib/src/rust/library/std" ]; }

# Makes `cargo … --target wasm32-unknown-unknown` work, with rustup's compiler, or with the system's if rustup cannot
# fetch the sources of std. std is built without panic messages, which browsers do not show; that saves a tenth of the
# client. The flags are unstable, hence RUSTC_BOOTSTRAP, which is not set for the server.
use_wasm_toolchain() {
  if ! has_std_sources rustc; then
    has_std_sources /usr/bin/rustc || {
      echo "no sources of std: run scripts/setup" >&2
      return 1
    }
    export PATH="/usr/bin:$PATH" RUSTC=/usr/bin/rustc
  fi
  export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
  # This overrides .cargo/config.toml, so repeat its flags.
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--cfg erase_components ${WASM_PANICS:--Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none -Zmerge-functions=disabled}"
}

PATH="$ROOT/node_modules/.bin:$(wasm_bindgen_home)/bin:$PATH"
PATH="$TOOLS/cargo-deny-$CARGO_DENY/bin:$TOOLS/cargo-machete-$CARGO_MACHETE/bin:$TOOLS/geckodriver-$GECKODRIVER/bin:$PATH"
PATH="$(python_home aiosmtpd)/bin:$(python_home openapi-python-client)/bin:$(python_home schemathesis)/bin:$PATH"
# The server's packages. Never built together with the client, because `app` would get both features `ssr` and
# `hydrate`.
HOST_PACKAGES=(--workspace --exclude frontend)
