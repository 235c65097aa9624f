#!/bin/sh
# Makes target/dist/<hash>/daemon.aot: runs the daemon on private places, has the command line ask it the usual things and run a few
# containers, and ends it, whereupon the JVM writes its cache. Without root, or when it fails, a mark says not to try again.
set -u
here=$1
. "$here/target/dist/launch.env"
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
socket=unix://$tmp/s
cp=$(for jar in $SAMPAN_DAEMON_JARS; do printf '%s:' "$dist/$jar"; done)
"$SAMPAN_JAVA_HOME/bin/java" $SAMPAN_DAEMON_FLAGS -XX:AOTCacheOutput="$dist/daemon.aot.new" -cp "${cp%:}" dev.sampan.server.Daemon \
  --data-root "$tmp/data" --exec-root "$tmp/exec" --pidfile "$tmp/pid" -H "$socket" --bridge none --cgroup-parent "/sampan-train-$$" \
  > "$log" 2>&1 < /dev/null 9>&- &
daemon=$!
tries=100
while [ ! -S "$tmp/s" ] && kill -0 $daemon 2> /dev/null && [ $tries -gt 0 ]; do sleep 0.1; tries=$((tries - 1)); done
if [ -S "$tmp/s" ]; then
  cli() { DOCKER_HOST=$socket timeout 10 "$here/sampan" "$@" >> "$log" 2>&1 < /dev/null 9>&-; }
  cli version; cli info; cli images; cli ps -a; cli network ls
  for _ in 1 2 3; do cli run --rm --net none hello; done
  cli run -d --name train --net none hello && { cli logs train; cli inspect train; cli wait train; cli ps -a; cli rm -f train; }
  cli run -d --name train2 -i --net none --rootfs / cat && { cli exec train2 /bin/true; cli top train2; cli stop -t 0 train2; cli rm train2; }
  cli events --since 1 --until 2
fi
kill -TERM $daemon 2> /dev/null
tries=300
while kill -0 $daemon 2> /dev/null && [ $tries -gt 0 ]; do sleep 0.1; tries=$((tries - 1)); done
kill -KILL $daemon 2> /dev/null
wait $daemon 2> /dev/null
[ -t 2 ] && printf '\r\033[K' >&2
find /sys/fs/cgroup -depth -type d -path "*/sampan-train-$$*" -exec rmdir {} + 2> /dev/null
case $tmp in /tmp/sampan-train.??????) rm -rf "$tmp" ;; esac
if [ -s "$dist/daemon.aot.new" ]; then mv "$dist/daemon.aot.new" "$dist/daemon.aot"; else give_up "training failed"; fi
echo "trained in $(($(date +%s) - began)) s" >> "$log"
