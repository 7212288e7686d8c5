# What the benches share. To be sourced, not run.
. "$(dirname "${BASH_SOURCE[0]}")/../bin/lib.sh"

# The part of the benches that is written in Rust, in release.
bench() { "$target/release/examples/bench" "$@"; }

# A Postgres for as long as the bench runs, set as the program sets its own.
with_postgres() {
  work=$(mktemp -d /tmp/duplex-bench.XXXXXX)
  chmod 755 "$work"
  trap 'stop_postgres "$work/pg"; rm -rf "$work"' EXIT
  start_postgres "$work/pg" jit=off
  export DUPLEX_TEST_POSTGRES_LOG=$work/pg/log DUPLEX_TEST_PROGRAM=$target/release/duplex
}

# A Python with pandas of its own, made once beside the build; without one, that comparison is left out and says so.
with_pandas() {
  local home=$target/bench-pandas
  if [ ! -e "$home/ready" ]; then
    rm -rf "$home"
    if ! { have python3 && python3 -m venv "$home" && "$home/bin/pip" install --quiet pandas pyarrow && touch "$home/ready"; } >&2; then
      say "pandas cannot be installed here"
      return
    fi
  fi
  export DUPLEX_TEST_PYTHON=$home/bin/python
}
