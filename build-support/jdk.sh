# Sourced by ./sampan, ./test and the Makefile: sets JAVA_HOME to a JDK of at least 25, found by its release file (no java is started).
sampan_jdk_version() { # DIR -> feature number, or nothing
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}
sampan_find_jdk() {
  for dir in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/*jdk* /opt/java/* /usr/local/*jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    [ -n "$dir" ] || continue
    version=$(sampan_jdk_version "$dir")
    if [ -n "$version" ] && [ "$version" -ge 25 ]; then JAVA_HOME=$dir; export JAVA_HOME; return 0; fi
  done
  return 1
}
