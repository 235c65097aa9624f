# Sourced by ./test: both engines side by side, each on its own root, bridge and socket, for the time of one check.

# The names end with the number of the run, for host-state.py and so that they are nobody else's.
reference_bridge=sxref$SAMPAN_RUN
subject_bridge=sxsub$SAMPAN_RUN

free_net() { # A.B ...: the first /16 of them in which nobody on this machine has an address or a route
  local net
  for net in "$@"; do
    { ip -4 -o address; ip -4 route; } | grep -qE "(^| )${net/./\\.}\\." || { echo "$net"; return; }
  done
  echo "all of these networks are in use here: $*" >&2
  echo "$1"
}

wait_for() { # SOCKET PID
  for _ in $(seq 150); do
    [ -S "$1" ] && curl -sf --unix-socket "$1" http://x/_ping > /dev/null && return 0
    kill -0 "$2" 2> /dev/null || return 1
    sleep 0.2
  done
  return 1
}

stop_daemon() { # PID
  [ -n "$1" ] || return 0
  kill "$1" 2> /dev/null
  for _ in $(seq 100); do kill -0 "$1" 2> /dev/null || return 0; sleep 0.1; done
  kill -KILL "$1" 2> /dev/null
}

# with_daemons NAME SECONDS COMMAND...: REFERENCE and SUBJECT among the words become the sockets; a dockerd is started only when named.
with_daemons() {
  local name=$1 limit=$2 work reference= subject= words=()
  shift 2
  work=$(mktemp -d "$TMPDIR/daemons.XXXXXX")
  local nets
  nets="$(free_net 172.28 172.27 10.28) $(free_net 172.30 172.31 10.30)"
  case " $* " in
    *" REFERENCE "*)
      # Without its packet filter: nothing of it must stay on the machine, and its proxy publishes the ports.
      ip link add $reference_bridge type bridge && ip addr add "${nets% *}.8.1/24" dev $reference_bridge && ip link set $reference_bridge up
      dockerd --data-root "$work/d/data" --exec-root "$work/d/exec" -p "$work/d.pid" -H "unix://$work/d.sock" -b $reference_bridge \
        --cgroup-parent "/sampan-reference-$SAMPAN_RUN" --iptables=false --ip6tables=false > "$logs/$name-dockerd.log" 2>&1 < /dev/null &
      reference=$!
      wait_for "$work/d.sock" $reference || echo "$name: dockerd did not start, see target/test/$name-dockerd.log" ;;
  esac
  "$here/sampan" daemon --data-root "$work/s/data" --exec-root "$work/s/exec" -p "$work/s.pid" -H "unix://$work/s.sock" \
    --bridge $subject_bridge --bip "${nets#* }.0.1/16" --cgroup-parent "/sampan-subject-$SAMPAN_RUN" > "$logs/$name-sampan.log" 2>&1 < /dev/null &
  subject=$!
  wait_for "$work/s.sock" $subject || echo "$name: sampan did not start, see target/test/$name-sampan.log"
  for word in "$@"; do
    case $word in
      REFERENCE) word=unix://$work/d.sock ;;
      SUBJECT) word=unix://$work/s.sock ;;
    esac
    words+=("$word")
  done
  part "$name" "$limit" "${words[@]}"
  stop_daemon "$reference"
  stop_daemon "$subject"
  wait "$subject" $reference 2> /dev/null
  ip link del $reference_bridge 2> /dev/null
  ip link del $subject_bridge 2> /dev/null
  find /sys/fs/cgroup -depth -type d \( -path "*/sampan-*-$SAMPAN_RUN" -o -path "*/sampan-*-$SAMPAN_RUN/*" \) -exec rmdir {} + 2> /dev/null
  # dockerd leaves its mounts of containers that it was ended with.
  grep -F " $work/" /proc/self/mountinfo | cut -d' ' -f5 | sort -r | while read -r mount; do umount -l "$mount"; done
  case $work in "$TMPDIR"/daemons.??????) rm -rf --one-file-system "$work" ;; esac
}
