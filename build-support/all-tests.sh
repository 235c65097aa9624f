#!/bin/sh
# Builds with every check on and runs the tests of all modules; the last line counts them. JAVA_HOME is set by the caller.
cd "$(dirname "$0")/.." || exit 2
rm -rf ./*/target/surefire-reports
# The tests share a real kernel and a clock with whatever else runs: one that fails is run once more, and named when it then passes.
# A failed test must not keep the modules that build on its module from being tested: the count below judges, and Maven's status only
# tells whether everything compiled and every check of the sources passed.
mvn -B -ntp -Dstyle.color=never -Pcheck --fail-at-end -Dmaven.test.failure.ignore=true -Dsurefire.rerunFailingTestsCount=1 verify
status=$?
echo
awk '/<testcase /{ name = $0 } /<flaky(Failure|Error) /{ match(name, / classname="[^"]*"/); class = substr(name, RSTART + 12, RLENGTH - 13)
  match(name, / name="[^"]*"/); print "passed the second time only: " class "." substr(name, RSTART + 7, RLENGTH - 8) }' \
  ./*/target/surefire-reports/TEST-*.xml 2> /dev/null
grep -h -A 4 -E '<<< (FAILURE|ERROR)!$' ./*/target/surefire-reports/*.txt 2> /dev/null | cut -c1-300 # last, where ./test shows it
cat ./*/target/surefire-reports/TEST-*.xml 2> /dev/null | awk '
  function number(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
  /<testsuite / { tests += number("tests"); bad += number("failures") + number("errors"); left += number("skipped") }
  END { printf "\n%d passed, %d failed, %d skipped\n", tests - bad - left, bad, left; exit bad > 0 }' || exit 1
exit $status
