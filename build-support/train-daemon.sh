#!/bin/sh
# Makes target/dist/<hash>/daemon.aot: runs the daemon on private places, has dev.sampan.server.Training ask it the usual things and run
# containers, and ends it, whereupon the JVM writes its cache. Without root, or when it fails, a mark says not to try again.
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
cp=$(for jar in $SAMPAN_DAEMON_JARS; do printf '%s:' "$dist/$jar"; done)
# In a network namespace of its own: bridge, rules and sysctls are gone with it. What the training compiles, a daemon compiles at its
# start and at the same level (see docs/adr/0013): the quick compiler's, and early. Digests are left to the other compiler.
timeout -k 5 120 unshare --net "$SAMPAN_JAVA_HOME/bin/java" $SAMPAN_DAEMON_FLAGS -XX:AOTCacheOutput="$dist/daemon.aot.new" $SAMPAN_TRAINING_FLAGS \
  -cp "${cp%:}" dev.sampan.server.Training \
  --data-root "$tmp/data" --exec-root "$tmp/exec" --pidfile "$tmp/pid" -H "unix://$tmp/s" --bridge sampantrain --cgroup-parent "/sampan-train-$$" \
  > "$log" 2>&1 < /dev/null 9>&- || rm -f "$dist/daemon.aot.new"
[ -t 2 ] && printf '\r\033[K' >&2
find /sys/fs/cgroup -depth -type d -path "*/sampan-train-$$*" -exec rmdir {} + 2> /dev/null
case $tmp in /tmp/sampan-train.??????) rm -rf "$tmp" ;; esac
if [ -s "$dist/daemon.aot.new" ]; then mv "$dist/daemon.aot.new" "$dist/daemon.aot"; else give_up "training failed"; fi
echo "trained in $(($(date +%s) - began)) s" >> "$log"
