#!/bin/sh
# Builds what ./sampan runs into target/dist/<hash>: jars (the AOT cache refuses class folders) and the AOT caches trained on exactly
# these jars, this JDK and these flags. The hash of all three is the folder's name, so a stale cache cannot be met (JDK-8377932), and a
# running daemon keeps its jars while the next version is laid beside it. Writes target/dist/launch.env last.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd -P)
asked=${JAVA_HOME:-}
. "$here/build-support/jdk.sh"
. "$here/build-support/packages.sh"
. "$here/build-support/jvm-flags.sh"
if ! mkdir -p "$here/target/dist" 2> /dev/null || [ ! -w "$here/target/dist" ]; then
  echo "sampan: not built yet and $here/target is not writable for $(id -un); run ./sampan once as the owner" >&2
  exit 1
fi

exec 9> "$here/target/dist/lock"
flock 9
packagesLog=$here/target/dist/packages.log
sampan_get_jdk "$packagesLog" 9>&- || exit 1
missing=
command -v mvn > /dev/null || missing="$missing maven ca-certificates"
command -v cc > /dev/null || missing="$missing gcc libc6-dev"
if [ -n "$missing" ]; then
  if ! sampan_can_install; then
    echo "sampan: not installed, but needed to build it:$missing. As root on Debian or Ubuntu:" >&2
    echo "  apt-get update && apt-get install -y --no-install-recommends$missing" >&2
    exit 1
  fi
  echo "sampan: installing$missing, which its build needs" >&2
  sampan_install "$packagesLog" $missing >&2 9>&- || exit 1
fi
env=$here/target/dist/launch.env
if [ "${1:-}" != --force ] && [ -r "$env" ]; then
  # Another process may have built while we waited; and a commit without a change in the sources changes nothing.
  SAMPAN_BUILT= SAMPAN_ASKED_JAVA_HOME= SAMPAN_JAVA_HOME=
  . "$env"
  . "$here/build-support/jvm-flags.sh"
  if [ "$asked" = "$SAMPAN_ASKED_JAVA_HOME" ] && [ "$JAVA_HOME" = "$SAMPAN_JAVA_HOME" ] && [ ! "$JAVA_HOME/release" -nt "$env" ] &&
     [ -z "$(find "$here"/pom.xml "$here"/*/pom.xml "$here"/*/src/main "$here"/build-support -newer "$env" -print -quit)" ]; then
    touch "$env"
    exit 0
  fi
fi

log=$here/target/dist/build.log
started=$(date +%s)
show() { # TEXT: one line that rewrites itself on a terminal, single lines elsewhere
  if [ -t 2 ]; then printf '\r\033[Ksampan: %s' "$1" >&2; elif [ "$1" != "${shown:-}" ]; then echo "sampan: $1" >&2; fi
  shown=$1
}
done_showing() { if [ -t 2 ]; then printf '\r\033[K' >&2; fi; }

cd "$here"
[ -t 2 ] || show "building, see target/dist/build.log"
rm -rf cli/target/lib server/target/lib training/target/lib
mvn -B -ntp -Dmaven.test.skip=true -pl server,cli,training -am package > "$log" 2>&1 < /dev/null 9>&- &
mvn=$!
trap 'kill $mvn 2>/dev/null; done_showing; exit 130' INT TERM
while kill -0 $mvn 2> /dev/null; do
  if [ -t 2 ]; then
    step=$(sed -n 's/^\[INFO\] Building \(Sampan.*[^ ]\) 0.*\(\[[0-9/]*\]\)$/\2 \1/p' "$log" | tail -n 1)
    show "building ($(($(date +%s) - started)) s) ${step:-starting Maven; the first time it fetches its plugins}"
  fi
  sleep 0.3
done
if ! wait $mvn; then
  done_showing
  grep -E '^\[ERROR\]' "$log" | head -n 20 >&2
  echo "sampan: the build failed; the whole of it is in $log" >&2
  exit 1
fi
trap - INT TERM

jars() { # MODULE -> its jar and those it needs at run time
  for jar in "$1"/target/"$1"-[0-9]*.jar "$1"/target/lib/*.jar; do echo "$jar"; done
}
hash=$( { cat "$JAVA_HOME/release"; echo "$JAVA_HOME $SAMPAN_CLI_FLAGS $SAMPAN_DAEMON_FLAGS $SAMPAN_TRAINING_FLAGS"; { jars cli; jars server; jars training; } | xargs sha256sum; } | sha256sum | cut -c1-16)
dist=$here/target/dist/$hash
mkdir -p "$dist"
for jar in $(jars cli; jars server; jars training); do
  # A name that is there already has these bytes: the folder is named by their hash.
  [ -e "$dist/${jar##*/}" ] || { cp "$jar" "$dist/.new.jar" && mv "$dist/.new.jar" "$dist/${jar##*/}"; }
done
names() { jars "$1" | sed 's|.*/||' | tr '\n' ' '; }
cliJars=$(names cli)
daemonJars=$(names server)
trainingJars=$(names training)

if [ ! -e "$dist/cli.aot" ]; then
  show "preparing the JVM's start-up cache for the command line"
  cp=$(for jar in $cliJars; do printf '%s:' "$dist/$jar"; done)
  "$JAVA_HOME/bin/java" $SAMPAN_CLI_FLAGS -XX:AOTCacheOutput="$dist/cli.aot.new" -cp "${cp%:}" dev.sampan.cli.Training >> "$log" 2>&1 < /dev/null || true
  [ -s "$dist/cli.aot.new" ] && mv "$dist/cli.aot.new" "$dist/cli.aot" \
    || echo "sampan: no start-up cache for the command line, it will start more slowly; see $log" >&2
fi

cat > "$env.new" <<END
SAMPAN_BUILT=$hash
SAMPAN_ASKED_JAVA_HOME='$asked'
SAMPAN_JAVA_HOME='$JAVA_HOME'
SAMPAN_CLI_FLAGS='$SAMPAN_CLI_FLAGS'
SAMPAN_DAEMON_FLAGS='$SAMPAN_DAEMON_FLAGS'
SAMPAN_CLI_JARS='$cliJars'
SAMPAN_DAEMON_JARS='$daemonJars'
SAMPAN_TRAINING_JARS='$trainingJars'
END
mv "$env.new" "$env"
# The daemon's cache is made now, while the user watches a build: a first start must not wait for it.
if [ "$(id -u)" = 0 ] && [ ! -e "$dist/daemon.aot" ]; then
  show "preparing the JVM's start-up cache for the daemon"
  SAMPAN_LOCKED=yes "$here/build-support/train-daemon.sh" "$here" 9>&-
fi
# Old versions go, but not one that a running daemon was started from.
for old in "$here"/target/dist/*/; do
  old=${old%/}
  [ "$old" = "$dist" ] || grep -qsF "$old/" /proc/[0-9]*/cmdline || rm -rf "$old"
done
done_showing
if [ ! -t 2 ]; then echo "sampan: built in $(($(date +%s) - started)) s" >&2; fi
