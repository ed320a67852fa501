# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# bench uprobe fires beside threads that map memory, registers in many processes beside forks, and leaves nothing.
# needs: probity
# timeout: 60

. /guest/case.sh

registered() {
	grep -o 'bpf_prog_[0-9a-f]*_probity[a-z_]*' /proc/kallsyms
	pgrep -x probity
}
registered >/tmp/before

probity bench uprobe --force -n 2 --duration 50 --processes 16 --json >/tmp/uprobe.json 2>/tmp/said
is "bench uprobe succeeds" $? 0
has "it says before it starts what it does" "$(cat /tmp/said)" "in 16 processes of its own"
gone() {
	registered >/tmp/after
	cmp -s /tmp/before /tmp/after
}
check "no program and no process stays" wait_for 20 gone
bring /tmp/uprobe.json

probity bench uprobe --force -n 32 --processes 16 >/dev/null 2>&1 &
bench=$!
fires() {
	grep -q '_probity_' /proc/kallsyms
}
check "it measures" wait_for 20 fires
kill -KILL $bench
wait $bench 2>/dev/null
check "killed while it did, nothing stays" wait_for 20 gone
