# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# A task whose /proc files nobody can read holds up neither the look nor the others: it is named and passed by.
# needs: module programs probity
# timeout: 60

. /guest/case.sh
pby=/sys/kernel/debug/pby
kmod pby_trouble
mkfifo /tmp/go
pby-exec /bin/sleep 1 </tmp/go >/tmp/exec &
stuck=$!
exec 4>/tmp/go
check "the program is ready" wait_for 20 grep -q ready /tmp/exec
echo queue mmap W $stuck >$pby/make
echo >&4
check "it is stuck in exec" wait_for 20 grep -q '^State:.D' /proc/$stuck/status
probity hang --live --json --watch 0 --timeout 20 >/tmp/look.json
is "the look comes to its end, and finds it" $? 1
silent=$(sed -n '/"silent"/,/\]/p' /tmp/look.json)
if printf '%s' "$silent" | grep -q '"what"'; then
	has "the one without an answer is named" "$silent" "\"what\": \"/proc/$stuck/task/$stuck/sta(ck|t)\""
	has "by its number" "$silent" "\"pid\": $stuck"
	has "the others were asked all the same" "$(grep '"detail"' /tmp/look.json)" '([4-9][0-9]|[1-9][0-9][0-9]+) threads, ([4-9][0-9]|[1-9][0-9][0-9]+) stacks; 1 did not answer'
	has "memory says what it waits for" "$(cat /tmp/look.json)" "mmap_lock of $stuck"
else
	# The lock is cred_guard_mutex or exec_update_lock by release; where neither is taken for reading, all answer.
	skip "a task without an answer" "this kernel answers for a task in exec"
fi
lacks "no child is left behind where it can be killed" "$(cat /tmp/look.json)" '"child":'
echo release >$pby/make
wait $stuck
exec 4>&-
rmmod pby_trouble
