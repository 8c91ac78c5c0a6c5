#!/usr/bin/env bash
# Runs the README's two commands, exactly as the README has them, for the last commit in an empty
# Debian 12; `./dev fresh` calls this.
#
#   --check    the first command alone, with this machine's compiler cache
#   --user     as a user with sudo instead of root
#   --record   writes what the first command took into the README
#   --keep     leaves the machine in its folder
#
# The machine takes over this one's settings for package sources (apt, npm, pip), proxies and
# certificates, so that it works behind a mirror. It takes root: the machine is a folder to chroot into.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

check=no user=root record=no keep=no
for argument in "$@"; do
  case $argument in
    --check) check=yes ;;
    --user) user=dev ;;
    --record) record=yes ;;
    --keep) keep=yes ;;
    *)
      echo "dev fresh: unknown option '$argument'; it takes --check, --user, --record and --keep" >&2
      exit 2
      ;;
  esac
done
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo 'dev fresh: makes a root of its own, which takes root or sudo' >&2; exit 2; }
  CCACHE_DIR=$(ccache --get-config cache_dir) exec sudo --preserve-env "$0" "$@"
fi

# Mounts of the machine are in a namespace of their own, and gone with this process.
[ "${DIALLINT_FRESH:-}" = inside ] || DIALLINT_FRESH=inside exec unshare --mount -- "$0" "$@"

mapfile -t commands < <(grep -E '^\./dev (check|test)' README.md)
[ "${#commands[@]}" = 2 ] || { echo 'dev fresh: the README does not have its two commands' >&2; exit 1; }

root=$(mktemp -d "${TMPDIR:-/tmp}/diallint-fresh-XXXXXX")
leave() {
  umount --recursive --lazy "$root/proc" "$root/dev" "$root/cache" 2>/dev/null || true
  if [ "$keep" = yes ]; then
    echo "dev fresh: the machine is in $root" >&2
  else
    rm -rf --one-file-system "$root"
  fi
}
trap leave EXIT

inside() { chroot "$root" /usr/bin/env -i "${surroundings[@]}" "$@"; }
as_user() {
  if [ "$user" = root ]; then inside "$@"; else inside setpriv --reuid dev --regid dev --init-groups "$@"; fi
}

# Variables by which this machine says where packages come from and whom to trust.
surroundings=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM=dumb)
while IFS= read -r name; do
  surroundings+=("$name=${!name}")
done < <(compgen -e | grep -iE '^((https?|ftp|all|no)_proxy|pip_.*|npm_config_.*|node_extra_ca_certs|ssl_cert_(file|dir)|curl_ca_bundle|requests_ca_bundle)$')

make_machine() {
  local sources=() include=git,ca-certificates list
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
    [ ! -s "$list" ] || sources+=("$list")
  done
  [ "$user" = root ] || include+=,sudo
  # The cache is for the gate's time alone; nothing that is built needs it.
  [ "$check" = no ] || include+=,ccache
  mmdebstrap --quiet --variant=minbase --include="$include" bookworm "$root" "${sources[@]}" >&2
}

# Proxies and certificates of apt, the settings of npm and pip, names of hosts.
take_over_settings() {
  local file key value
  { apt-config dump | grep -iE '^Acquire::.*(Proxy|CaInfo|Verify)' || true; } \
    >"$root/etc/apt/apt.conf.d/90machine"
  for file in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/npmrc /etc/ssl/certs/ca-certificates.crt; do
    [ ! -e "$file" ] || install -D -m 644 "$(readlink -f "$file")" "$root$file"
  done
  cp -r /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/" 2>/dev/null || true
  ! command -v npm >/dev/null || for key in registry cafile proxy https-proxy noproxy strict-ssl; do
    value=$(npm config get "$key" 2>/dev/null || true)
    case $value in '' | null | undefined) ;; *) echo "$key=$value" ;; esac
  done >"$root/etc/machine-npmrc"
  surroundings+=(NPM_CONFIG_USERCONFIG=/etc/machine-npmrc)
}

prepare_user() {
  home=/root
  if [ "$user" != root ]; then
    home=/home/dev
    inside useradd --create-home --shell /bin/bash dev
    echo 'dev ALL=(ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/dev"
  fi
  surroundings+=("HOME=$home" "USER=$user")
  # The repository may be a user's, and this is root.
  git -c safe.directory='*' clone --quiet --no-hardlinks . "$root$home/diallint"
  inside chown -R "$user:$user" "$home/diallint"
}

mount_system() {
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  [ "$check" = no ] || {
    local cache
    cache=$(ccache --get-config cache_dir)
    mkdir -p "$root/cache" "$cache"
    mount --bind "$cache" "$root/cache"
    surroundings+=(CCACHE_DIR=/cache)
  }
}

installed_mib() { inside dpkg-query -W -f='${Installed-Size}\n' | awk '{ sum += $1 } END { print int(sum / 1024) }'; }

# run COMMAND WANTED...: the exit codes that are right for it
run() {
  local command=$1 code=0 start=$SECONDS before
  shift
  before=$(installed_mib)
  echo "dev fresh: $command" >&2
  as_user bash -c "cd $home/diallint && $command" || code=$?
  took=$((SECONDS - start)) installed=$(($(installed_mib) - before))
  echo "dev fresh: '$command' ended with $code after $took s and installed $installed MiB" >&2
  [[ " $* " == *" $code "* ]]
}

write_figures() {
  local sentence="On an empty Debian 12 with $(nproc) cores the first command took $(((took + 59) / 60)) minutes and installed $installed MiB of packages."
  ci/between_marks.sh README.md fresh <<<"$sentence"
}

make_machine
take_over_settings
prepare_user
mount_system
! inside sh -c 'command -v node || command -v g++' || { echo 'dev fresh: the machine is not empty' >&2; exit 1; }
# The example has faults: a check that ran to its end says so.
run "${commands[0]}" 1
! inside sh -c 'command -v node' || { echo 'dev fresh: the first command has installed Node.js' >&2; exit 1; }
[ "$record" = no ] || write_figures
[ "$check" = yes ] || run "${commands[1]}" 0
echo "the README's commands work on an empty Debian 12, for ${user/dev/a user with sudo}"
