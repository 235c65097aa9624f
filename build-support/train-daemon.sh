#!/bin/sh
# Makes target/dist/<hash>/daemon.aot: runs the daemon on private places, has dev.sampan.training.Training ask it the usual things and
# run containers, and ends it, whereupon the JVM writes its cache. Without root, or when it fails, a mark says not to try again.
set -u
here=$1
. "$here/target/dist/launch.env"
. "$here/build-support/jvm-flags.sh"
dist=$here/target/dist/$SAMPAN_BUILT
if [ -z "${SAMPAN_LOCKED:-}" ]; then
  exec 9> "$here/target/dist/lock"
  flock 9
fi
[ -e "$dist/daemon.aot" ] && exit 0
log=$here/target/dist/train-daemon.log
give_up() { : > "$dist/daemon.untrained"; echo "sampan: no start-up cache for the daemon ($1), it will start more slowly; see $log" >&2; exit 0; }
[ "$(id -u)" = 0 ] || give_up "needs root"
[ -t 2 ] && printf '\r\033[Ksampan: preparing the JVM'\''s start-up cache for the daemon' >&2
began=$(date +%s)

tmp=$(mktemp -d /tmp/sampan-train.XXXXXX) || give_up "no temporary folder"
class_path() { # JARS, as launch.env names them
  cp=
  for jar in $1; do cp=$cp:$dist/$jar; done
  echo "${cp#:}"
}
daemon=
end_daemon() { # SIGNAL: the JVM writes its cache at its end, which takes longer than timeout's patience, hence not by way of timeout
  if [ -s "$tmp/pid" ]; then kill "-$1" "$(cat "$tmp/pid")" 2> /dev/null; else kill "$daemon" 2> /dev/null; fi
  wait "$daemon"
}
clean() {
  find /sys/fs/cgroup -depth -type d -path "*/sampan-train-$$*" -exec rmdir {} + 2> /dev/null
  case $tmp in /tmp/sampan-train.??????) rm -rf "$tmp" ;; esac
}
trap 'end_daemon KILL; rm -f "$dist"/daemon.aot.new*; clean; exit 130' INT TERM

# In a network namespace of its own: bridge, rules and sysctls are gone with it. What the training compiles, a daemon compiles at its
# start and at the same level (see docs/adr/0010): the quick compiler's, and early. Digests are left to the other compiler.
: > "$log"
timeout -k 5 120 unshare --net "$SAMPAN_JAVA_HOME/bin/java" $SAMPAN_DAEMON_FLAGS -XX:AOTCacheOutput="$dist/daemon.aot.new" $SAMPAN_TRAINING_FLAGS \
  -cp "$(class_path "$SAMPAN_DAEMON_JARS")" dev.sampan.server.Daemon \
  --data-root "$tmp/data" --exec-root "$tmp/exec" --pidfile "$tmp/pid" -H "unix://$tmp/s" --bridge sampantrain --cgroup-parent "/sampan-train-$$" \
  >> "$log" 2>&1 < /dev/null 9>&- &
daemon=$!
until [ -S "$tmp/s" ] || ! kill -0 "$daemon" 2> /dev/null; do sleep 0.05; done
if "$SAMPAN_JAVA_HOME/bin/java" $SAMPAN_CLI_FLAGS -cp "$(class_path "$SAMPAN_TRAINING_JARS")" dev.sampan.training.Training "$tmp/s" \
  >> "$log" 2>&1 < /dev/null 9>&-; then
  end_daemon TERM
else
  end_daemon KILL
  rm -f "$dist"/daemon.aot.new*
fi
[ -t 2 ] && printf '\r\033[K' >&2
clean
if [ -s "$dist/daemon.aot.new" ]; then mv "$dist/daemon.aot.new" "$dist/daemon.aot"; else give_up "training failed"; fi
echo "trained in $(($(date +%s) - began)) s" >> "$log"
