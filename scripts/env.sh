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

has_wasm_std() {
  compgen -G "$(rustc --print target-libdir --target wasm32-unknown-unknown)/libstd-*.rlib" >/dev/null
}

# Debian's compiler beside rustup's: only used where rustup cannot bring the std of the client's target.
system_sysroot() {
  [ -x /usr/bin/rustc ] && echo "$TOOLS/wasm-sysroot-$(/usr/bin/rustc --version | cut -d' ' -f2)"
}

# After this, `cargo … --target wasm32-unknown-unknown` works, with rustup's compiler or with the system's.
use_wasm_toolchain() {
  has_wasm_std && return
  local sysroot
  sysroot="$(system_sysroot)" && [ -d "$sysroot" ] || {
    echo "no std for wasm32-unknown-unknown: run scripts/setup" >&2
    return 1
  }
  export PATH="/usr/bin:$PATH" RUSTC=/usr/bin/rustc
  # This replaces what .cargo/config.toml says, so it says that again.
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--sysroot $sysroot --cfg erase_components"
}

PATH="$ROOT/node_modules/.bin:$(wasm_bindgen_home)/bin:$PATH"
# The server's side. Never together with the client: one resolution would give `app` both `ssr` and `hydrate`.
HOST_PACKAGES=(--workspace --exclude frontend)
