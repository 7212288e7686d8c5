# What the scripts in this folder share: where things are, and how they speak. To be sourced, not run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# Everything cargo makes goes where the caller's CARGO_TARGET_DIR says, else to target/ as always.
target=${CARGO_TARGET_DIR:-$root/target}
case $target in /*) ;; *) target=$root/$target ;; esac
export CARGO_TARGET_DIR=$target
# A rustup that is installed but not yet in PATH is still a rustup.
export PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
# Tools with versions of ours live outside the checkout, so that a fresh clone finds them again.
tools=${DUPLEX_BUILD_TOOLS:-${CARGO_HOME:-$HOME/.cargo}/duplex-tools}
bindgen_version=$(sed -n 's/^wasm-bindgen = "=\(.*\)"$/\1/p' Cargo.toml)
binaryen_version=132.0.0
rust_minimum=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# One hash for the content of files and folders, whatever their times; what is missing counts as empty.
fingerprint() {
  find "$@" -type f 2>/dev/null | LC_ALL=C sort | tr '\n' '\0' | xargs -0 -r sha256sum | sha256sum | cut -c1-64
}

# The wasm-bindgen that matches the crate, ours or the machine's; empty when there is none.
find_bindgen() {
  local one
  for one in "$tools/bin/wasm-bindgen" "$(command -v wasm-bindgen || true)"; do
    if [ -x "$one" ] && [ "$("$one" --version)" = "wasm-bindgen $bindgen_version" ]; then
      printf '%s' "$one"
      return
    fi
  done
}

# Folder with initdb and postgres, newest version first; empty when there is none.
find_postgres() {
  local folder
  for folder in "${DUPLEX_PG_BIN:-}" "$(have pg_config && pg_config --bindir)" \
    $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(command -v initdb || echo /none/x)")"; do
    if [ -n "$folder" ] && [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
      printf '%s' "$folder"
      return
    fi
  done
}

find_chromium() {
  command -v chromium || command -v chromium-browser || command -v google-chrome || true
}

# The wasm-opt that setup has installed; empty when npm was missing.
find_wasm_opt() {
  local one=$tools/binaryen-$binaryen_version/node_modules/.bin/wasm-opt
  if [ -x "$one" ]; then printf '%s' "$one"; fi
}

# Runs a command in FOLDER, as somebody who is not root: Postgres refuses to run as root. FOLDER COMMAND…
lend() {
  local folder=$1
  shift
  if [ "$(id -u)" -ne 0 ]; then "$@"; else (cd "$folder" && runuser -u "$borrowed" -- "$@"); fi
}

# A throw-away Postgres with its files in FOLDER, which is made, and with these settings; it asks loopback for no password.
# Sets DUPLEX_TEST_ADMIN_URL; its log is FOLDER/log. FOLDER SETTING=VALUE…
start_postgres() {
  local folder=$1 binaries try port settings
  shift
  binaries=$(find_postgres)
  [ -n "$binaries" ] || die "there is no Postgres here; bin/setup run installs one"
  borrowed=$(getent passwd postgres nobody | head -n 1 | cut -d: -f1)
  mkdir "$folder"
  [ "$(id -u)" -ne 0 ] || chown "$borrowed" "$folder"
  lend "$folder" "$binaries/initdb" -D "$folder/data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
  settings=$(printf ' -c %s' listen_addresses=127.0.0.1 "$@")
  for try in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 30000))
    if lend "$folder" "$binaries/pg_ctl" start -D "$folder/data" -s -w -l "$folder/log" -o "-p $port -k $folder$settings" 2>/dev/null; then
      export DUPLEX_TEST_ADMIN_URL=postgres://postgres@127.0.0.1:$port/postgres
      return
    fi
  done
  cat "$folder/log"
  die "the Postgres for tests did not start"
}

# Stops the Postgres of FOLDER, if it runs.
stop_postgres() {
  [ ! -e "$1/data/postmaster.pid" ] || lend "$1" "$(find_postgres)/pg_ctl" stop -D "$1/data" -m immediate -s || true
}
