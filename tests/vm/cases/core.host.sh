# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Looks at the dumps: by physical addresses, by virtual ones, and without the note that the guest exported.
# shellcheck shell=sh disable=SC2154

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/vm/guest/case.sh
. "$here/../guest/case.sh"
probity=$here/../../../build/static/probity

# What both looks must agree on: every lock of the test module, and the circles. Time passed between them, and only the
# live look saw it pass.
answers() {
	sed -En '/^lock .* pby_/ { s/([0-9]+ wait(: [rw]+)?).*/\1/; p }' "$1" | sort
	tr '\n' ' ' <"$1" | sed 's/  */ /g' | grep -Eo 'Deadlock[^.]*\. ?' | sed -E 's/ *$//; s/; [0-9]+ tasks? behind it//' | sort
}

"$probity" hang --core "$CORE" -v >core.txt 2>core.err </dev/null
is "a core alone is enough" "$? $(cat core.err)" "1 "
answers tmp/live >live.answers
answers core.txt >core.answers
is "the core says what the live look said" "$(cat core.answers)" "$(cat live.answers)"

# And that is what the module itself knows.
has "two mutexes, each with its owner" "$(cat core.answers)" 'Deadlock of 2 tasks: pby_ab [0-9]+ waits for pby_lock_b, pby_ba [0-9]+ waits for pby_lock_a'
has "a mutex taken twice" "$(cat core.answers)" 'Deadlock with itself: pby_self'
has "a percpu writer and whom it waits for" "$(cat core.answers)" 'percpu_rw_semaphore pby_percpu: held by 1 reader, counted but not named; 1 wait: w'
for name in pby_mutex pby_rwsem; do
	holder=$(awk -v name=$name '$1 == "hold" && $2 == name { print $4 }' tmp/truth)
	order=$(awk -v name=$name '$1 == "wait" && $2 == name { printf "%s", $3 }' tmp/truth)
	has "$name: held by $holder, then $order" "$(cat core.answers)" "$name: held by ${name}_0 $holder; [0-9]+ wait: $order\$"
done
has "waiters of an rwsem have an age" "$(grep '^lock .*pby_rwsem' core.txt)" 'the oldest for [0-9.]+ s'
if [ "$(basename "$KERNEL")" = 6.1 ]; then
	has "the deadlock of RCU-tasks with its whole circle" "$(cat core.answers)" \
		'Deadlock: system-probe [0-9]+ waits for an RCU-tasks grace period, that waits for the exiting PID 1 sleep [0-9]+, and that waits for system-probe [0-9]+ to die'
fi

"$probity" hang --core "$CORE" --parsed >parsed.json
tr -d ' \n' <parsed.json >parsed.flat
check "stacks are whole" grep -Eq '"__mutex_lock","taker_main\[pby_trouble\]","kthread","ret_from_fork"' parsed.flat
lacks "and rest on the kernel's own tables" "$(grep '"? ' parsed.json)" 'party_main|taker_main|kthread'

"$probity" hang --core "$CORE.paging" -v >paging.txt </dev/null
answers paging.txt >paging.answers
is "a dump by virtual addresses says the same" "$(cat paging.answers)" "$(cat live.answers)"

"$probity" hang --core "$CORE" --kallsyms tmp/kallsyms -v >saved.txt </dev/null
answers saved.txt | grep '^lock' >saved.answers
# Nor has __per_cpu_offset one there, which leads to the readers' counters.
uncounted='s/held by 1 reader, counted but not named/held by readers, which it does not name/'
is "with a saved table, where init_task has no symbol, the locks are the same" "$(cat saved.answers)" \
	"$(grep '^lock' live.answers | sed "$uncounted")"

"$probity" hang --core "$CORE" --kernel "$KERNEL/vmlinuz" >image.txt 2>&1 </dev/null
is "the right kernel image is accepted" $? 1
other=6.12
[ "$(basename "$KERNEL")" != 6.12 ] || other=6.1
if [ -f "$KERNEL/../$other/vmlinuz" ]; then
	said=$("$probity" hang --core "$CORE" --kernel "$KERNEL/../$other/vmlinuz" 2>&1 </dev/null)
	is "another kernel's image is refused" "$?" 3
	has "and named" "$said" "is $other.*and the core is of"
fi
head -c 100000 "$CORE" >cut
has "a core that was cut off is refused" "$("$probity" hang --core cut 2>&1 </dev/null)" 'cut off: it has 100000 bytes'
rm cut

# As without -device vmcoreinfo, or without the module in the guest: the CPU's registers lead to the page tables.
at=$(head -c 100000 "$CORE" | grep -abo VMCOREINFO | head -n 1 | cut -d : -f 1)
if [ -n "$at" ]; then
	chmod u+w "$CORE"
	printf X | dd of="$CORE" bs=1 seek="$at" conv=notrunc 2>/dev/null
	"$probity" hang --core "$CORE" -v >bare.txt </dev/null
	answers bare.txt >bare.answers
	is "without VMCOREINFO it says the same" "$(cat bare.answers)" "$(cat live.answers)"
else
	not_ok "the dump has a VMCOREINFO note"
fi
