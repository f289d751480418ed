#!/usr/bin/env bash
# The walk of script/bare install, inside the machine it has booted: from nothing to a server that was upgraded, broken,
# healed, lost and restored. Every line that begins with ✓ was looked at; the first that fails ends it.
set -Eeuo pipefail
trap 'echo "✗ line $LINENO: $BASH_COMMAND" >&2; journalctl --no-pager -n 40 -u "liangma*" >&2' ERR
SOURCE=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..") TLS=/root/tls NAME=liangma.example KEEP=/opt/liangma/current/script/install
PORT=${PORT:-18980} HTTP=${HTTP_PORT:-80} HTTPS=${HTTPS_PORT:-443}
[ "$HTTPS" = 443 ] && BASE=https://$NAME || BASE=https://$NAME:$HTTPS
begun=$SECONDS
seen() { echo "✓ $* ($((SECONDS - begun)) s)"; begun=$SECONDS; }
fails() { if "$@" >/root/said 2>&1; then cat /root/said; echo "✗ should have failed: $*"; return 1; fi; }
ask() { curl -fsS --cacert $TLS/ca.crt --resolve "$NAME:$HTTPS:127.0.0.1" --resolve "$NAME:$HTTP:127.0.0.1" "$@"; }
install() { "$SOURCE/script/install" "$@"; }
runs() { [ "$(release)" = "$1" ] || return 1; ask -o /dev/null "$BASE/readyz"; }
release() { basename "$(readlink /opt/liangma/current)"; }
of_database() { runuser -u postgres -- psql -h /run/liangma-database -qAt -d liangma -c "$1"; }

make_certificates() { # an authority of our own, a certificate for twenty days, as a county's own authority would give
  mkdir -p $TLS
  local curve=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
  openssl req -x509 "${curve[@]}" -days 30 -subj '/CN=Proof CA' -keyout $TLS/ca.key -out $TLS/ca.crt
  openssl req "${curve[@]}" -subj "/CN=$NAME" -keyout $TLS/server.key -out $TLS/server.csr
  openssl x509 -req -in $TLS/server.csr -CA $TLS/ca.crt -CAkey $TLS/ca.key -CAcreateserial -days 20 \
    -extfile <(echo "subjectAltName=DNS:$NAME") -out $TLS/server.crt
} 2>/dev/null

sign_in() { # PASSWORD: by the API, as the desk does
  ask -o /root/session -c /root/cookies -H 'Content-Type: application/json' -H "Origin: $BASE" \
    -d "{\"login\":\"li.fang\",\"password\":\"$1\"}" "$BASE/api/v1/session"
}

install_it() {
  local given=(--server-name "$NAME" --tls-cert "$TLS/server.crt" --tls-key "$TLS/server.key"
    --port "$PORT" --http-port "$HTTP" --https-port "$HTTPS")
  fails install --dry-run --server-name other.example --tls-cert $TLS/server.crt --tls-key $TLS/server.key
  install "${given[@]}" --dry-run >/dev/null
  fails getent passwd liangma
  [ ! -e /opt/liangma ]
  seen 'a certificate for another name is refused, and a dry run changes nothing'
  install "${given[@]}"
  seen 'installed'
  install >/root/said
  grep -q 'is ready' /root/said
  fails grep '^  + ' /root/said
  seen 'a second run finds everything done'
}

look_at_it() {
  ask "$BASE/readyz" | grep -qx ready
  [ "$(ask -o /dev/null -w '%{redirect_url}' "http://$NAME:$HTTP/c/AB")" = "$BASE/c/AB" ]
  fails curl -fsS --resolve "$NAME:$HTTPS:127.0.0.1" "$BASE/readyz"
  seen 'TLS by the given authority and no other; HTTP is sent on to HTTPS'
  systemd-analyze verify /etc/systemd/system/liangma*.{service,target,timer}
  local unit level
  for unit in liangma@web liangma@worker liangma-gateway liangma-database liangma-backup; do
    level=$(systemd-analyze security --no-pager --offline=true "$(at_rest $unit)" | sed -n 's/.*level for [^:]*: //p')
    echo "  exposure of $unit: $level"
  done
  seen 'the units verify'
  [ "$(owners | sort -u | tr '\n' ' ')" = 'liangma postgres ' ]
  [ "$(stat -c '%U:%G %a' /etc/liangma/settings.env)" = 'root:liangma 640' ]
  fails runuser -u liangma -- psql -h /run/liangma-database -U postgres -d liangma -c 'SELECT 1'
  fails runuser -u nobody -- psql -h /run/liangma-database -U liangma -d liangma -c 'SELECT 1'
  seen 'nothing of it runs as root, and the user of the parts is no superuser of the database'
  logrotate --force /etc/logrotate.d/liangma
  ask -o /dev/null "$BASE/desk/"
  grep -q /desk /var/lib/liangma/data/run/log/access.log
  seen 'logs turn over, and nginx writes into the new ones'
}
owners() { # of every process that belongs to one of our units
  local process
  for process in /proc/[0-9]*; do
    if grep -qs '/liangma\|system-liangma' "$process/cgroup"; then stat -c %U "$process"; fi
  done
}
at_rest() { [ -e "/etc/systemd/system/$1.service" ] && echo "$1.service" || echo "/etc/systemd/system/${1%@*}@.service"; }

begin_with_an_administrator() {
  PASSWORD=$(liangma admin create --login li.fang --name 李芳 | sed -n 's/.*one-time password *//p')
  sign_in "$PASSWORD"
  grep -q 李芳 /root/session
  seen 'the first administrator signs in over TLS'
  printf 'a sealed film' >/root/film
  local digest; digest=$(sha256sum </root/film | cut -d' ' -f1)
  runuser -u liangma -- mkdir -p "/var/lib/liangma/data/blobs/${digest:0:2}"
  runuser -u liangma -- tee "/var/lib/liangma/data/blobs/${digest:0:2}/$digest" </root/film >/dev/null
  PEOPLE=$(of_database 'SELECT count(*) FROM identity.person')
}

back_up() {
  $KEEP backup
  BACKUP=$(find /var/backups/liangma -maxdepth 1 -name '[0-9]*' | sort | tail -1)
  $KEEP restore --check "$BACKUP"
  systemctl start liangma-backup.service
  [ "$(find /var/backups/liangma -maxdepth 1 -name '[0-9]*' | wc -l)" = 2 ]
  systemctl is-active --quiet liangma@worker
  seen 'a backup by hand, and one by the unit that does it every night'
}

upgrade_it() {
  local first; first=$(release)
  echo 'one more line' >>"$SOURCE/README.md"
  install upgrade
  [ "$(release)" != "$first" ]
  ask -o /dev/null "$BASE/readyz"
  $KEEP rollback
  runs "$first"
  seen 'an upgrade, and the way back by hand'
  echo 'raise RuntimeError("broken on purpose")' >>"$SOURCE/backend/wsgi.py"
  fails install upgrade
  grep -E 'unwell|runs again' /root/said
  runs "$first"
  sed -i '$d' "$SOURCE/backend/wsgi.py"
  seen 'a broken upgrade switches back by itself'
  local newest; newest=$(cat "$SOURCE/migrations/head.txt")
  printf 'revision, down_revision = "9999", "%s"\n\n\ndef upgrade():\n    raise RuntimeError("broken on purpose")\n' "$newest" >"$SOURCE/migrations/versions/9999_broken.py"
  echo 9999 >"$SOURCE/migrations/head.txt"
  fails install upgrade
  runs "$first"
  [ "$(of_database 'SELECT version_num FROM alembic_version')" = "$newest" ]
  rm "$SOURCE/migrations/versions/9999_broken.py"
  echo "$newest" >"$SOURCE/migrations/head.txt"
  seen 'a broken migration ends before anything is switched'
}

lose_and_restore() {
  systemctl stop liangma.target
  rm -rf /var/lib/liangma
  install_again
  [ "$(of_database 'SELECT count(*) FROM identity.person')" = 0 ]
  $KEEP restore "$BACKUP"
  [ "$(of_database 'SELECT count(*) FROM identity.person')" = "$PEOPLE" ]
  sign_in "$PASSWORD"
  cmp /root/film "$(find /var/lib/liangma/data/blobs -type f)"
  seen 'restored into an empty folder: the same people, the same password, the same media'
  fails $KEEP restore "$BACKUP"
  $KEEP restore "$BACKUP" --replace
  seen 'where people are registered, restore asks for --replace and sets the old data aside'
}
# The release that made the backup comes from the folder it was installed from.
install_again() {
  sed -i '$d' "$SOURCE/README.md"
  install
}

take_it_off() {
  fails $KEEP uninstall --delete-data
  install uninstall
  [ ! -e /opt/liangma ]
  [ -d /var/lib/liangma/data ]
  [ -e /etc/liangma/settings.env ]
  install
  [ "$(of_database 'SELECT count(*) FROM identity.person')" = "$PEOPLE" ]
  seen 'uninstalled and installed again: the data were kept'
  install uninstall --delete-data --really
  [ ! -e /var/lib/liangma ]
  [ ! -e /etc/liangma ]
  [ -d /var/backups/liangma ]
  seen 'told twice, it removes the data too, and never the backups'
}

make_certificates
install_it
look_at_it
begin_with_an_administrator
back_up
upgrade_it
lose_and_restore
take_it_off
echo "✓ the whole walk: $SECONDS s"
