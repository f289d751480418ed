# Debian and Ubuntu packages: only those that are missing, and no system service is started or kept; sourced.

# NAME:what shows that it is there (a command, or a pattern of files)
RUN_PACKAGES=(
  'python3:/usr/bin/python3' 'python3-venv:/usr/lib/python3.*/ensurepip/__init__.py'
  'ca-certificates:/etc/ssl/certs/ca-certificates.crt' 'nginx-light:/usr/sbin/nginx'
  'POSTGRESQL:/usr/lib/postgresql/*/bin/postgres' 'POSTGIS:/usr/share/postgresql/*/extension/postgis.control'
  # what lays papers out as PDF, and the fonts that they are set in
  'libpango-1.0-0:/usr/lib/*/libpango-1.0.so.0' 'libpangoft2-1.0-0:/usr/lib/*/libpangoft2-1.0.so.0'
  'libharfbuzz-subset0:/usr/lib/*/libharfbuzz-subset.so.0'
  'fonts-noto-cjk:/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc'
)
# What only a real server needs: certificates are looked at, logs turn over.
SERVER_PACKAGES=('openssl:/usr/bin/openssl' 'logrotate:/usr/sbin/logrotate')
TEST_PACKAGES=(
  'chromium:/usr/bin/chromium' 'ffmpeg:/usr/bin/ffmpeg' 'zbar-tools:/usr/bin/zbarimg'
  'git:/usr/bin/git'
  'strace:/usr/bin/strace' 'libatomic1:/usr/lib/*/libatomic.so.1'
)

install_packages() {
  local missing
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null || stop "This machine has no apt-get; install by hand: $missing."
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
    stop "Root or sudo is needed once, to install: $(named "$missing")."
  say "installing packages: $missing"
  quietly 'The package lists could not be fetched.' as_root apt-get "${APT_OPTIONS[@]}" update
  # shellcheck disable=SC2046,SC2086
  without_services quietly 'The packages could not be installed; the lines above say why.' \
    as_root env DEBIAN_FRONTEND=noninteractive apt-get "${APT_OPTIONS[@]}" install -y --no-install-recommends $(named "$missing")
}

APT_OPTIONS=(-o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -- "$@"; fi; }

missing_packages() {
  local entry
  for entry in "$@"; do compgen -G "${entry#*:}" >/dev/null || printf '%s ' "${entry%%:*}"; done
}

# Put this distribution's own PostgreSQL version into the two names that carry it.
named() {
  local version name
  version=$(postgresql_version)
  for name in $1; do
    case $name in
      POSTGRESQL) echo "postgresql-$version" ;;
      POSTGIS) echo "postgresql-$version-postgis-3" ;;
      *) echo "$name" ;;
    esac
  done
}

postgresql_version() {
  local there
  there=$( { compgen -G '/usr/lib/postgresql/*/bin/postgres' || true; } | cut -d/ -f5 | sort -n | tail -1)
  [ -n "$there" ] || there=$( { apt-cache depends postgresql 2>/dev/null || true; } | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p' | head -1)
  echo "${there:-15}"
}

# Packages start their services on installation; ours run as children of script/server instead.
without_services() {
  local policy=/usr/sbin/policy-rc.d ours=''
  if [ ! -e $policy ]; then
    ours=yes
    as_root sh -c "printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy"
  fi
  local status=0
  ( "$@" ) || status=$?
  [ -z "$ours" ] || as_root rm -f $policy
  [ "$status" = 0 ] || exit "$status"
  if [ -d /run/systemd/system ]; then as_root systemctl disable --quiet nginx postgresql 2>/dev/null || true; fi
}
