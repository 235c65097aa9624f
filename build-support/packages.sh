# Sourced by ./test and dist.sh. Installs Debian's and Ubuntu's packages for whoever is root there; others are told the command.

sampan_apt() { # ARGS...: no question is asked, and no daemon of a package starts: this run starts its own
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -yq --no-install-recommends "$@"
}

sampan_can_install() { command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]; }

sampan_install() { # LOG PACKAGE...
  sampan_log=$1
  shift
  apt-get update -q > "$sampan_log" 2>&1
  sampan_apt install "$@" >> "$sampan_log" 2>&1 && return 0
  # One by one when all together fail: a package that a distribution lacks must not cost the others.
  sampan_status=0
  for sampan_package in "$@"; do
    sampan_apt install "$sampan_package" >> "$sampan_log" 2>&1 && continue
    echo "could not install $sampan_package, see $sampan_log"
    sampan_status=1
  done
  return $sampan_status
}
