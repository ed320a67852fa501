# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# bench: its help, and what it refuses before it looks at the machine.
for args in "bench --help" "bench" "bench nonsense" "bench hooks more" "bench hooks --only nothing" \
	"bench hooks --body fat" "bench hooks --rounds 65" "bench hooks --cpu x" "bench hooks --cpu 99999" \
	"bench attach --only kprobe,nothing" "bench attach --functions 999" "bench attach --rounds 65" \
	"bench net --only kprobe,nothing,wrong" "bench net --rounds 2" "bench net --duration 10001"; do
	echo "$ probity $args"
	$PROBITY $args
	echo "exit $?"
done
