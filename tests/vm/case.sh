# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Reads the headers of the cases; for sourcing after place.sh.
# shellcheck shell=sh disable=SC2154

# Print the names of all cases.
case_names() {
	for file in "$vm"/cases/*.sh; do
		case $file in
		*.host.sh) ;;
		*) basename "$file" .sh ;;
		esac
	done
}

case_file() {
	echo "$vm/cases/$1.sh"
}

# case_field FILE FIELD: the words after "# field:" in the comments at the file's top, or nothing.
case_field() {
	sed -n "/^[^#]/q; /^\$/q; s/^# $2: *//p" "$1"
}

# case_is_for NAME KERNEL: a case without `kernels:` is for all of them.
case_is_for() {
	only=$(case_field "$(case_file "$1")" kernels)
	[ -n "$only" ] || return 0
	for one in $only; do
		if [ "$one" = "$2" ]; then return 0; fi
	done
	return 1
}

# Must the case have a guest of its own? So it is when it ruins the kernel or asks for a machine of its own kind.
case_is_alone() {
	file=$(case_file "$1")
	[ -z "$(case_field "$file" append)" ] || return 0
	[ "$(case_field "$file" ruins)" != yes ] || return 0
	case_field "$file" needs | grep -Eq '(cpus|mem|cpu):'
}
