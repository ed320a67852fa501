# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Looks through a guest's console for complaints of the kernel that nobody announced.
# Prints "script<tab>class<tab>line" for the first complaint of each class in each script ("boot" before the first).
# Variables: announced, a file of lines "script class...", for what a script provokes on purpose.

BEGIN {
	while ((getline line <announced) > 0) {
		nr_words = split(line, word, " ")
		for (i = 2; i <= nr_words; i++)
			expected[word[1], word[i]] = 1
	}
	script = "boot"
}

function complain(class) {
	if (!expected[script, class] && !told[script, class]++)
		print script "\t" class "\t" $0
}

{ gsub(/\r/, ""); gsub(/\033\[[0-9;?]*[A-Za-z]/, "") }

/probity-guest: .* begins$/ { script = $(NF - 1); next }
/probity-guest: .* ends$/ { script = "after"; next }

/WARNING: (CPU|possible|suspicious|bad|inconsistent|stack)/ { complain("warning") }
/possible (recursive|circular|irq lock)|suspicious RCU usage|bad unlock balance|held lock freed|lock held when returning/ { complain("lockdep") }
/watchdog: BUG: soft lockup/ { complain("softlockup"); next }
/BUG: workqueue lockup/ { complain("workqueue"); next }
/(^|[^A-Z])BUG: |kernel BUG at|refcount_t: |UBSAN: / { complain("bug") }
/Oops: |general protection fault|double fault|unable to handle|stack guard page/ { complain("oops") }
/rcu:? ?(INFO: )?.*(self-)?detected stall|rcu_tasks.* grace period.* is .* jiffies old|INFO: rcu_tasks detected stalls|expedited stalls/ { complain("rcu") }
/INFO: task .* blocked (for more than|in I\/O)/ { complain("hung_task") }
/Kernel panic/ { complain("panic") }
/hard LOCKUP/ { complain("hardlockup") }
