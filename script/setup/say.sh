# Words and small tools of the set-up steps; sourced, never run.

# Where Python may not keep what it has compiled, every start compiles everything again: seconds for each part.
unset PYTHONDONTWRITEBYTECODE

say() { printf '· %s\n' "$*"; }
warn() { printf '! %s\n' "$*" >&2; }
stop() { printf '✗ %s\n' "$*" >&2; exit 1; }

# Run a command quietly; when it fails, show what it said and stop with the sentence given first.
quietly() {
  local sentence=$1 log; shift
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1 </dev/null; then tail -n 40 "$log" >&2; rm -f "$log"; stop "$sentence"; fi
  rm -f "$log"
}

# One digest over the names and contents of all given files and folders; those that are missing do not count.
digest() {
  { find "$@" -type f -print0 2>/dev/null || true; } | LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}

stamped() { [ "$(cat "$TOOLS/stamps/$1" 2>/dev/null)" = "$2" ]; }
stamp() { mkdir -p "$TOOLS/stamps"; printf '%s\n' "$2" >"$TOOLS/stamps/$1"; }
