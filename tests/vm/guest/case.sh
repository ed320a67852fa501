# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# What the scripts of a guest may use: results, waiting, kernel modules, files for the host. Source it: . /guest/case.sh
# shellcheck shell=dash

# Results: one line each. A failure goes on to the next check; the text after the name is a diagnostic.
ok() {
	echo "ok - $1"
}

not_ok() {
	echo "not ok - $1"
	if [ $# -gt 1 ]; then
		shift
		printf '%s\n' "$@" | sed 's/^/# /'
	fi
}

skip() {
	echo "ok - $1 # SKIP $2"
}

# check NAME COMMAND...: passes when the command succeeds; what it prints is shown when it does not.
check() {
	what=$1
	shift
	if said=$("$@" 2>&1); then
		ok "$what"
	else
		not_ok "$what" "failed: $*" "$said"
	fi
}

# is NAME GOT WANTED
is() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1" "got:    $2" "wanted: $3"
	fi
}

# has NAME TEXT PATTERN: passes when a line of the text matches the extended regular expression.
has() {
	if printf '%s\n' "$2" | grep -Eq -- "$3"; then
		ok "$1"
	else
		not_ok "$1" "no line matches: $3" "$2"
	fi
}

# lacks NAME TEXT PATTERN
lacks() {
	if printf '%s\n' "$2" | grep -Eq -- "$3"; then
		not_ok "$1" "a line matches: $3" "$2"
	else
		ok "$1"
	fi
}

# How many times as long as on an idle machine to wait. On the host, where second halves of cases source this, once.
patience=$(cat /guest/patience 2>/dev/null || echo 1)

# wait_for SECONDS COMMAND...: as soon as the command succeeds; fails when it has not within so many seconds, times $patience.
wait_for() {
	left=$(($1 * patience * 10))
	shift
	until "$@" >/dev/null 2>&1; do
		[ $left -gt 0 ] || return 1
		left=$((left - 1))
		sleep 0.1
	done
}

# Print the ids of the processes whose name matches the extended regular expression $1, one a line, lowest first.
tasks_named() {
	grep -Elx "$1" /proc/[0-9]*/comm 2>/dev/null | cut -d / -f 3 | sort -n
}

# Has every process of probity ended? One that was killed takes a moment.
no_probity() {
	! grep -qlx probity /proc/[0-9]*/comm 2>/dev/null
}

task_state() {
	sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null
}

# stack_has PID FUNCTION: is the function in the stack of the task?
stack_has() {
	grep -q "\\] $2+" "/proc/$1/stack" 2>/dev/null
}

# sleeps_in PID FUNCTION...: wait until the first two frames of the task contain one of them. Starts nothing, as it
# must be where no process can fork; fails after twenty seconds, or more where patience is asked for.
sleeps_in() {
	task=$1
	shift
	read -r now _ </proc/uptime
	end=$((${now%.*} + 20 * patience))
	while [ "${now%.*}" -lt $end ]; do
		{
			read -r _ top
			read -r _ next
		} <"/proc/$task/stack"
		for function; do
			case "$top $next" in
			*"$function+"*) return 0 ;;
			esac
		done
		read -r now _ </proc/uptime
	done
	return 1
}

# kmod NAME [PARAMETER...]: load a module that the case asked for by `needs: kmod:NAME`, and first what it depends on.
# A module that is built in was not packed: nothing to do.
kmod() {
	[ -f "/guest/kmod/$1.ko" ] || return 0
	if grep -q "^$(echo "$1" | tr - _) " /proc/modules; then return 0; fi
	# shellcheck disable=SC2013
	for before in $(cat "/guest/kmod/$1.needs"); do
		kmod "$before" || return 1
	done
	name=$1
	shift
	insmod "/guest/kmod/$name.ko" "$@"
}

# bring FILE...: send files to the host, where they lie under the boot's folder files/ with the same path.
# /proc and /sys files have no size before they are read: they are copied first.
bring() {
	rm -rf /run/bring
	for file; do
		mkdir -p "/run/bring/$(dirname "$file")"
		cp -r "$file" "/run/bring/$file"
	done
	{
		stty raw -echo <&3
		tar -c -C /run/bring . >&3
	} 3<>/dev/ttyS2
}

# bring_as NAME COMMAND...: send what a command prints to the host as the file NAME.
bring_as() {
	file=/run/as/$1
	shift
	mkdir -p "$(dirname "$file")"
	"$@" >"$file" 2>&1
	(cd /run/as && bring "${file#/run/as/}")
	rm -f "$file"
}
