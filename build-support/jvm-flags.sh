# Sourced: the JVM flags of the two programs. They are part of the AOT caches' key, so a change here makes new caches.
# Messages about a cache go to stdout by default, into the middle of `sampan ps -q`: hence the -Xlog pair.
quiet='-Xlog:disable -Xlog:all=error:stderr'
SAMPAN_CLI_FLAGS="$quiet -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xmx512m"
SAMPAN_DAEMON_FLAGS="$quiet -XX:+UseSerialGC -XX:-UsePerfData -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED"
