#!/bin/sh
# Builds with every check on and runs the tests of all modules; the last line counts them. JAVA_HOME is set by the caller.
cd "$(dirname "$0")/.." || exit 2
rm -rf ./*/target/surefire-reports
mvn -B -ntp -Dstyle.color=never -Pcheck --fail-at-end verify
status=$?
echo
grep -h -A 4 -E '<<< (FAILURE|ERROR)!$' ./*/target/surefire-reports/*.txt 2> /dev/null | cut -c1-300 # last, where ./test shows it
cat ./*/target/surefire-reports/TEST-*.xml 2> /dev/null | awk '
  function number(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
  /<testsuite / { tests += number("tests"); bad += number("failures") + number("errors"); left += number("skipped") }
  END { printf "\n%d passed, %d failed, %d skipped\n", tests - bad - left, bad, left }'
exit $status
