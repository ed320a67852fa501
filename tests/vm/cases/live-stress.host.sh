# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Every owner that a look reported is compared with the diary of the test module.
# shellcheck shell=sh
# A lock belongs to a thread from the moment at which the one before it let go until the one behind it has it: between
# what two of them noted it was free, or already or still somebody's. A look that overlaps no such time of the owner
# that it reported is wrong.

if [ ! -e tmp/diary ]; then
	echo "ok - owners are those of the diary # SKIP no lock stress in this guest"
	exit
fi
awk '
	FILENAME ~ /diary/ {
		n = nr[$1]++
		pid[$1, n] = $2
		from[$1, n] = $3 / 1e9
		until[$1, n] = $4 / 1e9
		next
	}
	$1 == "\"from_s\":" { begin = $2 + 0 }
	$1 == "\"to_s\":" { end = $2 + 0 }
	$1 == "\"name\":" { name = $2; gsub(/[",]/, "", name) }
	$1 == "\"owner_pid\":" && name in nr && $2 != "null," {
		owner = $2 + 0
		checked++
		# Looks and entries both go on in time.
		while (at[name] < nr[name] - 1 && from[name, at[name] + 1] && from[name, at[name] + 1] < begin)
			at[name]++
		found = 0
		for (i = at[name] > 0 ? at[name] - 1 : 0; i < nr[name] && !found; i++) {
			before = i ? until[name, i - 1] : 0
			if (before > end)
				break
			after = i + 1 < nr[name] ? from[name, i + 1] : 1e18
			found = pid[name, i] == owner && after >= begin
		}
		if (!found) {
			wrong++
			print "# " name " of " owner " from " begin " to " end
		}
	}
	END {
		print (wrong ? "not ok" : "ok") " - owners are those of the diary"
		print (checked > 10 ? "ok" : "not ok") " - enough owners were compared"
		print "# " checked + 0 " owners compared, " wrong + 0 " wrong"
	}
' tmp/diary tmp/stress.json
