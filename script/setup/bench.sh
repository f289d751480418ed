# What only benchmarks need: the load generator, and the programs that stand beside ours; sourced after apt, python and node.

BENCH_PACKAGES=('wrk:/usr/bin/wrk')

# A peer that cannot be installed is told and left out: its benchmark then has the floor alone beside it.
install_peers() {
  local home=$TOOLS/bench
  mkdir -p "$home"
  find_uv
  find_node
  peer tipg bench/peers/tipg/requirements.lock install_tipg "$home/tipg"
  peer tus bench/peers/tus/package-lock.json install_tus "$home/tus"
}

peer() { # NAME LOCK command…
  local name=$1 want
  want=$(digest "$2")
  if stamped "bench-$name" "$want" && [ -d "$TOOLS/bench/$name" ]; then return 0; fi
  say "installing $name"
  if "${@:3}" >"$TOOLS/bench/$name.log" 2>&1; then stamp "bench-$name" "$want"
  else warn "$name could not be installed; see $TOOLS/bench/$name.log"; fi
}

install_tipg() {
  "$UV" venv --clear --python "$(find_python)" "$1" &&
    "$UV" pip install --python "$1/bin/python" --require-hashes -r bench/peers/tipg/requirements.lock
}

install_tus() {
  rm -rf "$1" && mkdir -p "$1" && cp bench/peers/tus/package*.json "$1" && npm ci --prefix "$1" --no-audit --no-fund
}
