# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Rules are silenced one by one or by a file; a file's mistakes are named with their line.
config=tests/cli/data/6.1.config
check() {
	echo "$ probity check $*"
	$PROBITY check --config $config "$@" 2>&1 | sed -n '1s/.*; \([0-9]* silenced\)$/\1/p; 1s/.*decide$/none silenced/p; /^probity check:/p'
}
cd "$(dirname "$0")/../../.." || exit
mkdir -p "$tmp/ignore"
cd "$tmp/ignore" && ln -sf "$OLDPWD/tests" tests || exit
printf '# a comment\n\n  uprobe-mmap-lock   # and a reason\r\nhash-map-busy\n' >good
printf 'uprobe-mmap-lock\n\nno-such-rule\n' >unknown
printf 'uprobe-mmap-lock hash-map-busy\n' >two
: >empty
check --ignore-file empty
check --ignore-file good
check --ignore-file good --ignore kretprobe-pool-cas
check --ignore-file unknown
check --ignore-file two
check --ignore-file missing
check --ignore-file .
$PROBITY check --config $config --ignore-file good --json | grep -B 5 '"ignored": true' | grep '"id"'
