# Sourced by every script: where the tools are. Sets nothing that a person has set already.
# Expensive tools live in a cache of the user, not of the clone: a fresh clone finds them built.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
TOOLS="${XDG_CACHE_HOME:-$HOME/.cache}/twofold"
# npm and the browser drivers shall not fetch browsers of their own: the system's Chromium runs the tests.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1
[ -d "$HOME/.cargo/bin" ] && case ":$PATH:" in *":$HOME/.cargo/bin:"*) ;; *) PATH="$HOME/.cargo/bin:$PATH" ;; esac
export PATH

# The CLI and the crate speak a private format: their versions must be equal.
wasm_bindgen_version() {
  awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, "", $3); print $3; exit }' "$ROOT/Cargo.lock"
}

wasm_bindgen_home() { echo "$TOOLS/wasm-bindgen-$(wasm_bindgen_version)"; }

# What scripts/check needs besides.
CARGO_DENY=0.20.2
CARGO_MACHETE=0.9.2

# The sources of std that belong to a compiler: the client is built with a std of its own.
has_std_sources() { [ -d "$("$1" --print sysroot 2>/dev/null)/lib/rustlib/src/rust/library/std" ]; }

# After this, `cargo … --target wasm32-unknown-unknown` works, with rustup's compiler or, where rustup cannot bring the
# sources, with the system's. std is built along without the words of panics, which nobody reads in a browser: that is a
# tenth of the client. The compiler calls it unstable, hence RUSTC_BOOTSTRAP; the server is built without it.
use_wasm_toolchain() {
  if ! has_std_sources rustc; then
    has_std_sources /usr/bin/rustc || {
      echo "no sources of std: run scripts/setup" >&2
      return 1
    }
    export PATH="/usr/bin:$PATH" RUSTC=/usr/bin/rustc
  fi
  export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
  # This replaces what .cargo/config.toml says, so it says that again.
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--cfg erase_components ${WASM_PANICS:--Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none -Zmerge-functions=disabled}"
}

PATH="$ROOT/node_modules/.bin:$(wasm_bindgen_home)/bin:$PATH"
PATH="$TOOLS/cargo-deny-$CARGO_DENY/bin:$TOOLS/cargo-machete-$CARGO_MACHETE/bin:$PATH"
# The server's side. Never together with the client: one resolution would give `app` both `ssr` and `hydrate`.
HOST_PACKAGES=(--workspace --exclude frontend)
