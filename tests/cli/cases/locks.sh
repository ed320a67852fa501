# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# probity locks on recordings: the incident of slow forks, in every view; files that are none.
record=build/release/tests/unit/lock_rules
$record --record tests/cli/data/locks-incident.events "$tmp/incident.rec"
show() {
	echo "\$ probity locks $*" | sed "s|$tmp/||g"
	"$PROBITY" locks "$@" 2>&1 | sed "s|$tmp/||g"
}
show --replay "$tmp/incident.rec"
show --replay "$tmp/incident.rec" -v -l dup_mmap_sem
show --replay "$tmp/incident.rec" --csv
show --replay "$tmp/incident.rec" --folded
show --replay "$tmp/incident.rec" -k mutex -c tracer
gzip -c <"$tmp/incident.rec" >"$tmp/packed.rec"
show --replay "$tmp/packed.rec" -l event_mutex | head -3
show --replay "$tmp/incident.rec" --json >"$tmp/result.json"
sed 1d "$tmp/result.json" >"$tmp/again.json"
"$PROBITY" show "$tmp/again.json" | head -3
show --replay "$tmp/incident.rec" --svg - | grep -c '<rect'
show --replay "$tmp/incident.rec" --svg "$tmp/queue.svg" --trace "$tmp/trace.json" -k percpu_rwsem >/dev/null
grep -c lets "$tmp/trace.json"
show --replay "$tmp/incident.rec" --svg "$tmp/none.svg" -l nothing
show --replay "$tmp/incident.rec" -i 1 | grep -c 'contended lock'
echo "probity locks" >"$tmp/none"
show --replay "$tmp/none"
show --replay "$tmp/not-there"
head -c 900 "$tmp/incident.rec" >"$tmp/cut.rec"
show --replay "$tmp/cut.rec" | grep '^!'
show -k spoon
