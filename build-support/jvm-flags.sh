# Sourced: the JVM flags of the two programs. They are part of the AOT caches' key, so a change here makes new caches.
# Messages about a cache go to stdout by default, into the middle of `sampan ps -q`: hence the -Xlog pair.
quiet='-Xlog:disable -Xlog:all=error:stderr'
SAMPAN_CLI_FLAGS="$quiet -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xmx512m"
# The daemon lives on some 5 MB; without a bound on the young generation it would first fill 100 MB of it before any collection.
# The JVM does not raise the number of open files (MaxFDLimit): the daemon does, and gives containers what it was started with.
SAMPAN_DAEMON_FLAGS="$quiet -XX:-MaxFDLimit -XX:+UseSerialGC -Xms32m -Xmn16m -Xmx1g -XX:-UsePerfData -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED"
SAMPAN_TRAINING_FLAGS="-XX:TieredStopAtLevel=1 -XX:Tier3InvocationThreshold=20 -XX:Tier3MinInvocationThreshold=10 -XX:Tier3CompileThreshold=100
 -XX:CompileCommand=quiet -XX:CompileCommand=exclude,sun.security.provider.*::*"
