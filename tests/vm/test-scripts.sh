#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# The scripts around the guests judge rightly: what they read here was written by hand, no guest is needed.
set -u
vm=$(cd "$(dirname "$0")" && pwd)
. "$vm/place.sh"
. "$vm/case.sh"
. "$vm/verdict.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
nr=0

# is NAME GOT WANTED
is() {
	nr=$((nr + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $nr - $1"
	else
		echo "not ok $nr - $1"
		printf 'got:\n%s\nwanted:\n%s\n' "$2" "$3"
	fi
}

# What a guest says, and what is made of it: in $1 = 1 cases, in 0 scripts.
name=X out=$work mark=m1
heard() {
	rm -f results.tsv ends
	tap=$1
	stream
}

said=$(
	heard 1 <<-END

		@m1 begin one
		chatter
		ok - first
		not ok - second
		# detail
		ok - third # SKIP no such thing
		unfinished line
		@m1 end one 3

		@m1 begin two

		@m1 end two 0
		ok - nobody said this in a case

		@m1 begin three
		@m2 end three 0
		ok - fine

		@m1 end three 0

		@m1 over
	END
)
is "results are those of the cases, with a failure for a bad end and for none" "$said" "ok - vm X: one: first
not ok - vm X: one: second
# detail
ok - vm X: one: third # SKIP no such thing
not ok - vm X: one: ended with status 3
not ok - vm X: two: gave a result
ok - vm X: three: fine"
is "each result is a row" "$(tr '\t' '|' <results.tsv)" "one|first|ok|
one|second|not ok|
one|third|skip|no such thing
one|ended with status 3|not ok|
two|gave a result|not ok|
three|fine|ok|"
is "each end is noted, and the last" "$(cat ends)" "one 3
two 0
three 0
over 0"
said=$(printf 'a\n\n\nb\n\n@m1 begin x\nc\n\n\n@m1 end x timeout\n' | heard 0)
is "of a script only the lines of the driver are taken away" "$said" "a


b
c"
is "a script that ran out of time is noted" "$(cat ends)" "x timeout"

# The guest stays there after its last word: nobody must wait for the end of what it says.
mkfifo said
exec 3<>said
printf '@m1 begin x\n@m1 end x 0\n@m1 over\n' >&3
heard 0 <said &
listener=$!
left=200
while kill -0 $listener 2>/dev/null && [ $left -gt 0 ]; do
	left=$((left - 1))
	sleep 0.1
done
kill $listener 2>/dev/null
wait $listener
is "the driver's last word is the end" $? 0
exec 3>&-

# What a kernel complains about.
cat >announced <<-END
	calm
	loud hung_task warning
END
complaints() {
	awk -v announced=announced -f "$vm/klog.awk" | tr '\t' '|'
}
said=$(
	complaints <<-END
		[    0.1] Linux version 6.1
		[    0.2] WARNING: CPU: 0 PID: 1 at kernel/x.c:1 f+0x1/0x2
		[    2.0] probity-guest: calm begins
		[    2.1] INFO: task sh:104 blocked for more than 2 seconds.
		[    2.2] INFO: task sh:105 blocked for more than 2 seconds.
		[    2.3] probity-guest: calm ends
		[    3.0] probity-guest: loud begins
		[    3.1] INFO: task sh:104 blocked for more than 2 seconds.
		[    3.2] WARNING: CPU: 0 PID: 1 at kernel/x.c:1 f+0x1/0x2
		[    3.3] BUG: kernel NULL pointer dereference, address: 0000000000000000
		[    3.4] probity-guest: loud ends
	END
)
is "a complaint counts once for its class, unless its case announced it" "$said" \
	"boot|warning|[    0.2] WARNING: CPU: 0 PID: 1 at kernel/x.c:1 f+0x1/0x2
calm|hung_task|[    2.1] INFO: task sh:104 blocked for more than 2 seconds.
loud|bug|[    3.3] BUG: kernel NULL pointer dereference, address: 0000000000000000"
for line in \
	'hung_task|INFO: task jbd2:9 blocked in I/O wait for more than 2 seconds.' \
	'rcu|rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:' \
	'rcu|rcu: INFO: rcu_sched self-detected stall on CPU' \
	'rcu|INFO: rcu_tasks detected stalls on tasks:' \
	'softlockup|watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [sh:1]' \
	'bug|kernel BUG at mm/slub.c:305!' \
	'bug|BUG: sleeping function called from invalid context at kernel/locking/mutex.c:580' \
	'oops|Oops: 0010 [#1] PREEMPT SMP NOPTI' \
	'lockdep|WARNING: possible circular locking dependency detected' \
	'panic|Kernel panic - not syncing: Fatal exception'; do
	said=$(printf '[    1.0] %s\n' "${line#*|}" | complaints | cut -d '|' -f 2 | grep -x "${line%%|*}")
	is "a kernel's log: ${line#*|}" "$said" "${line%%|*}"
done
said=$(printf '[    0.5] ACPI: bus type PCI registered\n[    0.6] PCI: Warning: no error here, DEBUG: off\n' | complaints)
is "ordinary lines are no complaints" "$said" ""

# Which mirrors apt knows.
cat >one.list <<-END
	# deb http://comment/debian bookworm main
	deb [arch=amd64 signed-by=/x.gpg] http://m1/debian/ bookworm main contrib
	deb-src http://source/debian bookworm main
	deb http://third/apt cloud-sdk-bookworm main
	deb http://m2/debian-security bookworm-security main
END
cat >two.sources <<-END
	Types: deb deb-src
	# a comment
	URIs: http://m3/debian
	  http://m4/debian
	Suites: trixie trixie-updates
	Components: main

	Enabled: no
	Types: deb
	URIs: http://off/debian
	Suites: trixie

	Types: deb
	URIs: http://ubuntu/ubuntu
	Suites: noble
END
is "mirrors are read from both forms of apt's sources, Debian's only" \
	"$(awk -f "$vm/mirror.awk" one.list two.sources)" "bookworm http://m1/debian
bookworm-security http://m2/debian-security
trixie http://m3/debian
trixie-updates http://m3/debian
trixie http://m4/debian
trixie-updates http://m4/debian"

# The table and the cases as they are.
is "every row of kernels.tsv has its four fields" "$(kernel_rows '' | awk -F '\t' 'NF != 4 || $2 !~ /^(matrix|extra)$/')" ""
is "four kernels make the matrix" "$(kernel_rows '' | awk -F '\t' '$2 == "matrix"' | wc -l)" 4
bad=
for case in $(case_names); do
	for need in $(case_field "$(case_file "$case")" needs); do
		case $need in
		module | programs | probity | core | kmod:* | cpus:* | mem:* | cpu:*) ;;
		*) bad="$bad $case:$need" ;;
		esac
	done
	for class in $(case_field "$(case_file "$case")" announces); do
		grep -q "complain(\"$class\")" "$vm/klog.awk" || bad="$bad $case:$class"
	done
	sh -n "$(case_file "$case")" || bad="$bad $case"
done
is "the headers of all cases are understood" "$bad" ""

mkdir -p fake
echo '# kernels: 6.1 7.x' >fake/some.sh
echo '# ruins: yes' >fake/alone.sh
echo '# needs: module' >fake/shared.sh
ask() {
	(
		vm=$work
		mkdir -p cases
		cp fake/*.sh cases/
		"$@" && echo yes
	)
}
is "a case is for the kernels that it names" "$(ask case_is_for some 7.x; ask case_is_for some 5.10)" yes
is "a case that names none is for all" "$(ask case_is_for alone 5.10)" yes
is "a case that ruins its kernel is alone" "$(ask case_is_alone alone; ask case_is_alone shared)" yes
echo "1..$nr"
