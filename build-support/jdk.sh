# Sourced by dist.sh, ./test, the checks and the Makefile. Finds a JDK by its release file: starting java to ask would cost 40 ms.

sampan_jdk_feature() { # DIR -> sets feature to its number, or to 0 when there is no JDK in DIR
  feature=0
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while IFS='=' read -r key value; do
    [ "$key" = JAVA_VERSION ] || continue
    value=${value#\"}
    value=${value%%[!0-9]*}
    feature=${value:-0}
    return 0
  done < "$1/release"
}

sampan_find_jdk() { # sets and exports JAVA_HOME to a JDK >= 25: the given one, else the newest in the usual folders
  sampan_jdk_feature "${JAVA_HOME:-/nonexistent}"
  [ "$feature" -ge 25 ] && { export JAVA_HOME; return 0; }
  best=
  bestFeature=24
  for dir in /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* /usr/local/*jdk* "${HOME:-/root}"/.sdkman/candidates/java/* "${HOME:-/root}"/.jdks/*; do
    sampan_jdk_feature "$dir"
    if [ "$feature" -gt "$bestFeature" ]; then best=$dir bestFeature=$feature; fi
  done
  [ -n "$best" ] || return 1
  JAVA_HOME=$best
  export JAVA_HOME
}

sampan_explain_missing_jdk() {
  cat >&2 <<'END'
sampan: no JDK of version 25 or newer found (looked at JAVA_HOME, /usr/lib/jvm, /usr/java, /opt, /usr/local, ~/.sdkman, ~/.jdks).
Install one:
  Debian 13, Ubuntu 24.04 and newer:  apt-get install openjdk-25-jdk-headless
  others (Temurin):                   https://adoptium.net/temurin/releases/?version=25&package=jdk
or set JAVA_HOME to where it is.
END
}

sampan_get_jdk() { # LOG: finds a JDK, or installs the distribution's where it has one (build-support/packages.sh is sourced)
  sampan_find_jdk && return 0
  if sampan_can_install; then
    apt-get update -q > "$1" 2>&1
    if apt-cache policy openjdk-25-jdk-headless 2> /dev/null | grep -q 'Candidate: [0-9]'; then
      echo "sampan: installing openjdk-25-jdk-headless, which it runs on" >&2
      sampan_install "$1" openjdk-25-jdk-headless >&2 && sampan_find_jdk && return 0
    fi
  fi
  sampan_explain_missing_jdk
  return 1
}
