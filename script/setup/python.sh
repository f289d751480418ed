# Python: uv, the virtual environment .venv and what the lock names, all hashed; sourced.

install_python() { # run|tests
  local lock=requirements.lock want
  [ "$1" = run ] && ! [ -e "$TOOLS/stamps/tests" ] || lock=requirements-dev.lock
  want=$(digest "$lock" pyproject.toml)
  if stamped python "$lock $want" && .venv/bin/python -c '' 2>/dev/null; then return 0; fi
  find_uv
  .venv/bin/python -c '' 2>/dev/null ||
    quietly 'The virtual environment could not be made.' "$UV" venv --clear --python "$(find_python)" .venv
  say "installing Python packages from $lock"
  quietly 'The Python packages could not be installed.' \
    "$UV" pip install --python .venv/bin/python --require-hashes --compile-bytecode -r "$lock"
  quietly 'The project itself could not be put into .venv.' \
    "$UV" pip install --python .venv/bin/python --no-deps --offline -e .
  stamp python "$lock $want"
  [ "$lock" = requirements.lock ] || stamp tests "$want"
}

# The machine's own Python first: one that lives in root's home cannot be run by anybody else.
find_python() {
  local candidate
  for candidate in /usr/bin/python3 python3.14 python3.13 python3.12 python3.11 python3; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"; return
    fi
  done
  stop 'Python 3.11 or newer is needed and this distribution has an older one: use Debian 12, Ubuntu 24.04 or newer.'
}

# Sets UV: the machine's own of the locked version, else the hashed one from the Python registry.
find_uv() {
  local wanted
  wanted=$(sed -n 's/^uv==\([0-9.]*\).*/\1/p' script/setup/uv.lock)
  read_pip_settings
  UV=$(command -v uv || true)
  [ -n "$UV" ] && [ "$("$UV" --version 2>/dev/null | cut -d' ' -f2)" = "$wanted" ] && return
  UV=$TOOLS/uv/bin/uv
  [ "$("$UV" --version 2>/dev/null | cut -d' ' -f2)" = "$wanted" ] && return
  say "installing uv $wanted"
  quietly 'uv could not be installed from the Python registry.' install_uv
}

install_uv() {
  "$(find_python)" -m venv --clear "$TOOLS/uv" &&
    "$TOOLS/uv/bin/python" -m pip install --quiet --require-hashes -r script/setup/uv.lock
}

# uv does not read pip's settings: carry a private mirror over, unless uv has settings of its own.
read_pip_settings() {
  local pip index
  export UV_NO_PROGRESS=1 UV_PYTHON_DOWNLOADS=never
  pip=$(command -v pip3 || command -v pip || echo "$TOOLS/uv/bin/pip")
  index=$( { "$pip" config list 2>/dev/null || true; } | sed -n "s/^\(global\|user\|:env:\)\.index-url='\(.*\)'$/\2/p" | tail -1)
  [ -z "$index" ] || export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$index}
}
